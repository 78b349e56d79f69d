"""Judges what was made, and lines of a drafts file, against the film's own data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from copilot.domain.draft import Draft, Verdict
from copilot.evaluation.context import EvaluationContext, context_of_case
from copilot.evaluation.judge import judge, judge_set
from copilot.services.cases import CaseRead, read_case
from copilot.services.workspace import Workspace
from copilot.store import Work


def context_of(
    workspace: Workspace, read: CaseRead, day: int | None = None, *, asked: bool = False
) -> EvaluationContext:
    """Gather what the checks look at.

    Args:
        workspace: The open product.
        read: The film's data.
        day: Day of release; by default the day the film is read on.
        asked: Whether a person waits for this one text: then the linter also listens for what no rule names.
    """
    context = context_of_case(
        read.case,
        packs=workspace.packs,
        lexicons=workspace.lexicons,
        rulebook=workspace.rulebook,
        figures=read.figures,
        ledger=read.diagnosis.ledger,
    )
    context = replace(context, listener=workspace.listener) if asked else context
    return context if day is None else replace(context, day=day)


def judge_works(
    workspace: Workspace,
    read: CaseRead,
    works: Sequence[Work],
    day: int | None = None,
    *,
    known: Mapping[str, Verdict] | None = None,
    context: EvaluationContext | None = None,
) -> list[Verdict]:
    """Judge made things, same order; drafts are also judged together across channels.

    Args:
        workspace: The open product.
        read: The film's data.
        works: What was made.
        day: Day of release drafts go out on.
        known: Verdicts drafts already have against the same data, by id.
        context: What they are judged against, when it has been gathered already.
    """
    context = context or context_of(workspace, read, day)
    drafts = [work for work in works if isinstance(work, Draft)]
    together = judge_set(drafts, context, known) if drafts else {}
    return [together.get(work.id) or judge(work, context) for work in works]


def judge_work(workspace: Workspace, work: Work) -> Verdict:
    """Judge one made thing against the film's data as it is now, as carefully as the desk does."""
    return judge(work, context_of(workspace, read_case(workspace, work.film), asked=True))
