"""Causes, the promise ledger, audiences and themes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.diagnosis import Audience, Cause, LedgerEntry, Theme
from ui import session
from ui.components import evidence
from ui.components.look import badge, render_untrusted

t = session.t
_ICON = {"supported": ":material/error:", "ruled_out": ":material/check_circle:", "cannot_tell": ":material/help:"}
_ORDER = {"supported": 0, "cannot_tell": 1, "ruled_out": 2}
_STATE = {"kept": "good", "broken": "bad", "over_delivered": "good", "untested": "unsure"}
_STATES = {"broken": 0, "over_delivered": 1, "kept": 2, "untested": 3}


def causes(found: Sequence[Cause]) -> None:
    """Show each cause with its verdict, supported ones first and open."""
    for cause in sorted(found, key=lambda c: (_ORDER[c.verdict], -c.confidence)):
        verdict = t(f"verdict_of.{cause.verdict}")
        label = f"{t(f'cause.{cause.cause}')} · {verdict} · {t('diagnosis.confidence')} {cause.confidence:.0%}"
        with st.expander(label, expanded=cause.verdict == "supported", icon=_ICON[cause.verdict]):
            _cause(cause)


def _cause(cause: Cause) -> None:
    render_untrusted(cause.why, kind="lead")
    left, right = st.columns(2, gap="medium")
    with left:
        st.markdown(f"**{t('diagnosis.for')}**")
        evidence.show(cause.evidence, key=f"{cause.cause}-for", limit=3)
    with right:
        st.markdown(f"**{t('diagnosis.against')}**")
        evidence.show(cause.against, key=f"{cause.cause}-against", limit=3)
    if cause.would_change:
        render_untrusted("", kind="plain", note=f"{t('diagnosis.would_change')}{cause.would_change}")


def ledger(found: Sequence[LedgerEntry]) -> None:
    """Show each promise against what viewers report, broken ones first."""
    if not found:
        st.info(t("diagnosis.no_promises"), icon=":material/subtitles:")
    for entry in sorted(found, key=lambda e: (_STATES[e.state], -e.viewers)):
        promise = entry.promise
        with st.container(border=True, gap="small"):
            badge(t(f"promise.{entry.state}"), _STATE[entry.state])
            render_untrusted(promise.text, kind="lead", note=_place(entry))
            if entry.viewers:
                said = {"kept": f"{entry.kept:g}", "broken": f"{entry.broken:g}", "viewers": entry.viewers}
                st.caption(t("promise.counts", **said))
            render_untrusted(entry.why, kind="plain")
            if entry.evidence or entry.against:
                with st.expander(t("promise.evidence"), icon=":material/format_quote:"):
                    evidence.show([*entry.evidence, *entry.against], key=promise.id)


def _place(entry: LedgerEntry) -> str:
    promise = entry.promise
    at = "" if promise.start is None else f" {int(promise.start // 60):02d}:{promise.start % 60:04.1f}"
    line = "" if promise.line is None else f" #{promise.line}"
    return f"{promise.asset_title or promise.asset}{line}{at} · {t(f'promise_kind.{promise.kind}')}"


def audiences(found: Sequence[Audience]) -> None:
    """Show who responds and who does not, by what they say."""
    if not found:
        st.info(t("diagnosis.no_audiences"), icon=":material/groups:")
    for group in found:
        tone = "unsure" if group.responds is None else "good" if group.responds else "bad"
        with st.container(border=True, gap="small"):
            badge(t(f"audience.{'unknown' if group.responds is None else 'warm' if group.responds else 'cold'}"), tone)
            share = "—" if group.positive_share is None else f"{group.positive_share:.0%}"
            render_untrusted(group.name, kind="lead", note=t("audience.counts", viewers=group.viewers, share=share))
            if group.said_by:
                render_untrusted("", kind="plain", note=f"{t('audience.said_by')}{group.said_by}")
            _weeks(group)
            evidence.show(group.evidence, key=f"audience-{group.name}", limit=2)


def _weeks(group: Audience) -> None:
    if group.by_week:
        week, count, share = t("audience.week"), t("voices.reviews"), t("voices.positive")
        rows = [{week: day, count: n, share: f"{s:.0%}"} for day, n, s in group.by_week]
        with st.expander(t("audience.by_week"), icon=":material/calendar_view_week:"):
            st.dataframe(rows, hide_index=True)


def themes(found: Sequence[Theme]) -> None:
    """Show what moves viewers, what they argue about, complain about, ask for and share."""
    if not found:
        st.info(t("diagnosis.no_themes"), icon=":material/forum:")
    for kind in ("moves", "argues", "complains", "asks", "shares"):
        group = [theme for theme in found if theme.kind == kind]
        if not group:
            continue
        st.subheader(t(f"theme.{kind}"))
        for theme in group:
            with st.container(border=True, gap="small"):
                render_untrusted(theme.label, kind="lead", note=t("theme.voices", count=theme.voices))
                evidence.show(theme.evidence, key=f"theme-{kind}-{theme.key}", limit=2)
