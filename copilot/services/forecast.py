"""Forecasts the takings of the films of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from copilot.domain.series import Forecast
from copilot.ingest.takings_table import read_takings
from copilot.ingest.terms import Terms
from copilot.insight.forecast import forecast_takings


def forecast_file(path: Path, observed: int, today: date) -> list[Forecast]:
    """Forecast from days 1 to `observed` of each film of a table; fewer than three known days give no forecast.

    Raises:
        FileRefused: The table lacks film, day or gross.
    """
    return forecast_takings(read_takings(path, Terms(today)), observed)
