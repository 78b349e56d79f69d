"""Cuts texts into passages that end where sentences end."""

from __future__ import annotations

import re

LONGEST = 400
"""Characters; the default embedder reads about 512 tokens, which is 400 Han characters with room for the title."""
_SENTENCE = re.compile(r"[^。！？!?…\n]*(?:[。！？!?…]+[”’」』）)\"']*|\n|$)")
_ENGLISH_STOP = re.compile(r"(?<=[a-z0-9)\"'])\.(?=\s)")
_CLAUSE = re.compile(r"[^，,、；;：:]*(?:[，,、；;：:]|$)")


def sentences(text: str) -> list[str]:
    """Cut a text into sentences with their closing marks; nothing of it is lost but blank space between them."""
    found: list[str] = []
    for piece in _SENTENCE.findall(text):
        start = 0
        for stop in _ENGLISH_STOP.finditer(piece):
            found.append(piece[start : stop.end()].strip())
            start = stop.end()
        found.append(piece[start:].strip())
    return [sentence for sentence in found if sentence]


def cut(text: str, *, longest: int = LONGEST) -> list[str]:
    """Join neighbouring sentences into pieces of at most `longest` characters.

    A longer sentence is cut at commas, and where it has none, at the limit. An empty text gives no piece.
    """
    pieces: list[str] = []
    current = ""
    for part in _small_parts(text, longest):
        glue = " " if current and current[-1].isascii() and part[0].isascii() else ""
        if current and len(current) + len(glue) + len(part) > longest:
            pieces.append(current)
            current, glue = "", ""
        current += glue + part
    return [*pieces, current] if current else pieces


def _small_parts(text: str, longest: int) -> list[str]:
    parts: list[str] = []
    for sentence in sentences(text):
        if len(sentence) <= longest:
            parts.append(sentence)
            continue
        for clause in filter(None, _CLAUSE.findall(sentence)):
            parts.extend(clause[at : at + longest] for at in range(0, len(clause), longest))
    return [part for part in parts if part.strip()]
