"""One film's daily takings as a forecast needs them, and what a table of them gave."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from copilot.domain.series import Forecast
from copilot.domain.value import Value


class TakingsHistory(Value):
    """A run's days, counted from release."""

    film: str
    gross: dict[int, float]
    """Day of release (1 is the first, 0 and below are previews) → gross; a missing day is not known."""
    release_date: date | None = None
    market: str = "US"
    theaters: float | None = Field(default=None, ge=0)
    """Theaters on the first day."""
    notes: list[str] = Field(default_factory=list)
    """What the reader of a forecast must know about the rows it rests on."""


class LeftOut(Value):
    """A row of a table, or a film, that could not be used."""

    what: str
    why: str


class TakingsTable(Value):
    """What was read from a table of takings: every row is part of a film's history or left out with its reason."""

    films: list[TakingsHistory]
    left_out: list[LeftOut] = Field(default_factory=list)


class ForecastReport(Value):
    """Forecasts of a table's films, and which films and rows gave none."""

    forecasts: list[Forecast]
    not_forecast: list[LeftOut] = Field(default_factory=list)
    left_out: list[LeftOut] = Field(default_factory=list)
