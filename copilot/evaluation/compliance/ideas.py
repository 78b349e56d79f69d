"""Finds in one pass over a text which groups of ideas stand together in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
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
class Group:
    """Ideas that break a rule together, in one sentence or in the whole text, and the ideas that exempt."""

    rule: str
    ideas: tuple[str, ...]
    unless: tuple[str, ...]
    unless_anywhere: tuple[str, ...]
    whole: bool
    severity: Severity | None


class IdeaIndex:
    """Groups of ideas with one scanner for the words they need."""

    def __init__(self, ideas: Mapping[str, Idea], groups: Sequence[Group]) -> None:
        """Prepare the groups.

        Raises:
            re.error: A pattern is not a regular expression.
        """
        named = {name for group in groups for name in (*group.ideas, *group.unless, *group.unless_anywhere)}
        self.ideas = {name: idea for name, idea in ideas.items() if name in named}
        self.patterns = {
            name: re.compile(idea.pattern, re.IGNORECASE) for name, idea in self.ideas.items() if idea.pattern
        }
        self._meanings = self._words()
        self._scanner = Scanner(self._meanings)
        self._by_idea: dict[str, list[tuple[Group, frozenset[str]]]] = {}
        self._others: list[Group] = []
        for group in groups:
            self._file(group)

    def sightings(self, text: str) -> Iterator[Sighting]:
        """Yield the groups seen together, each at most once in a sentence.

        Args:
            text: In lower case.
        """
        reading = _Reading(self, text)
        for idea in reading.said.keys() & self._by_idea.keys():
            for group, others in self._by_idea[idea]:
                if others <= reading.said.keys():
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
    """One text as the ideas it says."""

    def __init__(self, index: IdeaIndex, text: str) -> None:
        self._index = index
        self._text = text
        self.said = index.said(text)
        self._stands: dict[str, bool] = {}

    @cached_property
    def _sentences(self) -> list[Place]:
        return [match.span() for match in _SENTENCE.finditer(self._text)]

    def seen(self, group: Group) -> Iterator[Sighting]:
        """Yield where all ideas of a group stand together."""
        if not all(map(self._stands_anywhere, group.ideas)) or any(map(self._stands_anywhere, group.unless_anywhere)):
            return
        whole = (0, len(self._text))
        for scope in [whole] if group.whole else self._sentences:
            places = [place for idea in group.ideas if (place := self._place(idea, scope))]
            if len(places) == len(group.ideas) and not self._is_exempt(group, scope):
                span = places[0] if group.whole else (min(a for a, _ in places), max(b for _, b in places))
                yield Sighting(group.rule, *span, core=places[0], severity=group.severity)

    def _is_exempt(self, group: Group, scope: Place) -> bool:
        return any(self._stands_anywhere(idea) and self._place(idea, scope) for idea in group.unless)

    def _stands_anywhere(self, idea: str) -> bool:
        if idea in self.said:
            return True
        if idea not in self._stands:
            self._stands[idea] = self._place(idea, (0, len(self._text))) is not None
        return self._stands[idea]

    def _place(self, idea: str, scope: Place) -> Place | None:
        for start, end in self.said.get(idea, ()):
            if scope[0] <= start and end <= scope[1]:
                return start, end
        pattern = self._index.patterns.get(idea)
        if pattern is None or (self._index.ideas[idea].needs and f"~{idea}" not in self.said):
            return None
        match = pattern.search(self._text, *scope)
        return match.span() if match else None
