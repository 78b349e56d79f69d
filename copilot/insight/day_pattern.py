"""The features of one day of a film's run: age, weekday, season and occasions. Training and inference share them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from copilot.insight.calendar import day_tags, is_day_off, is_holiday, season

KNOTS = (1, 3, 7, 14, 21, 28, 35)
"""Days of release after which the decline may change its slope."""
FIRST_DAYS = 3
"""Days of a run that fix its level (`curve.ANCHOR_DAYS`)."""
_WEAK_OPENINGS = {"advent": ((12, 4), (12, 19)), "christmas": ((12, 20), (12, 25))}
"""Releases whose first days are held down by the days before Christmas, so that they rise against them later.

Without this term films released from 4 to 19 December stand 55 % above expectation at Christmas, with it 4 %.
"""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@cache
def day_features(release: date, number: int, market: str) -> tuple[tuple[str, float], ...]:
    """Describe day `number` of a run (1 is the release day) as (feature, amount) pairs.

    The decline is piecewise linear in weeks; opening weeks have their own shape for each weekday a film may open on,
    because a film that opens on Wednesday has its weekend on days three to five.
    """
    if market == "CN":
        return _cn_features(release, number)
    day = release + timedelta(days=number - 1)
    weekday, opened = _WEEKDAYS[day.weekday()], _WEEKDAYS[release.weekday()]
    found = [(f"after{knot}", (number - knot) / 7) for knot in KNOTS if number > knot]
    found.append((f"{weekday}|{season(day, market)}", 1.0))
    if number <= 7:
        found.append((f"open{opened}|{number}", 1.0))
    elif number <= 14:
        found.append((f"second|{weekday}", 1.0))
    if number <= FIRST_DAYS:
        found += [
            (f"opens_{name}", 1.0) for name, span in _WEAK_OPENINGS.items() if span[0] <= _place(release) <= span[1]
        ]
    found += [(tag, 1.0) for tag in day_tags(day, market)]
    return tuple(found)


def _place(day: date) -> tuple[int, int]:
    return day.month, day.day


def _cn_features(release: date, number: int) -> tuple[tuple[str, float], ...]:
    """Describe a day by the few features a handful of films can fix: age, day off, eve of one, occasion, season."""
    day = release + timedelta(days=number - 1)
    free, free_next = (is_day_off(day + timedelta(days=i), "CN") for i in (0, 1))
    found = [(f"after{knot}", (number - knot) / 7) for knot in (1, 7) if number > knot]
    kind = ("off" if free_next else "last_off") if free else ("eve" if free_next else "work")
    found.append((kind, 1.0))
    if number == 1:
        found.append(("first_day", 1.0))
    tags = day_tags(day, "CN")
    if any(tag.startswith("spring_festival") for tag in tags):
        found.append(("spring_festival", 1.0))
    elif is_holiday(day, "CN"):
        found.append(("holiday", 1.0))
    if season(day, "CN") == "summer" and not free:
        found.append(("summer_work", 1.0))
    return tuple(found)
