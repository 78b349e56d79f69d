"""Scores a draft by whether the product's verdict on it is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from inspect_ai.scorer import Score, Scorer, Target, mean, scorer, stderr
from inspect_ai.solver import TaskState

from evals.measuring.narrative import Judged, judged_sample, keyword_sample


@scorer(metrics=[mean(), stderr()])
def verdict() -> Scorer:
    """1 when the planted check fails, or nothing fails on a clean draft."""
    return _by(judged_sample)


@scorer(metrics=[mean(), stderr()])
def keyword_verdict() -> Scorer:
    """The same for the baseline's word list."""
    return _by(keyword_sample)


def _by(judge: Callable[[dict[str, Any]], Judged]) -> Scorer:
    async def score(state: TaskState, target: Target) -> Score:  # noqa: ARG001 - the scorer's own signature
        judged = judge(state.metadata)
        return Score(value=float(judged.is_right), explanation=", ".join(sorted(judged.failing)) or "nothing failed")

    return score
