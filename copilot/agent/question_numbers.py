"""Reads the numbers and the day that a question states."""

from __future__ import annotations

import re
from datetime import date

from copilot.domain.film import Dossier
from copilot.evaluation.statements import read_numeral

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[万亿]?")
_HAN_NUMBER = re.compile(r"[一二两三四五六七八九十百]+(?=[万亿成倍年岁天人次名封条个场斤]|小时|分钟|公里|公斤|米)")
_ONE_HAN = 1


def numbers_in(text: str) -> list[str]:
    """List the numbers of a folded text in digits, 万 and 亿 kept with them."""
    return _NUMBER.findall(_in_digits(text))


def _in_digits(text: str) -> str:
    """Write Chinese numerals before a unit in digits; lone ones, as in 一个, stay words."""

    def digits(match: re.Match[str]) -> str:
        alone = len(match[0]) == _ONE_HAN and text[match.end()] not in "万亿成倍"
        return match[0] if alone else str(read_numeral(match[0]))

    return _HAN_NUMBER.sub(digits, text)


def stated_day(folded: str, dossier: Dossier) -> date | None:
    """Read a stated day; a day without year is the one nearest to release."""
    full = re.search(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})", folded)
    short = re.search(r"(\d{1,2})月(\d{1,2})[日号]", folded)
    try:
        if full:
            return date(int(full[1]), int(full[2]), int(full[3]))
        if short:
            month, day = int(short[1]), int(short[2])
            years = (dossier.release_date.year + shift for shift in (-1, 0, 1))
            return min((date(y, month, day) for y in years), key=lambda d: abs((d - dossier.release_date).days))
    except ValueError:
        return None
    return None
