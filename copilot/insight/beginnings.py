"""Tell which of many texts can match which of many patterns, by how the patterns' matches can begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.insight.codes import Codes, Hashes, fold, lay_out

LONGEST = 4
"""Characters of a beginning that are looked for: four tell nearly all texts apart that cannot match."""
_BATCH = 8192
_FEW = 8
"""Members up to which a set of characters is spelt out."""
_SLOTS = 18

_parser: Any = import_module("re._parser")
"""The standard library's own reading of a pattern: no second grammar of regular expressions to keep in step."""


@dataclass(frozen=True)
class Begun:
    """Ways in which what was read so far can begin."""

    open: frozenset[str]
    """Beginnings that what follows may lengthen."""
    closed: frozenset[str] = frozenset()

    def then(self, other: Begun) -> Begun:
        """Let what follows lengthen the open beginnings, up to `LONGEST`."""
        longer = {(a + b)[:LONGEST] for a in self.open for b in other.open}
        ended = {(a + b)[:LONGEST] for a in self.open for b in other.closed}
        full = {text for text in longer if len(text) == LONGEST}
        return Begun(frozenset(longer - full), self.closed | ended | full)

    @property
    def all(self) -> frozenset[str]:
        """Every beginning."""
        return self.open | self.closed


def beginnings(pattern: re.Pattern[str]) -> frozenset[str]:
    """List the folded texts with one of which every match of a pattern begins; an empty one means that any may."""
    found = _sequence(_parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE)).all
    return frozenset(map(fold, found))


class Sieve:
    """Finds for many texts which of up to 64 patterns they can match."""

    def __init__(self, patterns: Sequence[re.Pattern[str]]) -> None:
        if len(patterns) > 64:
            raise ValueError(f"{len(patterns)} patterns, 64 fit")
        self._begin = [beginnings(pattern) for pattern in patterns]

    def candidates(self, texts: Sequence[str]) -> NDArray[np.uint64]:
        """Return (n,) masks: bit i stands where pattern i can match. What `lay_out` does not read always can."""
        parts = [self._mark(texts[first : first + _BATCH]) for first in range(0, len(texts), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros(0, np.uint64)

    @cached_property
    def _any(self) -> np.uint64:
        """Patterns whose matches may begin with anything."""
        return np.uint64(sum(1 << i for i, begin in enumerate(self._begin) if "" in begin))

    @cached_property
    def _known(self) -> list[tuple[int, Hashes, NDArray[np.uint64], NDArray[np.bool_]]]:
        """By length: sorted hashes of the beginnings, the patterns of each, and the slots of the hashes."""
        masks: dict[str, int] = {}
        for i, begin in enumerate(self._begin):
            for text in () if "" in begin else begin:
                masks[text] = masks.get(text, 0) | 1 << i
        found = []
        for length in sorted(set(map(len, masks))):
            words = [text for text in masks if len(text) == length]
            laid = lay_out(words)
            hashes = laid.hashes(laid.starts[:-1], laid.starts[1:] - 1)
            order = np.argsort(hashes)
            slots = np.zeros(1 << _SLOTS, np.bool_)
            slots[hashes >> np.uint64(64 - _SLOTS)] = True
            found.append((length, hashes[order], np.array([masks[w] for w in words], np.uint64)[order], slots))
        return found

    def _mark(self, texts: Sequence[str]) -> NDArray[np.uint64]:
        codes = lay_out(texts)
        marks = np.full(len(texts), self._any)
        for length, hashes, masks, slots in self._known:
            at, mask = _seek(codes, length, (hashes, masks, slots))
            if len(at):
                owner = codes.text_of[at]
                first = np.flatnonzero(np.diff(owner, prepend=-1))
                marks[owner[first]] |= np.bitwise_or.reduceat(mask, first)
        cut = np.fromiter(map(len, texts), np.int64, len(texts)) > np.diff(codes.starts) - 1
        marks[cut] = ~np.uint64(0)
        return marks


def _seek(
    codes: Codes, length: int, known: tuple[Hashes, NDArray[np.uint64], NDArray[np.bool_]]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    hashes, masks, slots = known
    windows = codes.windows(length)
    at = np.flatnonzero(slots[windows >> np.uint64(64 - _SLOTS)])
    entry = np.minimum(np.searchsorted(hashes, windows[at]), len(hashes) - 1)
    right = hashes[entry] == windows[at]
    return at[right], masks[entry[right]]


def _sequence(items: Iterable[tuple[Any, Any]]) -> Begun:
    found = Begun(frozenset({""}))
    for operation, argument in items:
        if not found.open:
            break
        found = found.then(_one(str(operation), argument))
    return found


def _one(operation: str, argument: Any) -> Begun:  # noqa: ANN401  (the parser's own tuples)
    if operation == "LITERAL":
        return Begun(frozenset({chr(argument)}))
    if operation in ("AT", "ASSERT", "ASSERT_NOT"):
        return Begun(frozenset({""}))
    if operation == "SUBPATTERN":
        return _sequence(argument[-1])
    if operation == "BRANCH":
        ways = [_sequence(way) for way in argument[1]]
        return Begun(frozenset().union(*(w.open for w in ways)), frozenset().union(*(w.closed for w in ways)))
    if operation in ("MAX_REPEAT", "MIN_REPEAT"):
        return _repeated(*argument)
    if operation == "IN" and len(argument) <= _FEW and all(str(kind) == "LITERAL" for kind, _ in argument):
        return Begun(frozenset(chr(code) for _, code in argument))
    return Begun(frozenset(), frozenset({""}))


def _repeated(least: int, most: int, items: Iterable[tuple[Any, Any]]) -> Begun:
    once = _sequence(items)
    found = once if most == 1 else Begun(frozenset(), once.all)
    return found if least else Begun(found.open | {""}, found.closed)
