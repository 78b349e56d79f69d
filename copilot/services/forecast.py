"""Forecasts the takings of the films of a table."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from copilot.domain.takings import ForecastReport, LeftOut
from copilot.ingest.takings_table import read_takings
from copilot.ingest.terms import Terms
from copilot.insight.forecast import forecast_takings, why_not_forecast


def forecast_file(path: Path, observed: int, today: date) -> ForecastReport:
    """Forecast from days 1 to `observed` of each film of a table; films and rows that give none are named with why.

    Raises:
        FileRefused: The table lacks film, day or gross.
    """
    table = read_takings(path, Terms(today))
    reasons = {film.film: why_not_forecast(film, observed) for film in table.films}
    return ForecastReport(
        forecasts=forecast_takings(table.films, observed),
        not_forecast=[LeftOut(what=film, why=why) for film, why in reasons.items() if why],
        left_out=table.left_out,
    )
