"""Checks that a piece speaks to the film's audiences and belittles nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator

from copilot.domain.draft import Score
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.lexicons import one_of


def check_audience(item: Item, context: EvaluationContext) -> Score:
    """Compare the groups a piece addresses with the dossier's."""
    found = [*_demeaning(item, context)]
    own = _groups(" ".join([*context.dossier.audiences, context.dossier.positioning]), context)
    addressed = [one for name in item.fields for one in _addressed(item, context, name)]
    near = own | {g for group in context.lexicons.audiences["near"] if own & set(group) for g in group}
    known = ("、" if item.language == "zh" else ", ").join(context.dossier.audiences)
    for name, start, end, groups in addressed:
        if own and not groups & near:
            span = item.span(name, start, end)
            found.append(Finding("audience_other", [span], {"found": span.text, "known": known}, "warn"))
    if not found and not (own and addressed):
        return unjudged("audience", item, context, "needs_audience")
    return score("audience", item, context, found)


def _groups(text: str, context: EvaluationContext) -> set[str]:
    return {group for group, words in context.lexicons.audiences["groups"].items() if one_of(words).search(text)}


def _addressed(item: Item, context: EvaluationContext, name: str) -> Iterator[tuple[str, int, int, set[str]]]:
    lists = context.lexicons.audiences
    who = one_of([str(word) for words in lists["groups"].values() for word in words]).pattern
    for pattern in lists["addressed"][item.language]:
        for match in re.finditer(pattern.replace("{who}", who), item.fields[name], re.IGNORECASE):
            yield name, match.start(), match.end(), _groups(match[1], context)


def _demeaning(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    for name, text in item.fields.items():
        for match in one_of(context.lexicons.audiences["demeaning"]).finditer(text):
            yield Finding("audience_demeaning", [item.span(name, *match.span())], {"found": match[0]}, "warn")
