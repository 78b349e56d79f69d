"""What should have been expected of each series, day by day: the curve for takings, its own past for talk."""

from __future__ import annotations

from datetime import date, timedelta
from math import exp, log, sqrt

from copilot.domain.series import Point
from copilot.insight.case import Case
from copilot.insight.curve import ANCHOR_DAYS, Curve, load_curve
from copilot.insight.series import TAKINGS, VOLUME, WORD_OF_MOUTH, daily_values, mouth_counts

RUN_GAP_DAYS = 45
"""Days without takings after which the next ones belong to a re-release."""
LATEST_ANCHOR = 14
"""A run whose first known day is later than this cannot be placed on the curve."""
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


def current_run(case: Case, values: dict[date, float]) -> tuple[date, dict[int, float]]:
    """Find the run that is on: (its first day, takings by day of that run).

    That is the release's own, unless a gap of `RUN_GAP_DAYS` shows that the film came back later. Previews before the
    first day are left out.
    """
    first, last_seen = case.dossier.release_date, None
    for day, value in values.items():
        if value > 0 and day >= first:
            if last_seen and (day - last_seen).days > RUN_GAP_DAYS:
                first = day
            last_seen = day
    return first, {(day - first).days + 1: value for day, value in values.items() if day >= first}


def _every_day(values: dict[date, float]) -> list[date]:
    first, last = min(values), max(values)
    if (last - first).days > 4000:
        return sorted(values)
    return [first + timedelta(days=i) for i in range((last - first).days + 1)]


def anchor(curve: Curve, first: date, run: dict[int, float]) -> tuple[float, int] | None:
    """Place a run on the curve: (level, last day used); None when its early days are not known."""
    early = [number for number, value in sorted(run.items()) if value > 0][:ANCHOR_DAYS]
    if len(early) < ANCHOR_DAYS or early[0] > LATEST_ANCHOR:
        return None
    level = curve.level(first, {number: run[number] for number in early})
    return None if level is None else (level, early[-1])


def _takings(case: Case, values: dict[date, float]) -> list[Point]:
    curve = load_curve(case.dossier.market)
    first, run = current_run(case, values)
    placed = anchor(curve, first, run)
    points = []
    for day in _every_day(values):
        number = (day - first).days + 1
        if placed is None or number <= placed[1]:
            points.append(Point(day=day, value=values.get(day)))
        else:
            middle, low, high = curve.expect(first, placed[0], number)
            points.append(Point(day=day, value=values.get(day), expected=middle, low=low, high=high))
    return points


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
