"""Draws series as PNG for documents; labels are digits and Latin letters only, so that no font is missing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from copilot.adapters.exports.blocks import Picture
from copilot.adapters.exports.charts import MOST_DAYS, sorted_by_weight
from copilot.adapters.exports.wording import series_name, tick_text, words
from copilot.domain.series import Pulse, Series
from copilot.domain.value import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_TIDE, _WARM, _INK = "#0E6B75", "#B4532A", "#1C2326"
_COLUMNS = 3


def draw_series(pulse: Pulse, language: Language) -> list[Picture]:
    """Draw the deciding series one by one and all others on one sheet, each with a caption in the film's language."""
    large, small = sorted_by_weight(pulse)
    w = words(language)
    legend = f"{w['observed']} —  {w['expected']} - -  {w['band']} ▒"
    found = [Picture(_sheet([one], pulse.drop.since), f"{series_name(one.name, language)}　{legend}") for one in large]
    if small:
        names = "  ".join(f"{number} {series_name(one.name, language)}" for number, one in enumerate(small, 1))
        found.append(Picture(_sheet(small, pulse.drop.since), f"{w['other_series']}　{names}"))
    return found


def _sheet(several: Sequence[Series], since: date | None) -> bytes:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    columns = 1 if len(several) == 1 else _COLUMNS
    rows = -(-len(several) // columns)
    drawn = Figure(figsize=(8, 3 if columns == 1 else 1.7 * rows), dpi=120)
    FigureCanvasAgg(drawn)
    grid = drawn.subplots(rows, columns, squeeze=False).flat
    for number, axes in enumerate(grid, 1):
        if number > len(several):
            axes.set_visible(False)
            continue
        _plot(axes, several[number - 1], since)
        if columns > 1:
            axes.set_title(str(number), fontsize=8, loc="left")
    drawn.subplots_adjust(0.08, 0.12 if columns == 1 else 0.06, 0.98, 0.97 if columns == 1 else 0.95, 0.28, 0.55)
    picture = io.BytesIO()
    drawn.savefig(picture, format="png")
    return picture.getvalue()


def _plot(axes: Axes, series: Series, since: date | None) -> None:
    import numpy as np
    from matplotlib.dates import AutoDateLocator, DateFormatter
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    points = series.points[-MOST_DAYS:]
    days = np.array([point.day for point in points], dtype="datetime64[D]")

    def column(name: str) -> list[float]:
        values = [getattr(point, name) for point in points]
        return [float("nan") if value is None else float(value) for value in values]

    axes.fill_between(days, column("low"), column("high"), color=_TIDE, alpha=0.15, linewidth=0)
    axes.plot(days, column("expected"), "--", color=_TIDE, lw=1.1)
    axes.plot(days, column("value"), "-", color=_WARM, lw=1.8)
    if since is not None and points[0].day <= since <= points[-1].day:
        axes.axvline(float((since - date(1970, 1, 1)).days), color=_INK, lw=0.8, ls=":")
    axes.spines[["top", "right"]].set_visible(False)
    low, high = axes.get_ylim()
    axes.set_ylim(min(0.0, low), max(0.0, high) * 1.05)
    axes.tick_params(labelsize=7)
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=6))  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_formatter(DateFormatter("%m-%d"))  # type: ignore[no-untyped-call]
    axes.yaxis.set_major_locator(MaxNLocator(4))
    unit, top = ("share", axes.get_ylim()[1]) if series.unit in ("share", "%") else ("", 0.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: tick_text(value, unit, top, "en")))
