"""Everything a maker of items needs: the job, the readers of values, the table and what a first pass over it found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from copilot.ingest.cleaning import is_storable, storable
from copilot.ingest.dates import Dates, market_zone
from copilot.ingest.job import Job
from copilot.ingest.lore import Lore
from copilot.ingest.numbers import Numbers
from copilot.ingest.recognising import Reading
from copilot.ingest.tables import Cells, Table

_FILE_DAY = re.compile(r"(?<!\d)(20\d\d)[-_.年]?(0[1-9]|1[0-2])[-_.月]?(0[1-9]|[12]\d|3[01])(?!\d)")


@dataclass
class Notes:
    """What the reader of the account should know, each said once."""

    said: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def say(self, code: str, **facts: object) -> None:
        """Add a note unless it has been said."""
        if (code, facts) not in self.said:
            self.said.append((code, facts))

    def count(self, code: str) -> None:
        """Count something that is told once, at the end."""
        self.counts[code] = self.counts.get(code, 0) + 1


@dataclass
class Survey:
    """What a first pass over a table found."""

    rows: int = 0
    top_rating: float = 0.0
    of_hundred: set[str] = field(default_factory=set)
    """Share columns that count in hundredths."""
    films: dict[tuple[str, ...], int] = field(default_factory=dict)
    """Names of the films met, with how many rows each."""


@dataclass
class Frame:
    """The setting in which rows become items."""

    job: Job
    lore: Lore
    table: Table
    reading: Reading
    survey: Survey
    notes: Notes
    numbers: Numbers
    dates: Dates

    def cell(self, name: str) -> Callable[[Cells], object]:
        """Make a getter of a canonical field: the first of its columns that says something, else None."""
        if name in self.reading.constants:
            value = self.reading.constants[name]
            return lambda _: value
        places = self.places(name)
        if len(places) == 1:
            place = places[0]
            return lambda cells: cells[place]
        return lambda cells: next((cells[p] for p in places if cells[p] not in (None, "")), None)

    def places(self, name: str) -> list[int]:
        """List the columns of a canonical field, best first."""
        return [self.table.columns.index(column) for column in self.reading.fields.get(name, [])]

    def has(self, name: str) -> bool:
        """Say whether a canonical field is known."""
        return name in self.reading.fields or name in self.reading.constants

    def text(self, value: object) -> str:
        """Turn a cell into text that every store can hold; lone surrogates and NUL become visible escapes."""
        if value is None:
            return ""
        text = value if isinstance(value, str) else _shown(value)
        if not is_storable(text):
            self.notes.count("escaped")
            text = storable(text)
        return text.strip()

    def platform(self, value: object = None) -> str:
        """Name the platform: by the source, a cell, or the file name; empty when nothing tells."""
        source = self.reading.source
        if source is not None and source.platform:
            return source.platform
        words: dict[str, list[str]] = self.lore.values["platforms"]
        said = self.text(value)
        for hint in (said, "" if said else self.job.name):
            lowered = hint.casefold()
            found = next((name for name, hints in words.items() if any(hint in lowered for hint in hints)), None)
            if found:
                return found
        return said[:40]


def make_readers(job: Job, lore: Lore) -> tuple[Numbers, Dates]:
    """Make the readers of numbers and dates for a job."""
    markets = lore.values["markets"]
    market = markets.get(job.film.market, markets["CN"])
    zone = market_zone(market)
    return Numbers(lore.values), Dates(job.terms.today, zone, month_first=job.film.market in ("US", "CA"))


def file_days(name: str) -> list[date]:
    """List the days a file name states, in order."""
    found = []
    for match in _FILE_DAY.finditer(name):
        try:
            found.append(date(int(match[1]), int(match[2]), int(match[3])))
        except ValueError:
            continue
    return found


def _shown(value: Any) -> str:  # noqa: ANN401 - any cell
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
