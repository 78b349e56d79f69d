"""A table: named columns over rows that can be read again from the beginning."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

Cells = list[object]
"""Cells of one row: text, number, truth, date or None."""


@dataclass(slots=True, eq=False)
class Row:
    """One row of a table."""

    number: int
    """1 for the first row under the header."""
    cells: Cells
    problem: str = ""
    """Code of the reason why the row cannot be read; empty when it can."""
    facts: dict[str, object] | None = None


@dataclass(slots=True, eq=False)
class Line:
    """One row before it is known which row is the header."""

    cells: Cells
    problem: str = ""
    facts: dict[str, object] | None = None


class Grid(Protocol):
    """Rows without a header, readable again and again."""

    name: str
    """Sheet name; empty for a file that is one table."""

    def lines(self) -> Iterator[Line]:
        """Read from the beginning; blank lines are left out."""

    def share(self) -> float:
        """Say how much of the file the last reading has passed, 0 to 1."""


@dataclass
class Table:
    """Named columns over rows."""

    columns: list[str]
    rows: Callable[[], Iterator[Row]]
    share: Callable[[], float]
    name: str = ""
    headerless: bool = False
    objects: bool = False
    """True for JSON: each row is an object of its own rather than a line under a header."""
    skipped: int = 0
    """Lines above the header."""


def under_header(grid: Grid, header: int | None, columns: list[str], *, joint: str = "") -> Table:
    """Read a grid as a table.

    Args:
        grid: The rows.
        header: Index of the header among the grid's lines; None when there is none.
        columns: Names of the columns.
        joint: What to join surplus cells with into the last column; empty to reject rows that have more.
    """
    skip = 0 if header is None else header + 1
    width = len(columns)

    def rows() -> Iterator[Row]:
        number = 0
        for index, line in enumerate(grid.lines()):
            if index < skip:
                continue
            number += 1
            yield _fitted(number, line, width, joint)

    return Table(columns, rows, grid.share, grid.name, headerless=header is None, skipped=max(skip - 1, 0))


def _fitted(number: int, line: Line, width: int, joint: str) -> Row:
    cells = line.cells
    if line.problem:
        return Row(number, cells, line.problem, line.facts)
    if len(cells) == width:
        return Row(number, cells)
    if len(cells) > width:
        if all(cell in (None, "") for cell in cells[width:]):
            return Row(number, cells[:width])
        if joint:
            return Row(number, [*cells[: width - 1], joint.join(map(str, cells[width - 1 :]))])
        return Row(number, cells, "too_many_cells", {"cells": len(cells), "columns": width})
    return Row(number, cells + [None] * (width - len(cells)))
