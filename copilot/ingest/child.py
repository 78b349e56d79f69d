"""The reading process: takes a job on stdin, delivers batches on stdout, and touches nothing else."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from copilot.ingest import lore
from copilot.ingest.films import FilmFilter
from copilot.ingest.frame import Frame, Notes, Survey, make_readers
from copilot.ingest.interpreting import Interpreter
from copilot.ingest.job import Job
from copilot.ingest.makers import Maker, maker_of, prose_item, prose_table
from copilot.ingest.opening import Content, open_content
from copilot.ingest.recognising import Reading
from copilot.ingest.refusal import BadRow, Refusal
from copilot.ingest.surveying import film_key, film_places, survey
from copilot.ingest.tables import Row, Table
from copilot.ingest.terms import Limits
from copilot.ingest.wording import Wording

Message = dict[str, object]
HEAD, BATCH, ALIVE, TAIL, REFUSED = b"H", b"B", b"A", b"T", b"R"


def main() -> int:
    """Read the job, confine this process, deliver."""
    job = Job.from_json(json.loads(sys.stdin.buffer.read()))
    _confine(job.limits)
    out = sys.stdout.buffer
    known = lore.load(Path(job.knowledge))
    wording = Wording(known.messages, job.film.language, job.name)
    try:
        _Work(job, known, wording, out).run()
    except Refusal as refusal:
        _send(out, REFUSED, dict(wording.refusal(refusal)))
    except MemoryError:
        _send(out, REFUSED, dict(wording.refusal(Refusal("out_of_memory"))))
    return 0


def _confine(limits: Limits) -> None:
    """Bound memory, processor time, what may be written, and open files."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.expanded_bytes + 2**20, limits.expanded_bytes + 2**20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _send(out: BinaryIO, tag: bytes, message: Message) -> None:
    out.write(tag + json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    out.flush()


class _Work:
    """One file being read."""

    def __init__(self, job: Job, known: lore.Lore, wording: Wording, out: BinaryIO) -> None:
        self._job, self._lore, self._wording, self._out = job, known, wording, out
        self._notes = Notes()

    def run(self) -> None:
        """Open, interpret, survey, deliver."""
        content = open_content(self._job, self._notes, self._alive)
        if content.table is None and not content.grids:
            self._prose(content)
            return
        self._table(content)

    def _alive(self, share: float) -> None:
        _send(self._out, ALIVE, {"share": share})

    def _frame(self, table: Table, reading: Reading, found: Survey) -> Frame:
        numbers, dates = make_readers(self._job, self._lore)
        return Frame(self._job, self._lore, table, reading, found, self._notes, numbers, dates)

    def _prose(self, content: Content) -> None:
        """Deliver prose or subtitles: one document or asset, or one row a line for reviews."""
        kind = self._job.kind if self._job.kind != "auto" else ("asset" if content.timed else "document")
        if kind == "boxoffice":
            raise Refusal("wrong_kind", form=content.form, kind=kind, kinds="document|asset|reviews|posts|campaign")
        if kind == "reviews":
            table, reading = prose_table(content)
            self._deliver(content, table, reading)
            return
        frame = self._frame(Table([], lambda: iter([]), lambda: 1.0), Reading(kind, None, {}), Survey(rows=1))
        key, item = prose_item(frame, content, kind)
        self._head(content.encoding, frame.reading)
        _send(self._out, BATCH, {"rows": 1, key: [item], "rejected": [], "share": 1.0})
        _send(self._out, TAIL, {"notes": self._wording.notes(self._notes)})

    def _table(self, content: Content) -> None:
        numbers, dates = make_readers(self._job, self._lore)
        table, reading = Interpreter(self._job, self._lore, numbers, dates, self._notes).choose(content)
        self._deliver(content, table, reading)

    def _deliver(self, content: Content, table: Table, reading: Reading) -> None:
        numbers, _ = make_readers(self._job, self._lore)
        found = survey(table, reading, self._lore, numbers, self._job.limits, self._alive)
        frame = self._frame(table, reading, found)
        key, maker = maker_of(frame)
        keep = _film_rule(frame)
        self._head(content.encoding, reading)
        for batch in self._batches(frame, maker, key, keep):
            _send(self._out, BATCH, batch)
        if frame.dates.relative:
            self._notes.say("relative", today=self._job.today)
        _send(self._out, TAIL, {"notes": self._wording.notes(self._notes)})

    def _head(self, encoding: str, reading: Reading) -> None:
        source = reading.source.id if reading.source is not None else "generic"
        head = {"kind": reading.kind, "source": source, "encoding": encoding, "mapping": reading.mapping()}
        _send(self._out, HEAD, {**head, "notes": self._wording.notes(self._notes)})

    def _batches(self, frame: Frame, maker: Maker, key: str, keep: _FilmRule) -> Iterator[Message]:
        items: list[object] = []
        rejected: list[Message] = []
        rows = 0
        for row in frame.table.rows():
            rows += 1
            try:
                keep.check(row)
                items.extend(maker.make(row))
            except BadRow as bad:
                rejected.append({"row": row.number, "reason": self._wording.reason(bad.code, bad.facts)})
            if rows >= self._job.limits.batch_rows:
                yield {"rows": rows, key: items, "rejected": rejected, "share": frame.table.share()}
                items, rejected, rows = [], [], 0
        if rows:
            yield {"rows": rows, key: items, "rejected": rejected, "share": 1.0}


class _FilmRule:
    """Lets the rows of one film pass."""

    def __init__(self, frame: Frame, kept: frozenset[tuple[str, ...]] | None) -> None:
        self._key = film_key(film_places(frame.reading, frame.table, frame.lore))
        self._kept = kept

    def check(self, row: Row) -> None:
        """Pass a row or say why not.

        Raises:
            BadRow: The row's own problem, or `other_film`.
        """
        if row.problem:
            raise BadRow(row.problem, **(row.facts or {}))
        if self._kept is not None and (name := self._key(row.cells)) not in self._kept:
            raise BadRow("other_film", film=next((part for part in name if part), "?")[:60])


def _film_rule(frame: Frame) -> _FilmRule:
    """Choose the rows of the film and say what was chosen."""
    films, notes = frame.survey.films, frame.notes
    wanted = frame.reading.constants.get("film", "")
    rule = FilmFilter(frame.job.film, frame.lore.values["film_tails"], wanted)
    kept = rule.choose(films)
    if kept is None:
        name = next(iter(films), ())
        if any(name) and frame.job.film.id and not rule.matches(name):
            notes.say("film_spelled", title=next(part for part in name if part)[:60])
    elif kept:
        notes.say("films", films=len(films), kept=sum(films[name] for name in kept))
    else:
        some = "、".join(next((part for part in name if part), "?")[:30] for name in list(films)[:5])
        notes.say("no_film", films=len(films), some=some)
    return _FilmRule(frame, kept)


if __name__ == "__main__":
    sys.exit(main())
