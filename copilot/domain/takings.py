"""One film's daily takings as a forecast needs them."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from copilot.domain.value import Value


class TakingsHistory(Value):
    """A run's days, counted from release."""

    film: str
    gross: dict[int, float]
    """Day of release (1 is the first) → gross; a missing day is not known."""
    release_date: date | None = None
    market: str = "US"
    theaters: float | None = Field(default=None, ge=0)
    """Theaters on the first day."""
