"""Lets the bound model say better what was composed; what fails the checks stays as composed, and that is said."""

from __future__ import annotations

from functools import partial

from copilot.domain.channel import RulePack
from copilot.domain.draft import Draft, Verdict
from copilot.domain.ids import make_id
from copilot.domain.plan import Interaction, RepairPlan
from copilot.errors import BudgetExceeded
from copilot.evaluation.context import EvaluationContext
from copilot.ports import ChatModel
from copilot.services.cases import CaseRead
from copilot.services.judging import context_of, judge_works
from copilot.services.metering import writer_for
from copilot.services.workspace import Workspace
from copilot.writing.bank import gather
from copilot.writing.elaborate import Editor, elaborate
from copilot.writing.elaborate_interaction import Host, elaborate_interaction
from copilot.writing.elaborate_plan import PROMPT as PLAN_PROMPT
from copilot.writing.elaborate_plan import elaborate_plan


def writer_of_run(workspace: Workspace, film: str, verb: str, run: str, user: str) -> ChatModel | None:
    """Return the writer booked to a run; a verb that is not part of a larger run gets its own."""
    return writer_for(
        workspace, run=run or make_id("run", verb, film, workspace.clock.now().isoformat()), film=film, user=user
    )


def reword_plan(
    workspace: Workspace, read: CaseRead, plan: RepairPlan, writer: ChatModel | None
) -> tuple[RepairPlan, list[str]]:
    """Reword a plan; returns the plan to use and what to say about it."""
    if writer is None:
        return plan, []
    try:
        reworded = elaborate_plan(plan, read.case.dossier, writer, workspace.prompts.render)
    except BudgetExceeded as error:
        return plan, [str(error)]
    if reworded.plan.writer == plan.writer:
        return plan, reworded.refused
    stamp = workspace.prompts.read(PLAN_PROMPT).stamp
    told = [action.what for action in reworded.plan.actions()]
    named = reworded.plan.model_copy(update={"stamp": stamp, "id": make_id("plan", plan.id, stamp, *told)})
    (verdict,) = judge_works(workspace, read, [named])
    if verdict.passed:
        return named, reworded.refused
    return plan, [*reworded.refused, *(f"{score.check}: {score.reason}" for score in verdict.failing("block"))]


def rewrite_drafts(
    workspace: Workspace, read: CaseRead, drafts: list[Draft], pack: RulePack, writer: ChatModel | None, day: int | None
) -> tuple[list[Draft], list[str]]:
    """Rewrite composed drafts one by one; returns the drafts to use, same order, and what to say about them."""
    if writer is None:
        return drafts, []
    bank = gather(read.case, read.diagnosis, read.figures, day=day)
    editor = Editor(writer, workspace.prompts.render, lambda draft: judge_works(workspace, read, [draft], day)[0])
    approved = _approved(workspace, read.case.dossier.id, pack.id)
    used: list[Draft] = []
    said: list[str] = []
    for place, draft in enumerate(drafts):
        try:
            elaborated = elaborate(draft, bank, pack, editor, approved)
        except BudgetExceeded as error:
            return [*used, *drafts[place:]], [*said, str(error)]
        used.append(elaborated.draft)
        said += [f"{pack.id} {draft.variant}: {elaborated.failed}"] if elaborated.failed else []
    return used, said


def reword_interactions(
    workspace: Workspace, read: CaseRead, interactions: list[Interaction], writer: ChatModel | None
) -> tuple[list[Interaction], list[str]]:
    """Reword interactions one by one; returns those to use, same order, and what to say about them."""
    if writer is None:
        return interactions, []
    context = context_of(workspace, read)
    judge = partial(_judge_interaction, workspace, read, context)
    host = Host(writer, workspace.prompts.render, judge)
    used: list[Interaction] = []
    said: list[str] = []
    for place, one in enumerate(interactions):
        if one.do_not:  # it may not run, so nothing is spent on its words
            used.append(one)
            continue
        try:
            made, failed = elaborate_interaction(one, read.case.dossier, host)
        except BudgetExceeded as error:
            return [*used, *interactions[place:]], [*said, str(error)]
        used.append(made)
        said += [f"{one.title}: {failed}"] if failed else []
    return used, said


def _judge_interaction(workspace: Workspace, read: CaseRead, context: EvaluationContext, one: Interaction) -> Verdict:
    return judge_works(workspace, read, [one], context=context)[0]


def _approved(workspace: Workspace, film: str, channel: str) -> list[Draft]:
    approved = workspace.store.desk.submissions(film, "approved")
    drafts = [Draft.model_validate(one.content) for one in approved if one.kind == "draft"]
    return [draft for draft in reversed(drafts) if draft.channel == channel]
