"""Public holidays, school breaks and cinema occasions that move a day's takings, for China and the United States."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

import yaml

from copilot.errors import KnowledgeError
from copilot.shipped import folder

CALENDARS = ("CN", "US")
"""Markets whose holidays are known."""


@cache
def day_tags(day: date, market: str) -> tuple[str, ...]:
    """Name what is special about a day, such as `thanksgiving+1` or `spring_festival+3`; empty for an ordinary day.

    A tag is an occasion and the offset in days from it. Markets outside `CALENDARS` have no tags.
    """
    if market == "US":
        return _us_tags(day)
    return _cn_tags(day) if market == "CN" else ()


def is_holiday(day: date, market: str) -> bool:
    """Say whether a day is a public holiday, or one of the days a market's cinemas live from as if it were."""
    tags = day_tags(day, market)
    if market == "US":
        return any(tag.split("@")[0] in _US_DAYS_OFF for tag in tags)
    return any(not tag.startswith(("working", "valentine", "double_seventh")) for tag in tags)


def is_day_off(day: date, market: str) -> bool:
    """Say whether people are free: a weekend that is not worked, or a holiday."""
    if market == "CN" and "working_day" in day_tags(day, market):
        return False
    return day.weekday() >= 5 or is_holiday(day, market)


def is_festive(day: date, market: str) -> bool:
    """Say whether an occasion may lift a day's takings: a holiday, the days around it, Christmas to New Year."""
    return any(not tag.startswith("working") for tag in day_tags(day, market))


def season(day: date, market: str) -> str:
    """Name the part of the year that changes what a weekday is: summer, winter (CN), or term."""
    place = (day.month, day.day)
    if market == "US":
        return "summer" if (6, 10) <= place <= (8, 20) else "term"
    return "summer" if (7, 5) <= place <= (8, 31) else "winter" if (1, 15) <= place <= (2, 20) else "term"


def planned_from(market: str) -> int | None:
    """Year from which a market's holidays are planned by rule, not yet announced; None when all follow fixed rules."""
    return int(_table()["announced_until"]) + 1 if market == "CN" else None


_US_DAYS_OFF = frozenset(
    ["mlk+0", "presidents+0", "memorial+0", "labor+0", "thanksgiving+0", "thanksgiving+1", "july4+0", "columbus+0"]
    + ["veterans+0", "juneteenth+0", "easter-2"]
    + [f"md12{d:02d}" for d in range(23, 32)]
    + ["md0101", "md0102"]
)


def _us_tags(day: date) -> tuple[str, ...]:
    tags = []
    for name, at, before, after in _us_occasions(day.year):
        offset = (day - at).days
        if -before <= offset <= after:
            tags.append(f"{name}{offset:+d}")
    if (day.month, day.day) >= (12, 17) or (day.month, day.day) <= (1, 4):
        tags.append(f"md{day:%m%d}@{'weekend' if day.weekday() >= 4 else 'week'}")
    return tuple(tags)


@cache
def _us_occasions(year: int) -> tuple[tuple[str, date, int, int], ...]:
    """List (name, day, days before, days after that feel it)."""
    easter = _easter(year)
    found = [
        ("mlk", _nth(year, 1, 0, 3), 3, 1),
        ("superbowl", _nth(year, 2, 6, 2 if year >= 2022 else 1), 1, 0),
        ("valentine", date(year, 2, 14), 1, 1),
        ("presidents", _nth(year, 2, 0, 3), 3, 1),
        ("easter", easter, 3, 1),
        ("memorial", _nth(year, 6, 0, 1) - timedelta(days=7), 3, 1),  # May's last Monday
        ("july4", date(year, 7, 4), 2, 1),
        ("labor", _nth(year, 9, 0, 1), 3, 1),
        ("columbus", _nth(year, 10, 0, 2), 3, 0),
        ("halloween", date(year, 10, 31), 1, 0),
        ("veterans", date(year, 11, 11), 1, 0),
        ("thanksgiving", _nth(year, 11, 3, 4), 3, 4),
    ]
    return (*found, ("juneteenth", date(year, 6, 19), 0, 0)) if year >= 2021 else tuple(found)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _easter(year: int) -> date:
    """Find Easter Sunday.

    Source:
        Anonymous Gregorian algorithm (Meeus 1991, Astronomical Algorithms, chapter 8).
    """
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), g = divmod(b, 4), (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    month, rest = divmod(h + weekday - 7 * ((a + 11 * h + 22 * weekday) // 451) + 114, 31)
    return date(year, month, rest + 1)


def _cn_tags(day: date) -> tuple[str, ...]:
    tags = []
    for name, first, last in _cn_breaks(day.year):
        if first <= day <= last:
            tags.append(f"{name}+{(day - first).days}")
    if day in _cn_working(day.year):
        tags.append("working_day")
    tags += [name for name, at in _table()["occasions"].get(day.year, {}).items() if at == day]
    if (day.month, day.day) == (2, 14):
        tags.append("valentine")
    return tuple(tags)


@cache
def _cn_breaks(year: int) -> tuple[tuple[str, date, date], ...]:
    """List a year's holiday breaks: announced ones from chinese_calendar, later ones from the dated table."""
    if year <= _table()["announced_until"]:
        return _announced(year)
    planned = _table()["planned"].get(year, {})
    return tuple((name, span["from"], span["to"]) for name, span in planned.items())


@cache
def _announced(year: int) -> tuple[tuple[str, date, date], ...]:
    import chinese_calendar

    breaks: list[tuple[str, date, date]] = []
    day = date(year, 1, 1)
    while day.year == year:
        try:
            free, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return tuple(breaks)
        if free and name:
            key = name.lower().replace(" ", "_").replace("'", "").replace("-", "_")
            if breaks and breaks[-1][2] == day - timedelta(days=1):
                breaks[-1] = (breaks[-1][0], breaks[-1][1], day)
            else:
                breaks.append((key, day, day))
        day += timedelta(days=1)
    return tuple(breaks)


@cache
def _cn_working(year: int) -> frozenset[date]:
    """Find the weekend days worked to make a break longer; none are known before they are announced."""
    if not 2004 <= year <= _table()["announced_until"]:
        return frozenset()
    import chinese_calendar

    days = (date(year, 1, 1) + timedelta(days=i) for i in range(365))
    return frozenset(d for d in days if d.weekday() >= 5 and chinese_calendar.is_workday(d))


@cache
def _table() -> dict[str, Any]:
    path = folder("knowledge") / "curves" / "holidays.yaml"
    try:
        found = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore the shipped file.") from error
    return dict(found)
