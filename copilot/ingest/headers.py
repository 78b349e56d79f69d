"""Finds the header of a grid among its first rows, or decides that it has none."""

from __future__ import annotations

from itertools import islice

from copilot.ingest.dates import UNKNOWN, Dates
from copilot.ingest.lore import Lore, Source
from copilot.ingest.numbers import Numbers
from copilot.ingest.ratings import rating_reader
from copilot.ingest.recognising import fold
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Cells, Grid, Line, Table, under_header

_SEARCHED = 15
"""Rows among which the header is looked for (anchors: columns.yaml)."""
_LONGEST_NAME = 60


class HeaderFinder:
    """Finds headers.

    Args:
        lore: What we know of exports.
        numbers: Number reader.
        dates: Date reader.
    """

    def __init__(self, lore: Lore, numbers: Numbers, dates: Dates) -> None:
        self._numbers, self._dates, self._lore = numbers, dates, lore
        self._known = {fold(c) for s in lore.sources for must in s.must for c in must}
        self._known |= {fold(c) for s in lore.sources for columns in s.fields.values() for c in columns if not s.shape}
        for kind in ("reviews", "posts", "boxoffice", "asset", "document"):
            for canonical, names in lore.synonyms[kind].items():
                self._known.update(map(fold, [canonical, *names]))

    def table(self, grid: Grid) -> tuple[Table, Source | None]:
        """Read a grid as a table; one without header gets the column names 1, 2, 3 and so on.

        Returns:
            The table, and the export without header it was recognised as, if any.

        Raises:
            Refusal: `too_many_columns`.
        """
        head = list(islice(grid.lines(), _SEARCHED))
        if head and head[0].problem == "too_many_cells" and (facts := head[0].facts):
            raise Refusal("too_many_columns", columns=facts["cells"], limit=facts["columns"])
        good = [(place, line) for place, line in enumerate(head) if not line.problem]
        known = {place: self._knows(line.cells) for place, line in good}
        best = max(known, key=lambda place: (known[place], -place), default=None)
        if best is not None and known[best] >= self._enough(head[best].cells):
            return self._named(grid, best, head[best]), None
        for source in self._lore.sources:
            if source.shape and good and all(self._fits(line.cells, source.shape) for _, line in good):
                return under_header(grid, None, [str(n + 1) for n in range(len(source.shape))], joint=","), source
        if good and self._is_header(good[0][1].cells):
            return self._named(grid, good[0][0], good[0][1]), None
        width = max((len(line.cells) for _, line in good), default=1)
        return under_header(grid, None, [str(place + 1) for place in range(width)]), None

    def _named(self, grid: Grid, place: int, line: Line) -> Table:
        names: list[str] = []
        for position, cell in enumerate(_trimmed(line.cells)):
            name = str(cell or "").strip().removeprefix("\ufeff") or f"column {position + 1}"
            names.append(name if name not in names else f"{name} ({position + 1})")
        return under_header(grid, place, names)

    def _enough(self, cells: Cells) -> int:
        named = sum(bool(str(cell or "").strip()) for cell in cells)
        return 1 if named <= 2 else 2

    def _knows(self, cells: Cells) -> int:
        texts = [cell for cell in cells if isinstance(cell, str) and cell.strip()]
        if len(texts) < len([cell for cell in cells if cell not in (None, "")]):
            return 0
        return sum(len(text) <= _LONGEST_NAME and fold(text) in self._known for text in texts)

    def _is_header(self, cells: Cells) -> bool:
        """Say whether a row reads like names: short, different, none of them a number, a date or a sentence."""
        texts = [cell.strip() for cell in _trimmed(cells) if isinstance(cell, str)]
        if not texts or len(texts) < len(_trimmed(cells)) or len(set(texts)) < len(texts) or "" in texts:
            return False
        return not any(self._is_value(text) for text in texts)

    def _is_value(self, text: str) -> bool:
        sentence = len(text) > _LONGEST_NAME or any(mark in text for mark in "。！？，!?") or "\n" in text
        return sentence or self._numbers.number(text) is not None or self._dates.moment(text) != UNKNOWN

    def _fits(self, cells: Cells, shape: list[str]) -> bool:
        """Say whether a row looks like one of an export without header; the last cell may hold separators."""
        if len(cells) < len(shape):
            return False
        return all(self._is_like(cell, like) for cell, like in zip(cells, shape, strict=False))

    def _is_like(self, cell: object, like: str) -> bool:
        text = str(cell or "").strip()
        if like == "date":
            return self._dates.moment(text) != UNKNOWN
        if like == "rating":
            read = rating_reader(self._numbers, self._lore.values, "ten")
            return text in ("None", "", "0") or read(text) is not None
        return like == "any" or (like == "prose" and self._numbers.number(text) is None)


def _trimmed(cells: Cells) -> Cells:
    """Drop the empty cells at the end of a row."""
    end = len(cells)
    while end and cells[end - 1] in (None, ""):
        end -= 1
    return cells[:end]
