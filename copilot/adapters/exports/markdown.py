"""Writes blocks as Markdown in which untrusted text stays text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from copilot.adapters.exports.ai_mark import AiMark
from copilot.adapters.exports.blocks import Block, Bullets, Heading, Paragraph, Picture, Quotation, Table
from copilot.adapters.exports.safe import Notes, plain

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~$])")
_LINE_START = re.compile(r"^(\s*)([#>+\-=]|\d+[.)])", re.MULTILINE)


def to_markdown(blocks: Sequence[Block], mark: AiMark, notes: Notes) -> str:
    """Write a document with the AIGC front matter first."""
    return mark.front_matter() + "\n" + "\n\n".join(_write(block, notes) for block in blocks) + "\n"


def escape_markdown(text: str, notes: Notes) -> str:
    """Make a text read as itself: no links, pictures, HTML, headings or lists come out of it."""
    inert = _SPECIAL.sub(r"\\\1", plain(text, notes))
    return _LINE_START.sub(r"\1\\\2", inert)


def _write(block: Block, notes: Notes) -> str:
    if isinstance(block, Heading):
        return f"{'#' * min(block.level, 6)} {_line(block.text, notes)}"
    if isinstance(block, Quotation):
        quoted = escape_markdown(block.text, notes).replace("\n", "\n> ")
        return f"> {quoted}\n>\n> — {_line(block.cite, notes)}"
    if isinstance(block, Bullets):
        return "\n".join(f"- {_line(item, notes)}" for item in block.items)
    if isinstance(block, Picture):
        return _line(block.caption, notes)
    return _table(block, notes) if isinstance(block, Table) else _paragraph(block, notes)


def _paragraph(block: Paragraph, notes: Notes) -> str:
    text = escape_markdown(block.text, notes).replace("\n", "  \n")
    return f"**{text}**" if block.style in ("strong", "label") and "\n" not in text else text


def _table(block: Table, notes: Notes) -> str:
    if not block.rows:
        return "—"
    lines = [block.header, ["---"] * len(block.header), *block.rows]
    return "\n".join(
        "| " + " | ".join(cell if cell == "---" else _line(cell, notes) for cell in line) + " |" for line in lines
    )


def _line(text: str, notes: Notes) -> str:
    return escape_markdown(text, notes).replace("\n", " ")
