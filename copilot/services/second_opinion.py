"""Adds the bound judging model's opinion to verdicts; without one they stay as the checks gave them."""

from __future__ import annotations

from collections.abc import Sequence

from copilot.domain.draft import Verdict
from copilot.domain.ids import make_id
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.judge import Judged, as_item
from copilot.evaluation.second_opinion import second_opinion
from copilot.services.metering import judge_for
from copilot.services.workspace import Workspace


def with_second_opinion(
    workspace: Workspace,
    context: EvaluationContext,
    things: Sequence[Judged],
    verdicts: Sequence[Verdict],
    *,
    run: str = "",
    user: str = "local",
) -> list[Verdict]:
    """Return the verdicts, same order, each with one more score where a judge is bound; booked to the run and user."""
    film = context.dossier.id
    run = run or make_id("run", "second opinion", film, workspace.clock.now().isoformat())
    model = judge_for(workspace, run=run, film=film, user=user)
    if model is None:
        return list(verdicts)
    scores = [second_opinion(as_item(thing), context, model, workspace.prompts.render) for thing in things]
    return [
        verdict.model_copy(update={"scores": [*verdict.scores, one]})
        for verdict, one in zip(verdicts, scores, strict=True)
    ]
