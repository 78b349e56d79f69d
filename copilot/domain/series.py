"""Daily series, what was expected of them, and how far they fell below it."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from copilot.domain.value import Value

DropState = Literal["dropping", "holding", "rising", "cannot_tell"]


class Point(Value):
    """One day of a series; None means not known, never zero."""

    day: date
    value: float | None
    expected: float | None = None
    low: float | None = None
    """Lower end of the 80 % interval of what films like this do."""
    high: float | None = None


class Series(Value):
    """A daily measure with what films like this do."""

    name: str
    unit: str
    points: list[Point]
    """By day, ascending."""
    note: str = ""
    """Basis, territory, gaps, or why there is no expectation."""


class Drop(Value):
    """A fall outside what should have been expected."""

    state: DropState
    since: date | None = None
    """First day of the fall that lasts until now."""
    depth: float | None = None
    """Share lost against the expected over the days since, 0 to 1."""
    first_alarm_day: date | None = None
    """First day on which the fall could have been seen with the data then known."""
    why: str
    """One sentence in the film's language."""
    series: str = ""
    """Name of the series that decided."""


class SentimentShare(Value):
    """Polarity of a group of reviews."""

    reviews: int
    mean_polarity: float | None = None
    positive_share: float | None = None
    low: float | None = None
    """95 % interval of the positive share."""
    high: float | None = None


class Sentiment(Value):
    """Polarity before and after watching, with the days' means as a series named word_of_mouth elsewhere."""

    watched: SentimentShare
    unwatched: SentimentShare


class VoicesCount(Value):
    """How many voices there are with and without repetition."""

    reviews: int
    voices: float
    """Reviews weighted so that repeats and single sources count once."""
    positive_share: float | None = None


class VoicesReport(Value):
    """The statistic with and without cleaning, and how much cleaning moved it."""

    all: VoicesCount
    cleaned: VoicesCount
    without_bursts: VoicesCount | None = None
    """Cleaned voices without the days on which a flood came; None when there was none."""
    clusters: int = 0
    """Groups of near-duplicates and of texts put together from shared phrases."""
    bursts: list[str] = Field(default_factory=list)
    """One sentence each in the film's language."""
    sensitivity: float | None = None
    """Absolute change of the positive share through cleaning."""
    burst_sensitivity: float | None = None
    """Absolute change of the cleaned positive share when burst days are left out as well; None without a burst."""


class Pulse(Value):
    """How the film is doing against expectation."""

    series: list[Series]
    drop: Drop
    sentiment: Sentiment
    voices: VoicesReport


class Forecast(Value):
    """Takings expected over a span of release days."""

    film: str
    from_day: int
    to_day: int
    predicted: float
    low80: float
    high80: float
    notes: list[str] = Field(default_factory=list)
    """What must be known about the days it rests on: gaps, previews, a guessed release day."""
