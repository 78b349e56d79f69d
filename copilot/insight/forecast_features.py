"""Describes a run's first days to the forecast, against the market's daily pattern; shared with training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, exp, log, pi, sin

from copilot.insight.calendar import is_day_off
from copilot.insight.curve import Curve

OBSERVED = (3, 5, 7, 10, 14)
"""Numbers of known days that have a forecast of their own; others use the next smaller."""
WINDOWS = ((8, 10), (15, 17))
"""Spans of release days that are forecast: second and third weekend of a film that opens on a Friday."""
_TYPICAL_THEATERS = 2900.0
_TYPICAL_LEVEL = 14.0
_WEEKEND = (4, 5, 6)


@dataclass(frozen=True)
class Described:
    """A run's description and the takings of a window by the plain pattern, in log."""

    features: list[float]
    """What the trees see."""
    terms: list[float]
    """What the linear part sees."""
    level: float
    """Mean log distance of the known days from the pattern: how large the film is."""
    base: float


@dataclass(frozen=True)
class _Days:
    """The first days of a run against the pattern, by day of release."""

    release: date
    height: dict[int, float]
    offset: dict[int, float]
    level: float
    observed: int
    window: tuple[int, int]

    def weekday(self, number: int) -> int:
        return (self.release.weekday() + number - 1) % 7

    def mean(self, weekdays: tuple[int, ...]) -> float:
        found = [value for number, value in self.offset.items() if self.weekday(number) in weekdays]
        return sum(found) / len(found) - self.level if found else 0.0

    def free(self, first: int, last: int, market: str) -> int:
        days = (self.release + timedelta(days=n - 1) for n in range(first, last + 1))
        return sum(day.weekday() < 5 and is_day_off(day, market) for day in days)


def describe_run(
    curve: Curve,
    release: date,
    gross: Mapping[int, float],
    *,
    theaters: float | None,
    observed: int,
    window: tuple[int, int],
) -> Described | None:
    """Describe days 1 to `observed`; None when fewer than three of them have takings.

    The trees see each day's offset from the pattern, the level, theaters, takings a theater, time of year, opening
    weekday, what the pattern says of the window, and the plain ratios between days. The linear part sees the same with
    weekday and month as single terms, offsets by weekday, and days off. A missing day takes the level.
    """
    height = {n: curve.strength(release, n) for n in range(1, observed + 1)}
    known = {n: log(gross[n]) - height[n] for n in height if gross.get(n, 0.0) > 0}
    if len(known) < 3:
        return None
    level = sum(known.values()) / len(known)
    days = _Days(release, height, {n: known.get(n, level) for n in height}, level, observed, window)
    later = [curve.strength(release, n) for n in range(window[0], window[1] + 1)]
    halls = log(theaters if theaters and theaters > 0 else _TYPICAL_THEATERS)
    offsets = [days.offset[n] - level for n in height]
    size = [level, halls, level - halls]
    season, ahead = _season(release), _ahead(days, later)
    return Described(
        [*offsets, *size, *season, float(release.weekday()), float(release.month), *ahead],
        [*offsets, *size, *season, *ahead, *_opening(release), *_bends(offsets, level, halls), *_weekly(days, curve)],
        level,
        level + log(sum(map(exp, later))),
    )


def _season(release: date) -> list[float]:
    turn = 2 * pi * release.timetuple().tm_yday / 365
    return [sin(turn), cos(turn), sin(2 * turn), cos(2 * turn)]


def _ahead(days: _Days, later: list[float]) -> list[float]:
    """Say what the pattern makes of the window against the known days, and the plain ratios between days."""
    logs = [days.height[n] + days.offset[n] for n in days.height]
    found = [sum(later) / len(later) - sum(days.height.values()) / len(days.height)]
    found += [later[0] - days.height[1], later[-1] - days.height[3]]
    return [*found, logs[1] - logs[0], logs[2] - logs[1], *_week_ratios(logs)]


def _week_ratios(logs: list[float]) -> list[float]:
    if len(logs) < 5:
        return []
    middle = logs[3:7]
    found = [logs[3] - logs[2], sum(middle) / len(middle) - sum(logs[:3]) / 3, logs[4] - logs[3]]
    if len(logs) >= 7:
        found += [logs[6] - logs[3], logs[6] - logs[5]]
    if len(logs) >= 10:
        found += [sum(logs[7:10]) / 3 - sum(logs[:3]) / 3]
    return found


def _opening(release: date) -> list[float]:
    weekdays = [float(release.weekday() == weekday) for weekday in (2, 3)]
    return weekdays + [float(release.month == month) for month in range(1, 13)]


def _bends(offsets: list[float], level: float, halls: float) -> list[float]:
    """Let size bend: large films fall differently from small ones."""
    size = level - _TYPICAL_LEVEL
    return [size * size, size * offsets[0], size * offsets[2], size * halls]


def _weekly(days: _Days, curve: Curve) -> list[float]:
    """Line offsets up by weekday, whatever weekday the film opened on, and count days off known and ahead."""
    found = [days.mean((weekday,)) for weekday in range(7)]
    found += [days.mean(_WEEKEND), days.mean((0, 1, 2, 3))]
    found += [(days.offset[days.observed] - days.offset[1]) / days.observed]
    return [*found, float(days.free(1, days.observed, curve.market)), float(days.free(*days.window, curve.market))]
