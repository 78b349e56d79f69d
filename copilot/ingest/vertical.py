"""Reads exports that list one piece's figures downwards, a name and a value a line, as a table of one row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from copilot.ingest.lore import Lore, Source
from copilot.ingest.tables import Grid, Row, Table

_SEARCHED = 40


def vertical_table(grid: Grid, lore: Lore) -> tuple[Table, Source] | None:
    """Recognise a vertical export, whose title is the second cell of its first line; None when the grid is none."""
    lines = [line.cells for line in islice(grid.lines(), _SEARCHED) if not line.problem]
    values = {str(cells[0]).strip(): cells[1] for cells in lines if len(cells) >= 2 and str(cells[0] or "").strip()}
    for source in lore.sources:
        if source.layout == "vertical" and all(name in values for name in source.must[0]):
            title = lines[0][1] if len(lines[0]) > 1 else ""
            columns = [*values, "title"]
            cells = [*values.values(), title]

            def rows(found: list[object] = cells) -> Iterator[Row]:
                yield Row(1, found)

            return Table(columns, rows, lambda: 1.0, grid.name), source
    return None
