"""Draws a series with its expected band as inline SVG, so that text uses the reader's fonts and nothing is fetched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from copilot.adapters.exports.wording import series_name, tick_text, words
from copilot.domain.series import Point, Pulse, Series
from copilot.domain.value import Language

MOST_DAYS = 60
DECIDING = ("takings", "word_of_mouth", "review_volume")
"""Series drawn large, after the one that decided; all others are small multiples."""
MOST_LARGE = 3


@dataclass(frozen=True)
class Frame:
    """Pixels and tick counts of a drawing."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    x_ticks: int
    y_ticks: int


LARGE = Frame(760, 280, 74, 18, 18, 34, 6, 4)
SMALL = Frame(300, 150, 52, 10, 14, 24, 3, 2)


@dataclass(frozen=True)
class _Scale:
    days: list[date]
    bottom: float
    top: float
    frame: Frame

    def x(self, day: date) -> float:
        """Return the pixel column of a day."""
        span = max((self.days[-1] - self.days[0]).days, 1)
        room = self.frame.width - self.frame.left - self.frame.right
        return self.frame.left + (day - self.days[0]).days / span * room

    def y(self, value: float) -> float:
        """Return the pixel row of a value."""
        share = (max(value, self.bottom) - self.bottom) / (self.top - self.bottom)
        return self.frame.height - self.frame.bottom - share * (self.frame.height - self.frame.top - self.frame.bottom)


def sorted_by_weight(pulse: Pulse) -> tuple[list[Series], list[Series]]:
    """Part the drawable series: at most three that decide, and all others."""
    by_name = {series.name: series for series in pulse.series if drawable(series)}
    first = [name for name in dict.fromkeys([pulse.drop.series, *DECIDING]) if name in by_name][:MOST_LARGE]
    first = first or list(by_name)[:1]
    return [by_name[name] for name in first], [series for name, series in by_name.items() if name not in first]


def drawable(series: Series) -> bool:
    """Say whether a series has enough known days to be a curve."""
    return sum(point.value is not None for point in series.points) >= 3


def chart(
    series: Series, language: Language, drop_day: date | None = None, *, frame: Frame = LARGE, marked: bool = True
) -> Markup:
    """Draw one series.

    Args:
        series: At least three known points; the last 60 days are drawn.
        language: Language of the words and of the axis.
        drop_day: Marked with a vertical line when it lies in the window.
        frame: Size of the drawing.
        marked: Write beside the line what it marks.
    """
    labels = words(language)
    points = series.points[-MOST_DAYS:]
    values = [v for p in points for v in (p.value, p.expected, p.low, p.high) if v is not None and math.isfinite(v)]
    lowest, highest = min([*values, 0.0]), max([*values, 0.0])
    scale = _Scale([point.day for point in points], -_nice(-lowest) if lowest < 0 else 0.0, _nice(highest), frame)
    parts = [
        *_grid(scale, series.unit, language),
        _band(points, scale),
        *_line(points, scale, "expected"),
        *_line(points, scale, "value"),
        *_drop(scale, drop_day, labels["drop_day"] if marked else ""),
    ]
    title = escape(f"{labels['observed']} / {labels['expected']}: {series_name(series.name, language)}")
    drawn = "".join(filter(None, parts))
    return Markup(f'<svg viewBox="0 0 {frame.width} {frame.height}" role="img" aria-label="{title}">{drawn}</svg>')


def _nice(value: float) -> float:
    """Round the top of the axis up to 1, 2, 2.5, 5 or 10 times a power of ten."""
    if value <= 0:
        return 1.0
    power = 10 ** math.floor(math.log10(value))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= value))


def _grid(scale: _Scale, unit: str, language: Language) -> list[str]:
    frame, top = scale.frame, max(scale.top, -scale.bottom)
    rows = [scale.bottom + (scale.top - scale.bottom) * step / frame.y_ticks for step in range(frame.y_ticks + 1)]
    lines = [
        f'<line class="grid" x1="{frame.left}" x2="{frame.width - frame.right}" y1="{scale.y(v):.1f}" '
        f'y2="{scale.y(v):.1f}"/>' + _tick(frame.left - 8, scale.y(v) + 4, "end", tick_text(v, unit, top, language))
        for v in rows
    ]
    every = max(1, math.ceil(len(scale.days) / frame.x_ticks))
    dates = [_tick(scale.x(day), frame.height - 8, "middle", f"{day.month}/{day.day}") for day in scale.days[::every]]
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
    near_end = x > scale.frame.width * 0.75
    line = (
        f'<line class="drop" x1="{x:.1f}" x2="{x:.1f}" y1="{scale.frame.top}" '
        f'y2="{scale.frame.height - scale.frame.bottom}"/>'
    )
    if not label:
        return [line]
    anchor, at = ("end", x - 6) if near_end else ("start", x + 6)
    words_ = f"{escape(label)} {day.month}/{day.day}"
    return [
        line,
        f'<text class="droplabel" x="{at:.1f}" y="{scale.frame.top + 12}" text-anchor="{anchor}">{words_}</text>',
    ]
