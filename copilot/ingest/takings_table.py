"""Reads a table of several films' daily takings for the forecast command."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from pathlib import Path

from copilot.domain.takings import TakingsHistory
from copilot.errors import FileRefused
from copilot.ingest.columns import read_columns
from copilot.ingest.terms import Terms

NEEDED = ("film", "day", "gross")


def read_takings(path: Path, terms: Terms) -> list[TakingsHistory]:
    """Read columns film, day (1, 2, … or a date) and gross, and where there are theaters, release_date and market.

    Dated days count from the release date, or from the film's first day where that is missing. Rows without a film,
    day or gross are left out; a day given twice keeps its last value.

    Raises:
        FileRefused: The file is no table, lacks a needed column, or none of its rows can be used.
    """
    rows: dict[str, list[dict[str, object]]] = defaultdict(list)
    for row in read_columns(path, NEEDED, terms):
        if row.get("film") not in (None, ""):
            rows[str(row["film"])].append(row)
    films = [found for name, group in rows.items() if (found := _history(name, group)) is not None]
    if not films:
        raise FileRefused(
            f"reading {path.name}", "no row holds a film, a day and a gross", "Check those three columns."
        )
    return films


def _history(name: str, rows: list[dict[str, object]]) -> TakingsHistory | None:
    release = next((day for row in rows if (day := _date(row.get("release_date"))) is not None), None)
    dated = [(_date(row["day"]), _number(row["gross"])) for row in rows]
    first = release or min((day for day, _ in dated if day is not None), default=None)
    gross: dict[int, float] = {}
    for row, (day, value) in zip(rows, dated, strict=True):
        number = _number(row["day"]) if day is None else (day - first).days + 1 if first else None
        if number is not None and value is not None:
            gross[int(number)] = value
    if not gross:
        return None
    theaters = {int(n): t for row in rows if (n := _number(row["day"])) and (t := _number(row.get("theaters")))}
    opening = theaters.get(1) or next((t for row in rows if (t := _number(row.get("theaters")))), None)
    market = next((str(row["market"]).strip().upper() for row in rows if row.get("market")), "US")
    return TakingsHistory(film=name, gross=gross, theaters=opening, release_date=first, market=market)


def _number(cell: object) -> float | None:
    if isinstance(cell, bool) or cell is None:
        return None
    try:
        return float(str(cell).replace(",", "").replace("$", "").strip())
    except ValueError:
        return None


def _date(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(str(cell).strip()[:10].replace("/", "-"))
    except ValueError:
        return None
