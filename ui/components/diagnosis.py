"""Causes, the promise ledger, audiences and themes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from copilot.domain.diagnosis import Audience, Cause, LedgerEntry, Theme
from ui import session
from ui.components import evidence
from ui.components.look import badge, render_untrusted

t = session.t
_TONE = {"supported": "bad", "ruled_out": "good", "cannot_tell": "unsure"}
_ORDER = {"supported": 0, "cannot_tell": 1, "ruled_out": 2}
_STATE = {"kept": "good", "broken": "bad", "over_delivered": "good", "untested": "unsure"}


def causes(found: Sequence[Cause]) -> None:
    """Show each cause with its verdict, supported ones first and open."""
    for cause in sorted(found, key=lambda c: (_ORDER[c.verdict], -c.confidence)):
        label = f"{t(f'cause.{cause.cause}')} · {t(f'verdict_of.{cause.verdict}')} · {cause.confidence:.0%}"
        with st.expander(label, expanded=cause.verdict == "supported"):
            badge(t(f"verdict_of.{cause.verdict}"), _TONE[cause.verdict])
            render_untrusted(cause.why, kind="plain")
            left, right = st.columns(2)
            with left:
                st.markdown(f"**{t('diagnosis.for')}**")
                evidence.show(cause.evidence, key=f"{cause.cause}-for")
            with right:
                st.markdown(f"**{t('diagnosis.against')}**")
                evidence.show(cause.against, key=f"{cause.cause}-against")
            render_untrusted(f"{t('diagnosis.would_change')}{cause.would_change}", kind="plain")


def ledger(found: Sequence[LedgerEntry]) -> None:
    """Show each promise against what viewers report."""
    if not found:
        st.info(t("diagnosis.no_promises"))
    for entry in found:
        promise = entry.promise
        with st.container(border=True):
            badge(t(f"promise.{entry.state}"), _STATE[entry.state])
            render_untrusted(promise.text, note=_place(entry))
            st.caption(t("promise.counts", kept=f"{entry.kept:g}", broken=f"{entry.broken:g}", viewers=entry.viewers))
            render_untrusted(entry.why, kind="plain")
            if entry.evidence or entry.against:
                with st.expander(t("promise.evidence")):
                    evidence.show([*entry.evidence, *entry.against], key=promise.id)


def _place(entry: LedgerEntry) -> str:
    promise = entry.promise
    at = "" if promise.start is None else f" {int(promise.start // 60):02d}:{promise.start % 60:04.1f}"
    line = "" if promise.line is None else f" #{promise.line}"
    return f"{promise.asset_title or promise.asset}{line}{at} · {t(f'promise_kind.{promise.kind}')}"


def audiences(found: Sequence[Audience]) -> None:
    """Show who responds and who does not, by what they say."""
    if not found:
        st.info(t("diagnosis.no_audiences"))
    for group in found:
        tone = "unsure" if group.responds is None else "good" if group.responds else "bad"
        with st.container(border=True):
            badge(t(f"audience.{'unknown' if group.responds is None else 'warm' if group.responds else 'cold'}"), tone)
            share = "—" if group.positive_share is None else f"{group.positive_share:.0%}"
            render_untrusted(f"{group.name} · {group.viewers} · {share}", kind="plain", note=group.said_by)
            if group.by_week:
                rows = [
                    {t("chart.day"): day, t("voices.reviews"): n, t("voices.positive"): s}
                    for day, n, s in group.by_week
                ]
                with st.expander(t("audience.by_week")):
                    st.dataframe(rows, hide_index=True)
            evidence.show(group.evidence, key=f"audience-{group.name}", limit=2)


def themes(found: Sequence[Theme]) -> None:
    """Show what moves viewers, what they argue about, complain about, ask for and share."""
    if not found:
        st.info(t("diagnosis.no_themes"))
    for kind in ("moves", "argues", "complains", "asks", "shares"):
        group = [theme for theme in found if theme.kind == kind]
        if group:
            st.subheader(t(f"theme.{kind}"))
        for theme in group:
            render_untrusted(theme.label, kind="plain", note=t("theme.voices", count=theme.voices))
            evidence.show(theme.evidence, key=f"theme-{kind}-{theme.key}", limit=2)
