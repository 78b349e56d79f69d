"""Describes a run's first days to the forecast, against the market's daily pattern; shared with training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import cos, exp, log, pi, sin

from copilot.insight.curve import Curve

OBSERVED = (3, 5, 7, 10, 14)
"""Numbers of known days that have a forecast of their own; others use the next smaller."""
WINDOWS = ((8, 10), (15, 17))
"""Spans of release days that are forecast: second and third weekend of a film that opens on a Friday."""
_TYPICAL_THEATERS = 2900.0
TYPICAL_RELEASE = date(2018, 9, 14)
"""A Friday far from any holiday, for films whose release day is not known."""


@dataclass(frozen=True)
class Described:
    """A run's features and the takings of a window by the plain pattern, in log."""

    features: list[float]
    base: float


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

    Features: each day's offset from the pattern, the level, theaters, takings a theater, time of year, opening weekday,
    what the pattern says of the window, and the plain ratios between days. A missing day takes the level.
    """
    height = {n: curve.strength(release, n) for n in range(1, observed + 1)}
    offset = {n: log(gross[n]) - height[n] for n in height if gross.get(n, 0.0) > 0}
    if len(offset) < 3:
        return None
    level = sum(offset.values()) / len(offset)
    logs = [height[n] + offset.get(n, level) for n in height]
    later = [curve.strength(release, n) for n in range(window[0], window[1] + 1)]
    halls = log(theaters if theaters and theaters > 0 else _TYPICAL_THEATERS)
    turn = 2 * pi * release.timetuple().tm_yday / 365
    features = [offset.get(n, level) - level for n in height]
    features += [level, halls, level - halls, sin(turn), cos(turn), sin(2 * turn), cos(2 * turn)]
    features += [float(release.weekday()), float(release.month)]
    features += [
        sum(later) / len(later) - sum(height.values()) / len(height),
        later[0] - height[1],
        later[-1] - height[3],
    ]
    features += [logs[1] - logs[0], logs[2] - logs[1], *_week_ratios(logs)]
    return Described(features, level + log(sum(map(exp, later))))


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
