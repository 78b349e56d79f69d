"""Making plans and interactions, and downloading them."""

from __future__ import annotations

import secrets
from typing import Literal

from fastapi import APIRouter
from fastapi.responses import FileResponse

from copilot.api.access import CallerDep, FilmDep, WorkspaceDep, hidden
from copilot.domain.plan import Interaction, RepairPlan
from copilot.errors import InputError, UnknownId
from copilot.schema import Made, MakeInteractions, MakePlan
from copilot.services.exporting import export_plan
from copilot.services.judging import judge_work
from copilot.services.making import interact, plan

router = APIRouter(tags=["making"])
PlanForm = Literal["md", "docx", "xlsx", "pptx"]


@router.post("/films/{film}/plans")
def make_plan(film: FilmDep, body: MakePlan, caller: CallerDep, workspace: WorkspaceDep) -> Made[RepairPlan]:
    """Make the next iteration of the rolling plan."""
    made = plan(workspace, film, body.as_of, user=caller.actor.name)
    return Made(works=made.works, verdicts=made.verdicts)


@router.get("/films/{film}/plans")
def plans(film: FilmDep, workspace: WorkspaceDep) -> list[RepairPlan]:
    """List the film's plans, newest first."""
    return workspace.store.works.plans(film)


@router.get("/plans/{plan_id}/file/{form}")
def plan_file(plan_id: str, form: PlanForm, caller: CallerDep, workspace: WorkspaceDep) -> FileResponse:
    """Download a plan."""
    found = workspace.store.works.work(plan_id)
    if not caller.may_see(found.film):
        raise hidden(plan_id)
    if not isinstance(found, RepairPlan):
        raise InputError("exporting a plan", f"{plan_id} is no plan", "Give a plan id.")
    folder = workspace.data / "exports" / secrets.token_hex(8)
    folder.mkdir(parents=True)
    path = folder / f"{found.film}-plan-{found.iteration}.{form}"
    verdict = workspace.store.works.verdict_of(plan_id) or judge_work(workspace, found)
    export_plan(workspace, found, verdict, path)
    return FileResponse(path, filename=path.name)


@router.post("/films/{film}/interactions")
def make_interactions(
    film: FilmDep, body: MakeInteractions, caller: CallerDep, workspace: WorkspaceDep
) -> Made[Interaction]:
    """Make ways for viewers to take part."""
    made = interact(workspace, film, body.count, body.as_of, user=caller.actor.name)
    return Made(works=made.works, verdicts=made.verdicts)


@router.get("/films/{film}/interactions")
def interactions(film: FilmDep, workspace: WorkspaceDep) -> list[Interaction]:
    """List the film's interactions, newest first."""
    return workspace.store.works.interactions(film)


@router.get("/films/{film}/report/{form}")
def report(film: FilmDep, form: Literal["html", "md", "docx"], workspace: WorkspaceDep) -> FileResponse:
    """Download the latest report."""
    path = workspace.data / "reports" / film / f"report.{form}"
    if not path.is_file():
        raise UnknownId("opening the report", f"{film} has no report yet", "Run the whole job on the film first.")
    return FileResponse(path, filename=f"{film}-report.{form}")
