"""Places a run of takings on its market's curve: by its opening, then by its own level where that is higher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from copilot.domain.series import Point
from copilot.insight.curve import ANCHOR_DAYS, RUN_GAP_DAYS, WEEK, Curve

LATEST_ANCHOR = 14
"""A run whose first known day is later than this cannot be placed on the curve."""
WEEK_NEEDS = 4
"""Known days of a week from which its level is believed."""
FALLEN_DAYS = 3
"""Days of a week below the interval that make it a fall, which must not become the new level."""


@dataclass(frozen=True)
class Anchor:
    """A level that a run is judged against from the day after `day`."""

    level: float
    day: int
    """Last day it rests on."""
    own: bool
    """True when it is the run's own level of a later week, not that of its opening."""


def current_run(release: date, values: Mapping[date, float]) -> tuple[date, dict[int, float]]:
    """Find the run that is on: (its first day, takings by day of that run).

    That is the release's own, unless a gap of `RUN_GAP_DAYS` shows that the film came back later. Previews before the
    first day are left out.
    """
    first, last_seen = release, None
    for day, value in values.items():
        if value > 0 and day >= first:
            if last_seen and (day - last_seen).days > RUN_GAP_DAYS:
                first = day
            last_seen = day
    return first, {(day - first).days + 1: value for day, value in values.items() if day >= first}


def anchors(curve: Curve, first: date, run: Mapping[int, float]) -> list[Anchor]:
    """Place a run on the curve, by day; empty when its first days are not known.

    The opening fixes the level. Each full week that ran above what the opening let expect, without a fall against the
    level then holding, sets a new one from its own days: a film that outran its opening is from then on judged against
    itself. A week that ran no higher gives the opening's level back, so a slow fall adds up.
    """
    early = [number for number, value in sorted(run.items()) if value > 0][:ANCHOR_DAYS]
    if len(early) < ANCHOR_DAYS or early[0] > LATEST_ANCHOR:
        return []
    level = curve.level(first, {number: run[number] for number in early})
    if level is None:
        return []
    found = [Anchor(level, early[-1], own=False)]
    if not curve.own_spreads:
        return found
    for last in range(WEEK * (1 + early[-1] // WEEK), max(run) + 1, WEEK):
        if _fell(curve, first, run, found[-1], last):
            continue
        week = own_level(curve, first, run, last)
        higher = week is not None and week > level + curve.spread(last).middle
        if higher and week is not None:
            found.append(Anchor(week, last, own=True))
        elif week is not None and found[-1].own:
            found.append(Anchor(level, last, own=False))
    return found


def own_level(curve: Curve, first: date, run: Mapping[int, float], last: int) -> float | None:
    """Give the level of the week that ends on day `last`; None with fewer than `WEEK_NEEDS` known days."""
    known = {n: run[n] for n in range(last - WEEK + 1, last + 1) if run.get(n, 0.0) > 0}
    return curve.level(first, known) if len(known) >= WEEK_NEEDS else None


def expect_day(curve: Curve, first: date, found: list[Anchor], number: int) -> tuple[float, float, float] | None:
    """Give (expected, low, high) of day `number` by the latest anchor before it; None before the first one."""
    before = [one for one in found if one.day < number]
    if not before:
        return None
    return curve.expect(first, before[-1].level, number, since=before[-1].day if before[-1].own else None)


def expect_run(curve: Curve, first: date, run: Mapping[int, float], days: list[date]) -> list[Point]:
    """Give a run's points on some days, with what was to be expected of each by what was known before its week."""
    found = anchors(curve, first, run)
    points = []
    for day in days:
        number = (day - first).days + 1
        expected = expect_day(curve, first, found, number)
        if expected is None:
            points.append(Point(day=day, value=run.get(number)))
        else:
            middle, low, high = expected
            points.append(Point(day=day, value=run.get(number), expected=middle, low=low, high=high))
    return points


def _fell(curve: Curve, first: date, run: Mapping[int, float], anchor: Anchor, last: int) -> bool:
    """Say whether the week that ends on `last` was a fall against the level that held in it."""
    below = 0
    for number in range(max(last - WEEK, anchor.day) + 1, last + 1):
        expected = expect_day(curve, first, [anchor], number)
        if number in run and expected is not None:
            below += run[number] < expected[1]
    return below >= FALLEN_DAYS
