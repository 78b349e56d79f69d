"""Lay texts end to end as folded code points, so that all of them are read in whole-array passes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Mask = NDArray[np.bool_]

LONGEST = 20_000
"""Characters of a text that are read; what follows cannot move its labels (long reviews take sides well before)."""
_BASE = np.uint64(0x9E3779B97F4A7C15)
_SPREAD = np.uint64(0xD6E8FEB86659FD93)
_PLAIN = 0x10000


@dataclass(frozen=True, eq=False)
class Codes:
    """Folded texts in one buffer, each followed by one NUL.

    Folding keeps offsets: one character in, one code out. Letters become lower case and half width, traditional
    characters simplified, every kind of space a blank, lone surrogates and NUL in a text U+FFFD.
    """

    codes: NDArray[np.uint32]
    starts: Ints
    """(n + 1,) offset of each text; the last entry is the length of the buffer."""

    def __len__(self) -> int:
        return len(self.starts) - 1

    @cached_property
    def text_of(self) -> NDArray[np.int32]:
        """(m,) number of the text each code belongs to; the closing NUL belongs to its text."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    @cached_property
    def latin(self) -> Mask:
        """(m,) marks letters and digits of ASCII and the apostrophe: what English words are made of."""
        c = self.codes
        return np.asarray(((c >= 97) & (c <= 122)) | ((c >= 48) & (c <= 57)) | (c == 39), dtype=np.bool_)

    @cached_property
    def han(self) -> Mask:
        """(m,) marks Han ideographs of the common blocks."""
        return (self.codes >= 0x3400) & (self.codes <= 0x9FFF)

    @cached_property
    def words(self) -> tuple[Ints, Ints]:
        """Start and end (exclusive) of each run of Latin letters, in order."""
        edges = np.flatnonzero(np.diff(self.latin.astype(np.int8), prepend=0, append=0))
        return edges[0::2], edges[1::2]

    @cached_property
    def _powers(self) -> tuple[Hashes, Hashes]:
        """Powers of the hash base and prefix sums weighted with its inverse, both wrapping at 2^64."""
        m = len(self.codes)
        base = np.full(m + 1, _BASE)
        base[0] = 1
        powers = np.cumprod(base, dtype=np.uint64)
        inverse = np.full(m, np.uint64(pow(int(_BASE), -1, 1 << 64)))
        inverse[:1] = 1
        terms = _mix(self.codes.astype(np.uint64) + np.uint64(1)) * np.cumprod(inverse, dtype=np.uint64)
        return powers, np.concatenate([np.zeros(1, np.uint64), np.cumsum(terms, dtype=np.uint64)])

    def hashes(self, start: Ints, end: Ints) -> Hashes:
        """Hash spans of the buffer; equal folded words give equal hashes wherever they stand.

        Source: polynomial hashing modulo 2^64 over mixed codes (Karp and Rabin 1987), finished with a bit mix.
        """
        powers, sums = self._powers
        return _mix((sums[end] - sums[start]) * powers[np.maximum(end - 1, 0)] * _anchor(end - start))

    def windows(self, length: int) -> Hashes:
        """Hash every window of a length, (max(m − length + 1, 0),); equal to `hashes` of the same span."""
        powers, sums = self._powers
        if len(self.codes) < length:
            return np.zeros(0, np.uint64)
        raw = (sums[length:] - sums[:-length]) * powers[length - 1 : -1]
        return _mix(raw * _anchor(np.array([length]))[0])


def lay_out(texts: Sequence[str]) -> Codes:
    """Fold texts and lay them end to end; texts longer than `LONGEST` are read up to there."""
    kept = [text if len(text) <= LONGEST else text[:LONGEST] for text in texts]
    joined = "\0".join(kept) + "\0" if kept else ""
    raw = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    ends = np.cumsum(np.fromiter(map(len, kept), np.int64, len(kept)) + 1)
    folded = np.where(raw < _PLAIN, _folding()[np.minimum(raw, _PLAIN - 1)], raw).astype(np.uint32)
    folded[ends - 1] = 0
    return Codes(folded, np.concatenate([np.zeros(1, np.int64), ends]))


def fold(text: str) -> str:
    """Fold one text the way `lay_out` does, without cutting it."""
    table = _folding()
    return "".join(chr(table[ord(char)]) if ord(char) < _PLAIN else char for char in text)


@lru_cache(maxsize=1)
def _folding() -> NDArray[np.uint32]:
    """(65536,) code → folded code for the basic plane."""
    import opencc

    table = np.arange(_PLAIN, dtype=np.uint32)
    han = "".join(map(chr, range(0x3400, 0xA000)))
    simple = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    for char, plain in zip(han, simple, strict=True):
        if len(plain) == 1 and ord(plain) < _PLAIN:
            table[ord(char)] = ord(plain)
    table[0xFF01:0xFF5F] = np.arange(0x21, 0x7F)
    for code in (*range(9), *range(0xD800, 0xE000)):
        table[code] = 0xFFFD
    for char in "\t\v\f\r\u00a0\u3000\u2002\u2003\u2009\u200b\ufeff":
        table[ord(char)] = 32
    for char in "\u2018\u2019":
        table[ord(char)] = 39
    upper = np.arange(65, 91)
    table[upper] = upper + 32
    table[upper + 0xFEE0] = upper + 32
    return table


def _mix(values: Hashes) -> Hashes:
    """Spread the bits of a hash over all 64 (the finish of MurmurHash3 by Appleby, shortened)."""
    values = values ^ (values >> np.uint64(32))
    values = values * _SPREAD
    return values ^ (values >> np.uint64(29))


def _anchor(lengths: Ints) -> Hashes:
    """Return an odd factor a length, so that spans of different lengths do not share hashes."""
    return (lengths.astype(np.uint64) << np.uint64(33)) | np.uint64(1)
