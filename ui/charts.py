"""Charts as pure functions: a series with what was expected of it, and the day it fell."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from copilot.domain.series import Series
from copilot.domain.value import Language
from ui.figures import axis_labels, say_amount

_TIDE, _EXPECTED, _FALL = "#0e8a96", "#8b98a3", "#c8452b"


def table_of(series: Series) -> pd.DataFrame:
    """Put a series in a table: day, value, expected, low, high; missing stays missing."""
    rows = [point.model_dump() for point in series.points]
    frame = pd.DataFrame(rows, columns=["day", "value", "expected", "low", "high"])
    frame["day"] = pd.to_datetime(frame["day"])
    return frame.astype(dict.fromkeys(("value", "expected", "low", "high"), float))


def series_chart(
    series: Series, *, words: dict[str, str], language: Language, since: date | None = None, small: bool = False
) -> alt.LayerChart | alt.FacetChart:
    """Draw a series over its expected band; a vertical rule marks the day a fall began.

    Args:
        series: What to draw.
        words: Labels for value, expected, band, day and fall in the reader's language.
        language: Language of the reader.
        since: First day of the fall, if any.
        small: One of many, without legend.
    """
    layers = _lines(series, words, language, legend=not small)
    if since is not None:
        fall = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(since)], "text": [words["fall"]]}))
        layers.append(fall.mark_rule(color=_FALL, strokeWidth=1.5).encode(x="day:T"))
        layers.append(
            fall.mark_text(color=_FALL, align="left", dx=5, fontSize=12).encode(
                x="day:T", y=alt.value(8), text="text:N"
            )
        )
    return alt.layer(*layers).properties(height=130 if small else 320)


def _lines(series: Series, words: dict[str, str], language: Language, *, legend: bool) -> list[Any]:
    table = table_of(series)
    for name in ("value", "expected"):
        table[f"{name}_name"] = words[name]
        table[f"{name}_said"] = [say_amount(_known(cell), series.unit, language) for cell in table[name]]
    ticks = alt.Axis(format="%-m-%-d", labelOverlap=True, tickCount=8 if legend else 4)
    base = alt.Chart(table).encode(x=alt.X("day:T", title=None, axis=ticks))
    scale = alt.Scale(zero=series.unit != "share", nice=True)
    axis = alt.Axis(labelExpr=axis_labels(series.unit, language), tickCount=5 if legend else 3)
    tips: list[Any] = [alt.Tooltip("day:T", title=words["day"], format="%Y-%m-%d")]
    names = ["value"] + (["expected"] if table["expected"].notna().any() else [])
    tips += [alt.Tooltip(f"{name}_said:N", title=words[name]) for name in names]
    shown = alt.Legend(orient="top", title=None) if legend and len(names) > 1 else None
    said = [words[name] for name in names]
    colour = alt.Scale(domain=said, range=[_TIDE, _EXPECTED][: len(said)])
    layers: list[Any] = []
    if len(names) > 1:
        band = base.mark_area(color=_EXPECTED, opacity=0.18)
        layers.append(band.encode(y=alt.Y("low:Q", title=None, scale=scale), y2="high:Q"))
        expected = base.mark_line(strokeDash=[5, 4]).encode(y=alt.Y("expected:Q", title=None, scale=scale))
        layers.append(expected.encode(color=alt.Color("expected_name:N", scale=colour, legend=shown)))
    value = base.mark_line(point=alt.OverlayMarkDef(size=26 if legend else 10))
    y = alt.Y("value:Q", title=None, scale=scale, axis=axis)
    layers.append(value.encode(y=y, tooltip=tips, color=alt.Color("value_name:N", scale=colour, legend=shown)))
    return layers


def _known(cell: float) -> float | None:
    return None if pd.isna(cell) else float(cell)
