"""Long work: starting it, watching it, stopping it."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from copilot.api.access import CallerDep, FilmDep
from copilot.errors import NotAllowed
from copilot.ports import JobReport, Jobs
from copilot.schema import JobRow

router = APIRouter(tags=["jobs"])


def the_jobs(request: Request) -> Jobs:
    """Return the jobs of this service."""
    jobs: Jobs = request.app.state.jobs
    return jobs


JobsDep = Annotated[Jobs, Depends(the_jobs)]


def row_of(report: JobReport) -> JobRow:
    """Put a job's report on the wire."""
    return JobRow.model_validate(asdict(report))


@router.post("/films/{film}/run", status_code=202)
def run(film: FilmDep, jobs: JobsDep) -> JobRow:
    """Do the whole job on a film."""
    return row_of(jobs.report(jobs.start("run", {"film": film}, secrets.token_hex(8))))


@router.post("/films/{film}/index", status_code=202)
def index(film: FilmDep, jobs: JobsDep) -> JobRow:
    """Fill in the film's vectors."""
    return row_of(jobs.report(jobs.start("index", {"film": film}, secrets.token_hex(8))))


@router.post("/sample", status_code=202)
def sample(_caller: CallerDep, jobs: JobsDep) -> JobRow:
    """Import the shipped fictional film and do the whole job on it."""
    return row_of(jobs.report(jobs.start("sample", {}, secrets.token_hex(8))))


@router.get("/jobs/{job}")
def report(job: str, _caller: CallerDep, jobs: JobsDep) -> JobRow:
    """Tell where a job stands."""
    return row_of(jobs.report(job))


@router.get("/jobs")
def recent(caller: CallerDep, jobs: JobsDep) -> list[JobRow]:
    """List recent jobs, newest first; for callers who may see every film."""
    if caller.films is not None:
        raise NotAllowed("listing jobs", f"{caller.actor.name} may see some films only", "Open a job by its id.")
    return [row_of(one) for one in jobs.recent()]


@router.post("/jobs/{job}/cancel")
def cancel(job: str, _caller: CallerDep, jobs: JobsDep) -> JobRow:
    """Stop a job at its next step; done work stays."""
    jobs.report(job)
    jobs.cancel(job)
    return row_of(jobs.report(job))
