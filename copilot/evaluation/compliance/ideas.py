"""Finds in one pass over a text which groups of ideas stand together in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import Field

from copilot.domain.draft import Severity
from copilot.domain.value import Value
from copilot.evaluation.compliance.scanner import Place, Scanner

Spans = dict[str, list[Place]]
"""Idea → places in a text where it is said."""
_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;\n.]*")


class Idea(Value):
    """One idea: the words that say it, and a pattern for what words cannot list, such as figures."""

    words: list[str] = Field(default_factory=list)
    """Lower case; words in Latin letters match from the beginning of a word on, so `review` finds reviews."""
    pattern: str = ""
    needs: list[str] = Field(default_factory=list)
    """Words one of which stands in whatever the pattern finds; they spare the search. Empty for none known."""


@dataclass(frozen=True)
class Sighting:
    """A list of ideas seen together; `core` is the place of its first idea."""

    rule: str
    start: int
    end: int
    core: Place
    severity: Severity | None = None


@dataclass(frozen=True)
class Exemption:
    """Ideas one of which makes harmless, in the same place or anywhere in the text, and how grave it is without."""

    unless: tuple[str, ...]
    unless_anywhere: tuple[str, ...]
    severity: Severity | None


@dataclass(frozen=True)
class Group:
    """Ideas that break a rule together, in one sentence or in the whole text, unless every exemption holds.

    The first exemption that does not hold says how grave it is.
    """

    rule: str
    ideas: tuple[str, ...]
    exempt: tuple[Exemption, ...]
    whole: bool
    cheapest_first: tuple[str, ...] = ()
    """The same ideas, those that words tell before those that a pattern must search every text for."""


class IdeaIndex:
    """Groups of ideas with one scanner for the words they need."""

    def __init__(self, ideas: Mapping[str, Idea], groups: Sequence[Group]) -> None:
        """Prepare the groups.

        Raises:
            re.error: A pattern is not a regular expression.
        """
        named = {
            name
            for group in groups
            for names in (group.ideas, *((*one.unless, *one.unless_anywhere) for one in group.exempt))
            for name in names
        }
        self.ideas = {name: idea for name, idea in ideas.items() if name in named}
        self.patterns = {
            name: re.compile(idea.pattern, re.IGNORECASE) for name, idea in self.ideas.items() if idea.pattern
        }
        self._meanings = self._words()
        self._scanner = Scanner(self._meanings)
        self._by_idea: dict[str, list[tuple[Group, frozenset[str]]]] = {}
        self._others: list[Group] = []
        for group in groups:
            self._file(replace(group, cheapest_first=tuple(sorted(group.ideas, key=self._cost))))

    def sightings(self, text: str) -> Iterator[Sighting]:
        """Yield the groups seen together, each at most once in a sentence.

        Args:
            text: In lower case.
        """
        reading = _Reading(self, text)
        for idea in reading.said.keys() & self._by_idea.keys():
            for group, others in self._by_idea[idea]:
                if reading.said.keys() >= others:
                    yield from reading.seen(group)
        for group in self._others:
            yield from reading.seen(group)

    def said(self, text: str) -> Spans:
        """Return the ideas whose words stand in a text, places in order; `~idea` where its pattern may be found."""
        said: Spans = {}
        for word, places in self._scanner.places(text).items():
            for idea in self._meanings[word]:
                said.setdefault(idea, []).extend(places)
        return said

    def _words(self) -> dict[str, tuple[str, ...]]:
        """Word → the ideas it says; an idea's pattern is announced as `~idea` by the words it needs."""
        table: dict[str, list[str]] = {}
        for name, idea in self.ideas.items():
            for word in idea.words:
                table.setdefault(word, []).append(name)
            for word in idea.needs:
                table.setdefault(word, []).append(f"~{name}")
        return {word: tuple(names) for word, names in table.items()}

    def _file(self, group: Group) -> None:
        """File a group under the idea with fewest words that must be said for it."""
        needed = self._announced(group)
        if not needed:
            self._others.append(group)
            return
        key = min(needed, key=self._words_of)
        self._by_idea.setdefault(key, []).append((group, needed - {key}))

    def _cost(self, name: str) -> int:
        """Order ideas by what looking for them costs: words only, a pattern that words announce, any other pattern."""
        idea = self.ideas[name]
        return 0 if not idea.pattern else 1 if idea.needs else 2

    def _announced(self, group: Group) -> frozenset[str]:
        """Return what must be said for a group: ideas without pattern, and patterns that need a word."""
        found = set()
        for name in group.ideas:
            idea = self.ideas[name]
            if not idea.pattern:
                found.add(name)
            elif idea.needs and not idea.words:
                found.add(f"~{name}")
        return frozenset(found)

    def _words_of(self, name: str) -> int:
        idea = self.ideas[name.lstrip("~")]
        return len(idea.needs if name.startswith("~") else idea.words)


class _Reading:
    """One text as the ideas it says; every idea is looked for at most once."""

    def __init__(self, index: IdeaIndex, text: str) -> None:
        self._index = index
        self._text = text
        self.said = index.said(text)
        self._known: Spans = {}
        self._sentences_of: dict[str, dict[int, Place]] = {}

    @cached_property
    def _starts(self) -> list[int]:
        return [match.start() for match in _SENTENCE.finditer(self._text)] or [0]

    def seen(self, group: Group) -> Iterator[Sighting]:
        """Yield where all ideas of a group stand together."""
        if not all(map(self._places, group.cheapest_first)):
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
            if not any(map(self._places, one.unless_anywhere)) and not self._is_said(one.unless, sentence):
                return [one]
        return []

    def _is_said(self, ideas: tuple[str, ...], sentence: int | None) -> bool:
        return any(self._places(idea) if sentence is None else sentence in self._in_sentences(idea) for idea in ideas)

    def _in_sentences(self, idea: str) -> dict[int, Place]:
        """Return number of sentence → first place of an idea in it."""
        if idea not in self._sentences_of:
            stands: dict[int, Place] = {}
            for place in self._places(idea):
                stands.setdefault(bisect_right(self._starts, place[0]) - 1, place)
            self._sentences_of[idea] = stands
        return self._sentences_of[idea]

    def _places(self, idea: str) -> list[Place]:
        if idea not in self._known:
            places, pattern = self.said.get(idea, []), self._index.patterns.get(idea)
            if pattern and (not self._index.ideas[idea].needs or f"~{idea}" in self.said):
                places = [*places, *(match.span() for match in pattern.finditer(self._text))]
            self._known[idea] = places
        return self._known[idea]
