"""Chat: questions, conversations as streams of typed events, decisions, threads and what model calls used."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from copilot.api.access import Caller, CallerDep, FilmDep, WorkspaceDep, allowed_film, hidden
from copilot.api.streaming import MEDIA, send_events
from copilot.domain.answer import Answer
from copilot.domain.chat import HumanDecision
from copilot.errors import UnknownId
from copilot.schema import Ask, Say, ThreadRow, ThreadShown, ThreadTitle, UsageShown
from copilot.services.ask import ask
from copilot.services.chat import stream_chat, stream_decision
from copilot.services.threads import read_thread, rename_thread
from copilot.services.usage import report_usage
from copilot.services.workspace import Workspace

router = APIRouter(tags=["chat"])
_STREAM: dict[int | str, dict[str, object]] = {
    200: {"content": {MEDIA: {}}, "description": "One event a line of copilot.domain.chat.EVENTS, `ended` last."}
}


@router.post("/films/{film}/ask")
def answer(film: FilmDep, body: Ask, caller: CallerDep, workspace: WorkspaceDep) -> Answer:
    """Answer a question from evidence, or say that the data cannot."""
    return ask(workspace, body.question, film=film, thread=body.thread, user=caller.actor.name)


@router.post("/chat", responses=_STREAM, response_class=StreamingResponse)
def say(body: Say, caller: CallerDep, workspace: WorkspaceDep) -> StreamingResponse:
    """Take a message; steps, checked texts, what was made and what waits come as server-sent events."""
    if body.film is not None and not caller.may_see(body.film):
        raise hidden(body.film)
    if body.thread is not None:
        _seen(body.thread, caller, workspace)
    return send_events(
        stream_chat(workspace, body.message, actor=caller.actor, film=body.film, thread=body.thread, films=caller.films)
    )


@router.post("/threads/{thread}/decisions", responses=_STREAM, response_class=StreamingResponse)
def decide(thread: str, body: HumanDecision, caller: CallerDep, workspace: WorkspaceDep) -> StreamingResponse:
    """Decide on the call that waits: accept, edit, respond or ignore; free text never decides."""
    _seen(thread, caller, workspace)
    return send_events(stream_decision(workspace, thread, body, actor=caller.actor))


@router.get("/films/{film}/threads")
def threads(film: FilmDep, workspace: WorkspaceDep) -> list[ThreadRow]:
    """List the film's conversations, newest first."""
    found = workspace.store.threads.of_film(film)
    return [ThreadRow(thread=thread, first=first, last=last) for thread, first, last in found]


@router.get("/films/{film}/threads/{thread}")
def turns(film: FilmDep, thread: str, workspace: WorkspaceDep) -> list[str]:
    """Return questions and answers in turn, oldest first."""
    return workspace.store.threads.turns(film, thread)


@router.get("/threads/{thread}")
def whole(thread: str, caller: CallerDep, workspace: WorkspaceDep) -> ThreadShown:
    """Return a conversation whole: answers with their citations, what waits, what failed."""
    _seen(thread, caller, workspace)
    return ThreadShown.model_validate(read_thread(workspace, thread), from_attributes=True)


@router.post("/threads/{thread}/title")
def rename(thread: str, body: ThreadTitle, caller: CallerDep, workspace: WorkspaceDep) -> ThreadShown:
    """Give a conversation a title."""
    _seen(thread, caller, workspace)
    return ThreadShown.model_validate(rename_thread(workspace, thread, body.title), from_attributes=True)


@router.get("/usage")
def usage(caller: CallerDep, workspace: WorkspaceDep, film: str | None = None) -> UsageShown:
    """Add up tokens and money by film, user, run, role and model, of films the caller may see, with the ceilings."""
    if film is not None:
        allowed_film(film, caller, workspace)
    films = caller.films if film is None else [film]
    return UsageShown.model_validate(report_usage(workspace, films), from_attributes=True)


def _seen(thread: str, caller: Caller, workspace: Workspace) -> None:
    """Let a thread pass whose film the caller may see; missing and hidden ones look the same from outside."""
    try:
        film = workspace.store.threads.film_of(thread)
    except UnknownId as error:
        raise hidden(thread) from error
    if not caller.may_see(film):
        raise hidden(thread)
