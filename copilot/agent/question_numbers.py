"""Reads the numbers and the amount that a question states."""

from __future__ import annotations

import re

from copilot.evaluation.said_numbers import SCALES
from copilot.evaluation.statements import read_numeral

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*[万亿]?")
_HAN_NUMBER = re.compile(r"[一二两三四五六七八九十百]+(?=[万亿成倍年岁天人次名封条个场斤]|小时|分钟|公里|公斤|米)")
_ONE_HAN = 1
_AMOUNT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)?\s*(?P<scale>千万|百万|十亿|万|亿|million|billion)"
)
_STATED_UNITS = "万亿千成倍天晚场条个次名位层块圈岁年%米斤公只台张句封篇"
_STATED = re.compile(
    r"(?<![第\d.a-z])(?<!(?:mon|tue|wed|thu|fri|sat|sun) )"
    r"(?:(?P<digits>\d+(?:,\d{3})*(?:\.\d+)?)"
    rf"|(?P<han>[一二两三四五六七八九十百]+)(?=[{_STATED_UNITS}]|小时|分钟))"
    r"\s*(?P<scale>千万|百万|千|万|亿|million|billion|thousand|k\b|%|％|percent|成|个点)?(?!\s*(?:星|stars?\b))"
)
_STATED_SCALES = {**SCALES, "%": 0.01, "％": 0.01, "percent": 0.01, "成": 0.1, "个点": 0.01}
_HAN = "一二三四五六七八九"
_SCALES = {"万": 1e4, "百万": 1e6, "千万": 1e7, "亿": 1e8, "十亿": 1e9, "million": 1e6, "billion": 1e9}


def numbers_in(text: str) -> list[str]:
    """List the numbers of a folded text in digits, 万 and 亿 kept with them."""
    return _NUMBER.findall(_in_digits(text))


def _in_digits(text: str) -> str:
    """Write Chinese numerals before a unit in digits; lone ones, as in 一个, stay words."""

    def digits(match: re.Match[str]) -> str:
        alone = len(match[0]) == _ONE_HAN and text[match.end()] not in "万亿成倍"
        return match[0] if alone else str(read_numeral(match[0]))

    return _HAN_NUMBER.sub(digits, text)


def amount_in(folded: str) -> float | None:
    """Read the first amount in tens of thousands or more, such as 三千万 or 1.2亿; None when there is none."""
    match = _AMOUNT.search(folded)
    if match is None:
        return None
    number = match["number"] or "一"
    if number[0].isdigit():
        return float(number) * _SCALES[match["scale"]]
    if "百" in number and number != "百":
        return read_numeral(number) * _SCALES[match["scale"]]
    tens, sign, ones = number.partition("十")
    plain = (_numeral(tens) if tens else 1) * 10 + (_numeral(ones) if ones else 0) if sign else _numeral(number)
    return plain * _SCALES[match["scale"]] if plain else None


def stated_numbers(text: str) -> list[tuple[str, float]]:
    """List the numbers a folded text states with their values; ordinals, lone 一 and 两 and stars are none."""
    found = []
    for match in _STATED.finditer(text.replace("个亿", "亿").replace("个小时", "小时")):
        said, scale = match["digits"] or match["han"], match["scale"] or ""
        if said in ("一", "两", "几") and not scale:
            continue
        value = float(said.replace(",", "")) if match["digits"] else float(read_numeral(said))
        found.append((match[0], value * _STATED_SCALES.get(scale, 1.0)))
    return found


def _numeral(han: str) -> int:
    if han == "百":
        return 100
    return _HAN.index(han.replace("两", "二")[0]) + 1 if han and han.replace("两", "二")[0] in _HAN else 0
