"""Chat: questions, answers, threads."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep
from copilot.domain.answer import Answer
from copilot.schema import Ask, ThreadRow
from copilot.services.ask import ask

router = APIRouter(tags=["chat"])


@router.post("/films/{film}/ask")
def answer(film: FilmDep, body: Ask, _caller: CallerDep, workspace: WorkspaceDep) -> Answer:
    """Answer a question from evidence, or say that the data cannot."""
    return ask(workspace, body.question, film=film, thread=body.thread)


@router.get("/films/{film}/threads")
def threads(film: FilmDep, workspace: WorkspaceDep) -> list[ThreadRow]:
    """List the film's conversations, newest first."""
    found = workspace.store.threads.of_film(film)
    return [ThreadRow(thread=thread, first=first, last=last) for thread, first, last in found]


@router.get("/films/{film}/threads/{thread}")
def turns(film: FilmDep, thread: str, workspace: WorkspaceDep) -> list[str]:
    """Return questions and answers in turn, oldest first."""
    return workspace.store.threads.turns(film, thread)
