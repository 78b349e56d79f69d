"""Decides whether a verdict lets a piece be submitted; the thresholds are data."""

from __future__ import annotations

from copilot.domain.draft import Verdict
from copilot.evaluation.lexicons import Lexicons


def may_submit(verdict: Verdict, lexicons: Lexicons) -> bool:
    """Say whether nothing fails at a blocking severity. Checks that could not judge do not block; they are shown."""
    return not any(not s.passed and s.severity in lexicons.gate["blocking"] for s in verdict.scores)
