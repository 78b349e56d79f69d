"""Charts as pure functions: a series with what was expected of it, and the day it fell."""

from __future__ import annotations

from datetime import date
from typing import Any

import altair as alt
import pandas as pd

from copilot.domain.series import Series

_TIDE, _EXPECTED, _FALL = "#0e7c86", "#8b98a3", "#c8452b"


def table_of(series: Series) -> pd.DataFrame:
    """Put a series in a table: day, value, expected, low, high; missing stays missing."""
    rows = [point.model_dump() for point in series.points]
    frame = pd.DataFrame(rows, columns=["day", "value", "expected", "low", "high"])
    frame["day"] = pd.to_datetime(frame["day"])
    return frame.astype(dict.fromkeys(("value", "expected", "low", "high"), float))


def series_chart(
    series: Series, *, words: dict[str, str], since: date | None = None
) -> alt.LayerChart | alt.FacetChart:
    """Draw a series over its expected band; a vertical rule marks the day a fall began.

    Args:
        series: What to draw.
        words: Labels for value, expected, band, day and fall in the reader's language.
        since: First day of the fall, if any.
    """
    base = alt.Chart(table_of(series)).encode(x=alt.X("day:T", title=words["day"], axis=alt.Axis(format="%m-%d")))
    scale = alt.Scale(zero=series.unit != "share")
    form = ".0%" if series.unit == "share" else "~s"
    axis = alt.Y("value:Q", title=f"{words['value']} ({series.unit})", scale=scale, axis=alt.Axis(format=form))
    tips: list[Any] = [alt.Tooltip("day:T", title=words["day"], format="%Y-%m-%d")]
    tips += [alt.Tooltip(f"{name}:Q", title=words[name], format=".3~s") for name in ("value", "expected")]
    layers: list[Any] = [
        base.mark_area(color=_EXPECTED, opacity=0.2).encode(y=alt.Y("low:Q", title="", scale=scale), y2="high:Q"),
        base.mark_line(color=_EXPECTED, strokeDash=[5, 4]).encode(y=alt.Y("expected:Q", scale=scale)),
        base.mark_line(color=_TIDE, point=alt.OverlayMarkDef(color=_TIDE, size=28)).encode(y=axis, tooltip=tips),
    ]
    if since is not None:
        fall = alt.Chart(pd.DataFrame({"day": [pd.Timestamp(since)], "text": [words["fall"]]}))
        layers.append(fall.mark_rule(color=_FALL, strokeWidth=1.5).encode(x="day:T"))
        layers.append(fall.mark_text(color=_FALL, align="left", dx=5, y=8).encode(x="day:T", text="text:N"))
    return alt.layer(*layers).properties(height=260)
