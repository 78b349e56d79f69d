"""One turn of the chat from its message to its end: run, told as it happens, kept however it ends."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any, cast

from copilot.agent.chat_graph import ChatState, Doors, build_chat, open_checkpoints, settings_of
from copilot.agent.routing import Router, is_work, route_by_words, route_with, spoken, tell
from copilot.domain.answer import Answer
from copilot.domain.chat import Capped, Caps, ChatEvent, Ended, Failed, Failure, HumanDecision, ToolCall, Turn
from copilot.domain.ids import make_id
from copilot.errors import HuichaoError
from copilot.services.chat_steps import Teller, name_thing
from copilot.services.chat_tools import Toolbox
from copilot.services.metering import MeteredChat, writer_for
from copilot.services.workspace import Actor, Workspace

CHECKPOINTS = "chat.db"


@dataclass(frozen=True)
class Talk:
    """One turn under way."""

    workspace: Workspace
    film: str
    thread: str
    actor: Actor
    caps: Caps
    began: float
    number: int
    """Its place among the kept turns."""
    decision: HumanDecision | None = None
    """What a person decided, when this goes on after a wait."""


def run_turn(talk: Talk, message: str, given: object) -> Iterator[ChatEvent]:
    """Run the turn and keep how it ends, whichever way that is: one that is left half-way can be taken up at once."""
    threads, ended = talk.workspace.store.threads, False
    try:
        for event in _run(talk, message, given):
            if isinstance(event, Ended):
                threads.end(talk.number, "waiting" if event.turn.waiting else "done", event.turn)
                ended = True
            yield event
    except HuichaoError as error:
        failure = Failure(kind=type(error).__name__, doing=error.doing, found=error.found, todo=error.todo)
        threads.end(talk.number, "failed", None, failure)
        ended = True
        yield Failed(failure=failure)
        raise
    finally:
        if not ended:
            threads.end(talk.number, "cut_off", None)


def _run(talk: Talk, message: str, given: object) -> Iterator[ChatEvent]:
    history = history_of(talk)
    run = make_id("run", talk.thread, message, talk.number)
    writer = writer_for(talk.workspace, run=run, film=talk.film, user=talk.actor.name)
    router: Router = route_with(writer, talk.workspace.prompts.render) if writer else route_by_words
    tools = Toolbox(talk.workspace, talk.film, talk.actor, writer, run, history).tools()
    channels = {key: [pack.name.zh, pack.name.en] for key, pack in talk.workspace.packs.items() if pack.writable}
    doors = Doors(router, channels, tools, talk.caps, talk.began + talk.caps.seconds)
    checkpoints = open_checkpoints(talk.workspace.data / CHECKPOINTS)
    settings = settings_of(talk.thread, talk.caps)
    teller = Teller(talk.workspace)
    with closing(checkpoints.conn):
        graph = build_chat(doors, checkpoints)
        for update in graph.stream(cast(Any, given), settings, stream_mode="updates", durability="sync"):
            yield from teller.tell(update)
        snapshot = graph.get_state(settings)
        turn = _finish(talk, cast(ChatState, snapshot.values), bool(snapshot.interrupts), writer)
    yield from _caps_of(talk, turn)
    yield Ended(turn=turn)


def _caps_of(talk: Talk, turn: Turn) -> Iterator[ChatEvent]:
    limits = talk.workspace.ceilings
    known = {"tokens": limits.run_tokens, **limits.model_dump(include={"run_money", "film_money", "user_money"})}
    if turn.stopped:
        yield Capped(cap=turn.stopped, limit=getattr(talk.caps, turn.stopped))
    yield from (Capped(cap=name, limit=known[name]) for name in turn.capped if name in known)


def _finish(talk: Talk, state: ChatState, waits: bool, writer: MeteredChat | None) -> Turn:
    language = spoken(state["message"])
    special = state.get("special", "")
    answer = _joined(state, talk)
    made = [one for result in state.get("results", []) for one in result["made"]]
    waiting = ToolCall.model_validate(state["call"]) if waits and state.get("call") else None
    shown = [waiting.item] if waiting and waiting.item else made
    turn = Turn(
        thread=talk.thread,
        film=talk.film,
        answer=answer,
        waiting=waiting,
        steps=state.get("steps", []),
        made=made,
        things=[name_thing(talk.workspace, one) for one in shown],
        capped=list(writer.refused) if writer else [],
        decision=talk.decision,
        seconds=round(time.monotonic() - talk.began, 3),
    )
    if waiting:
        return turn
    if special == "unclear" and answer is None:
        return turn.model_copy(update={"ask": tell("goal", language)})
    note = ""
    if special in ("steps", "seconds"):
        note = tell(f"stopped_{special}", language, limit=getattr(talk.caps, special))
    elif special == "ignored":
        note = tell("ignored", language)
    elif turn.capped:
        note = tell("capped_model", language)
    if note:
        told = answer or Answer(answer="", thread=talk.thread)
        answer = told.model_copy(update={"answer": f"{told.answer}\n{note}".strip()})
    if answer is not None:
        talk.workspace.store.works.cite(answer.citations, talk.film)
    return turn.model_copy(update={"answer": answer, "stopped": special if special in ("steps", "seconds") else ""})


def _joined(state: ChatState, talk: Talk) -> Answer | None:
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


def is_resumable(workspace: Workspace, thread: str) -> bool:
    """Say whether the place where a thread waits is still there to go on from."""
    place = workspace.data / CHECKPOINTS
    if not place.is_file():
        return False
    checkpoints = open_checkpoints(place)
    with closing(checkpoints.conn):
        return checkpoints.get_tuple(settings_of(thread, Caps())) is not None


def history_of(talk: Talk) -> list[str]:
    """Return what was said before in the thread, questions and answers in turn."""
    return talk.workspace.store.threads.turns(talk.film, talk.thread)


def last_made(talk: Talk) -> list[str]:
    """Return the ids of what the thread made last, in the order shown; empty when it made nothing."""
    kept = talk.workspace.store.threads.kept(talk.film, talk.thread)
    made = ([item for item in one.turn.made if is_work(item)] for one in reversed(kept) if one.turn)
    return next(filter(None, made), [])
