"""Reads every number a sentence says, so that each can be tied to what it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from copilot.evaluation.patterns import pattern

SCALES = {
    "千": 1e3, "thousand": 1e3, "k": 1e3, "万": 1e4,
    "百万": 1e6, "million": 1e6, "千万": 1e7, "亿": 1e8, "billion": 1e9,
    "%": 0.01, "％": 0.01, "percent": 0.01, "个百分点": 0.01, "point": 0.01, "points": 0.01,
}  # fmt: skip
"""What the words behind a number make of it."""


@dataclass(frozen=True)
class Said:
    """A number as said: its words, its value, and how far rounding may have moved it."""

    words: str
    value: float | None
    """None for numbers written in Han characters, which must stand in the evidence as they are."""
    slack: float

    def is_close(self, value: float) -> bool:
        """Say whether a value, or its share lost (1 − value) or sign turned, rounds to what was said."""
        if self.value is None:
            return False
        return any(abs(self.value - one) <= self.slack for one in (value, -value))


def said_numbers(text: str) -> list[Said]:
    """List the numbers of a text, in order; parts of dates and times count each."""
    return [*_digits(text), *(Said(match[0], None, 0.0) for match in pattern("number.said_words").finditer(text))]


def _digits(text: str) -> Iterator[Said]:
    for match in pattern("number.said_digits").finditer(text):
        bare = match["number"].replace(",", "")
        scale = SCALES.get((match["scale"] or "").lower(), 1.0)
        decimals = len(bare.partition(".")[2])
        yield Said(match[0].strip(), float(bare) * scale, 0.5 * 10**-decimals * scale * (1 + 1e-9))


def is_tied(said: Said, texts: Iterable[str], values: Iterable[float]) -> bool:
    """Say whether a number stands in one of the texts, or one of the values rounds to it.

    In a text the same value must be said exactly, in whatever writing; a value may have been rounded for reading.
    """
    if any(said.is_close(value) for value in values):
        return True
    if said.value is None:
        return any(said.words in text for text in texts)
    return any(other.value == said.value for text in texts for other in said_numbers(text))
