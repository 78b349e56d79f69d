"""Checks that a piece tells nothing of the story before its day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from copilot.domain.draft import Score
from copilot.domain.film import Spoiler
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.text import Piece, sentences


def check_spoiler(item: Item, context: EvaluationContext) -> Score:
    """Compare each sentence, and each pair of neighbours, with every spoiler still closed on the day."""
    if not context.dossier.spoilers:
        return unjudged("spoiler", item, context, "needs_spoilers")
    closed = context.dossier.spoilers_closed_on(context.day)
    found = [f for name in item.fields for spoiler in closed for f in _told(item, context, name, spoiler)]
    return score("spoiler", item, context, found)


def _told(item: Item, context: EvaluationContext, name: str, spoiler: Spoiler) -> Iterator[Finding]:
    text = item.fields[name]
    pieces = sentences(text)
    for width in (1, 2):
        for i in range(len(pieces) - width + 1):
            window = Piece(
                pieces[i].start, pieces[i + width - 1].end, text[pieces[i].start : pieces[i + width - 1].end]
            )
            if _tells(window.text, spoiler.text, context):
                key = "when_never" if spoiler.tell_from_day is None else "when_day"
                when = context.lexicons.phrases[key].reason.in_(item.language).format(day=spoiler.tell_from_day)
                values = {"known": spoiler.text, "when": when, "found": window.text.strip()}
                yield Finding("spoiler_closed", [item.span(name, window.start, window.end)], values)
                return


def _tells(text: str, spoiler: str, context: EvaluationContext) -> bool:
    if coverage(text, spoiler, context) >= context.lexicons.gate["spoiler_coverage"]:
        return True
    return context.outcomes.is_told(text, spoiler, context.dossier)


def coverage(text: str, spoiler: str, context: EvaluationContext) -> float:
    """Say how much of a spoiler a text tells, 0 to 1.

    Only what the public part of the dossier does not tell makes a spoiler; without any of that the coverage is 0. What
    both tell (names, setting) counts for a third.
    """
    told = context.reader.read(text).concepts
    secret, public = _parts(spoiler, context)
    if not secret or not told & secret:
        return 0.0
    if len(told & (secret | public)) < min(2, len(secret | public)):
        return 0.0
    weight = len(secret) + len(public) / 3
    return (len(told & secret) + len(told & public) / 3) / weight


@lru_cache(maxsize=256)
def _parts(spoiler: str, context: EvaluationContext) -> tuple[frozenset[str], frozenset[str]]:
    concepts = context.reader.read(spoiler).concepts
    known = context.reader.read(context.public_text).concepts
    return concepts - known, concepts & known
