"""Reads separated values line by line: a damaged row costs that row, never the rest of the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

from copilot.ingest.encodings import DAMAGED
from copilot.ingest.tables import Line
from copilot.ingest.terms import Limits

_MARKS = (",", "\t", ";", "|")
_LONGEST_ROW = 2_000
"""Physical lines one quoted cell may span; above, its quote was never closed."""


class Delimited:
    """The rows of a CSV, TSV or similar file.

    Args:
        opened: Opens the text from its beginning, line ends untouched.
        delimiter: What separates the cells.
        limits: Widest row and longest cell.
        size: Characters or bytes of the whole, to tell progress.
        damaged: True when some lines hold bytes that the encoding cannot read.
    """

    def __init__(
        self, opened: Callable[[], io.TextIOBase], delimiter: str, limits: Limits, *, size: int, damaged: bool = False
    ) -> None:
        self.name = ""
        self._opened, self._delimiter, self._limits, self._size = opened, delimiter, limits, max(size, 1)
        self._damaged = damaged
        self._passed = 0

    def share(self) -> float:
        """Say how much of the file has been passed, 0 to 1."""
        return min(self._passed / self._size, 1.0)

    def lines(self) -> Iterator[Line]:
        """Read from the beginning; blank lines are left out."""
        csv.field_size_limit(self._limits.cell_chars)
        self._passed = 0
        with self._opened() as text:
            feed = _Feed(text, self._limits.cell_chars * 4)
            reader = csv.reader(feed, delimiter=self._delimiter)
            while True:
                feed.taken.clear()
                try:
                    cells = next(reader)
                except StopIteration:
                    return
                except (csv.Error, _Runaway) as error:
                    yield self._give_up_line(feed, "cell_too_long" if "field larger" in str(error) else "quote_open")
                    reader = csv.reader(feed, delimiter=self._delimiter)
                    continue
                self._passed += feed.passed()
                if feed.ended and feed.taken and _quote_open(feed.taken, self._delimiter):
                    yield self._give_up_line(feed, "quote_open")
                    reader = csv.reader(feed, delimiter=self._delimiter)
                elif cells:
                    yield self._line(cells, feed)

    def _give_up_line(self, feed: _Feed, code: str) -> Line:
        """Reject the first physical line of a row and read the others again as rows of their own."""
        first = feed.push_back()
        if feed.overlong:
            code, feed.overlong = "cell_too_long", False
        return Line([first.strip("\r\n")[:200]], code, {"limit": self._limits.cell_chars})

    def _line(self, cells: list[str], feed: _Feed) -> Line:
        if len(cells) > self._limits.columns:
            return Line([], "too_many_cells", {"cells": len(cells), "columns": self._limits.columns})
        if self._damaged and feed.damaged():
            return Line([], "not_utf8")
        return Line(cells)  # type: ignore[arg-type]  # text is a cell; copying a million rows is not needed


class _Runaway(Exception):
    """A row spans more lines than any real one."""


class _Feed:
    """Hands physical lines to the CSV reader and remembers those of the row being read."""

    def __init__(self, text: io.TextIOBase, longest: int) -> None:
        self._text, self._longest = text, longest
        self._waiting: list[str] = []
        self.taken: list[str] = []
        self.ended = False
        self.overlong = False

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._waiting.pop() if self._waiting else self._text.readline(self._longest)
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        if len(line) >= self._longest:
            self._drain()
        if len(self.taken) > _LONGEST_ROW:
            raise _Runaway
        return line

    def _drain(self) -> None:
        """Pass over the rest of a line that is longer than any row."""
        self.overlong = True
        while (more := self._text.readline(self._longest)) and not more.endswith(("\n", "\r")):
            continue
        raise _Runaway

    def push_back(self) -> str:
        """Give the lines of this row back, all but the first, which is returned."""
        first, *others = self.taken or [""]
        self._waiting.extend(reversed(others))
        self.ended = False
        self.taken = []
        return first

    def passed(self) -> int:
        """Count the characters of the row just read."""
        return sum(map(len, self.taken))

    def damaged(self) -> bool:
        """Say whether the row just read holds bytes that are not UTF-8."""
        return any(not line.isascii() and DAMAGED.search(line) for line in self.taken)


def _quote_open(lines: list[str], delimiter: str) -> bool:
    """Say whether the last row of the file ends inside quotes."""
    if not any('"' in line for line in lines):
        return False
    try:
        list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return "unexpected end of data" in str(error)
    return False


def delimiter_of(sample: str, *, tabs: bool = False) -> str:
    """Choose what separates the cells: the mark that breaks the first lines into the most even rows.

    Args:
        sample: The beginning of the text.
        tabs: True when the file name promises tabs.
    """
    best, best_score = "\t" if tabs else ",", 0.0
    lines = sample.splitlines(keepends=True)[:60]
    for mark in _MARKS:
        widths = _widths(lines, mark)
        if not widths or max(widths) < 2:
            continue
        usual = max(set(widths), key=widths.count)
        score = widths.count(usual) / len(widths) * (1 + 0.01 * min(usual, 30)) if usual > 1 else 0.0
        if score > best_score + 1e-9:
            best, best_score = mark, score
    return best


def _widths(lines: list[str], mark: str) -> list[int]:
    try:
        return [len(row) for row in csv.reader(lines, delimiter=mark) if row][:40]
    except csv.Error:
        return []
