"""Finds the sentences of a text once, and the one that holds a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

_END = re.compile(r"[。！？!?；;\n]|\.(?= )")


class Sentences:
    """The sentences of one text; a full stop ends one only before a space."""

    def __init__(self, text: str) -> None:
        """Find where sentences end."""
        self._size = len(text)
        self._ends = [match.end() for match in _END.finditer(text)]
        self._starts = [0, *(end + (text[end - 1] == ".") for end in self._ends)]

    def all(self) -> list[tuple[int, int]]:
        """Return the spans of the sentences in order; a space after a full stop is in none."""
        ends = self._ends if self._ends and self._ends[-1] == self._size else [*self._ends, self._size]
        return [(start, end) for start, end in zip(self._starts, ends, strict=False) if start < end]

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the sentence that holds a place, its closing mark included.

        Args:
            start: Where the place begins.
            end: Where it ends; a place over several sentences stretches from the first to the last.
        """
        first = self._starts[bisect_right(self._starts, start) - 1]
        after = bisect_left(self._ends, max(start, end - 1) + 1)
        return first, self._ends[after] if after < len(self._ends) else self._size
