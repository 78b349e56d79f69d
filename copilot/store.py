"""The store port: everything the product remembers, as Protocols; SQL behind it is the only truth."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from copilot.domain.chat import Failure, KeptTurn, Turn, TurnState
from copilot.domain.desk import AuditEntry, Decision, Submission
from copilot.domain.draft import Draft, Verdict
from copilot.domain.evidence import Evidence
from copilot.domain.experiment import Count, Experiment
from copilot.domain.film import Dossier
from copilot.domain.imported import Asset, Document, ImportedFile, Measure, Post, Review
from copilot.domain.passage import Passage
from copilot.domain.plan import Interaction, RepairPlan, Retrospective
from copilot.domain.usage import Part, RunSpent, Spending, Spent
from copilot.insight.voices import Labels

Item = Review | Measure | Post | Asset | Document
Work = RepairPlan | Interaction | Draft


@dataclass(frozen=True)
class FilmCounts:
    """How much is stored about a film."""

    reviews: int
    assets: int
    series: int


@dataclass(frozen=True)
class Added:
    """What became of one batch's rows."""

    kept: int
    duplicates: int


class Films(Protocol):
    """Dossiers."""

    def put(self, dossier: Dossier, at: datetime) -> Literal["created", "changed", "same"]:
        """Add a dossier or replace the one of that id."""

    def get(self, film: str) -> Dossier:
        """Return a dossier; raises `UnknownId` naming the films there are."""

    def all(self) -> list[Dossier]:
        """List dossiers by title."""

    def counts(self, film: str) -> FilmCounts:
        """Count what is stored about a film."""

    def stamp(self, film: str) -> str:
        """Return a text that changes whenever the film's dossier or imported rows do."""


class Imports(Protocol):
    """Files and what came out of them."""

    def open(self, file: str, film: str, name: str, at: datetime) -> ImportedFile | None:
        """Begin or resume a file; returns its account when it was imported completely before."""

    def add(self, items: Sequence[Item]) -> Added:
        """Store one batch in one transaction; a row already stored by this very file counts as kept again."""

    def close(self, film: str, account: ImportedFile, at: datetime) -> None:
        """Record the account of a completely read file."""

    def get(self, file: str) -> tuple[ImportedFile, str]:
        """Return a file's account and its film; raises `UnknownId`."""

    def of_film(self, film: str) -> list[ImportedFile]:
        """List the film's completely read files, oldest first."""


