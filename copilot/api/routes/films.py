"""Films, dossiers and imports."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Annotated

import yaml
from fastapi import APIRouter, File, Form, Request, UploadFile

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep, hidden
from copilot.api.routes.jobs import row_of
from copilot.domain.film import Dossier
from copilot.domain.imported import ImportedFile
from copilot.errors import InputError
from copilot.ports import Jobs
from copilot.schema import Added, DossierText, FilmRow, JobRow, Me
from copilot.services.films import add_film, list_films, parse_dossier

router = APIRouter(tags=["films"])
_BLOCK = 1 << 20
LARGEST_UPLOAD = 512 * _BLOCK
"""Bytes one upload may have in all its files."""


@router.get("/me")
def me(request: Request, caller: CallerDep) -> Me:
    """Tell who the caller is and how the product is set."""
    settings = request.app.state.settings
    return Me(name=caller.actor.name, role=caller.actor.role, language=settings.language, writer=settings.writer)


@router.get("/films")
def films(caller: CallerDep, workspace: WorkspaceDep) -> list[FilmRow]:
    """List the films the caller may see."""
    return [row for row in list_films(workspace) if caller.may_see(row.film)]


@router.post("/films")
def add(body: DossierText, caller: CallerDep, workspace: WorkspaceDep) -> Added:
    """Add a film from dossier YAML, or replace its dossier."""
    try:
        content = yaml.safe_load(body.yaml)
    except (yaml.YAMLError, RecursionError) as error:
        raise InputError("reading the dossier", f"it is not YAML: {error}", "Start from the sample dossier.") from error
    dossier = parse_dossier(content)
    if not caller.may_see(dossier.id):
        raise hidden(dossier.id)
    return add_film(workspace, dossier)


@router.get("/films/{film}")
def dossier(film: FilmDep, workspace: WorkspaceDep) -> Dossier:
    """Return a film's dossier."""
    return workspace.store.films.get(film)


@router.get("/films/{film}/files")
def files(film: FilmDep, workspace: WorkspaceDep) -> list[ImportedFile]:
    """List the imported files with their accounts."""
    return workspace.store.imports.of_film(film)


@router.post("/films/{film}/files", status_code=202)
def upload(
    request: Request,
    film: FilmDep,
    workspace: WorkspaceDep,
    files: Annotated[list[UploadFile], File()],
    kind: Annotated[str, Form()] = "auto",
    mapping: Annotated[list[str] | None, Form()] = None,
) -> JobRow:
    """Take files and import them as a job; mapping entries are canonical=column."""
    folder = workspace.data / "uploads" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    pairs = dict(entry.split("=", 1) for entry in mapping or [] if "=" in entry)
    paths = _save(folder, files)
    jobs: Jobs = request.app.state.jobs
    arguments: dict[str, object] = {
        "film": film,
        "files": [str(path) for path in paths],
        "kind": kind,
        "mapping": pairs,
    }
    return row_of(jobs.report(jobs.start("ingest", arguments, folder.name)))


def _save(folder: Path, files: list[UploadFile]) -> list[Path]:
    """Write uploads under names of our own with the given suffix; the given name is kept as a folder-free last part."""
    paths, total = [], 0
    for number, file in enumerate(files):
        place = folder / str(number)
        place.mkdir()
        path = place / _safe_name(file.filename or "upload")
        with path.open("wb") as target:
            while block := file.file.read(_BLOCK):
                total += len(block)
                if total > LARGEST_UPLOAD:
                    raise InputError(
                        "taking an upload", f"more than {LARGEST_UPLOAD >> 20} MB", "Split it or use the command line."
                    )
                target.write(block)
        paths.append(path)
    return paths


def _safe_name(name: str) -> str:
    """Keep letters, digits and a few signs of the last part of a name, at most 100 characters."""
    last = name.replace("\\", "/").rpartition("/")[2]
    kept = "".join(char if char.isalnum() or char in "._-()（）《》 " else "_" for char in last).strip(". ")
    return kept[-100:] or "upload"
