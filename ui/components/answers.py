"""What a turn gave: its text, what it rests on, what was made and where to find that."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager

import streamlit as st

from copilot.domain.answer import Answer
from copilot.domain.chat import MadeThing, Turn
from ui import session
from ui.components import evidence
from ui.components.look import badge, render_untrusted

t = session.t
QUESTIONS = ("why", "promise", "complain", "plan", "copy", "interact")
_SUBMITTABLE, _TITLE = 6, 14
_SCREENS = {
    "draft": "copywriting",
    "experiment": "copywriting",
    "plan": "plan",
    "interaction": "interactions",
    "submission": "desk",
}
_ICONS = {
    "draft": ":material/edit_note:",
    "experiment": ":material/science:",
    "plan": ":material/checklist:",
    "interaction": ":material/how_to_vote:",
    "submission": ":material/fact_check:",
}


def assistant() -> AbstractContextManager[object]:
    """Open a message of the copilot."""
    return st.chat_message("assistant", avatar=":material/water:")


def suggested() -> str | None:
    """Offer questions and jobs to begin with; returns the one chosen."""
    st.caption(t("chat.hint"))
    chosen = None
    with st.container(horizontal=True, gap="small"):
        for name in QUESTIONS:
            if st.button(t(f"question.{name}"), key=f"question-{name}", icon=":material/chat_bubble:"):
                chosen = t(f"question.{name}")
    return chosen


def show(turn: Turn, *, key: str, last: bool) -> str | None:
    """Show a turn that is over or waits; returns what the visitor pressed to be said next, if anything."""
    if turn.decision is not None:
        said = t(f"decided.{turn.decision.kind}")
        st.caption(session.plain(f"{said}{turn.decision.message}" if turn.decision.kind == "respond" else said))
    if turn.ask:
        render_untrusted(turn.ask, kind="plain")
    if turn.answer is not None:
        _answer(turn.answer, key=key, last=last)
    for cap in [*([turn.stopped] if turn.stopped else []), *turn.capped]:
        badge(t(f"cap_short.{cap}"), "unsure")
    next_said: str | None = None
    if turn.waiting is None:
        made(turn.things, key=key)
        next_said = _to_submit(turn.things, key) if last else None
    _footer(turn)
    return next_said


def _to_submit(things: Sequence[MadeThing], key: str) -> str | None:
    """Offer to submit what was made, so that nobody types an id; the copilot still stops for a yes."""
    ready = [thing for thing in things if thing.kind in ("draft", "interaction", "plan")]
    said = None
    with st.container(horizontal=True, gap="small"):
        for thing in ready[:_SUBMITTABLE]:
            label = session.plain(t("chat.submit", title=thing.title[:_TITLE] or thing.id))
            if st.button(label, key=f"submit-{key}-{thing.id}", icon=":material/send:"):
                said = t("chat.submit_said", id=thing.id)
    return said


def _answer(answer: Answer, *, key: str, last: bool) -> None:
    if answer.abstained:
        badge(t("chat.abstained"), "unsure")
    render_untrusted(answer.answer, kind="plain")
    if answer.would_help and answer.would_help not in answer.answer:
        render_untrusted(f"{t('chat.would_help')}{answer.would_help}", kind="plain")
    if answer.citations:
        label = t("chat.citations", count=len(answer.citations))
        with st.expander(label, expanded=last, icon=":material/format_quote:"):
            evidence.show(answer.citations, key=f"answer-{key}", limit=3)
    if answer.cut:
        with st.expander(t("chat.cut", count=len(answer.cut)), icon=":material/content_cut:"):
            for sentence in answer.cut:
                render_untrusted(sentence, kind="plain")


def made(things: Sequence[MadeThing], *, key: str = "") -> None:
    """List what was made, each with the way to its screen; without a key the list only tells."""
    if not things:
        return
    for kind in dict.fromkeys(thing.kind for thing in things):
        same = [thing for thing in things if thing.kind == kind]
        channels = {thing.channel for thing in same}
        channel = channels.pop() if len(channels) == 1 else ""
        where = f" · {session.channel_name(channel)}" if channel else ""
        note = f"{t(f'thing.{kind}')}{where} · {' '.join(thing.id for thing in same)}"
        render_untrusted("\n".join(thing.title for thing in same if thing.title), kind="made", note=note)
        if key and kind in _SCREENS:
            label = t("chat.open", what=t(f"thing.{kind}") + where)
            if st.button(session.plain(label), key=f"open-{key}-{kind}", icon=_ICONS[kind], type="tertiary"):
                session.remember("open-channel", channel)
                st.switch_page(f"screens/{_SCREENS[kind]}.py")


def _footer(turn: Turn) -> None:
    if turn.answer is None:
        return
    writer = session.writer_name(turn.answer.writer)
    tokens = t("chat.tokens", count=turn.answer.tokens) if turn.answer.tokens else ""
    st.caption(session.plain(t("chat.footer", writer=writer, seconds=turn.seconds or turn.answer.seconds) + tokens))
