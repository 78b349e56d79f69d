"""Reads copy as sentences and content words, in Chinese and English."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from copilot.domain.value import is_cjk

_END = re.compile(r"[^。！？!?；;\n…]*(?:[。！？!?；;…]+[”」』\"’]?|\n|$)")
_ENGLISH_STOP = re.compile(r"(?<=[a-z0-9)”\"]\.)\s+(?=[A-Z“\"])")
_CLAUSE = re.compile(r"[^，,、：:—。！？!?；;\n…]+")
_LATIN = re.compile(r"[A-Za-z][A-Za-z'’\-]*|\d[\d,.]*%?")
HAN = re.compile(r"[\u3400-\u9fff]")
"""A Han character; a text without one holds no Chinese word."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SUFFIXES = ("ingly", "edly", "ings", "ing", "ies", "ed", "es", "s", "ly")


@dataclass(frozen=True)
class Piece:
    """A stretch of a text."""

    start: int
    end: int
    text: str


def sentences(text: str) -> list[Piece]:
    """Split a text at sentence ends and line breaks; blank stretches are left out."""
    pieces: list[Piece] = []
    for match in _END.finditer(text):
        start = match.start()
        for cut in [*(m.end() for m in _ENGLISH_STOP.finditer(match[0])), len(match[0])]:
            _keep(pieces, text, start, match.start() + cut)
            start = match.start() + cut
    return pieces


def clauses(piece: Piece) -> list[Piece]:
    """Split a sentence at commas, colons and dashes."""
    return [
        Piece(piece.start + m.start(), piece.start + m.end(), m[0])
        for m in _CLAUSE.finditer(piece.text)
        if m[0].strip()
    ]


def _keep(pieces: list[Piece], text: str, start: int, end: int) -> None:
    if text[start:end].strip():
        pieces.append(Piece(start, end, text[start:end]))


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """Cut a text into lower-case words: dictionary words for Han, stems for Latin, numbers as they stand."""
    import rjieba

    found: list[str] = []
    for token in rjieba.cut(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)):
        if any(map(is_cjk, token)):
            found.append(token)
        else:
            found.extend(stem(m[0].lower()) for m in _LATIN.finditer(token))
    return tuple(found)


@lru_cache(maxsize=512)
def tagged(text: str) -> tuple[tuple[str, str], ...]:
    """Cut a Chinese text into (word, part of speech) in order."""
    import rjieba

    return tuple(rjieba.tag(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)))


def stem(word: str) -> str:
    """Cut the common endings off an English word, keeping at least four letters."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)]
    return word.removesuffix("e") if len(word) > 4 else word
