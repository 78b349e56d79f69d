"""The ports: what the product needs from outside, as Protocols that adapters implement and contract tests check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

from copilot.domain.draft import Draft, Verdict
from copilot.domain.plan import RepairPlan
from copilot.domain.report import Names, ReportContent

T = TypeVar("T", bound=BaseModel)
Vectors = NDArray[np.float32]
"""(n, dimension) float32, rows of unit length."""
Progress = Callable[[str, float], None]
"""Called with what is being done and the share done, 0 to 1."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present moment, aware, UTC."""

    def today(self) -> date:
        """Return today's date where the product runs."""


class Presence(Protocol):
    """Says which process works on something."""

    @property
    def name(self) -> str:
        """This process, for as long as it runs."""

    def is_gone(self, name: str) -> bool:
        """Say whether a process is known to have ended."""


class Embedder(Protocol):
    """Turns texts into vectors."""

    model: str
    """Name and version; vectors of different models never mix."""

    @property
    def dimension(self) -> int:
        """Length of the vectors."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed texts to be found; same order; an empty list gives a (0, dimension) array."""

    def query(self, text: str) -> NDArray[np.float32]:
        """Embed what someone looks for, (dimension,)."""


class PassageIndex(Protocol):
    """Nearest vectors of one film's passages and the shared ones. Disposable: everything in it is also in SQL."""

    def upsert(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> None:
        """Add or replace vectors; `films` says whose each is, None for shared knowledge."""

    def nearest(self, vector: NDArray[np.float32], film: str, top: int) -> list[tuple[str, float]]:
        """Return (passage id, cosine similarity −1 to 1) of the film's own and shared passages, best first."""

    def count(self) -> int:
        """Count the vectors held."""

    def clear(self) -> None:
        """Drop everything."""

    def probe(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> float:
        """Return the share of the given stored vectors that find themselves first; 1.0 is healthy."""


@dataclass(frozen=True)
class Prompt:
    """A rendered prompt file."""

    system: str
    """The stable part, first, so that providers can cache it."""
    user: str
    stamp: str
    """Prompt id @ version + hash."""


@dataclass(frozen=True)
class Reply:
    """What a model said, complete, and what it cost."""

    text: str
    model: str
    """provider:model."""
    stamp: str
    prompt_tokens: int
    completion_tokens: int
    seconds: float


@dataclass(frozen=True)
class Filled:
    """A reply parsed into the schema that was asked for."""

    value: BaseModel
    reply: Reply
    repairs: int
    """How many times the model had to be asked to mend its answer, 0 to 2."""


class ChatModel(Protocol):
    """A language model behind our own deadline, retries and outcome types.

    Every method raises `ModelUnavailable`, `ModelReplyInvalid` or `BudgetExceeded` instead of returning a partial text.
    """

    name: str
    """provider:model."""

    def reply(self, prompt: Prompt) -> Reply:
        """Answer in free text."""

    def fill(self, prompt: Prompt, schema: type[T]) -> Filled:
        """Answer as an instance of `schema`."""

    def stream(self, prompt: Prompt) -> Iterator[str]:
        """Yield pieces of the answer; raises at the end when it was not complete."""


JobState = Literal["queued", "running", "done", "failed", "cancelled"]


@dataclass(frozen=True)
class JobReport:
    """Where a job stands."""

    id: str
    verb: str
    state: JobState
    doing: str
    share: float
    """0 to 1."""
    result: dict[str, object] | None
    error: dict[str, str] | None


class Jobs(Protocol):
    """Durable work: started once, survives a restart, progress readable from anywhere."""

    def start(self, verb: str, arguments: dict[str, object], key: str) -> str:
        """Start a verb; the same key names the same job and starts nothing new. Returns the job id."""

    def report(self, job: str) -> JobReport:
        """Tell where a job stands; raises `UnknownId`."""

    def recent(self, limit: int = 20) -> list[JobReport]:
        """List jobs, newest first."""

    def cancel(self, job: str) -> None:
        """Stop a job at its next step; done work stays."""


class Exports(Protocol):
    """Writes what was found and made as files, each carrying its sources and the AI label."""

    def write_report(self, report: ReportContent, folder: Path) -> dict[str, Path]:
        """Write report.html, report.md and report.docx; returns html, md and docx → path."""

    def write_plan(self, plan: RepairPlan, verdict: Verdict | None, path: Path, names: Names) -> list[str]:
        """Write a plan by the file's ending; returns what had to be changed for the format."""

    def write_drafts(
        self, drafts: Sequence[Draft], verdicts: Mapping[str, Verdict], path: Path, names: Names
    ) -> list[str]:
        """Write drafts by the file's ending; returns what had to be changed for the format."""
