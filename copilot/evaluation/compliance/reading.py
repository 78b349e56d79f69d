"""Reads one text for the groups of ideas that stand together in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property

from copilot.evaluation.compliance.ideas import Exemption, Group, IdeaIndex, Sighting
from copilot.evaluation.compliance.scanner import Place

_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;\n.]*")


def sightings(index: IdeaIndex, text: str) -> Iterator[Sighting]:
    """Yield the groups seen together, each at most once in a sentence.

    Args:
        index: Ideas and groups.
        text: In lower case.
    """
    reading = _Reading(index, text)
    for group in index.possible(reading.heard):
        yield from reading.seen(group)


class _Reading:
    """One text as the ideas it says; every idea is looked for at most once."""

    def __init__(self, index: IdeaIndex, text: str) -> None:
        self._index = index
        self._text = text
        self.heard = index.heard(text)
        self._known: dict[str, list[Place]] = {}
        self._sentences_of: dict[str, dict[int, Place]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _SENTENCE.finditer(self._text)] or [0]

    def seen(self, group: Group) -> Iterator[Sighting]:
        """Yield where all ideas of a group stand together."""
        if not all(map(self._places, group.ideas)):
            return
        if group.whole:
            core = self._places(group.ideas[0])[0]
            for failed in self._failed(group, None):
                yield Sighting(group.rule, *core, core=core, severity=failed.severity)
            return
        stands = [self._in_sentences(idea) for idea in group.ideas]
        for number in sorted(set(stands[0]).intersection(*stands[1:])):
            places = [places[number] for places in stands]
            span = min(a for a, _ in places), max(b for _, b in places)
            for failed in self._failed(group, number):
                yield Sighting(group.rule, *span, core=places[0], severity=failed.severity)

    def _failed(self, group: Group, sentence: int | None) -> list[Exemption]:
        """Return the first exemption that does not hold, in a sentence or, without one, in the text."""
        for one in group.exempt:
            anywhere, here = self.heard.said & one.unless_anywhere, self.heard.said & one.unless
            if not any(map(self._places, anywhere)) and not any(self._stands(idea, sentence) for idea in here):
                return [one]
        return []

    def _stands(self, idea: str, sentence: int | None) -> bool:
        return bool(self._places(idea)) if sentence is None else sentence in self._in_sentences(idea)

    def _in_sentences(self, idea: str) -> dict[int, Place]:
        """Return number of sentence → first place of an idea in it."""
        if idea not in self._sentences_of:
            stands: dict[int, Place] = {}
            for place in self._places(idea):
                stands.setdefault(bisect_right(self._starts, place[0]) - 1, place)
            self._sentences_of[idea] = stands
        return self._sentences_of[idea]

    def _places(self, idea: str) -> list[Place]:
        """Return where an idea is said, in order."""
        if idea not in self._known:
            places = self.heard.words.get(idea, [])
            parts = self._index.parts.get(idea, ())
            found = [
                match.span()
                for number in self.heard.parts.get(idea, ())
                for match in parts[number].search.finditer(self._text)
            ]
            self._known[idea] = sorted([*places, *found]) if found else places
        return self._known[idea]
