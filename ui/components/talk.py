"""A conversation: earlier turns, and the one under way with its steps as they happen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from copilot.client import ApiError
from copilot.domain.chat import (
    Began,
    Capped,
    ChatEvent,
    HumanDecision,
    KeptTurn,
    StepEnded,
    StepStarted,
    ToolCall,
    Working,
)
from copilot.schema import Say, ThreadShown
from ui import session
from ui.components import answers, confirming, threads
from ui.components.look import render_untrusted

t = session.t


@dataclass(frozen=True)
class Wanted:
    """What the visitor wants done next: a message, or a decision on what waits."""

    message: str = ""
    decision: HumanDecision | None = None


def begin() -> Wanted | None:
    """Offer questions and jobs to begin with."""
    chosen = answers.suggested()
    return Wanted(message=chosen) if chosen else None


def past(thread: ThreadShown | None) -> Wanted | None:
    """Show a conversation's turns; returns what the visitor pressed in the last one: a decision, or a new try."""
    if thread is None:
        return None
    wanted = None
    for turn in _distinct(thread.turns):
        last = turn is thread.turns[-1]
        say(turn.question)
        with answers.assistant():
            wanted = _shown(turn, last=last) or wanted
    return wanted


def _distinct(turns: list[KeptTurn]) -> list[KeptTurn]:
    """Leave out failed tries of a message that was sent again."""
    later = {turn.question: turn.number for turn in turns}
    return [
        turn for turn in turns if turn.state not in ("failed", "open", "cut_off") or later[turn.question] == turn.number
    ]


def say(question: str) -> None:
    """Show what the visitor says."""
    with st.chat_message("user", avatar=":material/person:"):
        render_untrusted(question, kind="plain")


def _shown(turn: KeptTurn, *, last: bool) -> Wanted | None:
    if turn.state == "failed" and turn.failure is not None:
        session.show_error(turn.failure.kind, turn.failure.found, turn.failure.todo)
        return _again(turn) if last and turn.failure.kind != "PolicyError" else None
    if turn.state in ("open", "cut_off"):
        return _unfinished(turn, last=last)
    if turn.turn is None:
        render_untrusted(turn.text, kind="plain")
        return None
    next_said = answers.show(turn.turn, key=str(turn.number), last=last)
    if turn.state == "left":
        st.caption(t("chat.left"))
    if turn.state == "waiting" and turn.turn.waiting is not None:
        decision = confirming.card(turn.turn.waiting, turn.turn.things, key=str(turn.number))
        return Wanted(decision=decision) if decision else None
    return Wanted(message=next_said) if next_said else None


def _unfinished(turn: KeptTurn, *, last: bool) -> Wanted | None:
    if turn.state == "open":
        st.info(t("chat.under_way"), icon=":material/hourglass_top:")
        st.button(t("chat.look_again"), key=f"look-{turn.number}", icon=":material/refresh:")
        return None
    st.warning(t("chat.cut_off"), icon=":material/link_off:")
    return _again(turn) if last else None


def _again(turn: KeptTurn) -> Wanted | None:
    pressed = st.button(t("chat.again"), key=f"again-{turn.number}", type="primary", icon=":material/replay:")
    return Wanted(message=turn.question) if pressed else None


def follow(film: str, thread: ThreadShown | None, wanted: Wanted) -> None:
    """Send what is wanted and show each step as it happens; the product itself keeps the turn."""
    if wanted.message:
        say(wanted.message)
    with answers.assistant():
        status = st.status(t("chat.thinking"), expanded=True)
        failed: ApiError | None = None
        with status:  # leaving it would mark it as done
            try:
                doing, waited = t("chat.thinking"), 0
                for event in _events(film, thread, wanted):
                    if isinstance(event, StepStarted):
                        doing = f"{step_name(event.call)}……"
                    waited += isinstance(event, Working)
                    # Any call of Streamlit lets the visitor leave the screen; the product finishes the turn by itself.
                    status.update(label=t("chat.waited", doing=doing, seconds=waited) if waited else doing)
                    _tell(film, event)
            except ApiError as error:
                failed = error
        if failed is not None:
            status.update(label=t("chat.stopped"), state="error", expanded=False)
            session.show_error(failed.kind, failed.found, failed.todo)
            st.stop()
    st.rerun()


def _events(film: str, thread: ThreadShown | None, wanted: Wanted) -> Iterator[ChatEvent]:
    api = session.client()
    if wanted.decision is not None and thread is not None:
        return api.decide_call(thread.thread, wanted.decision)
    return api.say(Say(message=wanted.message, film=film, thread=thread.thread if thread else None))


def _tell(film: str, event: ChatEvent) -> None:
    if isinstance(event, Began):
        threads.open_thread(film, event.thread)
    elif isinstance(event, StepEnded):
        st.caption(t("chat.step_done", step=t(f"step.{event.tool}")))
        render_untrusted(event.text, kind="plain")
        answers.made(event.made)
    elif isinstance(event, Capped):
        st.warning(capped(event.cap, event.limit), icon=":material/speed:")


def step_name(call: ToolCall) -> str:
    """Say what a tool is doing, with the channel where one is named."""
    name = t(f"step.{call.tool}")
    return session.plain(f"{name} · {session.channel_name(call.channel)}" if call.channel else name)


def capped(cap: str, limit: float | None = None) -> str:
    """Say which ceiling was reached."""
    return t(f"cap.{cap}", limit="" if limit is None else f"{limit:,g}")
