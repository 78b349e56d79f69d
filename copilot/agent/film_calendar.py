"""Spans of days, and the film's calendar that a day without a year or a weekend is reckoned in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

_HAN = "一二三四五六七八九十"
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "tenth": 10}
_COUNTS = ("one", "two", "three", "four", "five", "six", "seven")
_FRIDAY = 4
_EARLIEST = date(1990, 1, 1)
"""Where a span without a beginning begins in a figure's query."""


@dataclass(frozen=True)
class Window:
    """A span of days, both ends in it."""

    first: date
    last: date
    called: str
    """The word of the slot lexicon that means it, or `date`."""

    @property
    def is_day(self) -> bool:
        """Say whether it is one day."""
        return self.first == self.last


def day_filters(windows: Sequence[Window]) -> dict[str, date]:
    """Turn the first span a question names, other than the latest day, into filters of figures; empty without one."""
    named = next((window for window in windows if window.called != "latest"), None)
    return {"from_": max(named.first, _EARLIEST), "to": named.last} if named else {}


@dataclass(frozen=True)
class Calendar:
    """The day of release, the day the data is read on, and the market whose holidays count."""

    release: date
    as_of: date
    market: str = "CN"


def weekend(release: date, number: int) -> tuple[date, date]:
    """Return the first and last day of the film's nth weekend: the opening one from release to Sunday, then Fridays."""
    if number == 1 and release.weekday() >= _FRIDAY:
        return release, release + timedelta(days=6 - release.weekday())
    friday = release + timedelta(days=_FRIDAY - release.weekday())
    start = friday + timedelta(days=7 * (number - 1))
    return start, start + timedelta(days=2)


def numeral(text: str) -> int:
    """Read a number of up to two digits in either script, or an English ordinal; 0 when it is none."""
    if text.isdigit():
        return int(text)
    if text[:1].isdigit():
        return int(re.sub(r"\D", "", text))
    if text in ORDINALS:
        return ORDINALS[text]
    if text in _COUNTS:
        return _COUNTS.index(text) + 1
    if text and all(char in _HAN for char in text):
        tens, _, ones = text.rpartition("十")
        return (
            (_HAN.index(tens) + 1 if tens else 1) * 10 + (_HAN.index(ones) + 1 if ones else 0)
            if "十" in text
            else _HAN.index(text[0]) + 1
        )
    return 0


def day_of(year: int, month: int, day: int) -> Window | None:
    """Make a window of a day; None when there is no such day."""
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return Window(found, found, "date")


def near(calendar: Calendar, month: int, day: int) -> Window | None:
    """Take the day nearest to release."""
    tried = (day_of(calendar.release.year + shift, month, day) for shift in (-1, 0, 1))
    held = [window for window in tried if window is not None]
    return min(held, key=lambda window: abs((window.first - calendar.release).days), default=None)
