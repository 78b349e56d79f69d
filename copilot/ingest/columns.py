"""Reads named columns of a table just as they stand, for commands that label or forecast a file of the user's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from functools import cache
from itertools import islice
from pathlib import Path

from copilot.errors import FileRefused
from copilot.ingest.frame import Notes
from copilot.ingest.job import FilmFacts, Job
from copilot.ingest.lore import Lore, load
from copilot.ingest.opening import Content, open_content
from copilot.ingest.reading import refused
from copilot.ingest.recognising import fold
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Table, under_header
from copilot.ingest.terms import Terms
from copilot.shipped import folder

_SEARCHED = 15
"""Rows among which the header is looked for."""


def read_columns(path: Path, needed: Sequence[str], terms: Terms) -> Iterator[dict[str, object]]:
    """Yield every row of a table as {column: cell}, in order; a row that cannot be read is an empty mapping.

    Args, errors: see `read_rows`.
    """
    for _, cells in read_rows(path, needed, terms):
        yield cells


def read_rows(path: Path, needed: Sequence[str], terms: Terms) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield every row of a table as (code of the reason why it cannot be read or "", {column: cell}), in order.

    Args:
        path: CSV, TSV, XLSX, JSON or JSONL, packed with gzip or not.
        needed: Columns that must be there.
        terms: The limits of reading.

    Raises:
        FileRefused: The file is no table, or lacks a needed column; the columns found are named.
    """
    job = _job(path, terms)
    try:
        content = open_content(job, Notes(), lambda _share: None)
        with closing(content.file) if content.file else nullcontext():
            table = _table(content, needed, path.name)
            for row in table.rows():
                yield row.problem, {} if row.problem else dict(zip(table.columns, row.cells, strict=False))
    except Refusal as refusal:
        raise refused(refusal, job) from None
    except OSError as error:
        raise FileRefused(
            f"reading {path.name}", f"it cannot be opened: {error.strerror}", "Check the path."
        ) from error


def film_column(columns: Iterable[str]) -> str | None:
    """Find the column that names the film of each row, by title before by id; None when there is none."""
    synonyms = _lore().synonyms
    known = {fold(column): column for column in columns}
    names = map(fold, [*synonyms["reviews"]["film"], *synonyms["film_ids"]])
    return next((known[name] for name in names if name in known), None)


@cache
def _lore() -> Lore:
    return load(folder("knowledge") / "sources")


def _job(path: Path, terms: Terms) -> Job:
    return Job(
        path=str(path.absolute()),
        name=path.name,
        file="",
        kind="auto",
        mapping={},
        film=FilmFacts(language="en"),
        knowledge=str(folder("knowledge") / "sources"),
        today=terms.today.isoformat(),
        salt="",
        limits=terms.limits,
    )


def _table(content: Content, needed: Sequence[str], name: str) -> Table:
    found: list[str] = []
    if content.table is not None:
        if set(needed) <= set(content.table.columns):
            return content.table
        found = content.table.columns
    for grid in content.grids:
        heads = [_names(line.cells) for line in islice(grid.lines(), _SEARCHED)]
        for place, head in enumerate(heads):
            if set(needed) <= set(head):
                return under_header(grid, place, head)
        found = found or (heads[0] if heads else [])
    missing = [column for column in needed if column not in found]
    raise FileRefused(
        f"reading {name}",
        f"no column {', '.join(map(repr, missing))}; found {', '.join(map(repr, found)) or 'no table'}",
        "Name one of the columns found.",
    )


def _names(cells: Sequence[object]) -> list[str]:
    return [str(cell if cell is not None else "").strip().removeprefix("\ufeff") for cell in cells]
