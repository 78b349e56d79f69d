"""The main job on one film: import, diagnose, plan, interactions, copy, evaluation, report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from copilot.domain.diagnosis import Diagnosis
from copilot.domain.draft import Draft, Verdict
from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import ImportedFile
from copilot.domain.plan import Interaction, RepairPlan
from copilot.errors import InputError
from copilot.ports import Progress
from copilot.services.diagnose import diagnose
from copilot.services.films import add_film
from copilot.services.index import fill_vectors
from copilot.services.ingest import Upload, ingest_files
from copilot.services.making import interact, plan, write_copy
from copilot.services.reporting import report_on
from copilot.services.workspace import Workspace, silent

VARIANTS = 1
"""Drafts a channel in the report; the copy command makes more."""


class Done(BaseModel):
    """What the main job gave; verdicts are of the plan, the interactions and the drafts, in that order."""

    film: str
    as_of: date
    imported: list[ImportedFile]
    diagnosis: Diagnosis
    plan: RepairPlan
    interactions: list[Interaction]
    drafts: list[Draft]
    verdicts: list[Verdict]
    report: dict[str, str]
    """html, md and docx → path."""
    waiting_vectors: int
    """Passages that lexical search finds already and dense search does not yet."""
    seconds: float


def run_whole(
    workspace: Workspace,
    dossier: Dossier,
    files: Sequence[Upload],
    *,
    out: Path | None = None,
    as_of: str | None = None,
    progress: Progress = silent,
) -> Done:
    """Do the whole job and write the report.

    Raises:
        InputError: The day cannot be read; a file is not there.
        FileRefused: A file cannot be read as anything we import.
    """
    began = time.perf_counter()
    day = _day(as_of)
    film = add_film(workspace, dossier).film
    imported = ingest_files(
        workspace, film, files, progress=lambda doing, share: progress(f"importing {doing}", share * 0.5)
    )
    progress("diagnosing", 0.5)
    diagnosis = diagnose(workspace, film, day)
    progress("planning", 0.6)
    run = make_id("run", "whole", film, workspace.clock.now().isoformat())
    planned, entries = plan(workspace, film, day, run=run), interact(workspace, film, as_of=day, run=run)
    progress("writing copy", 0.7)
    written = [
        write_copy(workspace, film, pack.id, variants=VARIANTS, as_of=day, run=run)
        for pack in workspace.packs.values()
        if pack.writable
    ]
    progress("filling in vectors", 0.85)
    waiting = fill_vectors(workspace, film, workspace.embed_seconds)
    progress("writing the report", 0.95)
    drafts = [draft for made in written for draft in made.works]
    verdicts = [*planned.verdicts, *entries.verdicts, *(v for made in written for v in made.verdicts)]
    folder = out or workspace.data / "reports" / film
    report = report_on(workspace, film, planned.works[0], entries.works, drafts, verdicts, folder=folder, as_of=day)
    progress("done", 1.0)
    return Done(
        film=film,
        as_of=diagnosis.as_of,
        imported=imported,
        diagnosis=diagnosis,
        plan=planned.works[0],
        interactions=entries.works,
        drafts=drafts,
        verdicts=verdicts,
        report={form: str(path) for form, path in report.items()},
        waiting_vectors=waiting,
        seconds=round(time.perf_counter() - began, 2),
    )


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError("reading --as-of", f"the day given is {text!r}", "Write it as YYYY-MM-DD.") from error
