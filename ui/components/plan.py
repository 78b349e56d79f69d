"""A repair plan: summary, stages, actions, coverage, downloads and the way to the desk."""

from __future__ import annotations

import re
from functools import partial

import streamlit as st

from copilot.domain.plan import Action, Covers, RepairPlan, Stage
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import checklist, facts, headline, render_untrusted
from ui.figures import say_amount

t = session.t
_FORMS = ("docx", "xlsx", "pptx", "md")
_TITLE = re.compile(r"【(.{1,40}?)】\s*|\[(.{1,60}?)\]\s*")


def show(plan: RepairPlan) -> None:
    """Show a plan whole."""
    headline(plan.summary, "good")
    st.caption(t("made.writer", writer=session.plain(session.writer_name(plan.writer))))
    verdict = verdicts.of(plan.id)
    with st.container(horizontal=True, vertical_alignment="center"):
        submitting.button(plan.id, verdict)
        _downloads(plan)
    verdicts.show(verdict)
    body(plan)


def body(plan: RepairPlan) -> None:
    """Show what a plan holds: forecast, what was learnt, stages with their actions, and coverage."""
    if plan.forecast is not None and plan.forecast.why:
        render_untrusted(plan.forecast.why, kind="plain")
    if plan.learnt:
        st.subheader(t("plan.learnt"))
        checklist(plan.learnt)
    for tab, stage in zip(st.tabs([_dates(stage) for stage in plan.stages]), plan.stages, strict=True):
        with tab:
            _stage(stage)
    _coverage(plan.covers)


def _dates(stage: Stage) -> str:
    return f"{session.plain(stage.name)} {stage.from_:%m/%d}–{stage.to:%m/%d}"


def _stage(stage: Stage) -> None:
    note = " · ".join(t(f"pillar.{pillar}") for pillar in stage.pillars)
    render_untrusted(stage.goal, kind="lead", note=note)
    for number, action in enumerate(stage.actions, start=1):
        with st.container(border=True, gap="small"):
            _action(number, action)


def heading(what: str) -> str:
    """Return the title an action begins with; empty when it has none."""
    found = _TITLE.match(what)
    return next(filter(None, found.groups()), "") if found else ""


def _action(number: int, action: Action) -> None:
    found, title = _TITLE.match(action.what), heading(action.what)
    render_untrusted(f"{number}　{title or action.what}", kind="lead")
    if found and action.what[found.end() :]:
        render_untrusted(action.what[found.end() :], kind="plain")
    checklist(action.steps)
    metric, language = action.metric, session.language()
    now, aim = (say_amount(value, metric.unit, language) for value in (metric.baseline, metric.target))
    facts(
        {
            t("action.owner"): f"{action.owner} · {session.channel_name(action.channel)}",
            t("action.deliverable"): action.deliverable,
            t("action.metric"): f"{metric.name}：{now} → {aim}"
            if language == "zh"
            else f"{metric.name}: {now} → {aim}",
            t("action.check_on"): f"{metric.check_on}",
            t("action.why_target"): metric.note,
            t("action.stop_rule"): action.stop_rule,
            t("action.risk"): action.risk,
        }
    )
    with st.expander(t("action.evidence", count=len(action.evidence)), icon=":material/format_quote:"):
        evidence.show(action.evidence, key=action.id)


def _coverage(covers: Covers) -> None:
    with st.expander(t("plan.coverage"), icon=":material/grid_on:"):
        groups = {
            "cause": covers.causes,
            "line": covers.lines,
            "dimension": covers.dimensions,
            "pillar": covers.pillars,
        }
        facts({t(f"plan.{kind}s"): " · ".join(session.said(kind, n) for n in names) for kind, names in groups.items()})
        if covers.left_out:
            st.caption(t("plan.left_out"))
            facts({_left(left.name): left.why for left in covers.left_out})


def _left(name: str) -> str:
    for kind in ("cause", "line", "dimension", "pillar"):
        said = t(f"{kind}.{name}")
        if said != f"{kind}.{name}":
            return said
    return name


def _downloads(plan: RepairPlan) -> None:
    api = session.client()
    for form in _FORMS:
        # A callable is fetched on the click, not on each rerun.
        st.download_button(
            form.upper(),
            partial(api.plan_file, plan.id, form),
            f"{plan.film}-plan-{plan.iteration}.{form}",
            key=f"save-{form}-{plan.id}",
            on_click="ignore",
            icon=":material/download:",
            help=t("plan.download"),
        )
