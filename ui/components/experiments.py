"""A/B tests: plan one over submitted variants, record totals, read what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

import streamlit as st

from copilot.domain.desk import Submission
from copilot.domain.experiment import Experiment, Reading, Split
from copilot.schema import ChannelRow, ExperimentShown, PlanExperiment, RecordCounts
from ui import session
from ui.components import drafts
from ui.components.look import badge, headline, render_untrusted

t = session.t
RATES = ("click", "like", "save", "share", "comment", "completion")
_TONE = {"better": "good", "no_difference_worth_having": "good", "cannot_tell": "unsure"}


def show(film: str, channels: Sequence[ChannelRow]) -> None:
    """Show the film's tests, newest first, and the way to a new one."""
    st.caption(t("experiment.intro"))
    with session.errors_shown():
        found = session.client().experiments(film)
    with st.expander(t("experiment.new"), expanded=not found, icon=":material/science:"):
        _plan(film, channels)
    if not found:
        st.info(t("experiment.none"), icon=":material/science:")
    for one in found:
        with st.container(border=True, gap="small"):
            _one(one)


def _plan(film: str, channels: Sequence[ChannelRow]) -> None:
    row = drafts.pick_channel(channels, key="experiment-channel")
    options = {one.item: _label(one) for one in _submitted(film) if one.content.get("channel") == row.id}
    if len(options) < 2:
        st.info(t("experiment.few"), icon=":material/edit_note:")
        return
    with st.form("plan-experiment", border=False):
        wish = _form(options)
        pressed = st.form_submit_button(t("experiment.plan"), type="primary", icon=":material/flag:")
    if pressed and wish is not None:
        with session.errors_shown():
            planned = session.client().plan_experiment(film, wish)
        session.remember("experiment-said", planned.said)
        st.rerun()
    for line in session.recall("experiment-said") or []:
        render_untrusted(line, kind="made")


def _submitted(film: str) -> list[Submission]:
    with session.errors_shown():
        found = session.client().desk(film, None)
    return [one for one in found if one.kind == "draft" and one.state in ("approved", "waiting")]


def _label(one: Submission) -> str:
    fields = one.content.get("fields")
    words = next((str(text) for text in fields.values() if text), "") if isinstance(fields, dict) else ""
    state = t(f"desk.{one.state}")
    return f"{' '.join(words.split())[:24]} · {session.said('angle', str(one.content.get('angle', '')))} · {state}"


def _form(options: dict[str, str]) -> PlanExperiment | None:
    picked = st.multiselect(
        t("experiment.variants"), list(options), default=list(options)[:2], format_func=options.__getitem__
    )
    first, second, third = st.columns(3)
    rate = first.selectbox(t("experiment.rate"), RATES, format_func=lambda name: t(f"rate.{name}"))
    baseline = second.number_input(
        t("experiment.baseline"), 0.001, 99.0, value=None, help=t("experiment.baseline_help"), format="%.3f"
    )
    lift = third.number_input(t("experiment.lift"), 1, 500, 20, help=t("experiment.lift_help"))
    fourth, fifth, sixth = st.columns(3)
    daily = fourth.number_input(t("experiment.daily"), 1, value=None, step=100, help=t("experiment.daily_help"))
    stops = fifth.date_input(t("experiment.stops"), value=None)
    splits: tuple[Split, ...] = get_args(Split)
    split = sixth.selectbox(t("experiment.split"), splits, format_func=lambda name: t(f"experiment.split_{name}"))
    if len(picked) < 2:
        return None
    return PlanExperiment(
        drafts=picked,
        rate=rate,
        baseline=None if baseline is None else baseline / 100,
        lift=lift / 100,
        daily=None if daily is None else int(daily),
        stops=stops,
        split=split,
    )


def _one(shown: ExperimentShown) -> None:
    experiment, reading = shown.experiment, shown.reading
    badge(t(f"reading.{reading.verdict}", better=reading.better), _TONE[reading.verdict])
    headline(reading.why, _TONE[reading.verdict])
    st.progress(reading.progress, text=t("experiment.progress", share=f"{reading.progress:.0%}"))
    st.dataframe(_rows(experiment, reading), hide_index=True, width="stretch")
    for caution in reading.cautions:
        st.warning(session.plain(caution), icon=":material/info:")
    meta = {"starts": experiment.starts, "stops": experiment.stops, "size": f"{experiment.size:,}"}
    names = {"channel": session.channel_name(experiment.channel), "rate": t(f"rate.{experiment.rate}")}
    st.caption(session.plain(t("experiment.meta", id=experiment.id, **names, **meta)))
    if not reading.ended:
        with st.expander(t("experiment.record"), icon=":material/add_chart:"):
            _record(experiment, reading)


def _rows(experiment: Experiment, reading: Reading) -> list[dict[str, Any]]:
    rows = []
    for arm, read in zip(experiment.arms, reading.arms, strict=True):
        known = read.rate is not None and read.low is not None and read.high is not None
        rows.append(
            {
                t("experiment.variant"): arm.name,
                t("experiment.words"): arm.opening,
                t("experiment.angle"): session.said("angle", arm.angle),
                t("experiment.chances"): read.chances,
                t("experiment.hits"): read.hits,
                t("experiment.value"): f"{read.rate:.2%}" if read.rate is not None else "—",
                t("experiment.range"): f"{read.low:.2%} – {read.high:.2%}" if known else "—",
            }
        )
    return rows


def _record(experiment: Experiment, reading: Reading) -> None:
    with st.form(f"record-{experiment.id}", border=False):
        st.caption(t("experiment.record_help"))
        day = st.date_input(t("experiment.day"), value="today", key=f"day-{experiment.id}")
        given = {}
        for arm, read in zip(experiment.arms, reading.arms, strict=True):
            left, right = st.columns(2)
            key = f"{experiment.id}-{arm.name}"
            chances = left.number_input(f"{arm.name} {t('experiment.chances')}", 0, value=read.chances, key=f"c-{key}")
            hits = right.number_input(f"{arm.name} {t('experiment.hits')}", 0, value=read.hits, key=f"h-{key}")
            given[arm.name] = (int(chances), int(hits))
        with st.container(horizontal=True):
            typed = st.form_submit_button(t("experiment.save"), type="primary")
            imported = st.form_submit_button(t("experiment.from_posts"), help=t("experiment.from_posts_help"))
    if typed or imported:
        with session.errors_shown():
            session.client().record_counts(experiment.id, RecordCounts(day=day, counts=given if typed else None))
        st.rerun()
