"""The rolling repair plan, and the interactions that let viewers take part."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import ConfigDict, Field

from copilot.domain.diagnosis import CauseName
from copilot.domain.evidence import Evidence
from copilot.domain.playbook import Dimension, Line, Pillar
from copilot.domain.value import Value


class Metric(Value):
    """How an action is judged."""

    name: str
    source: str
    """The figure query that gives the baseline and, on the check day, the result."""
    unit: str = ""
    baseline: float | None
    """None when today's data does not hold it; `note` then says what to start recording."""
    target: float | None
    check_on: date
    direction: Literal["up", "down"] = "up"
    note: str = ""


class Action(Value):
    """A card filled in for one film."""

    id: str
    card: str
    what: str
    steps: list[str] = Field(default_factory=list)
    cause: CauseName | None
    """None for actions that serve the framework without a supported cause, such as the retrospective."""
    channel: str
    owner: str
    deliverable: str
    evidence: list[Evidence]
    metric: Metric
    stop_rule: str
    risk: str
    lines: list[Line] = Field(default_factory=list)
    dimensions: list[Dimension] = Field(default_factory=list)


class Stage(Value):
    """A dated window with a goal. In JSON the dates are `from` and `to`."""

    name: str
    from_: date = Field(alias="from")
    to: date
    goal: str
    pillars: list[Pillar]
    actions: list[Action]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class LeftOut(Value):
    """A cause, line, dimension or pillar the plan deliberately does not serve, and why."""

    name: str
    why: str


class Covers(Value):
    """What of the framework the plan serves, and what it leaves on purpose."""

    causes: list[str]
    lines: list[str]
    dimensions: list[str]
    pillars: list[str]
    left_out: list[LeftOut] = Field(default_factory=list)


class PlanForecast(Value):
    """What happens if nothing is done and what the plan aims for, on the deciding series."""

    series: str
    unit: str
    check_on: date
    without: float | None
    low80: float | None = None
    high80: float | None = None
    aim: float | None = None
    why: str = ""


class CardRecord(Value):
    """How often a card's actions met and missed their targets for this film, over all iterations so far."""

    card: str
    met: int = 0
    missed: int = 0


class RepairPlan(Value):
    """One iteration of the rolling plan."""

    id: str
    film: str
    iteration: int
    as_of: date
    writer: str
    """offline, or provider:model."""
    stamp: str = ""
    """Prompt id, version and hash; empty when no model worded it."""
    summary: str
    stages: list[Stage]
    forecast: PlanForecast | None
    covers: Covers
    learnt: list[str] = Field(default_factory=list)
    """What the previous iteration taught, one sentence each."""
    record: list[CardRecord] = Field(default_factory=list)
    """What earlier iterations showed about each card; empty in the first."""

    def actions(self) -> list[Action]:
        """List every action in order."""
        return [action for stage in self.stages for action in stage.actions]


OutcomeState = Literal["met", "not_met", "cannot_tell", "not_due"]


class Outcome(Value):
    """An action's plan against what happened."""

    action: str
    card: str
    what: str
    metric: str
    query: str
    """The figure query over the days that end on the check day."""
    unit: str = ""
    baseline: float | None
    target: float | None
    actual: float | None
    """None when not due or when the data does not hold it."""
    state: OutcomeState
    lesson: str
    """One sentence in the film's language."""


class Retrospective(Value):
    """A plan looked back on: planned against actual, and what is learnt."""

    id: str = ""
    film: str
    plan: str
    iteration: int
    as_of: date
    outcomes: list[Outcome]
    lessons: list[str]
    """Lessons of everything due, met first; then what experiments taught."""
    experiments: list[str] = Field(default_factory=list)
    """Ids of the experiments whose reading is among the lessons."""


InteractionType = Literal[
    "vote",
    "if_you_were",
    "critic_vs_audience",
    "challenge",
    "qa",
    "watch_again",
    "co_creation",
    "offline_event",
]


class Interaction(Value):
    """A way for viewers to take part."""

    id: str
    film: str
    type: InteractionType
    title: str
    prompt: str
    options: list[str] = Field(default_factory=list)
    steps: list[str] = Field(default_factory=list)
    channel: str
    entry: str
    """Where the audience finds it, concretely."""
    incentive: str
    disclosure: str
    measure: Metric
    effort: str = ""
    """What it costs a viewer: seconds, minutes, an outing."""
    risks: list[str]
    do_not: str = ""
    """Why it must not run, when the risk is too high; empty when it may."""
    evidence: list[Evidence]
    writer: str = "offline"
    stamp: str = ""
    """Prompt id, version and hash; empty when the composer worded it."""
