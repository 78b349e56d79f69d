"""Finds titles, people and characters in texts, by any of the ways people write them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from copilot.retrieval.text import fold

_BRACKETED = re.compile(r"[(（【\[].*?[)）】\]]")
_MARKS = re.compile(r"[《》〈〉「」『』“”\"'【】\[\]]")
_PARTS = re.compile(r"[·・•‧.:\s—-]+")
_SHORTEST_PART = 3
_SHORTEST_NAME = 2
PART_WEIGHT = 0.6
"""How much a part of a name, such as a surname, says it is meant, against the whole name."""


def bare(name: str) -> str:
    """Fold a name and drop what stands in brackets after it and the marks around it."""
    without = _MARKS.sub("", _BRACKETED.sub("", fold(name))).strip()
    return without or _MARKS.sub("", fold(name)).strip()


def _spellings(name: str) -> Iterator[tuple[str, float]]:
    """Yield the ways a name is written with how surely each means it."""
    whole = bare(name)
    yield whole, 1.0
    parts = [part for part in _PARTS.split(whole) if part]
    if len(parts) > 1:
        yield "".join(parts), 1.0
        for part in parts:
            if len(part) >= _SHORTEST_PART and not part.isdigit():
                yield part, PART_WEIGHT


class Names:
    """A dictionary of names; each has a number, and several ways of writing it.

    Args:
        names: Names as the dossiers and passages give them; the same bare name is one entry.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.numbers: dict[str, int] = {}
        self._spelt: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for name in names:
            self._add(name)
        self._by_head: dict[str, list[str]] = defaultdict(list)
        for spelling in sorted(self._spelt, key=len, reverse=True):
            self._by_head[spelling[:2]].append(spelling)
        firsts = "".join(sorted({re.escape(spelling[0]) for spelling in self._spelt}))
        self._first = re.compile(f"[{firsts}]" if firsts else r"(?!)")

    def _add(self, name: str) -> None:
        whole = bare(name)
        if len(whole) < _SHORTEST_NAME or whole in self.numbers:
            return
        number = self.numbers[whole] = len(self.numbers)
        for spelling, weight in _spellings(name):
            if len(spelling) >= _SHORTEST_NAME:
                self._spelt[spelling].append((number, weight))

    def __len__(self) -> int:
        return len(self.numbers)

    def number(self, name: str) -> int:
        """Return a name's number; −1 when it is not in the dictionary."""
        return self.numbers.get(bare(name), -1)

    def spans(self, folded: str) -> list[tuple[int, int, str]]:
        """List (start, end, spelling) of the names in a folded text, longest first at each place, not overlapping."""
        found, end = [], 0
        for head in self._first.finditer(folded):
            at = head.start()
            spelling = self._longest(folded, at) if at >= end else None
            if spelling is not None:
                end = at + len(spelling)
                found.append((at, end, spelling))
        return found

    def _longest(self, folded: str, at: int) -> str | None:
        for spelling in self._by_head.get(folded[at : at + 2], ()):
            if folded.startswith(spelling, at) and _stands_alone(folded, at, at + len(spelling)):
                return spelling
        return None

    def mentions(self, folded: str) -> dict[int, float]:
        """Tell which names a folded text speaks of: number → how surely, 0 to 1, shared among namesakes."""
        found: dict[int, float] = {}
        for _, _, spelling in self.spans(folded):
            owners = self._spelt[spelling]
            for number, weight in owners:
                found[number] = max(found.get(number, 0.0), weight / len(owners) ** 0.5)
        return found


def _stands_alone(folded: str, start: int, end: int) -> bool:
    """Refuse a Latin name that is only part of a longer word, such as Ann in Hannah."""

    def joined(left: str, right: str) -> bool:
        return left.isascii() and right.isascii() and left.isalnum() and right.isalnum()

    before = start > 0 and joined(folded[start - 1], folded[start])
    after = end < len(folded) and joined(folded[end - 1], folded[end])
    return not (before or after)
