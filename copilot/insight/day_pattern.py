"""The features of one day of a film's run: age, weekday, season and occasions. Training and inference share them."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from copilot.insight.calendar import day_tags, is_day_off, season

KNOTS = (1, 3, 7, 14, 21, 28, 35)
"""Days of release after which the decline may change its slope."""
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@cache
def day_features(release: date, number: int, market: str) -> tuple[tuple[str, float], ...]:
    """Describe day `number` of a run (1 is the release day) as (feature, amount) pairs.

    The decline is piecewise linear in weeks; opening weeks have their own shape for each weekday a film may open on,
    because a film that opens on Wednesday has its weekend on days three to five.
    """
    day = release + timedelta(days=number - 1)
    weekday, opened = _WEEKDAYS[day.weekday()], _WEEKDAYS[release.weekday()]
    found = [(f"after{knot}", (number - knot) / 7) for knot in KNOTS if number > knot]
    found.append((f"{weekday}|{season(day, market)}", 1.0))
    if number <= 7:
        found.append((f"open{opened}|{number}", 1.0))
    elif number <= 14:
        found.append((f"second|{weekday}", 1.0))
    found += [(tag, 1.0) for tag in day_tags(day, market)]
    if market == "CN":
        found.append((f"off|{is_day_off(day, market)}", 1.0))
        found.append((f"tomorrow_off|{is_day_off(day + timedelta(days=1), market)}", 1.0))
    return tuple(found)
