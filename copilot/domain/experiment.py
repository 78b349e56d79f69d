"""Experiments: variants of one channel against each other, planned before, counted daily, read without being fooled."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from copilot.domain.value import Value

Verdict3 = Literal["better", "no_difference_worth_having", "cannot_tell"]
Split = Literal["random", "platform"]
"""random: viewers were dealt to the variants by chance; platform: the platform decided who saw what."""


class Trial(Value):
    """What someone wants tested; what is left out is taken from the film's own posts or from house rules."""

    drafts: list[str]
    rate: str = "click"
    lift: float = 0.2
    """Smallest relative difference worth knowing."""
    baseline: float | None = None
    starts: date | None = None
    stops: date | None = None
    daily: int | None = None
    split: Split = "random"


class Arm(Value):
    """One variant under test."""

    name: str
    """A, B, C …"""
    draft: str
    submission: str
    """The submission that pins its content."""
    content_hash: str
    angle: str = ""
    opening: str = ""
    """Its first words, to tell it by."""


class Experiment(Value):
    """A test of two or more variants, fixed before the first count."""

    id: str
    film: str
    channel: str
    arms: list[Arm] = Field(min_length=2)
    rate: str
    """Id of the rate that decides, see knowledge/experiments.yaml."""
    baseline: float = Field(gt=0, lt=1)
    """The rate expected without a difference."""
    baseline_from: str = ""
    """Where the baseline was taken from."""
    smallest: float = Field(gt=0, lt=1)
    """Smallest difference in the rate worth knowing."""
    alpha: float = 0.05
    """Chance of calling any equal variants different, over all looks and pairs together."""
    power: float = 0.8
    size: int = Field(gt=0)
    """Chances, such as impressions, each variant needs."""
    starts: date
    stops: date
    """Last day that counts; nothing later moves the verdict."""
    daily: int | None = None
    """Chances expected for each variant a day."""
    split: Split = "random"
    planned_by: str
    planned_at: datetime

    def arm(self, draft: str) -> Arm | None:
        """Find a variant by its name or its draft's id."""
        return next((arm for arm in self.arms if draft in (arm.name, arm.draft)), None)


class Count(Value):
    """One variant's totals up to the end of a day."""

    experiment: str
    arm: str
    """Draft id."""
    day: date
    chances: int = Field(ge=0)
    hits: int = Field(ge=0)
    source: str
    """typed, or the ids of the posts it was read from."""
    by: str
    at: datetime


class ArmReading(Value):
    """How one variant stands."""

    name: str
    draft: str
    chances: int
    hits: int
    rate: float | None
    """None without chances."""
    low: float | None = None
    high: float | None = None
    """95 % interval of this rate alone (Wilson)."""


class PairReading(Value):
    """One variant against another; the difference is first minus second."""

    first: str
    second: str
    difference: float
    low: float
    high: float
    """Interval that holds over all looks and pairs together at 95 %."""
    verdict: Verdict3
    better: str = ""
    """Name of the better variant."""
    decided_on: date | None = None
    """Day of the look that decided; later looks do not take it back."""


class Reading(Value):
    """What an experiment says so far."""

    experiment: str
    as_of: date | None
    """Last day with counts that count; None when there are none."""
    ended: bool
    progress: float = Field(ge=0, le=1)
    """Share of the planned chances that have come in."""
    looks: int
    arms: list[ArmReading]
    pairs: list[PairReading]
    verdict: Verdict3
    better: str = ""
    """Name of the variant that is better than every other."""
    balance_p: float | None = None
    """Chance of so uneven a split if it were even (chi-square); None when not judged."""
    balanced: bool = True
    why: str
    cautions: list[str] = Field(default_factory=list)
