"""Reading the audience: pulse, diagnosis, search, anything by id."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep, hidden
from copilot.domain.diagnosis import Diagnosis
from copilot.domain.imported import Post
from copilot.domain.passage import Hit
from copilot.domain.series import Pulse
from copilot.schema import SearchFor
from copilot.services.diagnose import diagnose, take_pulse
from copilot.services.search import search
from copilot.services.show import show

router = APIRouter(tags=["reading"])


@router.get("/films/{film}/pulse")
def pulse(film: FilmDep, workspace: WorkspaceDep, as_of: date | None = None) -> Pulse:
    """Tell how the film is doing against expectation."""
    return take_pulse(workspace, film, as_of)


@router.get("/films/{film}/diagnosis")
def diagnosis(film: FilmDep, workspace: WorkspaceDep, as_of: date | None = None) -> Diagnosis:
    """Tell why the heat fell, with evidence for and against."""
    return diagnose(workspace, film, as_of)


@router.get("/films/{film}/posts")
def posts(film: FilmDep, workspace: WorkspaceDep) -> list[Post]:
    """List what the campaign published, with how it did."""
    return workspace.store.audience.posts(film)


@router.post("/films/{film}/search")
def find(film: FilmDep, body: SearchFor, workspace: WorkspaceDep) -> list[Hit]:
    """Search the film's data and the shared knowledge."""
    return search(workspace, body.text, film=film, top=body.top, history=body.history, filters=body.filters)


@router.get("/show/{any_id}")
def anything(any_id: str, caller: CallerDep, workspace: WorkspaceDep) -> dict[str, Any]:
    """Open anything by its id, of the films the caller may see."""
    found = show(workspace, any_id)
    film = found.get("film")
    if film is not None and not caller.may_see(str(film)):
        raise hidden(any_id)
    return found
