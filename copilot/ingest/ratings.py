"""Reads ratings of any scale as stars: 0.5 to 5."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from copilot.ingest.numbers import Numbers

_FRACTION = re.compile(r"(\d+(?:\.\d+)?)\s*(?:/|of|out of|／)\s*(\d+(?:\.\d+)?)", re.IGNORECASE)
_DIVISORS = {"five": 1.0, "ten": 2.0, "fifty": 10.0, "hundred": 20.0}


def scale_of(most: float) -> str:
    """Tell a scale by the largest rating of the column: five, ten, fifty or hundred."""
    return next((name for name, top in (("five", 5), ("ten", 10), ("fifty", 50)) if most <= top), "hundred")


def rating_reader(numbers: Numbers, values: dict[str, Any], scale: str) -> Callable[[object], float | None]:
    """Make a reader of one column's ratings.

    Args:
        numbers: Number reader.
        values: The file knowledge/sources/values.yaml.
        scale: five, ten, fifty or hundred: what a bare number counts in.

    Returns:
        Cell → stars 0 to 5, None when there is no rating. A bare 0 means not rated, since no scale starts there.
    """
    words: dict[str, float] = values["ratings"]["words"]
    letters: dict[str, float] = values["ratings"]["letters"]
    divisor = _DIVISORS[scale]

    def read(value: object) -> float | None:
        found = numbers.number(value)
        if found is not None:
            return found / divisor if 0 < found <= 5 * divisor else None
        return _spelled(value.strip(), words, letters) if isinstance(value, str) else None

    return read


def _spelled(text: str, words: dict[str, float], letters: dict[str, float]) -> float | None:
    if text in words or text.upper() in letters:
        return words.get(text) or letters[text.upper()]
    if match := _FRACTION.fullmatch(text):
        top, given = float(match[2]), float(match[1])
        return round(5 * given / top, 2) if top and given <= top else None
    if text and not text.strip("★☆⭐✩✭½ "):
        return min(5.0, text.count("★") + text.count("⭐") + 0.5 * text.count("½")) or None
    return next((stars for word, stars in words.items() if word in text), None) if len(text) <= 8 else None
