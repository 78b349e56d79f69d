"""Decides which table of a file is read, as what kind, and which of its columns is what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice

from copilot.ingest.dates import UNKNOWN, Dates
from copilot.ingest.frame import Notes
from copilot.ingest.headers import HeaderFinder
from copilot.ingest.job import Job
from copilot.ingest.lore import Lore, Source
from copilot.ingest.numbers import Numbers
from copilot.ingest.opening import Content
from copilot.ingest.recognising import (
    Reading,
    by_synonyms,
    canonical_fields,
    fold,
    guess_kind,
    of_source,
    recognise,
    table_kind,
)  # fmt: skip
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Row, Table
from copilot.ingest.vertical import vertical_table

_SAMPLED = 50
_PROSE = 8
"""Characters a column's texts must have on average to be called prose."""
_ALWAYS_FILLED = ("author_hash", "region", "film", "cinema", "source", "url")
"""Fields a known export may carry under a usual name although we have not seen it there."""
_PREFERRED = {"reviews": 0, "boxoffice": 1, "posts": 2, "document": 4}
_TELLING = {
    "boxoffice": ("gross", "shows", "admissions", "share_shows", "occupancy", "wants", "date", "day_index"),
    "posts": ("plays", "impressions", "published_at", "ctr"),
}
Chosen = tuple[Table, Reading]


