"""Checks that a piece invents no suspense the story does not hold."""

from __future__ import annotations

import re

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern


def check_suspense(item: Item, context: EvaluationContext) -> Score:
    """Look for promised twists and secrets; a mystery or thriller may promise them."""
    found = []
    if not _holds_suspense(context):
        for name, text in item.fields.items():
            for claim in context.lexicons.suspense["claims"][item.language]:
                for match in re.finditer(claim, text, re.IGNORECASE):
                    if not pattern("denied.suspense").search(text[max(0, match.start() - 6) : match.start()]):
                        span = item.span(name, *match.span())
                        found.append(Finding("suspense_invented", [span], {"found": match[0]}, "warn"))
    return score("suspense", item, context, found)


def _holds_suspense(context: EvaluationContext) -> bool:
    genres = " ".join(context.dossier.genres).lower()
    return any(word in genres for word in context.lexicons.suspense["story_words"])
