"""The pulse in figures and charts."""

from __future__ import annotations

import streamlit as st

from copilot.domain.series import Drop, Pulse, Sentiment, Series, VoicesReport
from ui import session
from ui.charts import series_chart, table_of
from ui.components.look import render_untrusted

t = session.t
_FIRST = ("gross", "word_of_mouth", "reviews")


def facts(pulse: Pulse) -> None:
    """Show the drop in four figures."""
    drop = pulse.drop
    known = (
        (t("pulse.since"), drop.since),
        (t("pulse.depth"), None if drop.depth is None else f"{drop.depth:.0%}"),
        (t("pulse.first_alarm"), drop.first_alarm_day),
        (t("pulse.decided_by"), name_of(drop.series) if drop.series else None),
    )
    for column, (label, value) in zip(st.columns(len(known)), known, strict=True):
        column.metric(label, str(value) if value is not None else "—")


def charts(pulse: Pulse) -> None:
    """Draw the series, the deciding one first; the rest wait in a tab each."""
    ordered = sorted(pulse.series, key=lambda s: (s.name != pulse.drop.series, _rank(s.name)))
    drawn = [series for series in ordered if any(point.value is not None for point in series.points)]
    if not drawn:
        return
    for tab, series in zip(st.tabs([name_of(series.name) for series in drawn]), drawn, strict=True):
        with tab:
            _chart(series, pulse.drop)


def name_of(series: str) -> str:
    """Say a series' name in the reader's language; unknown names stay."""
    said = t(f"series.{series}")
    return series if said.startswith("series.") else said


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _chart(series: Series, drop: Drop) -> None:
    words = {key: t(f"chart.{key}") for key in ("value", "expected", "day", "fall")}
    since = drop.since if series.name == drop.series else None
    st.altair_chart(series_chart(series, words=words, since=since), width="stretch")
    if series.note:
        render_untrusted(series.note, kind="plain")
    with st.expander(t("chart.table")):
        frame = table_of(series)
        st.dataframe(frame, hide_index=True, width="stretch")
        st.download_button(t("chart.csv"), frame.to_csv(index=False), f"{series.name}.csv", key=f"csv-{series.name}")


def voices(report: VoicesReport, sentiment: Sentiment) -> None:
    """Show word of mouth with and without repetition, before and after watching."""
    st.subheader(t("voices.title"))
    counted = (
        (t("voices.all"), report.all.reviews, report.all.voices, report.all.positive_share),
        (t("voices.cleaned"), report.cleaned.reviews, report.cleaned.voices, report.cleaned.positive_share),
    )
    rows = [
        {
            t("voices.group"): name,
            t("voices.reviews"): n,
            t("voices.voices"): round(v, 1),
            t("voices.positive"): _share(p),
        }
        for name, n, v, p in counted
    ]
    for name in ("watched", "unwatched"):
        group = getattr(sentiment, name)
        interval = f" ({_share(group.low)}–{_share(group.high)})" if group.low is not None else ""
        share = _share(group.positive_share) + interval
        rows.append(
            {t("voices.group"): t(f"voices.{name}"), t("voices.reviews"): group.reviews, t("voices.positive"): share}
        )
    st.dataframe(rows, hide_index=True, width="stretch")
    if report.sensitivity is not None:
        st.caption(t("voices.sensitivity", points=f"{report.sensitivity * 100:.1f}", clusters=report.clusters))
    for burst in report.bursts:
        render_untrusted(burst, kind="plain")


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"
