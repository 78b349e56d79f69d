"""Forecasts the takings of the films of a table."""

from __future__ import annotations

from pathlib import Path

from copilot.domain.series import Forecast
from copilot.ingest.tables import read_takings
from copilot.insight.forecast import forecast_takings


def forecast_file(path: Path, observed: int) -> list[Forecast]:
    """Forecast from days 1 to `observed` of each film of a table; fewer than three known days give no forecast.

    Raises:
        FileRefused: The table lacks film, day or gross.
    """
    return forecast_takings(read_takings(path), observed)
