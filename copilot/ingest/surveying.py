"""Makes the first pass over a table: how many rows, which films, and what its ratings and shares count in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from copilot.ingest.frame import Survey
from copilot.ingest.lore import Lore
from copilot.ingest.numbers import Numbers
from copilot.ingest.recognising import Reading, fold
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Cells, Table
from copilot.ingest.terms import Limits

_MOST_FILMS = 100_000
_OVER_ONE = 1.5
_TOLD = 2_000
"""Rows between two signs of life."""


def film_places(reading: Reading, table: Table, lore: Lore) -> list[int]:
    """List the columns that name a row's film: title, foreign title, release id."""
    named = [table.columns.index(column) for column in reading.fields.get("film", [])]
    if reading.kind == "document":
        return []
    ids = set(lore.synonyms["film_ids"])
    used = {column for columns in reading.fields.values() for column in columns}
    others = [place for place, column in enumerate(table.columns) if fold(str(column)) in ids and column not in used]
    return list(dict.fromkeys(named + others))


def film_key(places: list[int]) -> Callable[[Cells], tuple[str, ...]]:
    """Make a getter of what a row calls its film."""
    if len(places) == 1:
        place = places[0]
        return lambda cells: (str(cells[place] or ""),)
    return lambda cells: tuple(str(cells[place] or "") for place in places)


def survey(
    table: Table, reading: Reading, lore: Lore, numbers: Numbers, limits: Limits, alive: Callable[[float], None]
) -> Survey:
    """Read the whole table once; `alive` is told the share done now and then.

    Raises:
        Refusal: `no_rows`, `too_many_rows`.
    """
    found = Survey()
    watchers = _watchers(table, reading, numbers, lore.values, found)
    places = film_places(reading, table, lore)
    key = film_key(places)
    for row in table.rows():
        found.rows += 1
        if found.rows > limits.rows:
            raise Refusal("too_many_rows", limit=limits.rows)
        if found.rows % _TOLD == 0:
            alive(table.share())
        if row.problem:
            continue
        for watch in watchers:
            watch(row.cells)
        if places and len(found.films) < _MOST_FILMS:
            name = key(row.cells)
            found.films[name] = found.films.get(name, 0) + 1
    if not found.rows:
        raise Refusal("no_rows")
    return found


def _watchers(
    table: Table, reading: Reading, numbers: Numbers, values: dict[str, Any], found: Survey
) -> list[Callable[[Cells], None]]:
    watchers: list[Callable[[Cells], None]] = []
    for name, columns in reading.fields.items():
        place = table.columns.index(columns[0])
        if name == "rating" and (reading.source is None or reading.source.rating == "auto"):
            watchers.append(_top_rating(place, numbers, found))
        if name in values["measures"]["share"] or name in values["results"]["share"]:
            watchers.append(_hundredths(name, place, numbers, found))
    return watchers


def _top_rating(place: int, numbers: Numbers, found: Survey) -> Callable[[Cells], None]:
    def watch(cells: Cells) -> None:
        value = numbers.number(cells[place])
        if value is not None and value > found.top_rating:
            found.top_rating = value

    return watch


def _hundredths(name: str, place: int, numbers: Numbers, found: Survey) -> Callable[[Cells], None]:
    def watch(cells: Cells) -> None:
        value = cells[place]
        number = numbers.number(value)
        if (isinstance(value, str) and value.strip().endswith(("%", "％"))) or (
            number is not None and abs(number) > _OVER_ONE
        ):
            found.of_hundred.add(name)

    return watch
