"""Turn laid-out texts into hashed n-gram features: characters for Chinese, words and characters for English."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.codes import Codes, Hashes, Ints, Mask, lay_out

BITS = 20
"""Features are numbered by the top 20 bits of their hash: about a million buckets."""
_CHARS = (1, 2, 3)
_LATIN_WORDS = (1, 2, 3)
_LATIN_CHARS = (4, 5)
_SILENT = (32, 0xFFFD)
"""Codes no n-gram begins with: blanks, and what could not be decoded."""
_ROLL = np.uint64(0x9E3779B97F4A7C15)
_SALT_DENIED = np.uint64(0x5851F42D4C957F2D)
_SALT_ENGLISH = np.uint64(0x2545F4914F6CDD1D)
_DENYING: tuple[str, ...] = (
    "not",
    "no",
    "never",
    "without",
    "hardly",
    "barely",
    "neither",
    "nor",
    "nothing",
    "cannot",
    "lacks",
    "isn't",
)
_DENYING += ("wasn't", "aren't", "weren't", "don't", "doesn't", "didn't", "can't", "couldn't", "won't", "wouldn't")


@dataclass(frozen=True, eq=False)
class Grams:
    """Occurrences of n-grams: bucket and the place where each begins, in no particular order."""

    bucket: NDArray[np.int32]
    start: Ints


@dataclass(frozen=True, eq=False)
class Counts:
    """Features by group: for each group (a text or a part of one) its distinct buckets and how often each occurs."""

    group: NDArray[np.int32]
    """Ascending."""
    bucket: NDArray[np.int32]
    times: NDArray[np.float32]


def english_texts(codes: Codes) -> Mask:
    """Mark the texts that are mostly English, by the rule of `copilot.domain.value.language_of`."""
    letters = codes.latin & (codes.codes >= 97)
    latin = np.add.reduceat(letters, codes.starts[:-1], dtype=np.int64) if len(codes) else np.zeros(0, np.int64)
    han = np.add.reduceat(codes.han, codes.starts[:-1], dtype=np.int64) if len(codes) else np.zeros(0, np.int64)
    return np.asarray(han * 2.5 < latin, dtype=np.bool_)


def grams(codes: Codes, english: Mask) -> Grams:
    """List every n-gram of every text; none reaches from one text into the next."""
    foreign = english[codes.text_of] if len(codes) else np.zeros(0, np.bool_)
    return grams_of(codes, ~foreign, foreign)


def grams_of(codes: Codes, chinese: Mask, foreign: Mask) -> Grams:
    """List the n-grams that begin where a mask over the codes says so, read as Chinese or as English."""
    parts = [_chars(codes, n, chinese, np.uint64(0)) for n in _CHARS]
    parts += [_chars(codes, n, foreign, _SALT_ENGLISH) for n in _LATIN_CHARS]
    parts += _words(codes, foreign)
    hashes = np.concatenate([h for h, _ in parts])
    return Grams((hashes >> np.uint64(64 - BITS)).astype(np.int32), np.concatenate([s for _, s in parts]))


def count(found: Grams, group_of: NDArray[np.int32]) -> Counts:
    """Count n-grams by the group in which they begin."""
    keys = np.sort((group_of[found.start].astype(np.int64) << BITS) | found.bucket)
    if not len(keys):
        return Counts(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32))
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    times = np.diff(first, append=len(keys)).astype(np.float32)
    distinct = keys[first]
    return Counts((distinct >> BITS).astype(np.int32), (distinct & ((1 << BITS) - 1)).astype(np.int32), times)


def _chars(codes: Codes, length: int, wanted: Mask, salt: np.uint64) -> tuple[Hashes, Ints]:
    """Windows of characters that begin with something said and end before their text does."""
    m = len(codes.codes) - length + 1
    if m <= 0 or not wanted.any():
        return np.zeros(0, np.uint64), np.zeros(0, np.int64)
    inside = (
        wanted[:m]
        & ~np.isin(codes.codes[:m], _SILENT)
        & (codes.text_of[:m] == codes.text_of[length - 1 :])
        & (codes.codes[length - 1 :] != 0)
    )
    at = np.flatnonzero(inside)
    return codes.windows(length)[at] ^ salt, at


def _words(codes: Codes, wanted: Mask) -> list[tuple[Hashes, Ints]]:
    """Runs of neighbouring English words of one text, each hashed from the hashes of its words."""
    start, end = codes.words
    if not len(start) or not wanted.any():
        return []
    single = codes.hashes(start, end)
    text = codes.text_of[start]
    parts, rolled = [], single
    for size in _LATIN_WORDS:
        n = max(len(start) - size + 1, 0)
        rolled = single if size == 1 else rolled[:n] * _ROLL + single[size - 1 :]
        at = np.flatnonzero(wanted[start[:n]] & (text[:n] == text[size - 1 :]))
        parts.append((_finish(rolled[at]), start[:n][at]))
    at = np.flatnonzero(wanted[start] & _denied_words(single, text))
    return [*parts, (_finish(single[at] ^ _SALT_DENIED), start[at])]


def _denied_words(words: Hashes, text: NDArray[np.int32]) -> Mask:
    """Mark the words within three after a denying one; they are features of their own (Pang, Lee et al. 2002)."""
    laid = lay_out(_DENYING)
    denying = np.isin(words, laid.hashes(laid.starts[:-1], laid.starts[1:] - 1))
    denied = np.zeros(len(words), np.bool_)
    for step in (1, 2, 3):
        denied[step:] |= denying[:-step] & (text[:-step] == text[step:])
    return denied


def _finish(values: Hashes) -> Hashes:
    values = (values ^ (values >> np.uint64(31))) * np.uint64(0xD6E8FEB86659FD93)
    return values ^ (values >> np.uint64(32))
