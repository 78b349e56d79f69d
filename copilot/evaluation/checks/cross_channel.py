"""Checks that the pieces of a campaign tell the same facts, numbers, dates and names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copilot.domain.draft import Score
from copilot.evaluation.checks.ai_label import has_note
from copilot.evaluation.checks.names import finder
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.dates import dates, release_dates
from copilot.evaluation.findings import Finding, score, unjudged
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern, patterns


@dataclass(frozen=True)
class Told:
    """One fact as a piece tells it."""

    key: tuple[str, str]
    value: str
    field: str
    start: int
    end: int


def check_cross_channel(item: Item, context: EvaluationContext, others: Sequence[Item]) -> Score:
    """Compare what a piece tells with what the others tell; what the dossier or most pieces hold is right."""
    if not others:
        return unjudged("cross_channel", item, context, "needs_set")
    elsewhere: dict[tuple[str, str], dict[str, list[str]]] = {}
    for other in others:
        for told in told_facts(other, context):
            elsewhere.setdefault(told.key, {}).setdefault(told.value, []).append(other.id)
    own = list(told_facts(item, context))
    mine = {told.key: {t.value for t in own if t.key == told.key} for told in own}
    found = []
    for told in own:
        known = _right_value(told, elsewhere.get(told.key, {}), context)
        if known and known not in mine[told.key]:
            values = {
                "what": told.key[1] or told.key[0],
                "found": told.value,
                "known": known,
                "other": elsewhere[told.key][known][0],
            }
            found.append(Finding("cross_channel_differs", [item.span(told.field, told.start, told.end)], values))
    return score("cross_channel", item, context, found)


def _right_value(told: Told, elsewhere: dict[str, list[str]], context: EvaluationContext) -> str | None:
    """Return the value this piece should tell instead, or None when its own may stand."""
    if not elsewhere or list(elsewhere) == [told.value]:
        return None
    if told.value in context.dossier_text and not any(value in context.dossier_text for value in elsewhere):
        return None
    votes = Counter({value: len(ids) for value, ids in elsewhere.items()})
    votes[told.value] += 1
    in_dossier = [
        value for value in elsewhere if value in context.dossier_text and told.value not in context.dossier_text
    ]
    best = in_dossier[0] if in_dossier else max(elsewhere, key=lambda value: votes[value])
    return best if best != told.value and (in_dossier or votes[best] >= votes[told.value]) else None


def told_facts(item: Item, context: EvaluationContext) -> Iterator[Told]:
    """Yield the facts a piece tells: dates, running time, scores, takings, prices, counts and credits."""
    for name, text in item.fields.items():
        yield from _told_dates(name, text)
        yield from _told_numbers(name, text)
        for credit in finder(context).find(text):
            if credit.role in ("director", "composer") or credit.character:
                yield Told((credit.role, credit.character), credit.person, name, credit.start, credit.end)


def _told_dates(name: str, text: str) -> Iterator[Told]:
    opening = {(d.start, d.end) for d in release_dates(text)}
    for stated in dates(text):
        event = pattern("campaign.event").search(text[max(0, stated.start - 12) : stated.end + 12])
        value = f"{stated.month}-{stated.day}"
        if (stated.start, stated.end) in opening:
            yield Told(("release", ""), value, name, stated.start, stated.end)
        elif event:
            yield Told(("date", event[0].lower()), value, name, stated.start, stated.end)


def _told_numbers(name: str, text: str) -> Iterator[Told]:
    for what in patterns()["told"]:
        for match in pattern(f"told.{what}").finditer(text):
            groups = [group for group in match.groups() if group]
            key, value = (groups[0], groups[-1]) if len(groups) > 1 else ("", groups[0])
            if what == "count":
                key, value = value, key
            yield Told((what, key.lower()), re.sub(r"[\s,]", "", value), name, *match.span())


def check_ai_label_of_set(item: Item, context: EvaluationContext, others: Sequence[Item], alone: Score) -> Score:
    """Where the origin is unknown, hold a piece against the set: if the others carry an AI note, this one should."""
    if alone.value is not None or item.kind not in ("text", "draft"):
        return alone
    if sum(has_note(other.text()) or bool(other.ai_label) for other in others) * 2 <= len(others):
        return alone
    return score("ai_label", item, context, [Finding("ai_label_odd_one_out")])
