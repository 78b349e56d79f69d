"""Reads the sheets of an XLSX workbook, row by row, whatever its dimension tag claims."""

from __future__ import annotations

import re
import sys
import warnings
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from copilot.ingest.archives import open_part, open_zip, refuse_declarations
from copilot.ingest.refusal import Refusal
from copilot.ingest.tables import Cells, Line
from copilot.ingest.terms import Limits

if TYPE_CHECKING:
    from openpyxl.workbook.workbook import Workbook

_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"')
_ROW = re.compile(rb"<(?:\w+:)?row\b")
_MIB = 1 << 20


class Sheet:
    """The rows of one sheet.

    Args:
        book: The workbook.
        name: Name of the sheet.
        rows: How many rows its XML holds, counted before parsing.
    """

    def __init__(self, book: Workbook, name: str, rows: int) -> None:
        self.name = name
        self._book, self._rows, self._passed = book, rows, 0

    def share(self) -> float:
        """Say how much of the sheet has been passed, 0 to 1."""
        return min(self._passed / max(self._rows, 1), 1.0)

    def lines(self) -> Iterator[Line]:
        """Read from the beginning; rows without any value are left out."""
        sheet = self._book[self.name]
        sheet.reset_dimensions()  # a lying tag would hide rows
        self._passed = 0
        for cells in sheet.iter_rows(values_only=True):
            self._passed += 1
            if any(cell not in (None, "") for cell in cells):
                yield Line(_trimmed(cells))


def sheets(stream: BinaryIO, limits: Limits) -> list[Sheet]:
    """Open a workbook after looking at its parts.

    Raises:
        Refusal: `archive_broken`, `declaration`, `sheet_too_wide`, `sheet_gaps`, `ratio` and the like.
    """
    with open_zip(stream, limits) as archive:
        refuse_declarations(archive)
        parts = [name for name in archive.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        counted = {name: _count(archive, name, limits) for name in parts}
    stream.seek(0)
    book = _open(stream)
    total = sum(counted.values())
    return [Sheet(book, name, total) for name in book.sheetnames if name in {sheet.title for sheet in book.worksheets}]


def _open(stream: BinaryIO) -> Workbook:
    # openpyxl imports numpy only to recognise its numbers: 0.2 s and 100 MB that the reader need not spend.
    sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    warnings.simplefilter("ignore")
    try:
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except (InvalidFileException, KeyError, ValueError, TypeError, SyntaxError, OSError, zipfile.BadZipFile) as error:
        raise Refusal("archive_broken", detail=str(error)[:100]) from error


def _count(archive: zipfile.ZipFile, part: str, limits: Limits) -> int:
    """Count the rows of a sheet and check how far its cells reach, before anything is built from it."""
    rows = cells = 0
    last_row, tail = 0, b""
    with open_part(archive, part) as data:
        while block := data.read(_MIB):
            window = tail + block
            keep = window.rfind(b"<")
            window, tail = (window[:keep], window[keep:]) if keep > 0 else (window, b"")
            rows += len(_ROW.findall(window))
            for column, row in _CELL.findall(window):
                cells += 1
                if len(column) > 2 or _column(column) > limits.columns:
                    raise Refusal("sheet_too_wide", cell=(column + row).decode(), limit=limits.columns)
                last_row = int(row)
    if last_row > 10 * rows + 10_000 or rows > limits.rows:
        raise Refusal("sheet_gaps", row=last_row, rows=rows)
    if cells > limits.cells:
        raise Refusal("too_many_cells_in_all", limit=limits.cells)
    return rows


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _trimmed(cells: tuple[object, ...]) -> Cells:
    end = len(cells)
    while end and cells[end - 1] is None:
        end -= 1
    return list(cells[:end])
