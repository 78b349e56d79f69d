"""Finds the dates a text states, and which of them it calls the release."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from copilot.evaluation.patterns import pattern

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REACH = 14


@dataclass(frozen=True)
class StatedDate:
    """A date as written; the year is None when it is not said."""

    year: int | None
    month: int
    day: int
    start: int
    end: int
    text: str

    def matches(self, known: date) -> bool:
        """Say whether it is the given day, as far as it is written."""
        return (self.month, self.day) == (known.month, known.day) and self.year in (None, known.year)

    def is_in(self, text: str) -> bool:
        """Say whether another text states the same day."""
        return any((d.month, d.day) == (self.month, self.day) for d in dates(text))


def dates(text: str) -> Iterator[StatedDate]:
    """Yield every date with month and day, in order."""
    for match in pattern("date.stated").finditer(text):
        part = {key[0]: value for key, value in match.groupdict().items() if value}
        month = int(part["m"]) if part["m"].isdigit() else 1 + _MONTHS.index(part["m"][:3].lower())
        day = int(part["d"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            year = int(part["y"]) if "y" in part else None
            yield StatedDate(year, month, day, *match.span(), match[0].strip())


def release_dates(text: str) -> Iterator[StatedDate]:
    """Yield the dates said to be the day the film opens: close to words for a release and to no other event."""
    for stated in dates(text):
        near = re.split(r"[，。！？；;!?\n]", text[max(0, stated.start - _REACH) : stated.start])[-1]
        near += re.split(r"[。！？；!?\n]", text[stated.end : stated.end + _REACH + 6])[0]
        if pattern("date.release").search(near) and not pattern("date.other_event").search(near):
            yield stated
