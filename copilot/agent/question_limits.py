"""Reads a limit that a question asks a series to have passed: 破亿, 跌破 5%, above 40 yuan."""

from __future__ import annotations

import re
from dataclasses import dataclass

from copilot.agent.lexicon_words import pattern, slot_words
from copilot.agent.question_numbers import amount_in
from copilot.evaluation.statements import read_numeral

_HAN = "[一二两三四五六七八九十百]"
_PERCENT = re.compile(
    rf"(?P<plain>\d+(?:\.\d+)?)\s*(?:%|％|percent|个点)|百分之(?P<han>{_HAN}+|\d+)|(?P<tenths>{_HAN}|\d)成|(?P<half>过半|一半|half)"
)
_PLAIN = re.compile(rf"(?P<plain>\d+(?:[.,]\d+)*)|(?P<han>{_HAN}+)(?=[块元人场张])")
_OVER = re.compile(rf"(?:(?<![看去])过|(?<![早晚网])上|破|[≥>]=?)(?=\d|{_HAN}|亿|千万|百万)")
_UNDER = re.compile(r"[<＜≤]=?\s*(?=\d)")
_HAS_UNIT = re.compile(r"^\s*(?:[个次条天号月日年颗星周]|th\b|st\b|nd\b|rd\b|days?|weeks?)")


@dataclass(frozen=True)
class Limit:
    """A limit in the unit of its series."""

    value: float
    above: bool


def limit_in(folded: str, unit: str) -> Limit | None:
    """Read the limit a folded question without its days names beside a word such as 破 or below; None without both.

    Args:
        folded: The question.
        unit: The unit of the series: share, CNY, count and so on.
    """
    for above in (False, True):
        words = pattern(tuple(map(str, slot_words()["exceeds" if above else "below"])))
        for match in [*words.finditer(folded), *(_OVER if above else _UNDER).finditer(folded)]:
            value = _value_in(folded[match.start() :], unit)
            if value is not None:
                return Limit(value, above)
    half = re.search(r"过半|超半|more than half|over half", folded)
    return Limit(0.5, True) if half and unit == "share" else None


def _value_in(text: str, unit: str) -> float | None:
    if unit == "share":
        match = _PERCENT.search(text)
        return _share(match) if match else None
    amount = amount_in(text)
    if amount is not None:
        return amount
    plain = _PLAIN.search(text)
    if plain is None or _HAS_UNIT.match(text[plain.end() :]):
        return None
    return float(plain["plain"].replace(",", "")) if plain["plain"] else float(read_numeral(plain["han"]))


def _share(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["tenths"]:
        return float(read_numeral(match["tenths"]) if not match["tenths"].isdigit() else match["tenths"]) / 10
    said = match["plain"] or match["han"]
    return float(said if said[0].isdigit() else read_numeral(said)) / 100
