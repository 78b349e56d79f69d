"""Has a model reword a plan's goals, actions and steps; numbers, dates, metrics and evidence stay as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pydantic import Field

from copilot.domain.film import Dossier
from copilot.domain.plan import Action, RepairPlan
from copilot.domain.value import Value
from copilot.errors import BudgetExceeded, ModelError
from copilot.ports import ChatModel, Prompt

PROMPT = "elaborate_plan"
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_QUOTED = re.compile(r"「([^」]+)」|“([^”]+)”|《([^》]+)》")


class ActionWording(Value):
    """New words for one action."""

    id: str
    what: str
    steps: list[str] = Field(default_factory=list)


class PlanWording(Value):
    """New words for a plan."""

    goals: list[str]
    """One a stage, in order."""
    actions: list[ActionWording]


@dataclass(frozen=True)
class Reworded:
    """The plan to use, and what of the model's wording was refused."""

    plan: RepairPlan
    refused: list[str]
    """One sentence for each wording that changed a number or a quotation, or the whole failure; empty when all held."""


def elaborate_plan(plan: RepairPlan, dossier: Dossier, model: ChatModel, render: Callable[..., Prompt]) -> Reworded:
    """Reword a plan with the model; each wording that changes a number or a quotation is refused on its own.

    Raises:
        BudgetExceeded: The run reached its ceiling.
    """
    try:
        prompt = render(PROMPT, **_inputs(plan, dossier))
        wording = PlanWording.model_validate(model.fill(prompt, PlanWording).value.model_dump())
    except BudgetExceeded:
        raise
    except ModelError as error:
        return Reworded(plan, [str(error)])
    refused: list[str] = []
    words = {action.id: action for action in wording.actions}
    stages = []
    for place, stage in enumerate(plan.stages):
        goal = wording.goals[place] if place < len(wording.goals) else stage.goal
        actions = [_reword(action, words.get(action.id), refused) for action in stage.actions]
        kept = goal if _holds(stage.goal, goal, stage.name, refused) else stage.goal
        stages.append(stage.model_copy(update={"goal": kept, "actions": actions}))
    return Reworded(plan.model_copy(update={"stages": stages, "writer": model.name}), refused)


def _reword(action: Action, words: ActionWording | None, refused: list[str]) -> Action:
    if words is None:
        return action
    before = "\n".join([action.what, *action.steps])
    after = "\n".join([words.what, *words.steps])
    return (
        action.model_copy(update={"what": words.what, "steps": words.steps})
        if (words.what.strip() and _holds(before, after, action.id, refused))
        else action
    )


def _holds(before: str, after: str, where: str, refused: list[str]) -> bool:
    """Say whether a wording keeps what it was given; what does not is refused by name."""
    if keeps_numbers_and_quotes(before, after):
        return True
    refused.append(f"{where}: the wording changed a number or a quotation")
    return False


def keeps_numbers_and_quotes(before: str, after: str) -> bool:
    """Say whether a wording keeps exactly the numbers and quotations it was given."""
    same = sorted(_NUMBER.findall(before)) == sorted(_NUMBER.findall(after))
    quoted = {next(filter(None, match)) for match in _QUOTED.findall(before)}
    kept = {next(filter(None, match)) for match in _QUOTED.findall(after)}
    return same and quoted == kept


def _inputs(plan: RepairPlan, dossier: Dossier) -> dict[str, str]:
    actions = [
        f"{action.id}\nwhat: {action.what}\n"
        + "\n".join(f"step: {step}" for step in action.steps)
        + "\n"
        + "\n".join(f"evidence: {e.text}" for e in action.evidence)
        for action in plan.actions()
    ]
    return {
        "language": dossier.language,
        "film": "\n".join([dossier.title, dossier.synopsis, dossier.positioning, dossier.core_emotion]),
        "stages": "\n".join(f"{number}. {stage.goal}" for number, stage in enumerate(plan.stages, 1)),
        "actions": "\n\n".join(actions),
    }
