"""Writes blocks as DOCX."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph, Picture, Quotation, Table
from copilot.adapters.exports.office import add_custom_property
from copilot.adapters.exports.safe import Notes, plain, write_whole

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import _Row as Row

_PAGE = 16.6
"""Width of the text on a page, centimetres."""
_INK, _TIDE, _SOFT = "1C2326", "0E6B75", "5D6A6F"


def write_docx(blocks: Sequence[Block], path: Path, mark: AiMark, notes: Notes) -> Path:
    """Write a document in one step.

    Args:
        blocks: In reading order.
        path: The .docx file.
        mark: AI mark for the properties.
        notes: Counts what had to be replaced.
    """
    from docx import Document

    document = Document()
    _style(document)
    for block in blocks:
        _add(document, block, notes)
    document.core_properties.comments = mark.json()
    document.core_properties.keywords = "AIGC"
    document.core_properties.author = plain(mark.producer, notes)

    def save(place: Path) -> None:
        document.save(str(place))
        add_custom_property(place, mark)

    return write_whole(path, save)


def _style(document: WordFile) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt, RGBColor

    for name in ("Normal", "Title", *(f"Heading {level}" for level in range(1, 5))):
        style = document.styles[name]
        style.font.name = "Calibri"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "Microsoft YaHei")
        style.font.color.rgb = RGBColor.from_string(_INK if name == "Normal" else _TIDE)
    document.styles["Normal"].font.size = Pt(10.5)
    document.styles["Normal"].paragraph_format.line_spacing = 1.35
    for section in document.sections:
        section.left_margin = section.right_margin = Cm(2.2)


def _add(document: WordFile, block: Block, notes: Notes) -> None:
    if isinstance(block, Heading):
        level = min(block.level - 1, 4)
        _styled(document, plain(block.text, notes), f"Heading{level}" if level else "Title")
    elif isinstance(block, Paragraph):
        _paragraph(document, block, notes)
    elif isinstance(block, Quotation):
        _styled(document, f"{plain(block.text, notes)}\n— {plain(block.cite, notes)}", "IntenseQuote")
    elif isinstance(block, Bullets):
        for item in block.items:
            _styled(document, plain(item, notes), "ListBullet")
    elif isinstance(block, Picture):
        _add_picture(document, block, notes)
    elif block.rows:
        _table(document, block, notes)


def _styled(document: WordFile, text: str, style: str) -> None:
    """Add a paragraph by its style's id; looking styles up by name reads the whole style sheet each time."""
    document.add_paragraph(text)._p.style = style


def _paragraph(document: WordFile, block: Paragraph, notes: Notes) -> None:
    from docx.shared import Pt, RGBColor

    run = document.add_paragraph().add_run(plain(block.text, notes))
    run.bold = block.style in ("strong", "label")
    run.font.size = Pt(9) if block.style == "soft" else None
    if block.style in ("soft", "label"):
        run.font.color.rgb = RGBColor.from_string(_SOFT if block.style == "soft" else _TIDE)


def _table(document: WordFile, block: Table, notes: Notes) -> None:
    from docx.shared import Cm, Pt

    table = document.add_table(rows=0, cols=len(block.header), style="Light Grid Accent 1")
    table.autofit = False
    widths = [Cm(width) for width in _widths(block)]
    for number, line in enumerate([block.header, *block.rows]):
        row = table.add_row()
        _keep_whole(row, is_header=number == 0)
        cells = row.cells
        for cell, text, width in zip(cells, line, widths, strict=True):
            cell.text, cell.width = plain(text, notes), width
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(9)
    document.add_paragraph()


def _widths(block: Table) -> list[float]:
    """Share the page out in centimetres, more to columns of long texts and enough for a short one's longest word."""
    longest = [
        max(len(str(line[column])) for line in [block.header, *block.rows]) for column in range(len(block.header))
    ]
    weights = [min(max(length, 4), 60) ** 0.6 for length in longest]
    return [_PAGE * weight / sum(weights) for weight in weights]


def _keep_whole(row: Row, *, is_header: bool) -> None:
    """Keep a row on one page, and repeat the header on every page."""
    from docx.oxml import OxmlElement

    names = ["w:cantSplit", *(["w:tblHeader"] if is_header else [])]
    for name in names:
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _add_picture(document: WordFile, picture: Picture, notes: Notes) -> None:
    from docx.shared import Cm

    document.add_picture(io.BytesIO(picture.png), width=Cm(16))
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _paragraph(document, Paragraph(picture.caption, "soft"), notes)
