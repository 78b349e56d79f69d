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

_FIGURE = re.compile(
    r"(?<![A-Za-z0-9_.:/-])(?P<currency>[$¥￥€£])?(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?P<decimals>\.\d+)?\s*(?P<scale>万|亿|千|百万|千万|million|billion|thousand|k\b|K\b)?"
    r"\s*(?P<unit>%|％|percent|个百分点|元|块|分(?![钟之])|星|人次|人|名|位|条|次|倍|场|家|座|城|万?想看|票|stars?|"
    r"points?|viewers|people|reviews|ratings|votes|times|screens|cinemas|theat(?:er|re)s|"
    r"out of|/10|/5)?",
    re.IGNORECASE,
)
_HAN_SHARE = re.compile(
    r"[一二两三四五六七八九十]+成(?:[半一二三四五六七八九])?(?=观众|人|的|以上|都|，|。|受访|网友)|(?:百分之|千分之)[一二两三四五六七八九十百零]+|"
    r"[一二三四五六七八九十]+分之[一二三四五六七八九十]+|[一二两三四五六七八九十百]+(?:亿|万)(?:人|元|票房|观众)?|"
    r"half of (?:all )?(?:viewers|audiences)|(?:two|three|four|nine)[- ](?:thirds|quarters|"
    r"out of (?:three|four|five|ten)|in (?:three|four|five|ten))"
)
_NOT_A_FIGURE = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|\d{4}\s*年(?:\s*\d{1,2}\s*月)?(?:\s*\d{1,2}\s*[日号])?|\d{1,2}\s*月\s*\d{1,2}\s*[日号]?|\d{1,2}\s*月(?!份?票房)|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*\.?\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w*(?:\s+\d{4})?|"
    r"(?<!\d)(?:19|20)\d{2}(?!\d)(?:s)?|\b[234]D\b|\b[48]K\b|\d+\s*(?:秒|s\b|sec\w*|″|点(?:\d+分|半|钟|整)?|pm\b|am\b|p\.m\.|a\.m\.|号厅|号楼|号线|排\d*座?)|"
    r"第\s*\d+|\d+(?:st|nd|rd|th)\b|(?m:^\s*(?:[-*•]\s*)?\d{1,2}\s*[.、)）:：/])|[（(]\d{1,2}[)）]|\d{1,2}\s*/\s*\d{1,2}(?=\s|$)|https?://\S+|\b\d{1,2}\.\d{1,2}(?=\s*(?:上映|全国|影院|见))|"
    r"[A-Za-z]+\d+\w*|\d+\s*[-–~至到]\s*\d+\s*(?:秒|s\b|岁)|【[^】]*】|S\d+E\d+|\b24/7\b|24\s*小时|"
    r"365\s*天|24 hours|365 days|tc_\w+|GB\s?\d+",
    re.IGNORECASE,
)
_SMALL = 12
_SCALE = {
    "千": 1e3,
    "thousand": 1e3,
    "k": 1e3,
    "万": 1e4,
    "million": 1e6,
    "百万": 1e6,
    "千万": 1e7,
    "亿": 1e8,
    "billion": 1e9,
}
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
    masked = _NOT_A_FIGURE.sub(lambda m: "\x00" * len(m[0]), text)
    for match in _FIGURE.finditer(masked):
        value = float(match["number"].replace(",", "") + (match["decimals"] or ""))
        unit = (match["unit"] or "").lower()
        scale = (match["scale"] or "").lower()
        value = value / 100 if unit in ("%", "％", "percent") else value * _SCALE.get(scale, 1)
        counted = unit in ("", "人", "名", "位", "次", "条", "场", "倍", "people", "times")
        yield match.start(), match.end(), value, bool(match["currency"] or scale) or not (counted and value <= _SMALL)
    for match in _HAN_SHARE.finditer(masked):
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
