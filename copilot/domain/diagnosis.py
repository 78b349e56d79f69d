"""Promises against what viewers report, causes of the drop, and who responds."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from pydantic import Field

from copilot.domain.evidence import Evidence
from copilot.domain.series import Drop
from copilot.domain.value import Value

PromiseKind = Literal["emotion", "genre", "pace", "relationship", "spectacle", "star", "occasion", "story"]
PROMISE_KINDS: tuple[PromiseKind, ...] = get_args(PromiseKind)

PromiseState = Literal["kept", "broken", "over_delivered", "untested"]

FrameworkCause = Literal["mismatch", "positioning", "interaction"]
RivalCause = Literal["screens_cut", "competing_release", "calendar", "price", "scandal", "ordinary_decay"]
CauseName = Literal[
    "mismatch",
    "positioning",
    "interaction",
    "screens_cut",
    "competing_release",
    "calendar",
    "price",
    "scandal",
    "ordinary_decay",
]
FRAMEWORK_CAUSES: tuple[FrameworkCause, ...] = get_args(FrameworkCause)
RIVAL_CAUSES: tuple[RivalCause, ...] = get_args(RivalCause)

CauseVerdict = Literal["supported", "ruled_out", "cannot_tell"]


class Promise(Value):
    """One claim about the experience that an asset or the dossier makes."""

    id: str
    text: str
    kind: PromiseKind
    asset: str
    """Asset id, or the film id when the dossier makes it."""
    asset_title: str = ""
    line: int | None = None
    start: float | None = None
    """Seconds into the asset; None for assets without time."""


class LedgerEntry(Value):
    """A promise against what viewers report."""

    promise: Promise
    asset: str = ""
    """Where it is made most strongly: asset id, or the film id when only the dossier makes it."""
    also: list[str] = Field(default_factory=list)
    """Ids of the other assets that make the same promise."""
    state: PromiseState
    viewers: int
    """Watched voices that speak to the promise, repeats counted once."""
    kept: float = 0
    broken: float = 0
    expected_by: int = 0
    """Voices that expressed the expectation before watching."""
    evidence: list[Evidence] = Field(default_factory=list)
    against: list[Evidence] = Field(default_factory=list)
    why: str = ""


class Cause(Value):
    """One possible cause of the drop, weighed."""

    cause: CauseName
    verdict: CauseVerdict
    confidence: float = Field(ge=0, le=1)
    evidence: list[Evidence] = Field(default_factory=list)
    against: list[Evidence] = Field(default_factory=list)
    why: str = ""
    """One or two sentences in the film's language."""
    would_change: str
    """What data would change the verdict."""


class Audience(Value):
    """A group known by what it says, and how it responds."""

    name: str
    said_by: str
    """The words or topic that make the group."""
    viewers: int
    positive_share: float | None = None
    low: float | None = None
    high: float | None = None
    responds: bool | None = None
    """True when clearly warmer than the rest, False when clearly colder, None when it cannot be told."""
    by_week: list[tuple[date, int, float]] = Field(default_factory=list)
    """(Monday, voices, positive share)."""
    evidence: list[Evidence] = Field(default_factory=list)


class Theme(Value):
    """Something viewers speak about again and again, with their own words: the raw material of plan and copy."""

    key: str
    """Aspect, character, scene word or question."""
    kind: Literal["moves", "argues", "complains", "asks", "shares"]
    label: str
    """A phrase in the film's language, taken from what viewers wrote."""
    voices: int
    positive_share: float | None = None
    evidence: list[Evidence] = Field(default_factory=list)


class Diagnosis(Value):
    """Why the heat fell, with evidence for and against."""

    film: str
    as_of: date
    drop: Drop
    ledger: list[LedgerEntry]
    causes: list[Cause]
    audiences: list[Audience]
    themes: list[Theme] = Field(default_factory=list)
    """What moves viewers, what they argue about, complain about, ask for and share; strongest first."""

    def supported(self) -> list[Cause]:
        """List the causes that hold, most confident first."""
        return sorted((c for c in self.causes if c.verdict == "supported"), key=lambda c: -c.confidence)