class Audience(Protocol):
    """Reviews, their labels, and the other rows one reads the audience from."""

    def unlabelled(self, film: str, labeller: str, limit: int) -> list[tuple[str, str]]:
        """List (review id, text) not yet labelled by this labeller."""

    def add_labels(self, ids: Sequence[str], labels: Labels, labeller: str) -> None:
        """Store labels, one a review."""

    def labelled(self, film: str, labeller: str, until: date | None) -> tuple[list[Review], Labels]:
        """Return the film's labelled reviews written up to a day, oldest first, with their labels; undated ones too."""

    def mark_duplicates(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Record (review, the earlier review it nearly repeats)."""

    def reviews(self, ids: Sequence[str]) -> list[Review]:
        """Return the reviews of these ids, in that order; unknown ids are left out."""

    def measures(self, film: str, until: date | None) -> list[Measure]:
        """Return daily measures up to a day; where files disagree the later import wins."""

    def posts(self, film: str) -> list[Post]:
        """Return posts, oldest first."""

    def assets(self, film: str) -> list[Asset]:
        """Return assets in the order they were imported."""

    def documents(self, film: str) -> list[Document]:
        """Return documents in the order they were imported."""

    def text_of(self, source: str) -> str | None:
        """Return the stored text a quote of this source must be part of; None when there is no such source."""

    def film_of(self, source: str) -> str | None:
        """Return the film a review, asset, post or document belongs to; None when there is no such source."""

    def last_day(self, film: str, until: date | None = None) -> date | None:
        """Return the last day, up to a given one, with a review or a measure."""


class Library(Protocol):
    """Passages and their vectors."""

    def put(self, passages: Sequence[Passage]) -> int:
        """Add or replace passages; returns how many were new or changed (their vectors are dropped)."""

    def of_film(self, film: str) -> list[Passage]:
        """Return the film's own and the shared passages."""

    def get(self, passage: str) -> Passage:
        """Return a passage by its id; raises `UnknownId`."""

    def waiting(self, model: str, film: str | None, limit: int) -> list[Passage]:
        """List passages without a vector of this model, by priority."""

    def waiting_count(self, model: str, film: str | None) -> int:
        """Count the passages without a vector of this model."""

    def add_vectors(self, model: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors."""

    def vectors(
        self, model: str, film: str | None
    ) -> Iterator[tuple[list[str], list[str | None], NDArray[np.float32]]]:
        """Yield (ids, films, vectors) in batches; of one film and the shared ones, or of all when `film` is None."""

    def vector_count(self, model: str) -> int:
        """Count the vectors of a model."""


class Works(Protocol):
    """What was made, and what it rests on."""

    def put(self, works: Sequence[Work], verdicts: Sequence[Verdict], at: datetime) -> None:
        """Store made things with their verdicts, same order; the same content again changes nothing."""

    def plans(self, film: str) -> list[RepairPlan]:
        """List plans, newest first."""

    def interactions(self, film: str) -> list[Interaction]:
        """List interactions, newest first."""

    def drafts(self, film: str, channel: str | None = None) -> list[Draft]:
        """List drafts, newest first."""

    def work(self, any_id: str) -> Work:
        """Return one made thing; raises `UnknownId`."""

    def verdict_of(self, item: str) -> Verdict | None:
        """Return the latest verdict on a made thing."""

    def verdict(self, verdict: str) -> tuple[Verdict, str]:
        """Return a verdict by its own id, and the id of what it judges; raises `UnknownId`."""

    def cite(self, evidence: Sequence[Evidence], film: str) -> None:
        """Remember evidence that was shown, so that its id can be opened."""

    def evidence(self, evidence: str) -> tuple[Evidence, str]:
        """Return evidence and its film; raises `UnknownId`."""


class Desk(Protocol):
    """Submissions, decisions and the audit; every change and its audit line are one transaction."""

    def submit(self, submission: Submission) -> Submission:
        """Add a submission; the same item with the same content is the same submission."""

    def get(self, submission: str) -> Submission:
        """Return a submission; raises `UnknownId`."""

    def submissions(self, film: str | None = None, state: str | None = None) -> list[Submission]:
        """List submissions, oldest waiting first."""

    def decide(self, decision: Decision, edited: Submission | None = None) -> Submission:
        """Apply a decision to exactly the content it names; raises `ConflictError` otherwise."""

    def decisions(self, submission: str) -> list[Decision]:
        """List decisions on a submission, oldest first."""

    def decision(self, decision: str) -> Decision:
        """Return a decision by its id; raises `UnknownId`."""

    def note(self, by: str, action: str, subject: str, detail: dict[str, Any], at: datetime) -> None:
        """Append a line to the audit."""

    def audit(self, limit: int = 200) -> list[AuditEntry]:
        """List audit lines, newest first."""


def _never_gone(_process: str) -> bool:
    return False


@dataclass(frozen=True)
class Hold:
    """Who takes up a turn, and when one that another holds counts as cut off."""

    at: datetime
    process: str = ""
    patience: float = 0
    """Seconds after which a turn counts as cut off where nobody knows whether its process still runs."""
    is_gone: Callable[[str], bool] = _never_gone
    """Says whether a process is known to have ended."""


class Threads(Protocol):
    """Conversations."""

    def add(self, thread: str, film: str, question: str, answer: str, at: datetime) -> None:
        """Append a finished turn; a new thread begins with its first."""

    def begin(self, thread: str, film: str, question: str, by: str, hold: Hold) -> int:
        """Keep a message before it is worked on; returns the turn's number.

        A turn that waited for a decision is left behind; the same message again takes up a last turn that failed or was
        cut off. Raises `ConflictError` while a turn is under way that was begun less than the hold's patience ago by a
        process that is not gone.
        """

    def end(self, number: int, state: TurnState, turn: Turn | None, failure: Failure | None = None) -> None:
        """Keep how a turn ended or what it waits for."""

    def claim(self, number: int, hold: Hold) -> bool:
        """Take up a turn that waits for a decision; of several at once exactly one succeeds."""

    def turns(self, film: str, thread: str) -> list[str]:
        """Return the done turns of a film's thread as questions and answers, oldest first; raises `UnknownId`."""

    def kept(self, film: str, thread: str) -> list[KeptTurn]:
        """Return every turn of a film's thread, finished or not, oldest first; raises `UnknownId`."""

    def film_of(self, thread: str) -> str:
        """Return the film a thread is about; raises `UnknownId`."""

    def of_film(self, film: str) -> list[tuple[str, str, datetime]]:
        """List (thread, its title or first question, its last turn), newest first."""

    def rename(self, thread: str, title: str) -> None:
        """Give a thread a title."""


class Experiments(Protocol):
    """Experiments and their counts; each change and its audit line are one transaction."""

    def put(self, experiment: Experiment) -> Experiment:
        """Keep a planned experiment; one of the same id stays as it was planned."""

    def get(self, experiment: str) -> Experiment:
        """Return an experiment; raises `UnknownId`."""

    def of_film(self, film: str) -> list[Experiment]:
        """List a film's experiments, newest first."""

    def record(self, counts: Sequence[Count]) -> None:
        """Keep totals, all or none; a variant's totals of the same day are replaced."""

    def counts(self, experiment: str) -> list[Count]:
        """Return an experiment's totals, by day and variant."""


class Retrospectives(Protocol):
    """Plans looked back on."""

    def put(self, retrospective: Retrospective, at: datetime) -> None:
        """Keep a retrospective; the same one again changes nothing."""

    def get(self, retrospective: str) -> Retrospective:
        """Return a retrospective; raises `UnknownId`."""

    def of_film(self, film: str) -> list[Retrospective]:
        """List a film's retrospectives, newest first."""


class Usage(Protocol):
    """The ledger of model calls."""

    def add(self, spending: Spending) -> None:
        """Book one model call."""

    def spent(self, by: Part, name: str, since: datetime | None = None) -> Spent:
        """Add up the calls of one run, film, user, role or model from a moment on; zeros when there are none."""

    def table(self, by: Part, films: Collection[str] | None = None, since: datetime | None = None) -> list[Spent]:
        """Add up the calls part by part, of some films or of all, from a moment on; latest first."""

    def runs(self, films: Collection[str] | None = None, *, most: int) -> list[RunSpent]:
        """Add up the calls of each run with what it was for, latest first, at most so many."""


@dataclass(frozen=True)
class Store:
    """The whole store."""

    films: Films
    imports: Imports
    audience: Audience
    library: Library
    works: Works
    desk: Desk
    threads: Threads
    usage: Usage
    experiments: Experiments
    retrospectives: Retrospectives
