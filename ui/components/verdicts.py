"""A verdict one can read: what blocks first, with the words, the reason and the fix."""

from __future__ import annotations

import streamlit as st

from copilot.domain.draft import Score, Verdict
from ui import session
from ui.components.look import badge, render_untrusted

_ORDER = {"block": 0, "warn": 1, "hint": 2}


def show(verdict: Verdict | None) -> None:
    """Show a verdict; None says that it was not judged yet."""
    if verdict is None:
        st.caption(session.t("verdict.none"))
        return
    failing = sorted(verdict.failing(), key=lambda score: _ORDER[score.severity])
    unjudged = sum(score.value is None for score in verdict.scores)
    badge(session.t("verdict.passed" if verdict.passed else "verdict.blocked"), "good" if verdict.passed else "bad")
    label = session.t("verdict.summary", checks=len(verdict.scores), failing=len(failing), unjudged=unjudged)
    with st.expander(label, expanded=not verdict.passed):
        for score in failing:
            _score(score)
        judged = [s for s in verdict.scores if s.passed]
        st.caption(" · ".join(session.t(f"check.{score.check}") for score in judged))


def _score(score: Score) -> None:
    name = session.t(f"check.{score.check}")
    st.markdown(f"**{session.t(f'severity.{score.severity}')} · {session.plain(name)}**")
    render_untrusted(score.reason, kind="plain")
    for span in score.spans[:5]:
        render_untrusted(span.text, note=f"{span.field} {span.start}–{span.end}")
    if score.fix:
        render_untrusted(f"{session.t('verdict.fix')}{score.fix}", kind="plain")
    if score.reference:
        st.caption(session.plain(f"{score.rule} · {score.reference}"))
