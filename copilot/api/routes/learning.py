"""Experiments and retrospectives: what a campaign learns from itself."""

from __future__ import annotations

from fastapi import APIRouter

from copilot.api.access import Caller, CallerDep, FilmDep, WorkspaceDep, hidden
from copilot.domain.plan import Retrospective
from copilot.errors import UnknownId
from copilot.schema import ExperimentShown, HoldRetrospective, PlanExperiment, RecordCounts
from copilot.services.experiment_counts import record_counts, record_from_posts
from copilot.services.experiments import plan_experiment, read_experiment
from copilot.services.retrospectives import hold_retrospective
from copilot.services.workspace import Workspace

router = APIRouter(tags=["learning"])


@router.post("/films/{film}/experiments")
def plan(film: FilmDep, body: PlanExperiment, caller: CallerDep, workspace: WorkspaceDep) -> ExperimentShown:
    """Plan a test of variants that were submitted; size and last day are worked out."""
    planned = plan_experiment(workspace, film, body, caller.actor)
    return _shown(workspace, planned.experiment.id).model_copy(update={"said": planned.said})


@router.get("/films/{film}/experiments")
def experiments(film: FilmDep, workspace: WorkspaceDep) -> list[ExperimentShown]:
    """List the film's experiments with what they show, newest first."""
    return [_shown(workspace, one.id) for one in workspace.store.experiments.of_film(film)]


@router.get("/experiments/{experiment}")
def read(experiment: str, caller: CallerDep, workspace: WorkspaceDep) -> ExperimentShown:
    """Say what an experiment shows so far."""
    _seen(experiment, caller, workspace)
    return _shown(workspace, experiment)


@router.post("/experiments/{experiment}/counts")
def record(experiment: str, body: RecordCounts, caller: CallerDep, workspace: WorkspaceDep) -> ExperimentShown:
    """Record totals so far, typed or read from imported posts, and say what the experiment shows."""
    _seen(experiment, caller, workspace)
    if body.counts is None:
        record_from_posts(workspace, experiment, body.day, caller.actor)
    else:
        record_counts(workspace, experiment, body.counts, body.day, caller.actor)
    return _shown(workspace, experiment)


@router.post("/films/{film}/retrospectives")
def look_back(film: FilmDep, body: HoldRetrospective, workspace: WorkspaceDep) -> Retrospective:
    """Compare a plan with what happened, and keep what is learnt where search finds it."""
    return hold_retrospective(workspace, film, plan=body.plan, as_of=body.as_of)


@router.get("/films/{film}/retrospectives")
def retrospectives(film: FilmDep, workspace: WorkspaceDep) -> list[Retrospective]:
    """List the film's retrospectives, newest first."""
    return workspace.store.retrospectives.of_film(film)


def _shown(workspace: Workspace, experiment: str) -> ExperimentShown:
    found = workspace.store.experiments.get(experiment)
    return ExperimentShown(experiment=found, reading=read_experiment(workspace, experiment))


def _seen(experiment: str, caller: Caller, workspace: Workspace) -> None:
    try:
        film = workspace.store.experiments.get(experiment).film
    except UnknownId as error:
        raise hidden(experiment) from error
    if not caller.may_see(film):
        raise hidden(experiment)
