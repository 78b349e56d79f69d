"""Looks back on a plan with what experiments taught, keeps it, and makes it findable."""

from __future__ import annotations

from datetime import date

from copilot.domain.ids import make_id
from copilot.domain.plan import RepairPlan, Retrospective
from copilot.errors import UnknownId
from copilot.planning.retrospective import look_back, retrospective_passages
from copilot.services.cases import read_case
from copilot.services.experiments import lessons_of
from copilot.services.workspace import Workspace


def hold_retrospective(
    workspace: Workspace, film: str, *, plan: str | None = None, as_of: date | None = None
) -> Retrospective:
    """Compare a plan with what happened, add what experiments taught, keep it and index it for search.

    Args:
        workspace: The open product.
        film: Film id.
        plan: Plan looked back on; the latest one before the day when left out.
        as_of: The day of looking back; the day the film is read on when left out.

    Raises:
        UnknownId: There is no such film or plan of it, or no plan at all.
        InputError: The day lies before the plan's own data.
    """
    read = read_case(workspace, film, as_of)
    day = read.case.as_of
    chosen = _plan(workspace, film, plan, day)
    looked = look_back(chosen, read.figures, day)
    learnt = lessons_of(workspace, film, as_of)
    lessons = [*looked.lessons, *(lesson for _, lesson in learnt)]
    held = looked.model_copy(
        update={
            "id": make_id("retrospective", chosen.id, day, *lessons),
            "lessons": lessons,
            "experiments": [experiment for experiment, _ in learnt],
        }
    )
    workspace.store.retrospectives.put(held, workspace.clock.now())
    workspace.store.library.put(retrospective_passages(held))
    return held


def _plan(workspace: Workspace, film: str, plan: str | None, day: date) -> RepairPlan:
    plans = workspace.store.works.plans(film)
    fitting = [one for one in plans if one.id == plan] if plan else [one for one in plans if one.as_of <= day]
    if not fitting:
        found = f"{film} has no plan {plan!r}" if plan else f"{film} has no plan made by {day}"
        raise UnknownId("looking back", found, "Make a plan first.")
    return fitting[0]
