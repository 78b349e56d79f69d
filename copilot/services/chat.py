"""The chat: a message goes to the tool that serves it, step by step, and what changes state waits for a person."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator

from copilot.agent.chat_graph import ChatState, resume_with
from copilot.agent.routing import spoken, tell
from copilot.domain.chat import (
    MAY_CONFIRM,
    Began,
    Caps,
    ChatEvent,
    Ended,
    HumanDecision,
    KeptTurn,
    StepStarted,
    ToolCall,
    Turn,
)
from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.errors import ConflictError, NotAllowed, UnknownId
from copilot.services.chat_turn import Talk, history_of, is_resumable, last_made, run_turn
from copilot.services.search import LONGEST_QUERY
from copilot.services.threads import hold_on
from copilot.services.workspace import Actor, Workspace

_CAPS = Caps()


def chat(
    workspace: Workspace,
    message: str,
    *,
    actor: Actor,
    film: str | None = None,
    thread: str | None = None,
    caps: Caps = _CAPS,
) -> Turn:
    """Take a message to the end of its turn; see `stream_chat`.

    Raises:
        HuichaoError: The turn came to nothing; the message is kept.
    """
    return last_turn(stream_chat(workspace, message, actor=actor, film=film, thread=thread, caps=caps))


def last_turn(events: Iterator[ChatEvent]) -> Turn:
    """Run events to their end and return the turn."""
    *_, last = events
    assert isinstance(last, Ended)
    return last.turn


def stream_chat(  # noqa: PLR0913  (who, about what, where, within what)
    workspace: Workspace,
    message: str,
    *,
    actor: Actor,
    film: str | None = None,
    thread: str | None = None,
    caps: Caps = _CAPS,
    films: Collection[str] | None = None,
) -> Iterator[ChatEvent]:
    """Yield what happens in a turn as it happens, the ended turn last; text is shown only once it has been checked.

    The message is kept before anything is done with it. An error of ours is told as an event, kept, and raised.

    Args:
        workspace: The open product.
        message: What the team says.
        actor: Who says it.
        film: The film it is about; found in the thread or the message when left out, asked for when unclear.
        thread: The conversation to go on with; a new one when left out.
        caps: What the turn may use.
        films: Films the actor may see; None means every film.

    Raises:
        UnknownId: There is no such film, or no such thread of this film.
        ConflictError: The thread's last message is still being worked on.
        HuichaoError: A tool refused or failed; the turn is kept as failed.
    """
    began = time.monotonic()
    message = message[:LONGEST_QUERY]
    threads = workspace.store.threads
    chosen = film or (threads.film_of(thread) if thread else _film_in(workspace, message, films))
    if chosen is None:
        yield Ended(turn=Turn(thread="", film=None, ask=_which_film(workspace, message, films)))
        return
    workspace.store.films.get(chosen)
    if thread is not None and threads.film_of(thread) != chosen:
        raise _unknown(thread)
    named = thread or make_id("thread", chosen, message, workspace.clock.now().isoformat())
    number = threads.begin(named, chosen, message, actor.name, hold_on(workspace, caps))
    yield Began(thread=named, film=chosen)
    talk = Talk(workspace, chosen, named, actor, caps, began, number)
    fresh: ChatState = {
        "film": chosen,
        "message": message,
        "earlier": history_of(talk)[::2],
        "made": last_made(talk),
        "user": actor.name,
        "call": None,
        "special": "",
        "results": [],
        "steps": [],
    }
    yield from run_turn(talk, message, fresh)


def decide_call(
    workspace: Workspace, thread: str, decision: HumanDecision, *, actor: Actor, caps: Caps = _CAPS
) -> Turn:
    """Apply a person's decision and take the turn to its end; see `stream_decision`."""
    return last_turn(stream_decision(workspace, thread, decision, actor=actor, caps=caps))


def stream_decision(
    workspace: Workspace, thread: str, decision: HumanDecision, *, actor: Actor, caps: Caps = _CAPS
) -> Iterator[ChatEvent]:
    """Apply a person's decision to the call that waits in a thread, and yield what happens to the end of the turn.

    Raises:
        UnknownId: There is no such thread.
        ConflictError: Nothing waits in it, someone else decided first, or an edit does not fit the waiting call.
        NotAllowed: The role may not let this tool go on, or the call waits for someone else.
    """
    began = time.monotonic()
    film = workspace.store.threads.film_of(thread)
    last = workspace.store.threads.kept(film, thread)[-1]
    waiting = last.turn.waiting if last.state == "waiting" and last.turn else None
    if waiting is None:
        raise _nothing_waits(thread)
    _check(decision, waiting, last, actor)
    if not is_resumable(workspace, thread):
        raise ConflictError(f"deciding in {thread}", "what waited is no longer there", "Send the message again.")
    if not workspace.store.threads.claim(last.number, hold_on(workspace, caps)):
        raise _nothing_waits(thread)
    yield Began(thread=thread, film=film)
    talk = Talk(workspace, film, thread, actor, caps, began, last.number, decision)
    if decision.kind == "accept":
        yield StepStarted(call=waiting)
    yield from run_turn(talk, last.question, resume_with(decision))


def _check(decision: HumanDecision, waiting: ToolCall, last: KeptTurn, actor: Actor) -> None:
    if decision.kind == "edit" and (decision.call is None or decision.call.tool != waiting.tool):
        raise ConflictError("editing a waiting call", "the edit names no call of that tool", "Give the whole call.")
    if actor.role == "lead":
        return
    if actor.role not in MAY_CONFIRM.get(waiting.tool, frozenset()):
        found = f"{actor.name} has the role {actor.role}"
        raise NotAllowed(f"deciding ({waiting.tool})", found, "Ask a lead to decide.")
    if last.by and last.by != actor.name:
        raise NotAllowed("deciding in a thread", f"it waits for {last.by}", "Ask them or a lead to decide.")


def _seen(workspace: Workspace, films: Collection[str] | None) -> list[Dossier]:
    return [one for one in workspace.store.films.all() if films is None or one.id in films]


def _film_in(workspace: Workspace, message: str, may_see: Collection[str] | None) -> str | None:
    """Find the film a message names, or the only one there is; None when that is not clear."""
    films = _seen(workspace, may_see)
    folded = message.casefold()
    named = [one for one in films if any(t and t.casefold() in folded for t in (one.title, one.original_title))]
    fitting = named or films
    return fitting[0].id if len(fitting) == 1 else None


def _which_film(workspace: Workspace, message: str, may_see: Collection[str] | None) -> str:
    films, language = _seen(workspace, may_see), spoken(message)
    if not films:
        return tell("no_film", language)
    return tell("which_film", language, films="、".join(f"《{one.title}》" for one in films))


def _unknown(thread: str) -> UnknownId:
    return UnknownId("going on with a thread", f"there is no thread {thread!r}", "Leave it out to begin a new one.")


def _nothing_waits(thread: str) -> ConflictError:
    return ConflictError(f"deciding in {thread}", "nothing waits for a decision", "Send a message first.")
