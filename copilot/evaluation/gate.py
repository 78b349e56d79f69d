"""Decides whether a verdict lets a piece be submitted; the thresholds are data."""

from __future__ import annotations

from copilot.domain.draft import Verdict
from copilot.evaluation.lexicons import Lexicons


def may_submit(verdict: Verdict, lexicons: Lexicons) -> bool:
    """Say whether nothing fails at a blocking severity. Checks that could not judge do not block; they are shown."""
    return not any(not s.passed and s.severity in lexicons.gate["blocking"] for s in verdict.scores)


def share_judged(verdict: Verdict) -> float:
    """Return the share of checks that could judge, 0 to 1; 0 when there is none."""
    return sum(s.value is not None for s in verdict.scores) / len(verdict.scores) if verdict.scores else 0.0