@dataclass(frozen=True)
class Interpreter:
    """Interprets the tables of one job."""

    job: Job
    lore: Lore
    numbers: Numbers
    dates: Dates
    notes: Notes

    def choose(self, content: Content) -> Chosen:
        """Choose the table to read and how.

        Raises:
            Refusal: `ask` with the flags to give, `unknown_field`, `unknown_column` or `no_rows`.
        """
        candidates = list(self._candidates(content))
        if not candidates:
            raise Refusal("no_rows")
        readings = self._readings(candidates)
        best = min(range(len(readings)), key=lambda place: (self._rank(readings[place]), place))
        table, reading = readings[best]
        others = [other.name for place, (other, _) in enumerate(readings) if place != best]
        if others:
            self.notes.say("other_sheets", sheet=table.name, others="、".join(others))
        if reading is None:
            reading = self._last_resort(table)
        self._tell(table)
        return table, reading

    def _readings(self, candidates: list[tuple[Table, Source | None]]) -> list[tuple[Table, Reading | None]]:
        """Understand each table; of several sheets, those without the columns the user named are left out."""
        found: list[tuple[Table, Reading | None]] = []
        last: Refusal | None = None
        for table, source in candidates:
            try:
                found.append((table, self._read(table, source)))
            except Refusal as refusal:
                last = refusal
        if last is not None and not found:
            raise last
        return found

    def _candidates(self, content: Content) -> Iterator[tuple[Table, Source | None]]:
        if content.table is not None:
            yield content.table, None
        finder = HeaderFinder(self.lore, self.numbers, self.dates)
        for grid in content.grids:
            if next(grid.lines(), None) is None:
                continue
            vertical = vertical_table(grid, self.lore)
            yield vertical if vertical is not None else finder.table(grid)

    def _rank(self, entry: tuple[Table, Reading | None]) -> tuple[int, int]:
        table, reading = entry
        if reading is None:
            return 9, 0
        named = table.name in self.lore.workbook_sheets.get(reading.kind, [])
        return (0 if named else 1 if reading.source else 2), _PREFERRED.get(reading.kind, 3)

    def _tell(self, table: Table) -> None:
        if table.skipped:
            self.notes.say("preamble", count=table.skipped)
        if table.headerless:
            self.notes.say("headerless")

    def _read(self, table: Table, source: Source | None) -> Reading | None:
        """Understand one table; None when nothing tells."""
        source = source or recognise(table.columns, self.lore)
        given, constants = self._given(table)
        kind = (
            self._kind_of(given | {name: [] for name in constants})
            if self.job.kind == "auto" and (given or constants)
            else self.job.kind
        )
        found = self._automatic(table, source) if kind == "auto" else self._as_kind(table, source, kind)
        if found is None and not given and not constants:
            return None
        base = found or Reading(kind if kind != "auto" else "reviews", None, {})
        taken = {column for columns in given.values() for column in columns}
        kept = {
            name: [c for c in columns if c not in taken]
            for name, columns in base.fields.items()
            if name not in constants or name == "film"
        }
        fields = {name: columns for name, columns in kept.items() if columns} | given
        reading = replace(base, fields=fields, constants=constants)
        return reading if self._usable(reading) else None

    def _automatic(self, table: Table, source: Source | None) -> Reading | None:
        if source is not None:
            return self._known(table, source, source.kind)
        guess = guess_kind(table.columns, self.lore, objects=table.objects)
        return Reading(guess[0], None, guess[1]) if guess is not None else None

    def _as_kind(self, table: Table, source: Source | None, kind: str) -> Reading:
        if source is not None and source.kind == table_kind(kind):
            return self._known(table, source, kind)
        return Reading(kind, None, by_synonyms(table.columns, table_kind(kind), self.lore))

    def _known(self, table: Table, source: Source, kind: str) -> Reading:
        fields = of_source(source, table.columns)
        used = {column for columns in fields.values() for column in columns}
        usual = by_synonyms([c for c in table.columns if c not in used], table_kind(kind), self.lore)
        extra = {name: usual[name] for name in _ALWAYS_FILLED if name in usual and name not in fields}
        return Reading(kind, source, {**fields, **extra})

    def _usable(self, reading: Reading) -> bool:
        fields = reading.fields.keys() | reading.constants.keys()
        if reading.kind == "reviews":
            return bool(fields & {"text", "rating"})
        if reading.kind in ("posts", "campaign"):
            return bool(fields & {"text", "title"})
        return reading.kind != "asset" or "text" in fields

    def _kind_of(self, fields: dict[str, list[str]]) -> str:
        """Tell the kind by the fields the user mapped, where only one kind has them."""
        return next((kind for kind, names in _TELLING.items() if fields.keys() & set(names)), "auto")

    def _given(self, table: Table) -> tuple[dict[str, list[str]], dict[str, str]]:
        """Check what the user mapped: canonical=column, or canonical==value for every row."""
        fields: dict[str, list[str]] = {}
        constants: dict[str, str] = {}
        known = canonical_fields(self.lore, self.job.kind)
        for said, column in self.job.mapping.items():
            name = said if said in known else self.lore.synonyms["aliases"].get(said, said)
            if name not in known:
                near = get_close_matches(said, known, n=1, cutoff=0.0)
                raise Refusal("unknown_field", field=said, near=near[0], known=", ".join(known))
            if column.startswith("="):
                constants[name] = column[1:]
            else:
                fields[name] = [self._column(table, column)]
        return fields, constants

    def _column(self, table: Table, wanted: str) -> str:
        for name in table.columns:
            if name == wanted or fold(name) == fold(wanted):
                return name
        near = get_close_matches(wanted, table.columns, n=1, cutoff=0.0)
        shown = "、".join(table.columns[:40])
        raise Refusal("unknown_column", column=wanted, near=near[0] if near else "-", columns=shown)

    def _last_resort(self, table: Table) -> Reading:
        """Ask when the table may be one of ours; otherwise keep its rows as documents and say so."""
        sample = list(islice((row for row in table.rows() if not row.problem), _SAMPLED))
        if self.job.kind == "auto" and not self._looks_ours(sample):
            self.notes.say("document_rows", columns="、".join(table.columns[:12]))
            return Reading("document", None, by_synonyms(table.columns, "document", self.lore))
        kind = "reviews" if self.job.kind == "auto" else self.job.kind
        raise Refusal("ask", columns="、".join(table.columns[:40]), **self._hints(table, sample, kind))

    def _looks_ours(self, sample: list[Row]) -> bool:
        """Say whether rows carry a day and prose or figures, so that they may be reviews, posts or takings."""
        columns = list(zip(*(row.cells for row in sample), strict=True)) if sample else []
        dated = {place for place, cells in enumerate(columns) if self._is_dated(cells)}
        others = [cells for place, cells in enumerate(columns) if place not in dated]
        return bool(dated) and any(_is_prose(cells) or self._is_figures(cells) for cells in others)

    def _is_figures(self, cells: tuple[object, ...]) -> bool:
        return all(self.numbers.number(cell) is not None or self.numbers.is_unknown(cell) for cell in cells)

    def _is_dated(self, cells: tuple[object, ...]) -> bool:
        said = [cell for cell in cells if cell not in (None, "")]
        dated = [cell for cell in said if not isinstance(cell, int | float) and self.dates.moment(cell) != UNKNOWN]
        figures = [cell for cell in dated if self.numbers.number(cell) is not None]
        return len(dated) > 0.8 * len(said) > 0 and not figures

    def _hints(self, table: Table, sample: list[Row], kind: str) -> dict[str, object]:
        usual = self.lore.synonyms[table_kind(kind)]
        folded = {fold(synonym): name for name, synonyms in usual.items() for synonym in synonyms}
        near = []
        for column in table.columns[:40]:
            if close := get_close_matches(fold(column), folded, n=1, cutoff=0.6):
                near.append(f"{column} ≈ {folded[close[0]]}")
        main = "gross" if kind == "boxoffice" else "text"
        flags = [f"--map {main}={_longest(table, sample) if main == 'text' else table.columns[-1]}"]
        dated = [c for p, c in enumerate(table.columns) if self._is_dated(tuple(row.cells[p] for row in sample))]
        when = {"boxoffice": "date", "posts": "published_at", "campaign": "published_at"}.get(kind, "rated_at")
        flags += [f"--map {when}={dated[0]}"] if dated else []
        return {"near": "；".join(near), "flags": f"--kind {kind} " + " ".join(flags)}


def _is_prose(cells: tuple[object, ...]) -> bool:
    texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
    return bool(texts) and sum(map(len, texts)) / len(texts) >= _PROSE and len(set(texts)) > 0.5 * len(texts)


def _longest(table: Table, sample: list[Row]) -> str:
    """Name the column with the longest texts."""
    lengths = [sum(len(str(row.cells[place] or "")) for row in sample) for place in range(len(table.columns))]
    return table.columns[lengths.index(max(lengths))]
