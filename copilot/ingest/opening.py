"""Opens a file by what it really is: tables, prose or timed lines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import BinaryIO, cast

from copilot.ingest import json_rows, sniffing
from copilot.ingest.archives import open_zip, unpack_gzip
from copilot.ingest.delimited import Delimited, delimiter_of
from copilot.ingest.encodings import Encoding, detect
from copilot.ingest.frame import Notes
from copilot.ingest.job import Job
from copilot.ingest.portable import read_pdf
from copilot.ingest.refusal import Refusal
from copilot.ingest.subtitles import Timed, cues
from copilot.ingest.tables import Grid, Table
from copilot.ingest.word import Prose, read_docx
from copilot.ingest.workbooks import sheets

_SAMPLE = 1 << 18
_PROSE = 64 << 20
"""Bytes up to which running text is read whole."""
_ENDINGS = {
    "xlsx": (".xlsx", ".xlsm"),
    "docx": (".docx",),
    "pdf": (".pdf",),
    "table": (".csv", ".tsv", ".tab", ".txt"),
    "json": (".json", ".jsonl", ".ndjson"),
    "jsonl": (".json", ".jsonl", ".ndjson"),
    "subtitles": (".srt", ".vtt", ".txt"),
    "prose": (".txt", ".md", ".markdown"),
}


@dataclass
class Content:
    """What a file holds; exactly one of grids, table, prose and timed is given."""

    form: str
    encoding: str
    grids: list[Grid] = field(default_factory=list)
    table: Table | None = None
    prose: Prose | None = None
    timed: list[Timed] = field(default_factory=list)
    file: BinaryIO | None = None
    """The open file; whoever reads in a process that lives on closes it."""


def open_content(job: Job, notes: Notes, alive: Callable[[float], None]) -> Content:
    """Open a file.

    Args:
        job: Which file, and its limits.
        notes: Told when the name promised something else.
        alive: Called with the share done while nothing else is delivered.

    Raises:
        Refusal: The file is nothing we import.
    """
    file = stream = cast(BinaryIO, job.file_path.open("rb"))
    kind = sniffing.container(stream)
    if kind == "gzip":
        stream = unpack_gzip(stream, job.limits)
        kind = sniffing.container(stream)
        if kind == "gzip":
            raise Refusal("archive_nested")
    content = _open_binary(stream, kind, job, alive) if kind != "text" else _open_text(stream, job, notes, alive)
    content.file = file
    ending = PurePath(job.name.lower().removesuffix(".gz")).suffix
    if ending and ending not in _ENDINGS[content.form]:
        notes.say("is_really", ending=ending, form=content.form)
    return content


def _open_binary(stream: BinaryIO, kind: str, job: Job, alive: Callable[[float], None]) -> Content:
    if kind == "pdf":
        return Content("pdf", "pdf", prose=read_pdf(stream, job.limits, alive))
    with open_zip(stream, job.limits) as archive:
        form = sniffing.office_form(archive.namelist())
    if form == "docx":
        return Content("docx", "docx", prose=read_docx(stream, job.limits))
    return Content("xlsx", "xlsx", grids=list(sheets(stream, job.limits)))


def _open_text(stream: BinaryIO, job: Job, notes: Notes, alive: Callable[[float], None]) -> Content:
    encoding = detect(stream)
    if encoding.damaged_lines:
        notes.say("damaged_lines", count=encoding.damaged_lines)
    with encoding.open(stream) as text:
        sample = text.read(_SAMPLE)
    if not sample.strip("\ufeff \t\r\n"):
        raise Refusal("empty")
    if "\ufffd" in sample:
        notes.say("replacement")
    form = sniffing.text_form(sample, job.name)
    size = stream.seek(0, 2)
    return _OPENERS[form](Text(stream, encoding, sample, size, alive), job)


@dataclass(frozen=True)
class Text:
    """A text file whose encoding is known."""

    stream: BinaryIO
    encoding: Encoding
    sample: str
    size: int
    alive: Callable[[float], None]

    def whole(self) -> str:
        """Read all of it.

        Raises:
            Refusal: `too_large_unpacked`, or `encoding_mixed` when some bytes are damaged.
        """
        if self.size > _PROSE:
            raise Refusal("too_large_unpacked", limit=_PROSE >> 20)
        if self.encoding.damaged_lines:
            raise Refusal("encoding_mixed", encoding=self.encoding.name, offset="?")
        with self.encoding.open(self.stream) as text:
            return text.read().removeprefix("\ufeff")


def _as_table(text: Text, job: Job) -> Content:
    tabs = job.name.lower().removesuffix(".gz").endswith((".tsv", ".tab"))
    mark = delimiter_of(text.sample, tabs=tabs)
    damaged = bool(text.encoding.damaged_lines)

    def opened() -> object:
        return text.encoding.open(text.stream)

    grid = Delimited(opened, mark, job.limits, size=text.size, damaged=damaged)  # type: ignore[arg-type]
    return Content("table", text.encoding.shown, grids=[grid])


def _as_lines(text: Text, job: Job) -> Content:
    table = json_rows.lines_table(lambda: text.encoding.open(text.stream), job.limits, text.size, text.alive)
    return Content("jsonl", text.encoding.shown, table=table)


def _as_json(text: Text, job: Job) -> Content:
    table = json_rows.document_table(lambda: text.encoding.open(text.stream), job.limits, text.size, text.alive)
    return Content("json", text.encoding.shown, table=table)


def _as_prose(text: Text, job: Job) -> Content:
    del job
    lines = [line.strip() for line in text.whole().splitlines()]
    return Content("prose", text.encoding.shown, prose=Prose([line for line in lines if line]))


def _as_cues(text: Text, job: Job) -> Content:
    del job
    found = cues(text.whole())
    if not found:
        raise Refusal("no_cues")
    return Content("subtitles", text.encoding.shown, timed=found)


_OPENERS: dict[str, Callable[[Text, Job], Content]] = {
    "table": _as_table,
    "jsonl": _as_lines,
    "json": _as_json,
    "prose": _as_prose,
    "subtitles": _as_cues,
}
