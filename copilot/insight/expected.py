"""What should have been expected of each series, day by day: the curve for takings, its own past for talk."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log, sqrt

from copilot.domain.series import Point
from copilot.insight.case import Case
from copilot.insight.curve import load_curve
from copilot.insight.series import TAKINGS, VOLUME, WORD_OF_MOUTH, daily_values, mouth_counts
from copilot.insight.takings_run import current_run, expect_run

REFERENCE_VOICES = 40
"""Viewers' voices that fix what word of mouth to expect: the share is then known to about ±15 points."""
OVERDISPERSION = 1.5
"""Variance of a week's positive share over the binomial; between days of one film 1.2 to 1.8 was measured."""
WEEKLY_DECAY = 0.78
"""Median ratio of one week's voices to the week before in the first two months after release."""
_VOLUME_SPREAD = 0.33
"""Standard deviation of that ratio in log, beyond counting noise."""
Z80 = 1.2816


def expected_points(case: Case, name: str) -> list[Point]:
    """Give a series by day with what was expected and an 80 % interval where films like this, or its own past, allow.

    Days without a row between the first and the last have value None. Empty when the case does not hold the series.
    """
    values = daily_values(case, name)
    if not values:
        return []
    if name.startswith(TAKINGS):
        return _takings(case, values)
    if name == VOLUME:
        return _volume(case, values)
    if name == WORD_OF_MOUTH:
        return _mouth(case, values)
    return [Point(day=day, value=values.get(day)) for day in _every_day(values)]


def _every_day(values: dict[date, float]) -> list[date]:
    first, last = min(values), max(values)
    if (last - first).days > 4000:
        return sorted(values)
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def _takings(case: Case, values: dict[date, float]) -> list[Point]:
    first, run = current_run(case.dossier.release_date, values)
    days = _every_day(values)
    points = expect_run(load_curve(case.dossier.market), first, run, [day for day in days if day >= first])
    return [Point(day=day, value=values.get(day)) for day in days if day < first] + points


def _volume(case: Case, values: dict[date, float]) -> list[Point]:
    """Expect a day's voices from the week before the last: talk of a released film fades by a known share a week."""
    points, release = [], case.dossier.release_date
    for day in _every_day(values):
        past = [values.get(day - timedelta(days=i), 0.0) for i in range(7, 14)]
        known = day - timedelta(days=13) >= max(min(values), release)
        if not known or sum(past) < 35:
            points.append(Point(day=day, value=values.get(day)))
            continue
        decay = WEEKLY_DECAY if (day - release).days <= 60 else 1.0
        middle = sum(past) / 7 * decay
        spread = sqrt(_VOLUME_SPREAD**2 + OVERDISPERSION / middle)
        low, high = (exp(log(middle) + sign * Z80 * spread) for sign in (-1, 1))
        points.append(Point(day=day, value=values.get(day), expected=middle, low=low, high=high))
    return points


def mouth_reference(case: Case, counts: dict[date, tuple[float, float]]) -> tuple[date, float, float] | None:
    """Fix what word of mouth to expect: (day from which it holds, positive share, voices it rests on).

    It is the share over the film's first days, at least a week and `REFERENCE_VOICES` voices; None before that.
    """
    if not counts:
        return None
    start = max(min(counts), case.dossier.release_date)
    for day, (positive, total) in counts.items():
        if day >= start + timedelta(days=6) and total >= REFERENCE_VOICES:
            return day, positive / total, total
    return None


def _mouth(case: Case, values: dict[date, float]) -> list[Point]:
    counts = mouth_counts(case)
    reference = mouth_reference(case, counts)
    points = []
    for day in _every_day(values):
        if reference is None or day <= reference[0] or day not in counts:
            points.append(Point(day=day, value=values.get(day)))
            continue
        _, share, base = reference
        half = Z80 * mouth_spread(share, base, counts[day][1])
        low, high = max(0.0, share - half), min(1.0, share + half)
        points.append(Point(day=day, value=values[day], expected=share, low=low, high=high))
    return points


def mouth_spread(share: float, base: float, now: float) -> float:
    """Give the standard deviation of the difference of two positive shares over `base` and `now` voices."""
    # Half a voice on either side keeps a film that everyone likes from having no spread at all.
    kept = min(max(share, 0.5 / base), 1 - 0.5 / base)
    return sqrt(OVERDISPERSION * kept * (1 - kept) * (1 / base + 1 / now))
