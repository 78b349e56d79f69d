"""Keeps exported files whole and harmless: atomic writes, no formulas, no characters a format cannot hold."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CELL_MAX = 32_767
"""Characters a spreadsheet cell holds; Source: Excel specifications and limits."""


class Notes:
    """What had to be changed for a file format, each said once with its count."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, what: str, times: int = 1) -> None:
        """Count a change."""
        if times:
            self._counts[what] = self._counts.get(what, 0) + times

    def list(self) -> list[str]:
        """Say each change and how often it was made; empty when nothing was changed."""
        return [f"{what} × {count}" for what, count in self._counts.items()]


def plain(text: object, notes: Notes | None = None) -> str:
    """Return a text every format can hold: control characters become ␀-style pictures, lone surrogates �.

    Line breaks and tabs stay. Each replacement is counted in `notes`.
    """
    words = str(text)
    pictured, controls = _CONTROL.subn(_picture, words)
    whole, surrogates = _SURROGATE.subn("\N{REPLACEMENT CHARACTER}", pictured)
    if notes is not None:
        notes.add("control character shown as a picture", controls)
        notes.add("lone surrogate shown as �", surrogates)
    return whole


def cell_texts(text: object, notes: Notes | None = None) -> list[str]:
    """Return a text as one or more cells, none longer than a spreadsheet cell holds."""
    whole = plain(text, notes)
    parts = [whole[i : i + CELL_MAX] for i in range(0, len(whole), CELL_MAX)] or [""]
    if notes is not None and len(parts) > 1:
        notes.add("text continued in the next cell because a cell holds 32,767 characters")
    return parts


def csv_cell(text: object, notes: Notes | None = None) -> str:
    """Return a CSV cell that no spreadsheet runs: an apostrophe goes before what would start a formula."""
    whole = plain(text, notes)
    return f"'{whole}" if whole.startswith(_FORMULA) else whole


def write_whole(path: Path, write: Callable[[Path], None]) -> Path:
    """Let `write` fill a temporary file beside `path`, then put it in place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem[:40]}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        write(temporary)
        temporary.chmod(0o644)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def write_text(path: Path, text: str) -> Path:
    """Write a text file in one step, UTF-8."""
    return write_whole(path, lambda place: _fill(place, text))


def _fill(place: Path, text: str) -> None:
    place.write_text(text, encoding="utf-8")


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    return "\u2421" if code == 0x7F else chr(0x2400 + code) if code < 0x20 else "\N{REPLACEMENT CHARACTER}"
