"""Tells whether a text gives away a spoiler that is still closed."""

from __future__ import annotations

from itertools import pairwise

import regex

from copilot.domain.film import Dossier

_WORDS = regex.compile(r"\p{Han}|[\p{L}\p{N}']+")
_TOLD = 0.5
"""Share of a spoiler's word pairs whose presence counts as telling it. House rule: half of a sentence gives it away."""


def tells_closed(text: str, dossier: Dossier, day_of_release: int) -> bool:
    """Say whether the text tells a spoiler that may not be told on the day.

    A spoiler counts as told when the text holds it, or at least half of its neighbouring word pairs (Han characters
    count as words) once the film's names are taken out.
    """
    closed = dossier.spoilers_closed_on(day_of_release)
    names = dossier.names()
    said = _pairs(text, names)
    return any(_holds(said, _pairs(spoiler.text, names)) or _verbatim(text, spoiler.text) for spoiler in closed)


def _verbatim(text: str, spoiler: str) -> bool:
    return spoiler.strip().casefold() in text.casefold() if spoiler.strip() else False


def _holds(said: set[tuple[str, str]], told: set[tuple[str, str]]) -> bool:
    return bool(told) and len(said & told) >= max(2, _TOLD * len(told))


def _pairs(text: str, names: list[str]) -> set[tuple[str, str]]:
    for name in names:
        text = text.replace(name, " ")
    words = [word.casefold() for word in _WORDS.findall(text)]
    return set(pairwise(words))
