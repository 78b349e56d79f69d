"""Reads one file of any supported kind, batch by batch, through a process that can be killed."""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

from copilot.domain.film import Dossier
from copilot.domain.ids import make_id
from copilot.domain.imported import Asset, Document, FileKind, Measure, Post, Rejected, Review
from copilot.domain.language import language_of
from copilot.errors import FileRefused
from copilot.ingest import lore
from copilot.ingest.child import ALIVE, BATCH, HEAD, REFUSED, TAIL
from copilot.ingest.job import FilmFacts, Job
from copilot.ingest.process import ReadingProcess
from copilot.ingest.refusal import Refusal
from copilot.ingest.terms import Terms
from copilot.ingest.wire import Delivered, Head, Refused, Tail
from copilot.ingest.wording import Wording
from copilot.shipped import folder

Item = Review | Measure | Post | Asset | Document
_MIB = 1 << 20
_TITLE_FACTS = re.compile(r"title|aka|alias|(^|_)id$|片名|译名|别名|又名", re.IGNORECASE)
"""Keys of dossier facts that hold another name of the film, such as aka or release_id."""


@dataclass(frozen=True)
class Batch:
    """Some rows of the file: rows == distinct rows among items + len(rejected)."""

    rows: int
    items: list[Item]
    """Reviews, posts, assets and documents are one a row; a row of takings gives one measure a value."""
    rejected: list[Rejected]
    share: float
    """Share of the file done, 0 to 1."""


class Reading:
    """A file being read. Use as a context manager, or exhaust `batches()`.

    Args:
        job: What is read.
        sha256: Hash of the file's bytes.
    """

    def __init__(self, job: Job, sha256: str) -> None:
        self.file_id, self.sha256, self.name = job.file, sha256, job.name
        self._job = job
        self._process = ReadingProcess(job)
        self._messages = self._process.messages()
        self._share = 0.0
        try:
            head = Head.model_validate_json(self._until(HEAD))
        except BaseException:
            self.close()
            raise
        self.kind: FileKind = head.kind
        self.source, self.encoding, self.mapping = head.source, head.encoding, head.mapping
        self.notes = head.notes
        """What the reader of the account should know; complete once the last batch has been read."""

    def __enter__(self) -> Reading:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the reading process; what was not read stays unread."""
        self._process.close()

    def batches(self) -> Iterator[Batch]:
        """Yield the rows in order of the file, once.

        Raises:
            FileRefused: The file turned out unreadable, or reading it passed a limit.
        """
        try:
            while (message := self._next())[:1] != TAIL:
                if message[:1] == BATCH:
                    yield _batch(Delivered.model_validate_json(message[1:]))
            self.notes = Tail.model_validate_json(message[1:]).notes
        finally:
            self.close()

    def _until(self, tag: bytes) -> bytes:
        while (message := self._next())[:1] != tag:
            if message[:1] != ALIVE:
                raise refused(Refusal("crashed", detail="unexpected message"), self._job)
        return message[1:]

    def _next(self) -> bytes:
        try:
            message = next(self._messages)
        except Refusal as refusal:
            raise refused(refusal, self._job) from None
        except StopIteration:
            raise refused(Refusal("crashed", detail="no answer"), self._job) from None
        if message[:1] == REFUSED:
            said = Refused.model_validate_json(message[1:])
            raise FileRefused(said.doing, said.found, said.todo)
        return message


def read_file(
    path: Path,
    *,
    film: Dossier | None,
    kind: FileKind | Literal["auto"] = "auto",
    mapping: Mapping[str, str] | None = None,
    terms: Terms,
) -> Reading:
    """Open a file for import.

    Args:
        path: The file; its content decides what it is, its name only where the content allows several readings.
        film: Whose data it is; decides which rows of an export of several films count, days, market and language.
        kind: What to read it as; `auto` recognises it.
        mapping: Canonical field → column of the file, or → `=value` for every row; overrides what is recognised.
            `film` → `=TITLE` names the film as this file calls it.
        terms: Today, the salt and the limits.

    Returns:
        The reading, started: kind, source, encoding and mapping are known. Its file id names the bytes, the film and
        what was asked, so that a file first read wrongly can be read again with another kind or mapping.

    Raises:
        FileRefused: The file is nothing we import, or needs a mapping; says what was found and what to do.
    """
    facts = _facts(film)
    job = Job(
        path=str(path.absolute()),
        name=path.name,
        file="",
        kind=kind,
        mapping=dict(mapping or {}),
        film=facts,
        knowledge=str(folder("knowledge") / "sources"),
        today=terms.today.isoformat(),
        salt=terms.salt,
        limits=terms.limits,
    )
    try:
        sha256 = _sha256(path, terms)
    except Refusal as refusal:
        raise refused(refusal, job) from None
    asked = [] if kind == "auto" and not job.mapping else [kind, *sorted(job.mapping.items())]
    return Reading(Job(**{**vars(job), "file": make_id("file", sha256, facts.id, *asked)}), sha256)


def refused(refusal: Refusal, job: Job) -> FileRefused:
    """Put a refusal into the words of the film's language."""
    said = Wording(lore.load(Path(job.knowledge)).messages, job.film.language, job.name).refusal(refusal)
    return FileRefused(said["doing"], said["found"], said["todo"])


def _facts(film: Dossier | None) -> FilmFacts:
    if film is None:
        return FilmFacts()
    others = [value for key, value in film.facts.items() if isinstance(value, str) and _TITLE_FACTS.search(key)]
    names = [name for name in [film.title, film.original_title, *others] if name]
    language = language_of(film.synopsis + film.positioning + film.core_emotion + film.title)
    return FilmFacts(film.id, names, film.release_date.isoformat(), film.market, language)


def _sha256(path: Path, terms: Terms) -> str:
    """Hash a regular file of allowed size."""
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise Refusal("not_a_file")
        if found.st_size > terms.limits.file_bytes:
            raise Refusal("file_too_large", size=found.st_size // _MIB, limit=terms.limits.file_bytes // _MIB)
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise Refusal("missing") from error
    except OSError as error:
        raise Refusal("unreadable", detail=error.strerror or str(error)) from error


def _batch(found: Delivered) -> Batch:
    items: list[Item] = [*found.reviews, *found.measures, *found.posts, *found.assets, *found.documents]
    return Batch(found.rows, items, found.rejected, found.share)
