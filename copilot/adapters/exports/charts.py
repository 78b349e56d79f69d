"""Draws a series with its expected band as inline SVG, so that text uses the reader's fonts and nothing is fetched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from copilot.adapters.exports.wording import number
from copilot.domain.series import Point, Series

_WIDTH, _HEIGHT = 760, 280
_LEFT, _RIGHT, _TOP, _BOTTOM = 74, 18, 18, 34
_X_TICKS = 6
_Y_TICKS = 4
MOST_DAYS = 60


@dataclass(frozen=True)
class _Scale:
    days: list[date]
    bottom: float
    top: float

    def x(self, day: date) -> float:
        """Return the pixel column of a day."""
        span = max((self.days[-1] - self.days[0]).days, 1)
        return _LEFT + (day - self.days[0]).days / span * (_WIDTH - _LEFT - _RIGHT)

    def y(self, value: float) -> float:
        """Return the pixel row of a value."""
        share = (max(value, self.bottom) - self.bottom) / (self.top - self.bottom)
        return _HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM)


def drawable(series: Series) -> bool:
    """Say whether a series has enough known days to be a curve."""
    return sum(point.value is not None for point in series.points) >= 3


def chart(series: Series, labels: dict[str, str], drop_day: date | None = None) -> Markup:
    """Draw one series.

    Args:
        series: At least three known points; the last 60 days are drawn.
        labels: Words for observed, expected, band and drop_day.
        drop_day: Marked with a vertical line when it lies in the window.
    """
    points = series.points[-MOST_DAYS:]
    values = [v for p in points for v in (p.value, p.expected, p.low, p.high) if v is not None and math.isfinite(v)]
    lowest, highest = min([*values, 0.0]), max([*values, 0.0])
    scale = _Scale([point.day for point in points], -_nice(-lowest) if lowest < 0 else 0.0, _nice(highest))
    parts = [
        *_grid(scale, series.unit),
        _band(points, scale),
        *_line(points, scale, "expected"),
        *_line(points, scale, "value"),
        *_drop(scale, drop_day, labels["drop_day"]),
    ]
    title = escape(f"{labels['observed']} / {labels['expected']}: {series.name}")
    return Markup(
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{title}">{"".join(filter(None, parts))}</svg>'
    )


def _nice(value: float) -> float:
    """Round the top of the axis up to 1, 2, 2.5, 5 or 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value))


def _grid(scale: _Scale, unit: str) -> list[str]:
    rows = [scale.bottom + (scale.top - scale.bottom) * step / _Y_TICKS for step in range(_Y_TICKS + 1)]
    lines = [
        f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{scale.y(v):.1f}" y2="{scale.y(v):.1f}"/>'
        + _tick(_LEFT - 8, scale.y(v) + 4, "end", number(v, unit))
        for v in rows
    ]
    every = max(1, math.ceil(len(scale.days) / _X_TICKS))
    dates = [_tick(scale.x(day), _HEIGHT - 10, "middle", f"{day.month}/{day.day}") for day in scale.days[::every]]
    return [*lines, *dates]


def _tick(x: float, y: float, anchor: str, text: str) -> str:
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _band(points: list[Point], scale: _Scale) -> str:
    known = [(p.day, p.low, p.high) for p in points if p.low is not None and p.high is not None]
    if len(known) < 2:
        return ""
    upper = [f"{scale.x(day):.1f},{scale.y(high):.1f}" for day, _, high in known]
    lower = [f"{scale.x(day):.1f},{scale.y(low):.1f}" for day, low, _ in reversed(known)]
    return f'<polygon class="band" points="{" ".join([*upper, *lower])}"/>'


def _line(points: list[Point], scale: _Scale, name: str) -> list[str]:
    """Draw unbroken runs; a day not known leaves a gap rather than a zero."""
    runs: list[list[str]] = [[]]
    for point in points:
        value = point.value if name == "value" else point.expected
        if value is None or not math.isfinite(value):
            runs.append([])
        else:
            runs[-1].append(f"{scale.x(point.day):.1f},{scale.y(value):.1f}")
    lines = [f'<polyline class="{name}" points="{" ".join(run)}"/>' for run in runs if len(run) > 1]
    dots = [
        f'<circle class="{name}" cx="{run[0].split(",")[0]}" cy="{run[0].split(",")[1]}" r="2.5"/>'
        for run in runs
        if len(run) == 1
    ]
    return [*lines, *dots]


def _drop(scale: _Scale, day: date | None, label: str) -> list[str]:
    if day is None or not scale.days[0] <= day <= scale.days[-1]:
        return []
    x = scale.x(day)
    near_end = x > _WIDTH * 0.75
    return [
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{_HEIGHT - _BOTTOM}"/>',
        f'<text class="droplabel" x="{x - 6 if near_end else x + 6:.1f}" y="{_TOP + 12}" '
        f'text-anchor="{"end" if near_end else "start"}">{escape(label)} {day.month}/{day.day}</text>',
    ]
