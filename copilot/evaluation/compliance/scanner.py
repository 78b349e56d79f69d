"""Finds in one pass which of many words stand in a text, and where."""

from __future__ import annotations

from collections.abc import Iterable

from ahocorasick_rs import AhoCorasick

Place = tuple[int, int]
"""Start and end of a word in a text."""
WORD_START = "\0"
"""Mark before a word that counts only where a Latin word begins: `\\0art` stands in "arts", not in "part"."""


class Scanner:
    """Looks for all words at once, so that a text is read once whatever their number."""

    def __init__(self, words: Iterable[str]) -> None:
        """Prepare the words.

        Args:
            words: In lower case, with `WORD_START` before those that must begin a word; empty ones are left out.
        """
        marked = sorted({word for word in words if word.lstrip(WORD_START)})
        bare = sorted({word.lstrip(WORD_START) for word in marked})
        known = frozenset(marked)
        self._keys = [
            tuple(key if key in known else "" for key in (word, WORD_START + word)) for word in bare
        ]  # what a find of a word anywhere, and what one at the beginning of a word, is a find of
        self._automaton = AhoCorasick(bare)

    def places(self, text: str) -> dict[str, list[Place]]:
        """Return word → its places in order, for the words that stand in a text.

        Args:
            text: In lower case.
        """
        found: dict[str, list[Place]] = {}
        for number, start, end in self._matches(text):
            anywhere, beginning = self._keys[number]
            if anywhere:
                found.setdefault(anywhere, []).append((start, end))
            if beginning and not (start and text[start - 1].isascii() and text[start - 1].isalnum()):
                found.setdefault(beginning, []).append((start, end))
        return found

    def _matches(self, text: str) -> list[tuple[int, int, int]]:
        try:
            return self._automaton.find_matches_as_indexes(text, overlapping=True)
        except UnicodeEncodeError:
            return self._automaton.find_matches_as_indexes(_without_surrogates(text), overlapping=True)


def word_start(word: str) -> str:
    """Mark a word that begins with a Latin letter or a digit, so that it is not found inside another."""
    return WORD_START + word if word and word[0].isascii() and word[0].isalnum() else word


def lowered(text: str) -> str:
    """Return a text in lower case with every character at its place, which `str.lower` alone does not promise.

    The long s and the dotless i, which patterns that ignore case take for `s` and `i`, are written as these.
    """
    small = text.lower()
    if len(small) != len(text):
        small = "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in text)
    return small if small.isascii() else small.replace("ſ", "s").replace("ı", "i")


def _without_surrogates(text: str) -> str:
    """Put a mark of the same length in the place of lone surrogates, which no word holds."""
    return "".join("\ufffd" if "\ud800" <= mark <= "\udfff" else mark for mark in text)
