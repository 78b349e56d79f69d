"""Reads moments as exports write them: usual formats, epochs, Excel serials, relative Chinese and English dates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Moment = tuple[datetime | None, date | None]
"""When something was written: with its time when the source gives one, and the day. (None, None) is unknown."""
UNKNOWN: Moment = (None, None)

_CLOCK = r"(\d{1,2})[:：时点](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?秒?|分)?"
_YMD = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:\s*T?\s*"
    + _CLOCK
    + r")?\s*(Z|[+-]\d{2}:?\d{2})?(?:\s*[(（].*[)）])?"
)
_MDY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?:,?\s+" + _CLOCK + r"\s*([AaPp][Mm])?)?")
_WORDS = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)??([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(\d{4})\b,?\s*)?"
    r"(?:at\s+)?(?:" + _CLOCK + r"\s*([AaPp][Mm])?)?\s*([+-]\d{4})?\s*(\d{4})?"
)
_DAY_FIRST = re.compile(r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})\s+([A-Za-z]{3,9})\.?,?\s+(\d{4})(?:,?\s+" + _CLOCK + ")?.*")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2})?)?")
_NUMERIC = re.compile(r"\d{5,16}(?:\.\d+)?")
_AGO = re.compile(
    r"(\d+)\s*(秒|分钟|小时|天|周|个?月|年|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|[hdw])\s*(?:以?前|ago)?"
)
_NAMED = re.compile(r"(刚刚|今天|今日|昨天|昨日|前天|just now|today|yesterday)\s*(?:" + _CLOCK + ")?", re.IGNORECASE)
_MONTH_DAY = re.compile(r"(去年|今年)?\s*(\d{1,2})(?:-|/|月)(\d{1,2})日?(?:\s*" + _CLOCK + ")?")
_WEEKDAY = re.compile(r"(上上|上|本|这)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天])(?:\s*" + _CLOCK + ")?")
_MONTHS = {
    name: n + 1
    for n, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])
}
_DAYS_AGO = {
    "刚刚": 0,
    "今天": 0,
    "今日": 0,
    "昨天": 1,
    "昨日": 1,
    "前天": 2,
    "just now": 0,
    "today": 0,
    "yesterday": 1,
}
_SPANS = {"天": 1, "d": 1, "周": 7, "w": 7, "月": 30, "个": 30, "年": 365, "y": 365}
_REMEMBERED = 50_000


def market_zone(market: dict[str, Any]) -> tzinfo:
    """Return the local time of a market; a fixed offset where the machine has no zone data."""
    try:
        return ZoneInfo(market["zone"])
    except ZoneInfoNotFoundError:
        return timezone(timedelta(hours=market["offset"]))


class Dates:
    """Date reader of one import.

    Args:
        today: The day relative dates count from.
        zone: Local time of the market; moments with a zone of their own are turned into it.
        month_first: True where 7/4/2026 means the fourth of July.
    """

    def __init__(self, today: date, zone: tzinfo, *, month_first: bool = False) -> None:
        self._today, self._zone, self._month_first = today, zone, month_first
        self._known: dict[str, Moment] = {}
        self.relative = 0
        """How many distinct spellings had to be counted from today."""

    def moment(self, value: object) -> Moment:
        """Read a cell; unknown or unreadable gives (None, None), never an error."""
        if isinstance(value, str):
            found = self._known.get(value)
            if found is None:
                found = self._guarded(value.strip())
                if len(self._known) < _REMEMBERED:
                    self._known[value] = found
            return found
        if isinstance(value, datetime):
            return (None, value.date()) if value.time() == time() else self._local(value)
        if isinstance(value, date):
            return None, value
        return self._from_number(value) if isinstance(value, int | float) and not isinstance(value, bool) else UNKNOWN

    def _guarded(self, text: str) -> Moment:
        try:
            if len(text) == 19 and text[4] == "-" and text[10] == " ":
                return self._local(datetime.fromisoformat(text))
            return self._read(text)
        except (ValueError, OverflowError):
            return UNKNOWN

    def _read(self, text: str) -> Moment:
        if not text or len(text) > 64:
            return UNKNOWN
        for pattern, build in self._absolute():
            if match := pattern.fullmatch(text):
                return build(match)
        found = self._relative(text)
        self.relative += found != UNKNOWN
        return found

    def _absolute(self) -> list[tuple[re.Pattern[str], Callable[[re.Match[str]], Moment]]]:
        return [
            (_YMD, lambda m: self._at(_day(m[1], m[2], m[3]), m.group(4, 5, 6), zone=m[7])),
            (_COMPACT, lambda m: self._compact(m)),
            (_NUMERIC, lambda m: self._from_number(float(m[0]))),
            (_MDY, self._slashed),
            (_WORDS, self._worded),
            (_DAY_FIRST, lambda m: self._at(_day(m[3], _month(m[2]), m[1]), m.group(4, 5, 6))),
        ]

    def _compact(self, match: re.Match[str]) -> Moment:
        try:
            return self._at(_day(match[1], match[2], match[3]), match.group(4, 5, 6))
        except ValueError:
            return self._from_number(float(match[0]))

    def _slashed(self, match: re.Match[str]) -> Moment:
        first, second = int(match[1]), int(match[2])
        month, day = (first, second) if (self._month_first and first <= 12) or second > 12 else (second, first)
        return self._at(_day(match[3], month, day), match.group(4, 5, 6), half=match[7])

    def _worded(self, match: re.Match[str]) -> Moment:
        year = match[3] or match[9]
        if year is None:
            return UNKNOWN
        return self._at(_day(year, _month(match[1]), match[2]), match.group(4, 5, 6), zone=match[8], half=match[7])

    def _at(
        self, day: date, clock: tuple[str | None, ...], *, zone: str | None = None, half: str | None = None
    ) -> Moment:
        if clock[0] is None:
            return None, day
        hour = int(clock[0]) % 24
        if half:
            hour = hour % 12 + (12 if half.lower() == "pm" else 0)
        moment = datetime.combine(day, time(hour, int(clock[1] or 0), min(int(clock[2] or 0), 59)))
        return self._local(moment.replace(tzinfo=_offset(zone)) if zone else moment)

    def _local(self, moment: datetime) -> Moment:
        if moment.tzinfo is not None:
            moment = moment.astimezone(self._zone).replace(tzinfo=None)
        moment = moment.replace(microsecond=0)
        return moment, moment.date()

    def _from_number(self, value: float) -> Moment:
        """Read epochs (milliseconds from 1e11, seconds from 1e9), Excel serials (20000 to 80000) and 20260714."""
        if 20_000 <= value <= 80_000:
            moment = datetime(1899, 12, 30) + timedelta(days=round(value * 86_400) / 86_400)  # noqa: DTZ001 - local
            return (None, moment.date()) if value == int(value) else self._local(moment)
        if 1e11 <= value < 1e14:
            value /= 1000
        if 1e9 <= value < 1e11:
            return self._local(datetime.fromtimestamp(value, UTC)) if value < 4.2e9 else UNKNOWN
        if 19_000_101 <= value <= 21_001_231 and value == int(value):
            digits = str(int(value))
            return None, date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return UNKNOWN

    def _relative(self, text: str) -> Moment:
        if match := _NAMED.fullmatch(text):
            return self._at(self._back(_DAYS_AGO[match[1].lower()]), match.group(2, 3, 4))
        if match := _AGO.fullmatch(text):
            return None, self._back(_days_back(int(match[1]), match[2]))
        if match := _MONTH_DAY.fullmatch(text):
            return self._month_day(match)
        if match := _WEEKDAY.fullmatch(text):
            monday = self._back(self._today.weekday() + 7 * (match[1] or "").count("上"))
            place = "一二三四五六日".index(match[2].replace("天", "日"))
            return self._at(monday + timedelta(days=place), match.group(3, 4, 5))
        return UNKNOWN

    def _month_day(self, match: re.Match[str]) -> Moment:
        year = self._today.year - (match[1] == "去年")
        day = date(year, int(match[2]), int(match[3]))
        if match[1] is None and day > self._today + timedelta(days=1):
            day = day.replace(year=year - 1)
        return self._at(day, match.group(4, 5, 6))

    def _back(self, days: int) -> date:
        return self._today - timedelta(days=days)


def _day(year: object, month: object, day: object) -> date:
    found = date(int(str(year)), int(str(month)), int(str(day)))
    if not 1880 <= found.year <= 2200:
        raise ValueError(found)
    return found


def _month(name: str) -> int:
    found = _MONTHS.get(name[:3].lower())
    if found is None:
        raise ValueError(name)
    return found


def _offset(text: str) -> tzinfo:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[-2:])
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def _days_back(count: int, unit: str) -> int:
    if unit[0] in "秒分小shm" and not unit.startswith("month"):
        return count // 24 if unit[0] in "小h" else 0
    return count * (30 if unit.startswith("month") else _SPANS[unit[0]])
