"""Reads the visible text of a DOCX as paragraphs, and says what it left aside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO
from xml.etree import ElementTree

from copilot.ingest.archives import open_part, open_zip, refuse_declarations
from copilot.ingest.refusal import Refusal
from copilot.ingest.terms import Limits

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MIB = 1 << 20


@dataclass(frozen=True)
class Prose:
    """Text in reading order."""

    paragraphs: list[str]
    hidden: int = 0
    """Pieces of text that a reader of the document would not see; they are left out."""
    comments: int = 0
    pages_without_text: int = 0
    white: int = 0
    """Pieces drawn in white: kept, since they may stand on a dark picture, but told."""


def read_docx(stream: BinaryIO, limits: Limits) -> Prose:
    """Read paragraphs and table rows in order; deleted and hidden text and comments are counted, not kept.

    Raises:
        Refusal: `archive_broken`, `declaration`, `too_large_unpacked` or `ratio`.
    """
    with open_zip(stream, limits) as archive:
        refuse_declarations(archive)
        if archive.getinfo("word/document.xml").file_size > limits.memory_bytes // 8:
            raise Refusal("too_large_unpacked", limit=limits.memory_bytes // 8 // _MIB)
        with open_part(archive, "word/document.xml") as part:
            paragraphs, hidden = _paragraphs(part)
        comments = 0
        if "word/comments.xml" in archive.namelist():
            with open_part(archive, "word/comments.xml") as part:
                comments = part.read(16 * _MIB).count(b"<w:comment ")
    return Prose(paragraphs, hidden, comments)


def _paragraphs(part: BinaryIO) -> tuple[list[str], int]:
    found: list[str] = []
    hidden = 0
    row: list[str] | None = None
    try:
        for event, element in ElementTree.iterparse(part, events=("start", "end")):
            if event == "start":
                row = [] if element.tag == _W + "tr" else row
            elif element.tag == _W + "p":
                text, unseen = _text(element)
                hidden += unseen
                if text:
                    (found if row is None else row).append(text)
                element.clear()
            elif element.tag == _W + "tr":
                if row:
                    found.append(" | ".join(row))
                row = None
                element.clear()
    except ElementTree.ParseError as error:
        raise Refusal("archive_broken", detail=str(error)) from error
    return found, hidden


def _text(paragraph: ElementTree.Element) -> tuple[str, int]:
    pieces: list[str] = []
    hidden = 0
    for run in _runs(paragraph):
        text = "".join(_piece(child) for child in run)
        marks = run.find(_W + "rPr")
        if marks is not None and marks.find(_W + "vanish") is not None:
            hidden += bool(text)
        else:
            pieces.append(text)
    return "".join(pieces).strip(), hidden


def _runs(element: ElementTree.Element) -> list[ElementTree.Element]:
    """List the runs in order, leaving out the fallback copies of text boxes."""
    found: list[ElementTree.Element] = []
    for child in element:
        if child.tag == _W + "r":
            found.append(child)
        if child.tag != _FALLBACK:
            found.extend(_runs(child))
    return found


def _piece(element: ElementTree.Element) -> str:
    if element.tag == _W + "t":
        return element.text or ""
    return {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n"}.get(element.tag, "")
