"""The pieces a written document is made of, the same for Markdown, DOCX and spreadsheets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `soft` is small print, `strong` is emphasised."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Quotation:
    """A viewer's words and where they stand."""

    text: str
    cite: str


@dataclass(frozen=True)
class Bullets:
    """A list."""

    items: list[str]


@dataclass(frozen=True)
class Table:
    """A table; rows have as many cells as the header."""

    name: str
    header: list[str]
    rows: list[list[str]]


@dataclass(frozen=True)
class Picture:
    """A drawing and what it shows; text formats keep the caption."""

    png: bytes
    caption: str


Block = Heading | Paragraph | Quotation | Bullets | Table | Picture
