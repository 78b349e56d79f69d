"""Group texts that nearly repeat one another, in time and memory that grow with their number only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from copilot.insight.codes import Codes, Hashes, Ints, lay_out

BANDS, ROWS = 12, 3
"""Min-hashes of a text: pairs that share 50 % of their shingles meet in a band with probability 0.8, 70 % with 0.99."""
SAME = 0.6
"""Share of equal min-hashes (an estimate of the Jaccard similarity) from which two texts repeat one another."""
NEAR_MASS = 0.35
MASS = 10
"""From this many repeats on a group is a template at work, and texts this much like one of it belong to it."""
OWN_WORDS = 14
"""Han characters, an English word counting one and a half, from which two people hardly write the same by chance.

Measured on three sources of 55,000 comments: of texts with 4 to 7 characters 3 to 40 % are repeated word for word
by other viewers, with 12 and more under 2 %.
"""
VARIED = 6
"""Distinct shingles a text needs besides, so that 好看好看好看好看 stays an ordinary short text."""
_SHINGLE = 3
_BATCH = 16_384
_READ = 600
"""Content characters that are compared; longer texts are judged by their beginning."""


def near_groups(texts: Sequence[str]) -> NDArray[np.int32]:
    """Number the groups of near-duplicates, −1 for texts alone or too short to tell; see `Repeats`."""
    repeats = Repeats()
    for first in range(0, len(texts), _BATCH):
        repeats.add(texts[first : first + _BATCH])
    return repeats.groups()


class Repeats:
    """Collects what near-duplicates are found by, 144 bytes a text, as texts stream past.

    Digits, marks, blanks, emoji, letter case and script do not distinguish texts; repeated characters count once.

    Source:
        Broder 1997, "On the resemblance and containment of documents"; bands after Leskovec, Rajaraman and Ullman,
        "Mining of Massive Datasets", chapter 3.
    """

    def __init__(self) -> None:
        self._rows: list[Ints] = []
        self._signs: list[NDArray[np.uint32]] = []
        self._count = 0

    def add(self, texts: Sequence[str]) -> None:
        """Take the next texts in."""
        for first in range(0, len(texts), _BATCH):
            rows, signs = _signatures(texts[first : first + _BATCH])
            self._rows.append(rows + (self._count + first))
            self._signs.append(signs)
        self._count += len(texts)

    def groups(self) -> NDArray[np.int32]:
        """Number the groups of all texts taken in, −1 for texts alone or too short to tell; ends the collection."""
        group = np.full(self._count, -1, np.int32)
        if not self._rows:
            return group
        rows, signs = np.concatenate(self._rows), _joined(self._signs)
        left, right, alike = _pairs(signs)
        sure = alike >= SAME
        component = _components(left[sure], right[sure], len(rows))
        size = np.bincount(component, minlength=1)
        sure |= np.maximum(size[component[left]], size[component[right]]) >= MASS
        component = _components(left[sure], right[sure], len(rows))
        size = np.bincount(component, minlength=1)
        shared = size[component] > 1
        _, group[rows[shared]] = np.unique(component[shared], return_inverse=True)
        return group


def _joined(parts: list[NDArray[np.uint32]]) -> NDArray[np.uint32]:
    """Put parts into one array and let go of each as soon as it is copied; the list is empty afterwards."""
    whole = np.empty((sum(map(len, parts)), BANDS * ROWS), np.uint32)
    end = len(whole)
    while parts:
        part = parts.pop()
        whole[end - len(part) : end] = part
        end -= len(part)
    return whole


def _pairs(signs: NDArray[np.uint32]) -> tuple[Ints, Ints, NDArray[np.float32]]:
    """Return the distinct pairs that meet in any band, with their likeness."""
    known, alike = np.zeros(0, np.int64), np.zeros(0, np.float32)
    for band in range(BANDS):
        left, right, likeness = _meeting(signs, band)
        known, first = np.unique(np.concatenate([known, left * len(signs) + right]), return_index=True)
        alike = np.concatenate([alike, likeness])[first]
    return known // max(len(signs), 1), known % max(len(signs), 1), alike


def content(codes: Codes) -> tuple[Hashes, NDArray[np.int32], NDArray[np.float64]]:
    """Return what distinguishes texts (Han characters and English words as hashes), whose it is, and how much each has.

    Returns:
        (k,) hashes in reading order, (k,) numbers of their texts, and (n,) lengths in the unit of `OWN_WORDS`.
    """
    kept = codes.han.copy()
    kept[1:] &= codes.codes[1:] != codes.codes[:-1]
    start, end = codes.words
    spelt = codes.codes[start] >= 97
    start, end = start[spelt], end[spelt]
    at = np.flatnonzero(kept)
    hashes = np.concatenate([codes.hashes(at, at + 1), codes.hashes(start, end)])
    places = np.concatenate([at, start])
    order = np.argsort(places, kind="stable")
    han = np.bincount(codes.text_of[at], minlength=len(codes))
    words = np.bincount(codes.text_of[start], minlength=len(codes))
    return hashes[order], codes.text_of[places[order]], han + 1.5 * words


def _signatures(texts: Sequence[str]) -> tuple[Ints, NDArray[np.uint32]]:
    """Return the rows long enough to tell, and their (rows, BANDS × ROWS) min-hashes."""
    codes = lay_out([text[:_READ] for text in texts])
    terms, text_of, words = content(codes)
    shingles, owner = shingles_of(terms, text_of, _SHINGLE)
    long = words[owner] >= OWN_WORDS
    shingles, owner = _varied(shingles[long], owner[long], len(codes))
    if not len(owner):
        return np.zeros(0, np.int64), np.zeros((0, BANDS * ROWS), np.uint32)
    first = np.flatnonzero(np.diff(owner, prepend=-1))
    spread = np.random.default_rng(2026).integers(1, 1 << 63, (BANDS * ROWS, 2), dtype=np.uint64) | np.uint64(1)
    signs = [np.minimum.reduceat((shingles * a + b) >> np.uint64(32), first) for a, b in spread]
    return owner[first].astype(np.int64), np.stack(signs, axis=1).astype(np.uint32)


def _varied(shingles: Hashes, owner: NDArray[np.int32], texts: int) -> tuple[Hashes, NDArray[np.int32]]:
    """Keep each text's distinct shingles, by text, of the texts that have at least `VARIED`."""
    order = np.lexsort((shingles, owner))
    shingles, owner = shingles[order], owner[order]
    fresh = (np.diff(owner, prepend=-1) != 0) | (np.diff(shingles, prepend=np.uint64(0)) != 0)
    shingles, owner = shingles[fresh], owner[fresh]
    enough = np.bincount(owner, minlength=texts)[owner] >= VARIED
    return shingles[enough], owner[enough]


