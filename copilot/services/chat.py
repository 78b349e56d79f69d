"""The chat: a message goes to the tool that serves it, step by step, and what changes state waits for a person."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from copilot.agent.chat_graph import ChatState, Doors, build_chat, open_checkpoints, resume_with, settings_of
from copilot.agent.routing import Router, route_by_words, route_with, spoken, tell
from copilot.domain.answer import Answer
from copilot.domain.chat import Caps, HumanDecision, Step, ToolCall, Turn
from copilot.domain.ids import make_id
from copilot.errors import ConflictError, UnknownId
from copilot.services.ask import keep_turn
from copilot.services.chat_tools import Toolbox
from copilot.services.metering import writer_for
from copilot.services.search import LONGEST_QUERY
from copilot.services.workspace import Actor, Workspace

CHECKPOINTS = "chat.db"
_CAPS = Caps()


@dataclass(frozen=True)
class _Talk:
    """One turn under way."""

    workspace: Workspace
    film: str
    thread: str
    actor: Actor
    caps: Caps
    began: float


def chat(
    workspace: Workspace,
    message: str,
    *,
    actor: Actor,
    film: str | None = None,
    thread: str | None = None,
    caps: Caps = _CAPS,
) -> Turn:
    """Take a message to the end of its turn; see `stream_chat`."""
    *_, last = stream_chat(workspace, message, actor=actor, film=film, thread=thread, caps=caps)
    assert isinstance(last, Turn)
    return last


def stream_chat(
    workspace: Workspace,
    message: str,
    *,
    actor: Actor,
    film: str | None = None,
    thread: str | None = None,
    caps: Caps = _CAPS,
) -> Iterator[Step | Turn]:
    """Yield the steps of a turn as they happen, then the turn; text is shown only once it has been checked.

    Raises:
        UnknownId: There is no such film, or no such thread of this film.
    """
    began = time.monotonic()
    message = message[:LONGEST_QUERY]
    chosen = film or (film_of(workspace, thread) if thread else _film_in(workspace, message))
    if chosen is None:
        yield Turn(thread="", film=None, ask=_which_film(workspace, message))
        return
    workspace.store.films.get(chosen)
    if thread is not None and film_of(workspace, thread) != chosen:
        raise _unknown(thread)
    named = thread or make_id("thread", chosen, message, workspace.clock.now().isoformat())
    talk = _Talk(workspace, chosen, named, actor, caps, began)
    fresh: ChatState = {
        "film": chosen,
        "message": message,
        "earlier": _history(talk)[::2],
        "user": actor.name,
        "call": None,
        "special": "",
        "results": [],
        "steps": [],
    }
    yield from _run(talk, message, fresh)


def decide_call(
    workspace: Workspace, thread: str, decision: HumanDecision, *, actor: Actor, caps: Caps = _CAPS
) -> Turn:
    """Apply a person's decision to the call that waits in a thread, and go on to the end of the turn.

    Raises:
        UnknownId: There is no such thread.
        ConflictError: Nothing waits in it, or an edit does not fit the waiting call.
    """
    began = time.monotonic()
    state = _state(workspace, thread)
    waiting = state.get("call") if state.get("waiting") else None
    if waiting is None:
        raise ConflictError(f"deciding in {thread}", "nothing waits for a decision", "Send a message first.")
    if decision.kind == "edit" and (decision.call is None or decision.call.tool != waiting["tool"]):
        raise ConflictError("editing a waiting call", "the edit names no call of that tool", "Give the whole call.")
    talk = _Talk(workspace, state["film"], thread, actor, caps, began)
    *_, last = _run(talk, state["message"], resume_with(decision))
    assert isinstance(last, Turn)
    return last


def film_of(workspace: Workspace, thread: str) -> str:
    """Return the film a thread is about, finished turns or not.

    Raises:
        UnknownId: There is no such thread.
    """
    try:
        return workspace.store.threads.film_of(thread)
    except UnknownId:
        return str(_state(workspace, thread)["film"])


def _state(workspace: Workspace, thread: str) -> dict[str, Any]:
    """Read where a thread stands; `waiting` says whether a call waits for a decision."""
    place = workspace.data / CHECKPOINTS
    if not place.is_file():
        raise _unknown(thread)
    checkpoints = open_checkpoints(place)
    with closing(checkpoints.conn):
        saved = checkpoints.get_tuple(settings_of(thread, _CAPS))
        if saved is None:
            raise _unknown(thread)
        values = dict(saved.checkpoint["channel_values"])
        waits = any(channel == "__interrupt__" for _, channel, _ in saved.pending_writes or [])
        return {**values, "waiting": waits}


def _run(talk: _Talk, message: str, given: object) -> Iterator[Step | Turn]:
    history = _history(talk)
    run = make_id("run", talk.thread, message, len(history))
    writer = writer_for(talk.workspace, run=run, film=talk.film, user=talk.actor.name)
    router: Router = route_with(writer, talk.workspace.prompts.render) if writer else route_by_words
    tools = Toolbox(talk.workspace, talk.film, talk.actor, writer, run, history).tools()
    channels = {key: [pack.name.zh, pack.name.en] for key, pack in talk.workspace.packs.items() if pack.writable}
    doors = Doors(router, channels, tools, talk.caps, talk.began + talk.caps.seconds)
    checkpoints = open_checkpoints(talk.workspace.data / CHECKPOINTS)
    settings = settings_of(talk.thread, talk.caps)
    with closing(checkpoints.conn):
        graph = build_chat(doors, checkpoints)
        shown = 0
        for update in graph.stream(cast(Any, given), settings, stream_mode="updates", durability="sync"):
            for change in update.values():
                steps = change.get("steps", []) if isinstance(change, dict) else []
                yield from (Step(step=step) for step in steps[shown:])
                shown = max(shown, len(steps))
        snapshot = graph.get_state(settings)
        yield _finish(talk, cast(ChatState, snapshot.values), bool(snapshot.interrupts))


def _finish(talk: _Talk, state: ChatState, waits: bool) -> Turn:
    language = spoken(state["message"])
    special = state.get("special", "")
    answer = _joined(state, talk)
    turn = Turn(
        thread=talk.thread,
        film=talk.film,
        steps=state.get("steps", []),
        made=[one for result in state.get("results", []) for one in result["made"]],
        seconds=round(time.monotonic() - talk.began, 3),
    )
    if waits and state.get("call"):
        return turn.model_copy(update={"waiting": ToolCall.model_validate(state["call"]), "answer": answer})
    if special == "unclear" and answer is None:
        return turn.model_copy(update={"ask": tell("goal", language)})
    note = ""
    if special in ("steps", "seconds"):
        note = tell(f"stopped_{special}", language, limit=getattr(talk.caps, special))
    elif special == "ignored":
        note = tell("ignored", language)
    if note:
        told = answer or Answer(answer="", thread=talk.thread)
        answer = told.model_copy(update={"answer": f"{told.answer}\n{note}".strip()})
    if answer is not None:
        keep_turn(talk.workspace, answer, talk.film, state["message"])
    return turn.model_copy(update={"answer": answer, "stopped": special if special in ("steps", "seconds") else ""})


def _joined(state: ChatState, talk: _Talk) -> Answer | None:
    """Join what the tools gave into one answer; None when none was used."""
    answers = [Answer.model_validate(result["answer"]) for result in state.get("results", [])]
    if not answers:
        return None
    citations = {one.id: one for answer in answers for one in answer.citations}
    return answers[-1].model_copy(
        update={
            "answer": "\n\n".join(answer.answer for answer in answers),
            "claims": [claim for answer in answers for claim in answer.claims],
            "citations": list(citations.values()),
            "steps": state.get("steps", []),
            "tokens": sum(answer.tokens for answer in answers),
            "thread": talk.thread,
            "seconds": round(time.monotonic() - talk.began, 3),
        }
    )


def _history(talk: _Talk) -> list[str]:
    try:
        return talk.workspace.store.threads.turns(talk.film, talk.thread)
    except UnknownId:
        return []


def _film_in(workspace: Workspace, message: str) -> str | None:
    """Find the film a message names, or the only one there is; None when that is not clear."""
    films = workspace.store.films.all()
    folded = message.casefold()
    named = [one for one in films if any(t and t.casefold() in folded for t in (one.title, one.original_title))]
    fitting = named or films
    return fitting[0].id if len(fitting) == 1 else None


def _which_film(workspace: Workspace, message: str) -> str:
    films, language = workspace.store.films.all(), spoken(message)
    if not films:
        return tell("no_film", language)
    return tell("which_film", language, films="、".join(f"《{one.title}》" for one in films))


def _unknown(thread: str) -> UnknownId:
    return UnknownId("going on with a thread", f"there is no thread {thread!r}", "Leave it out to begin a new one.")
