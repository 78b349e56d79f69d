"""Finds in one pass which of many words stand in a text, and where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import add

Place = tuple[int, int]
"""Start and end of a word in a text."""


class Scanner:
    """Looks words up by the two characters they begin with, so that a text is read once whatever their number.

    Words in Latin letters match from the beginning of a word on: `review` stands in "reviews", `art` not in "part".
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Prepare the words.

        Args:
            words: In lower case; empty ones are left out.
        """
        self._table: dict[str, list[str]] = {}
        for word in sorted({word for word in words if word}):
            self._table.setdefault(word[:2], []).append(word)

    def places(self, text: str) -> dict[str, list[Place]]:
        """Return word → its places in order, for the words that stand in a text.

        Args:
            text: In lower case.
        """
        found: dict[str, list[Place]] = {}
        for word in self._candidates(text):
            at = text.find(word)
            if at >= 0 and (places := _places(word, text, at)):
                found[word] = places
        return found

    def words(self, text: str) -> Iterator[str]:
        """Yield each word that stands in a text, also inside another word.

        Args:
            text: In lower case.
        """
        return (word for word in self._candidates(text) if word in text)

    def _candidates(self, text: str) -> Iterator[str]:
        table = self._table
        beginnings = {*text, *map(add, text, text[1:])}
        return (word for beginning in table.keys() & beginnings for word in table[beginning])


def _places(word: str, text: str, at: int) -> list[Place]:
    size, places = len(word), []
    latin = word[0].isascii() and word[0].isalnum()
    while at >= 0:
        if not (latin and at and text[at - 1].isascii() and text[at - 1].isalnum()):
            places.append((at, at + size))
        at = text.find(word, at + 1)
    return places


def lowered(text: str) -> str:
    """Return a text in lower case with every character at its place, which `str.lower` alone does not promise."""
    small = text.lower()
    if len(small) == len(text):
        return small
    return "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in text)
