"""Reads the text of a PDF page by page, and says what it left aside."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from copilot.ingest.refusal import Refusal
from copilot.ingest.terms import Limits
from copilot.ingest.word import Prose

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

_TINY = 2.0
"""Points under which text is not meant to be read."""
_WHITES = {b"rg": [1.0, 1.0, 1.0], b"g": [1.0], b"k": [0.0, 0.0, 0.0, 0.0]}
"""Operators that set the fill colour, with the operands that make it white."""
_BREAK = re.compile(r"\n\s*\n|(?<=[。！？.!?])\s*\n")


def read_pdf(stream: BinaryIO, limits: Limits, alive: Callable[[float], None]) -> Prose:
    """Read the pages in order.

    Args:
        stream: The file.
        limits: Most pages and characters.
        alive: Called with the share done after each page.

    Raises:
        Refusal: `encrypted`, `pdf_broken`, `too_many_pages` or `no_text_in_pdf`.
    """
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    stream.seek(0)
    try:
        return _pages(stream, limits, alive)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, AssertionError, OSError) as error:
        raise Refusal("pdf_broken", detail=str(error)[:100] or type(error).__name__) from error
    except RecursionError as error:
        raise Refusal("pdf_broken", detail="cyclic pages") from error


def _pages(stream: BinaryIO, limits: Limits, alive: Callable[[float], None]) -> Prose:
    from pypdf import PdfReader

    reader = PdfReader(stream)
    if reader.is_encrypted and not _opens(reader):
        raise Refusal("encrypted")
    pages, empty, hidden, length, white = reader.pages, 0, 0, 0, _White()
    if len(pages) > limits.pages:
        raise Refusal("too_many_pages", pages=len(pages), limit=limits.pages)
    found: list[str] = []
    for number, page in enumerate(pages):
        text, unseen = _page(page, white)
        hidden, empty, length = hidden + unseen, empty + (not text.strip()), length + len(text)
        if length > limits.expanded_bytes // 8:
            raise Refusal("too_large_unpacked", limit=limits.expanded_bytes // 8 >> 20)
        found.extend(part for piece in _BREAK.split(text) if (part := _joined(piece)))
        alive((number + 1) / len(pages))
    if not found:
        raise Refusal("no_text_in_pdf", pages=len(pages))
    return Prose(found, hidden=hidden, pages_without_text=empty, white=white.pieces)


def _opens(reader: PdfReader) -> bool:
    from pypdf.errors import DependencyError

    try:
        return bool(reader.decrypt(""))
    except (DependencyError, NotImplementedError):
        return False


class _White:
    """Counts pieces of text drawn while the fill colour is white."""

    def __init__(self) -> None:
        self.pieces = 0
        self._on = False

    def visit(self, operator: bytes, operands: list[Any], *_: object) -> None:
        """Follow one drawing operation."""
        if operator in _WHITES:
            self._on = [float(value) for value in operands[: len(_WHITES[operator])]] == _WHITES[operator]
        elif operator in (b"BT", b"Q", b"BI"):
            self._on = self._on and operator == b"BT"
        elif operator in (b"Tj", b"TJ", b"'", b'"') and self._on:
            self.pieces += 1


def _page(page: PageObject, white: _White) -> tuple[str, int]:
    """Read one page; text under 2 points is left out and counted."""
    kept: list[str] = []
    hidden = 0

    def visit(text: str, user: list[float], matrix: list[float], _: dict[str, Any] | None, size: float) -> None:
        nonlocal hidden
        height = abs(size * (matrix[3] or matrix[1] or 1.0) * (user[3] or user[1] or 1.0))
        if text.strip() and 0 < height < _TINY:
            hidden += 1
        else:
            kept.append(text)

    page.extract_text(visitor_text=visit, visitor_operand_before=white.visit)
    return "".join(kept), hidden


def _joined(piece: str) -> str:
    """Join the lines of a paragraph: without a space between Chinese characters, with one elsewhere."""
    return re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*(?=[^\x00-\x7f])", "", piece).replace("\n", " ").strip()
