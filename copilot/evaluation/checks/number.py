"""Checks that every number rests on the dossier, on the data, or on nothing that needs proof."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import lru_cache

from copilot.domain.draft import Score
from copilot.errors import InputError
from copilot.evaluation.checks.score_age import stale_scores
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.findings import Finding, score
from copilot.evaluation.item import Item
from copilot.evaluation.patterns import pattern
from copilot.evaluation.said_numbers import SCALES

_SMALL = 12
_COMMON = (
    "count/reviews?film={film}",
    "count/reviews?film={film}&watched=1",
    "share/reviews?film={film}&watched=1&polarity=positive",
    "share/reviews?film={film}&watched=1&polarity=negative",
    "share/reviews?film={film}&polarity=positive",
    "share/reviews?film={film}&polarity=negative",
)


def check_number(item: Item, context: EvaluationContext) -> Score:
    """Recompute every figure in evidence, and resolve every other number to the dossier, a source or the data."""
    found = [*_changed(item, context), *stale_scores(item, context)]
    for name, text in item.fields.items():
        for start, end, value, is_claim in numbers(text):
            if is_claim and not _resolves(value, text[start:end], item, context):
                words = text[start:end].strip()
                found.append(
                    Finding("number_unresolved", [item.span(name, start, start + len(words))], {"found": words})
                )
    return score("number", item, context, found)


def numbers(text: str) -> Iterator[tuple[int, int, float, bool]]:
    """Yield the numbers that say how much: start, end, value, and whether they claim something that needs proof.

    Dates, clock times, running numbers, formats and links are not among them. A bare number up to twelve is a way of
    speaking ("3 reasons"), one with a unit of measurement is a claim. Percent values are shares, 0 to 1.
    """
    masked = pattern("number.not_a_figure").sub(lambda m: "\x00" * len(m[0]), text)
    for match in pattern("number.figure").finditer(masked):
        value = float(match["number"].replace(",", "") + (match["decimals"] or ""))
        unit = (match["unit"] or "").lower()
        scale = (match["scale"] or "").lower()
        value = value / 100 if unit in ("%", "％", "percent") else value * SCALES.get(scale, 1)
        counted = unit in ("", "人", "名", "位", "次", "条", "场", "倍", "people", "times")
        yield match.start(), match.end(), value, bool(match["currency"] or scale) or not (counted and value <= _SMALL)
    for match in pattern("number.in_words").finditer(masked):
        yield match.start(), match.end(), math.nan, True


def _changed(item: Item, context: EvaluationContext) -> Iterator[Finding]:
    for one in item.evidence:
        if one.kind == "figure" and one.query and one.value is not None and context.figures is not None:
            value = _value(context, one.query)
            if value is None or not math.isclose(value, one.value, rel_tol=1e-6, abs_tol=1e-9):
                yield Finding("number_changed", (), {"query": one.query, "value": value, "was": one.value})


def _resolves(value: float, words: str, item: Item, context: EvaluationContext) -> bool:
    if words.strip() in context.dossier_text or any(words.strip() in one.text for one in item.evidence):
        return True
    known = [*_dossier_numbers(context), *item.targets] + [one.value for one in item.evidence if one.value is not None]
    known += [v for one in item.evidence if one.kind == "quote" for _, _, v, _ in numbers(one.text)]
    return any(_reads_as(v, value) for v in [*known, *_data_values(context)])


def _reads_as(known: float, shown: float) -> bool:
    """Say whether a known value reads as the number shown, rounded as a sentence rounds (whole percent)."""
    if math.isnan(shown):
        return False
    return any(
        math.isclose(abs(known) * f, shown, rel_tol=0.005, abs_tol=0.0051 if shown < 1 else 0) for f in (1, 100)
    ) or (shown == round(abs(known)) and abs(known) >= 1)


@lru_cache(maxsize=64)
def _dossier_numbers(context: EvaluationContext) -> tuple[float, ...]:
    return tuple(
        float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", context.dossier_text) if n.strip(",")
    )


@lru_cache(maxsize=64)
def _data_values(context: EvaluationContext) -> tuple[float, ...]:
    found = (_value(context, query.format(film=context.dossier.id)) for query in _COMMON) if context.figures else ()
    return tuple(value for value in found if value is not None)


def _value(context: EvaluationContext, query: str) -> float | None:
    try:
        return context.figures.value(query) if context.figures else None
    except InputError:
        return None