def shingles_of(terms: Hashes, text_of: NDArray[np.int32], size: int) -> tuple[Hashes, NDArray[np.int32]]:
    """Hash every `size` neighbouring terms of one text: (k,) hashes in reading order and whose they are."""
    n = max(len(terms) - size + 1, 0)
    hashes = np.zeros(n, np.uint64)
    for i in range(size):
        hashes = (hashes + terms[i : i + n]) * np.uint64(0x9E3779B97F4A7C15)
        hashes ^= hashes >> np.uint64(29)
    whole = text_of[:n] == text_of[len(text_of) - n :]
    return hashes[whole], text_of[:n][whole]


def _components(left: Ints, right: Ints, n: int) -> NDArray[np.int32]:
    graph = coo_array((np.ones(len(left), np.bool_), (left, right)), shape=(n, n))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int32)


def _meeting(signs: NDArray[np.uint32], band: int) -> tuple[Ints, Ints, NDArray[np.float32]]:
    """Return pairs that agree on a band with their likeness: each text with its bucket's first and the two before."""
    key = np.zeros(len(signs), np.uint64)
    for row in range(ROWS):
        key = (key ^ signs[:, band * ROWS + row]) * np.uint64(0xD6E8FEB86659FD93)
        key ^= key >> np.uint64(32)
    order = np.argsort(key, kind="stable")
    ranked = key[order]
    fresh = np.ones(len(ranked), np.bool_)
    fresh[1:] = ranked[1:] != ranked[:-1]
    head = np.maximum.accumulate(np.where(fresh, np.arange(len(order)), 0))
    later = np.flatnonzero(~fresh)
    left = np.concatenate([head[later], later - 1, np.maximum(later - 2, head[later])])
    right = np.concatenate([later, later, later])
    alike = _likeness(signs, order[left], order[right])
    kept = alike >= NEAR_MASS
    return order[left[kept]], order[right[kept]], alike[kept]


def _likeness(signs: NDArray[np.uint32], left: Ints, right: Ints) -> NDArray[np.float32]:
    """Estimate the Jaccard similarity of pairs, in parts so that memory stays small."""
    alike = np.zeros(len(left), np.float32)
    for first in range(0, len(left), 65_536):
        part = slice(first, first + 65_536)
        alike[part] = (signs[left[part]] == signs[right[part]]).mean(axis=1)
    return alike
