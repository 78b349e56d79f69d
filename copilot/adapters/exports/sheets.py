"""Writes tables as XLSX in which no text is ever a formula."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.blocks import Table
from copilot.adapters.exports.office import add_custom_property
from copilot.adapters.exports.safe import Notes, cell_texts, write_whole
from copilot.domain.value import is_cjk

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
_WIDEST, _WIDE = 60, 1.8
"""Widest column; what a Han character takes, in characters of Latin text."""
_LINE, _TALLEST = 15, 400
"""Height of a line and of the tallest row, points."""


def write_xlsx(tables: Sequence[Table], path: Path, label: str, mark: AiMark, notes: Notes) -> Path:
    """Write one sheet a table and a last sheet with the AI label and the notes.

    Args:
        tables: At least one.
        path: The .xlsx file.
        label: The visible AI note.
        mark: AI mark for the properties.
        notes: Counts what had to be replaced.
    """
    from openpyxl import Workbook

    book = Workbook()
    first = book.active
    names: set[str] = set()
    for table in tables:
        _fill(book.create_sheet(_sheet_name(table.name, names)), table, notes)
    _fill(book.create_sheet(_sheet_name("AI", names)), Table("AI", [label], [[mark.json()]]), notes)
    if first is not None:
        book.remove(first)
    book.properties.description = mark.json()
    book.properties.keywords = "AIGC"

    def save(place: Path) -> None:
        book.save(place)
        add_custom_property(place, mark)

    return write_whole(path, save)


def _fill(sheet: Worksheet, table: Table, notes: Notes) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.properties import PageSetupProperties

    for number, line in enumerate([table.header, *table.rows], 1):
        texts = [part for cell in line for part in cell_texts(cell, notes)]
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row=number, column=column)
            cell.value = text
            cell.data_type = "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if number == 1:
                cell.font = Font(bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", start_color="0E6B75")
    sheet.freeze_panes = "A2"
    widths = []
    for column, heading in enumerate(table.header):
        longest = max([len(heading), *(len(row[column]) for row in table.rows)])
        widths.append(min(_WIDEST, max(10, longest * _WIDE)))
        sheet.column_dimensions[get_column_letter(column + 1)].width = widths[-1]
    for number, line in enumerate(table.rows, 2):
        lines = max(_lines(text, width) for text, width in zip(line, widths, strict=True))
        sheet.row_dimensions[number].height = min(_TALLEST, _LINE * lines)
    sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = "landscape", 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _lines(text: str, width: float) -> int:
    """Count the lines a text takes in a column, Han characters being wider than Latin ones."""
    return sum(
        max(1, math.ceil(len(part) * (_WIDE if any(map(is_cjk, part)) else 1) / width)) for part in text.split("\n")
    )


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a sheet name of at most 31 characters that is not taken yet."""
    clean = name.translate(_FORBIDDEN_IN_NAMES).strip()[:27] or "sheet"
    unique = clean if clean not in taken else next(f"{clean} {n}" for n in range(2, 999) if f"{clean} {n}" not in taken)
    taken.add(unique)
    return unique
