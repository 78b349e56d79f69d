"""Wire values that are not domain values: what the API takes, and the few envelopes it returns."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from copilot.domain.chat import KeptTurn
from copilot.domain.desk import Decision, DecisionKind, Role, Submission
from copilot.domain.draft import Verdict
from copilot.domain.experiment import Experiment, Reading, Trial
from copilot.domain.passage import Filters
from copilot.domain.usage import Ceilings, RunSpent, Spent, UserSpent

W = TypeVar("W")


class Wire(BaseModel):
    """Base of requests: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class Me(BaseModel):
    """Who the caller is."""

    name: str
    role: Role
    language: Literal["zh", "en"]
    writer: str
    """offline, or the model that writes."""


class Problem(BaseModel):
    """An error, as RFC 9457 problem details with our three parts."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    doing: str = ""
    found: str = ""
    todo: str = ""


class FilmRow(BaseModel):
    """One film in the list."""

    film: str
    title: str
    release_date: date
    reviews: int
    assets: int
    series: int


class DossierText(Wire):
    """A dossier as YAML text."""

    yaml: str = Field(max_length=2_000_000)


class Added(BaseModel):
    """What became of a dossier."""

    film: str
    created: bool
    changed: bool


class JobRow(BaseModel):
    """Where a job stands."""

    id: str
    verb: str
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    doing: str
    share: float
    result: dict[str, Any] | None = None
    error: dict[str, str] | None = None


class MakePlan(Wire):
    """What a plan is made for."""

    as_of: date | None = None


class MakeInteractions(Wire):
    """What interactions are made for."""

    count: int = Field(6, ge=1, le=20)
    as_of: date | None = None


class MakeCopy(Wire):
    """What copy is made for."""

    channel: str
    angle: str | None = None
    variants: int = Field(3, ge=1, le=10)
    day: int | None = None
    as_of: date | None = None


class Made(BaseModel, Generic[W]):
    """Things made with their verdicts, same order."""

    works: list[W]
    verdicts: list[Verdict]


class CheckCopy(Wire):
    """Copy typed by a person, to be measured and judged as it stands."""

    channel: str
    fields: dict[str, str]
    hashtags: list[str] = Field(default_factory=list)
    ai_label: str = ""
    day: int | None = None


class Counter(BaseModel):
    """How long a field is against its limit."""

    field: str
    current: float
    max: float | None
    soft: float | None
    unit: str
    ok: bool
    parts: int | None = None
    """Messages a carrier would bill, for SMS only."""


class Checked(BaseModel):
    """Counters and verdict of copy."""

    counters: list[Counter]
    verdict: Verdict


class SearchFor(Wire):
    """What someone looks for."""

    text: str = Field(min_length=1, max_length=100_000)
    top: int = Field(10, ge=1, le=100)
    history: list[str] = Field(default_factory=list, max_length=100)
    filters: Filters = Filters()


class Ask(Wire):
    """A question."""

    question: str = Field(min_length=1, max_length=2_000_000)
    thread: str | None = None


class Say(Wire):
    """A message to the chat."""

    message: str = Field(min_length=1, max_length=2_000_000)
    film: str | None = None
    """Left out, the thread or the message names it, or the chat asks back."""
    thread: str | None = None


class ThreadRow(BaseModel):
    """A conversation."""

    thread: str
    first: str
    """Its title, or its first question."""
    last: datetime


class ThreadTitle(Wire):
    """A new title."""

    title: str = Field(min_length=1, max_length=400)


class ThreadShown(BaseModel):
    """A conversation whole."""

    thread: str
    film: str
    title: str
    turns: list[KeptTurn]


class UsageShown(BaseModel):
    """What model calls used, latest first, the ceilings in force, and what is bound; money in US dollars."""

    films: list[Spent]
    users: list[UserSpent]
    runs: list[RunSpent]
    roles: list[Spent]
    models: list[Spent]
    ceilings: Ceilings
    bound: dict[str, str]
    """Role → its model, or offline."""
    prices_as_of: date


class Submit(Wire):
    """A made thing to put before a lead."""

    item: str


class Decide(Wire):
    """A lead's decision on exactly the content seen."""

    kind: DecisionKind
    content_hash: str
    note: str = Field("", max_length=5000)
    changes: dict[str, Any] | None = None
    """With an edit: part → new value."""


class SubmissionShown(BaseModel):
    """A submission with its decisions."""

    submission: Submission
    decisions: list[Decision]


class ChannelRow(BaseModel):
    """A channel with its limits."""

    id: str
    name: dict[str, str]
    region: str
    writable: bool
    read_only_why: dict[str, str] | None
    formats: list[str]
    fields: dict[str, Any]
    verified_on: date
    stale: bool
    ai_declaration: dict[str, str] | None = None


class PlanExperiment(Trial):
    """What is to be tested, in no more variants than can be told apart."""

    drafts: list[str] = Field(min_length=2, max_length=10)


class RecordCounts(Wire):
    """Totals so far up to the end of a day; left out, they are read from imported posts that name a draft."""

    day: date
    counts: dict[str, tuple[int, int]] | None = None
    """Variant → (chances, hits)."""


class ExperimentShown(BaseModel):
    """An experiment with what it shows."""

    experiment: Experiment
    reading: Reading
    said: list[str] = Field(default_factory=list)
    """Of a plan: how it reads aloud, and whether the traffic can carry it."""


class HoldRetrospective(Wire):
    """What is looked back on."""

    plan: str | None = None
    as_of: date | None = None


class Health(BaseModel):
    """Whether the service can work."""

    status: Literal["ok"]
    version: str
