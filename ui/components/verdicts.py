"""A verdict one can read: what blocks first, with the words, the reason and the fix."""

from __future__ import annotations

import streamlit as st

from copilot.domain.draft import Score, Verdict
from ui import session
from ui.components.look import badge, badges, render_untrusted

t = session.t
_ORDER = {"block": 0, "warn": 1, "hint": 2}
_TONE = {"block": "bad", "warn": "unsure", "hint": "plain"}


def of(item: str) -> Verdict | None:
    """Return the verdict on a made thing, asked for once a visit; None when it was not judged."""
    kept = session.recall(f"verdict-{item}")
    if isinstance(kept, Verdict):
        return kept
    with session.errors_shown():
        found = session.client().show(item).get("verdict")
    if not found:
        return None
    session.remember(f"verdict-{item}", Verdict.model_validate(found))
    return of(item)


def show(verdict: Verdict | None) -> None:
    """Show a verdict; None says that it was not judged yet."""
    if verdict is None:
        st.caption(t("verdict.none"))
        return
    failing = sorted(verdict.failing(), key=lambda score: _ORDER[score.severity])
    unjudged = sum(score.value is None for score in verdict.scores)
    badge(t("verdict.passed" if verdict.passed else "verdict.blocked"), "good" if verdict.passed else "bad")
    label = t("verdict.summary", checks=len(verdict.scores), failing=len(failing), unjudged=unjudged)
    with st.expander(label, expanded=not verdict.passed, icon=":material/rule:"):
        for score in failing:
            _score(score)
        st.caption(" · ".join(_name(score) for score in verdict.scores if score.passed and score.value is not None))
        _unjudged(verdict)


def _name(score: Score) -> str:
    return session.said("check", score.check)


def _score(score: Score) -> None:
    badges([(t(f"severity.{score.severity}"), _TONE[score.severity]), (_name(score), "plain")])
    render_untrusted(score.reason, kind="plain")
    for span in score.spans[:5]:
        render_untrusted(span.text, note=f"{session.said('field', span.field)} {span.start}–{span.end}")
    if score.fix:
        render_untrusted(f"{t('verdict.fix')}{score.fix}", kind="plain")
    if score.reference:
        render_untrusted("", kind="plain", note=f"{score.rule} · {score.reference}")


def _unjudged(verdict: Verdict) -> None:
    for score in verdict.scores:
        if score.value is None and score.reason:
            render_untrusted("", kind="plain", note=f"{_name(score)}：{score.reason}")
