"""A repair plan: summary, stages, actions, coverage, downloads and the way to the desk."""

from __future__ import annotations

import streamlit as st

from copilot.domain.draft import Verdict
from copilot.domain.plan import Action, Covers, RepairPlan, Stage
from ui import session
from ui.components import evidence, submitting, verdicts
from ui.components.look import headline, render_untrusted

t = session.t
_FORMS = ("docx", "xlsx", "pptx", "md")


def show(plan: RepairPlan) -> None:
    """Show a plan whole."""
    headline(plan.summary, "good")
    st.caption(t("made.writer", writer=session.plain(plan.writer)))
    if plan.forecast is not None and plan.forecast.why:
        render_untrusted(plan.forecast.why, kind="plain")
    for lesson in plan.learnt:
        render_untrusted(lesson, kind="plain")
    tabs = st.tabs([f"{stage.name} {stage.from_:%m-%d}–{stage.to:%m-%d}" for stage in plan.stages])
    for tab, stage in zip(tabs, plan.stages, strict=True):
        with tab:
            _stage(stage)
    _coverage(plan.covers)
    verdict = _verdict(plan.id)
    verdicts.show(verdict)
    submitting.button(plan.id, verdict)
    _downloads(plan)


def _verdict(plan: str) -> Verdict | None:
    kept = session.recall(f"verdict-{plan}")
    if isinstance(kept, Verdict):
        return kept
    with session.errors_shown():
        found = session.client().show(plan).get("verdict")
    return Verdict.model_validate(found) if found else None


def _stage(stage: Stage) -> None:
    render_untrusted(stage.goal, kind="plain")
    st.caption(" · ".join(t(f"pillar.{pillar}") for pillar in stage.pillars))
    for number, action in enumerate(stage.actions, start=1):
        with st.container(border=True):
            _action(number, action)


def _action(number: int, action: Action) -> None:
    st.markdown(f"**{number}.**")
    render_untrusted(action.what, kind="plain")
    for step in action.steps:
        render_untrusted(f"☐ {step}", kind="plain")
    metric = action.metric
    rows = {
        t("action.owner"): action.owner,
        t("action.channel"): action.channel,
        t("action.deliverable"): action.deliverable,
        t("action.metric"): metric.name,
        t("action.baseline"): _value(metric.baseline, metric.unit),
        t("action.target"): _value(metric.target, metric.unit),
        t("action.check_on"): str(metric.check_on),
        t("action.stop_rule"): action.stop_rule,
        t("action.risk"): action.risk,
    }
    st.dataframe([{"": name, " ": value} for name, value in rows.items()], hide_index=True, width="stretch")
    if metric.note:
        render_untrusted(metric.note, kind="plain")
    with st.expander(t("action.evidence", count=len(action.evidence))):
        evidence.show(action.evidence, key=action.id)


def _value(value: float | None, unit: str) -> str:
    if value is None:
        return "—"
    return f"{value:.1%}" if unit == "share" else f"{value:,.2f} {unit}".replace(".00", "")


def _coverage(covers: Covers) -> None:
    with st.expander(t("plan.coverage")):
        groups = {
            "cause": covers.causes,
            "line": covers.lines,
            "dimension": covers.dimensions,
            "pillar": covers.pillars,
        }
        for kind, names in groups.items():
            st.markdown(f"**{t(f'plan.{kind}s')}** — " + " · ".join(t(f"{kind}.{name}") for name in names))
        for left in covers.left_out:
            render_untrusted(left.why, kind="plain")


def _downloads(plan: RepairPlan) -> None:
    st.caption(t("plan.download"))
    for form, column in zip(_FORMS, st.columns(len(_FORMS)), strict=True):
        if column.button(form.upper(), key=f"prepare-{form}-{plan.id}"):
            with session.errors_shown():
                content = session.client().plan_file(plan.id, form)
            name = f"{plan.film}-plan-{plan.iteration}.{form}"
            column.download_button(t("plan.save", form=form.upper()), content, name, key=f"save-{form}-{plan.id}")
