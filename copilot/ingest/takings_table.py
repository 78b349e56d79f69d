"""Reads a table of several films' daily takings for the forecast command, and accounts for every row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from copilot.domain.takings import LeftOut, TakingsHistory, TakingsTable
from copilot.errors import FileRefused
from copilot.ingest import lore
from copilot.ingest.columns import read_columns
from copilot.ingest.dates import Dates, market_zone
from copilot.ingest.numbers import Numbers
from copilot.ingest.terms import Terms
from copilot.shipped import folder

NEEDED = ("film", "day", "gross")
_NUMBERED = re.compile(r"(?:day|d|第)?\s*([+-]?\d{1,4})(?:\.0+)?\s*[天日]?", re.IGNORECASE)
_LAST_DAY = 9999
PREVIEW_SHARE = 0.1
"""Leading dated days below this share of the best of the two weeks are previews where no release date is given.

Of 2,163 United States wide releases 8 open on a day this weak against their first week.
"""


@dataclass(frozen=True)
class _Row:
    day: int | date
    gross: float
    theaters: float | None


@dataclass
class _Film:
    """The rows of one film while they are gathered."""

    name: str
    release: date | None = None
    market: str = ""
    rows: list[_Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)


class _Cells:
    """Reads single cells as people write them."""

    def __init__(self, today: date) -> None:
        values: dict[str, Any] = lore.load(folder("knowledge") / "sources").values
        self._numbers = Numbers(values)
        self._dates = Dates(today, market_zone(values["markets"]["US"]), month_first=True)
        self._names: dict[str, str] = {name: code for code, names in values["market_names"].items() for name in names}

    def day(self, cell: object) -> int | date | None:
        """Read a day of release or a date; None for neither."""
        if match := _NUMBERED.fullmatch(str(cell).strip()):
            number = int(match[1])
            if abs(number) <= _LAST_DAY:
                return number
        return self._dates.moment(cell)[1]

    def date(self, cell: object) -> date | None:
        return self._dates.moment(cell)[1]

    def number(self, cell: object) -> float | None:
        return self._numbers.number(cell)

    def is_unknown(self, cell: object) -> bool:
        return self._numbers.is_unknown(cell)

    def market(self, cell: object) -> str:
        said = "" if self.is_unknown(cell) else str(cell).strip()
        return self._names.get(said.casefold(), said.upper())


def read_takings(path: Path, terms: Terms) -> TakingsTable:
    """Read columns film, day (1, 2, … or a date) and gross, and where there are theaters, release_date and market.

    Dated days count from the release date, or from the film's first day that is no preview where that is missing. Of a
    day given twice the last row stands. Rows without a film, day or gross, and negative takings, are left out.

    Raises:
        FileRefused: The file is no table, lacks a needed column, or none of its rows can be used.
    """
    cells = _Cells(terms.today)
    films: dict[str, _Film] = {}
    left_out = []
    for number, row in enumerate(read_columns(path, NEEDED, terms), start=1):
        why = _gather(films, row, cells)
        if why:
            left_out.append(LeftOut(what=f"row {number}", why=why))
    found = [_history(film) for film in films.values() if film.rows]
    if not found:
        why = left_out[0].why if left_out else "it has no rows"
        raise FileRefused(
            f"reading {path.name}",
            f"no row holds a film, a day and a gross (the first: {why})",
            "Check those three columns.",
        )
    return TakingsTable(films=found, left_out=left_out)


def _gather(films: dict[str, _Film], row: dict[str, object], cells: _Cells) -> str:
    """Add a row to its film; returns why it could not be, else an empty string."""
    if not row:
        return "the row cannot be read"
    if cells.is_unknown(row["film"]):
        return "no film"
    name = str(row["film"]).strip()
    film = films.setdefault(name, _Film(name))
    _read_facts(film, row, cells)
    day, gross, theaters = cells.day(row["day"]), cells.number(row["gross"]), cells.number(row.get("theaters"))
    if day is None:
        return f"the day is neither a number nor a date: {str(row['day'])[:40]!r}"
    if gross is None:
        return "no gross" if cells.is_unknown(row["gross"]) else f"the gross is no number: {str(row['gross'])[:40]!r}"
    if gross < 0:
        return "the gross is negative"
    film.rows.append(_Row(day, gross, theaters if theaters is not None and theaters > 0 else None))
    return ""


def _read_facts(film: _Film, row: dict[str, object], cells: _Cells) -> None:
    release, market = cells.date(row.get("release_date")), cells.market(row.get("market"))
    if release and film.release and release != film.release:
        film.note(f"several release dates are given; the first, {film.release}, stands")
    if market and film.market and market != film.market:
        film.note(f"several markets are given; the first, {film.market}, stands")
    film.release, film.market = film.release or release, film.market or market


def _history(film: _Film) -> TakingsHistory:
    first = film.release or _first_day(film)
    gross: dict[int, float] = {}
    theaters: dict[int, float] = {}
    for row in film.rows:
        number = row.day if isinstance(row.day, int) else (row.day - first).days + 1 if first else 0
        if gross.get(number, row.gross) != row.gross:
            film.note(f"day {number} is given more than once with different takings; the last row stands")
        gross[number] = row.gross
        if row.theaters is not None:
            theaters.setdefault(number, row.theaters)
    if not film.market:
        film.note("no market is given; the United States is assumed")
    opening = theaters[min((n for n in theaters if n >= 1), default=min(theaters))] if theaters else None
    return TakingsHistory(
        film=film.name,
        gross=dict(sorted(gross.items())),
        theaters=opening,
        release_date=first,
        market=film.market or "US",
        notes=film.notes,
    )


def _first_day(film: _Film) -> date | None:
    """Find the first dated day that is no preview; None when days are numbered."""
    dated = {row.day: row.gross for row in film.rows if isinstance(row.day, date) and row.gross > 0}
    if not dated:
        return None
    fortnight = [value for day, value in dated.items() if day < min(dated) + timedelta(days=14)]
    first = min(day for day, value in dated.items() if value >= PREVIEW_SHARE * max(fortnight))
    film.note(f"no release date is given; {first}, the first day of full takings, is taken for it")
    return first
