"""Decides, day by day and only with what was known then, whether a series has fallen below what was expected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from copilot.domain.series import DropState, Point

ALARM_DAYS = 3
"""Days in a row outside the interval before it counts: two days share one weekend, so two can be a single surprise."""
STALE_DAYS = 10
"""A series that ended longer ago than this says nothing about now."""


@dataclass(frozen=True)
class Fall:
    """How a series stands against its expectation on the last day it has."""

    state: DropState
    since: date | None = None
    first_alarm_day: date | None = None
    last: date | None = None
    judged: int = 0
    """Days that had both a value and an expectation."""


def judge_fall(
    points: Sequence[Point],
    *,
    as_of: date,
    alarm_days: int = ALARM_DAYS,
    margin: float = 1.0,
    is_festive: Callable[[date], bool] = lambda _day: False,
) -> Fall:
    """Judge a series by its points, ascending.

    Dropping: the last `alarm_days` judged days all lie below the interval, or an alarm was given and the series has not
    come back above the lower end, as it was at the alarm, for as many days. Rising: the last ones all lie above it, and
    so do as many ordinary days among the last: what a holiday lifts is no recovery. Days without a row are skipped,
    never counted as zero; a single zero among other values is a missing report, not a fall.

    Args:
        points: The series, ascending.
        as_of: The last day known.
        alarm_days: Days in a row it takes.
        margin: How many lower halves of the 80 % interval below the expected count as outside; 1 is the interval.
        is_festive: Says of a day whether an occasion lifts it; such days fall like others, but do not make a rise.

    Returns:
        `cannot_tell` with fewer than `alarm_days` judged days, or when the series ended `STALE_DAYS` before `as_of`.
    """
    judged = [p for p in points if p.value is not None and p.expected is not None and p.day <= as_of]
    judged = [p for p, odd in zip(judged, _odd_zeros(judged), strict=True) if not odd]
    if len(judged) < alarm_days or (as_of - judged[-1].day).days > STALE_DAYS:
        return Fall("cannot_tell", judged=len(judged), last=judged[-1].day if judged else None)
    since, alarm = _current_fall(judged, alarm_days, margin)
    if alarm is not None:
        return Fall("dropping", since, alarm, judged[-1].day, len(judged))
    ordinary = [p for p in judged if not is_festive(p.day)]
    risen = len(ordinary) >= alarm_days and _above(judged[-alarm_days:]) and _above(ordinary[-alarm_days:])
    return Fall("rising" if risen else "holding", None, None, judged[-1].day, len(judged))


def _above(points: Sequence[Point]) -> bool:
    return all(p.value > p.high for p in points if p.value is not None and p.high is not None)


def _current_fall(judged: Sequence[Point], alarm_days: int, margin: float) -> tuple[date | None, date | None]:
    """Follow the days: (first day of the fall that lasts, day it was first visible); None, None without one."""
    below = back = 0
    start: date | None = None
    alarm: date | None = None
    bar = 0.0
    for point in judged:
        middle = point.expected or 0.0
        reach = (point.value or 0.0) / middle if middle > 0 else 1.0
        lowest = 1 - margin * (1 - (point.low or 0.0) / middle) if middle > 0 else 0.0
        if reach < max(lowest, bar):
            start = point.day if below == 0 and alarm is None else start
            below, back = below + 1, 0
        else:
            below, back = 0, back + 1
        if alarm is None and below >= alarm_days:
            # The interval widens with the weeks; a fall once seen must not vanish in it.
            alarm, bar = point.day, lowest
        if alarm is not None and back >= alarm_days:
            alarm = start = None
            bar = 0.0
    return (start, alarm) if alarm is not None else (None, None)


def _odd_zeros(points: Sequence[Point]) -> list[bool]:
    """Mark zeros whose neighbours on both sides are not zero."""
    zero = [p.value == 0 for p in points]
    last = len(points) - 1
    return [is_zero and 0 < i < last and not zero[i - 1] and not zero[i + 1] for i, is_zero in enumerate(zero)]
