"""The pulse in figures and charts."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.series import Drop, Pulse, Sentiment, Series, VoicesReport
from ui import session
from ui.charts import series_chart, table_of
from ui.components.look import render_untrusted

t = session.t
_FIRST = ("takings", "word_of_mouth", "review_volume", "wants", "shows", "share_shows", "occupancy")
_ACROSS = 3


def facts(pulse: Pulse) -> None:
    """Show the drop in four figures."""
    drop = pulse.drop
    known = (
        (t("pulse.since"), drop.since),
        (t("pulse.depth"), None if drop.depth is None else f"{drop.depth:.0%}"),
        (t("pulse.first_alarm"), drop.first_alarm_day),
        (t("pulse.decided_by"), session.said("series", drop.series) if drop.series else None),
    )
    for column, (label, value) in zip(st.columns(len(known)), known, strict=True):
        column.metric(label, str(value) if value is not None else "—", border=True)


def charts(pulse: Pulse) -> None:
    """Draw the deciding series large, the others small beside each other, and offer every table."""
    ordered = sorted(pulse.series, key=lambda s: (s.name != pulse.drop.series, _rank(s.name)))
    drawn = [series for series in ordered if any(point.value is not None for point in series.points)]
    if not drawn:
        st.info(t("pulse.empty"), icon=":material/monitoring:")
        return
    _large(drawn[0], pulse.drop)
    for first in range(1, len(drawn), _ACROSS):
        for column, series in zip(st.columns(_ACROSS), drawn[first : first + _ACROSS], strict=False):
            with column.container(border=True):
                _small(series)
    _tables(drawn)


def _rank(name: str) -> int:
    return _FIRST.index(name) if name in _FIRST else len(_FIRST)


def _words() -> dict[str, str]:
    return {key: t(f"chart.{key}") for key in ("value", "expected", "day", "fall")}


def _large(series: Series, drop: Drop) -> None:
    st.subheader(session.said("series", series.name))
    since = drop.since if series.name == drop.series else None
    chart = series_chart(series, words=_words(), language=session.language(), since=since)
    st.altair_chart(chart, width="stretch", key=f"chart-{series.name}")
    if series.note:
        render_untrusted("", kind="plain", note=series.note)


def _small(series: Series) -> None:
    st.caption(session.said("series", series.name), help=session.plain(series.note) or None)
    chart = series_chart(series, words=_words(), language=session.language(), small=True)
    st.altair_chart(chart, width="stretch", key=f"chart-{series.name}")


def _tables(drawn: Sequence[Series]) -> None:
    with st.expander(t("chart.table"), icon=":material/table:"):
        by_name = {series.name: series for series in drawn}
        chosen = st.selectbox(t("chart.which"), list(by_name), format_func=lambda name: session.said("series", name))
        frame = table_of(by_name[chosen]).dropna(axis="columns", how="all")
        frame["day"] = frame["day"].dt.date
        named = frame.rename(columns={name: t(f"chart.{name}") for name in frame.columns})
        st.dataframe(named, hide_index=True, width="stretch")
        label, icon = t("chart.csv"), ":material/download:"
        st.download_button(label, named.to_csv(index=False), f"{chosen}.csv", key=f"csv-{chosen}", icon=icon)


def voices(report: VoicesReport, sentiment: Sentiment) -> None:
    """Show word of mouth with and without repetition, before and after watching."""
    st.subheader(t("voices.title"))
    counted = {"all": report.all, "cleaned": report.cleaned, "without_bursts": report.without_bursts}
    rows = [
        _row(t(f"voices.{name}"), one.reviews, _share(one.positive_share), one.voices)
        for name, one in counted.items()
        if one is not None
    ]
    for name in ("watched", "unwatched"):
        group = getattr(sentiment, name)
        interval = f" ({_share(group.low)}–{_share(group.high)})" if group.low is not None else ""
        rows.append(_row(t(f"voices.{name}"), group.reviews, _share(group.positive_share) + interval))
    st.dataframe(rows, hide_index=True, width="stretch")
    if report.sensitivity is not None:
        st.caption(t("voices.sensitivity", points=f"{report.sensitivity * 100:.1f}", clusters=report.clusters))
    if report.burst_sensitivity is not None:
        st.caption(t("voices.burst_sensitivity", points=f"{report.burst_sensitivity * 100:.1f}"))
    for burst in report.bursts:
        render_untrusted(burst, kind="plain")


def _row(name: str, reviews: int, positive: str, voices: float | None = None) -> dict[str, object]:
    return {
        t("voices.group"): name,
        t("voices.reviews"): reviews,
        t("voices.voices"): "—" if voices is None else f"{voices:,.0f}",
        t("voices.positive"): positive,
    }


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"
