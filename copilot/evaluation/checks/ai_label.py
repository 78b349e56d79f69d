"""Checks that copy made with AI says so where readers see it."""

from __future__ import annotations

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern


def has_note(text: str) -> bool:
    """Say whether a text holds a note that AI made or helped to make it.

    Source:
        GB 45438-2025, chapter 5: the note names AI and says generated or synthesised.
    """
    return pattern("label.ai_note").search(text) is not None


def check_ai_label(item: Item, context: EvaluationContext) -> Score:
    """Require the note on everything of ours; on copy from outside, judge only what is known."""
    label = item.ai_label
    if item.kind in ("plan", "interaction") or (label is None and not has_note(item.text())):
        return unjudged("ai_label", item, context, "needs_origin")
    found = []
    if label is not None and not has_note(label) and not has_note(item.text()):
        phrase = "ai_label_unclear" if label.strip() else "ai_label_missing"
        found.append(Finding(phrase, (), {"found": label}))
    return score("ai_label", item, context, found)
