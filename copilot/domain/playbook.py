"""The playbook: action cards that say what to do about a cause, and the lists the framework is covered by."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from copilot.domain.diagnosis import CauseName
from copilot.domain.value import Bilingual, Value

Line = Literal["narrative_loop", "audience_profile", "interaction_entries"]
Dimension = Literal["narrative_depth", "audience_insight", "channel_ecosystem", "interaction_mechanism"]
Pillar = Literal[
    "narrative_emotional_loop",
    "data_driven_second_spread",
    "cross_platform_ecosystem",
    "long_term_incentives",
    "brand_cinema_cooperation",
    "rolling_repair_plan",
]
LINES: tuple[Line, ...] = get_args(Line)
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
PILLARS: tuple[Pillar, ...] = get_args(Pillar)

StageName = Literal["stabilise", "reframe", "activate", "sustain"]
STAGES: tuple[StageName, ...] = get_args(StageName)


class MetricRule(Value):
    """How a card's success is measured and how its target follows from the baseline."""

    name: Bilingual
    query: str
    """Figure query with {film}, {from} and {to} left open, see `copilot.insight.figures`."""
    direction: Literal["up", "down"]
    change: float = Field(gt=0)
    """Relative change aimed for, such as 0.15 for 15 %."""
    absolute: bool = False
    """True when `change` is added to the baseline instead (shares, counts from zero)."""
    why: Bilingual
    """Where the size of the change comes from."""
    check_after_days: int = Field(ge=1, le=60)
    instead: MetricRule | None = None
    """Rule of the same direction that judges the action when this one reads zero today, so that something can move."""


class When(Value):
    """What must hold for a card to apply; every given condition must hold, an empty list means no condition."""

    causes: list[CauseName] = Field(default_factory=list)
    """Any one of these is supported."""
    cannot_tell: list[CauseName] = Field(default_factory=list)
    """Any one of these cannot be told yet: the card gathers the data that would tell."""
    aspects_below: list[str] = Field(default_factory=list)
    """Any of these aspects is complained about."""
    aspects_above: list[str] = Field(default_factory=list)
    """Any of these aspects moves viewers."""
    promise_states: list[str] = Field(default_factory=list)
    themes: list[str] = Field(default_factory=list)
    """Any theme of these kinds (moves, argues, complains, asks, shares) exists."""
    days: tuple[int, int] | None = None
    """Days of release within which it makes sense, inclusive."""
    markets: list[str] = Field(default_factory=list)
    drop_states: list[str] = Field(default_factory=list)


class ActionCard(Value):
    """One thing a campaign can do, filled in by the planner with a film's own evidence."""

    id: str
    title: Bilingual
    when: When
    what: Bilingual
    """Instruction. Slots, in every text of a card: {film} {theme} {quote} {promise} {asset} {audience} {cold_audience}
    {character} {core_emotion} {channel} {hashtag} {genre} {would_change}, dates {from} {to} {check}, and of the metric
    {metric} {floor} {target}."""
    steps: list[Bilingual]
    outputs: Bilingual
    """The deliverable, concretely."""
    channels: list[str]
    """Ids of rule packs, best first."""
    owner: Bilingual
    stage: StageName
    lines: list[Line]
    dimensions: list[Dimension]
    pillars: list[Pillar]
    metric: MetricRule
    stop_rule: Bilingual
    risk: Bilingual
    effort_days: float
    sources: list[str] = Field(default_factory=list)
