"""Ideas, the groups of them that break rules, and an index that finds in one pass which may stand in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pydantic import Field

from copilot.domain.draft import Severity
from copilot.domain.value import Value
from copilot.evaluation.compliance.literals import alternatives, chance, literals_of
from copilot.evaluation.compliance.scanner import Place, Scanner, word_start


class Idea(Value):
    """One idea: the words that say it, and a pattern for what words cannot list, such as figures."""

    words: list[str] = Field(default_factory=list)
    """Lower case; words in Latin letters match from the beginning of a word on, so `review` finds reviews."""
    pattern: str = ""


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

    unless: frozenset[str]
    unless_anywhere: frozenset[str]
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


class Part:
    """One alternative of a pattern."""

    def __init__(self, pattern: str) -> None:
        """Compile it.

        Raises:
            re.error: It is not a regular expression.
        """
        self.search = re.compile(pattern, re.IGNORECASE)

    @cached_property
    def needs(self) -> frozenset[str]:
        """Literals one of which stands in whatever it finds; empty for none known, so that every text is searched."""
        return literals_of(self.search.pattern)


part_of = lru_cache(maxsize=8192)(Part)
"""Compiles a part once, whatever the number of languages it is looked for in."""


def parts_of(idea: Idea) -> tuple[Part, ...]:
    """Compile the alternatives of an idea's pattern.

    Raises:
        re.error: One is not a regular expression.
    """
    return tuple(part_of(part) for part in alternatives(idea.pattern))


@dataclass(frozen=True, eq=False)
class Heard:
    """What a text may say: places of words, and for each idea the parts of its pattern worth a search."""

    words: Mapping[str, list[Place]]
    parts: Mapping[str, set[int]]
    said: Set[str]
    """Ideas of either kind."""


class IdeaIndex:
    """Groups of ideas, found by the words and literals one of which must stand for each idea."""

    def __init__(self, ideas: Mapping[str, Idea], groups: Sequence[Group]) -> None:
        """Prepare the groups.

        Raises:
            re.error: A pattern is not a regular expression.
        """
        named = {name for group in groups for name in _named(group)}
        self._ideas = {name: idea for name, idea in ideas.items() if name in named}
        self.parts = {name: parts_of(idea) for name, idea in self._ideas.items()}
        self._always = {
            name: {at for at, part in enumerate(parts) if not part.needs}
            for name, parts in self.parts.items()
            if any(not part.needs for part in parts)
        }
        self._told = self._meanings()
        self._scanner = Scanner(self._told)
        self._by_idea: dict[str, list[tuple[Group, frozenset[str]]]] = {}
        self._others: list[Group] = []
        for group in groups:
            self._file(group)

    def heard(self, text: str) -> Heard:
        """Return which ideas a text may say.

        Args:
            text: In lower case.
        """
        words: dict[str, list[Place]] = {}
        parts: dict[str, set[int]] = {name: set(always) for name, always in self._always.items()}
        for literal, places in self._scanner.places(text).items():
            said, announced = self._told[literal]
            for idea in said:
                words[idea] = [*words[idea], *places] if idea in words else places
            for idea, part in announced:
                if idea in parts:
                    parts[idea].add(part)
                else:
                    parts[idea] = {part}
        return Heard(words, parts, words.keys() | parts.keys())

    def possible(self, heard: Heard) -> Iterator[Group]:
        """Yield the groups all of whose ideas may be said."""
        for idea in heard.said & self._by_idea.keys():
            for group, others in self._by_idea[idea]:
                if others <= heard.said:
                    yield group
        yield from self._others

    def _meanings(self) -> dict[str, tuple[list[str], list[tuple[str, int]]]]:
        """Literal → the ideas it is a word of, and the parts of patterns it announces."""
        table: dict[str, tuple[list[str], list[tuple[str, int]]]] = {}
        for name, idea in self._ideas.items():
            for word in idea.words:
                table.setdefault(word_start(word), ([], []))[0].append(name)
            for number, part in enumerate(self.parts[name]):
                for literal in part.needs:
                    table.setdefault(literal, ([], []))[1].append((name, number))
        return table

    def _file(self, group: Group) -> None:
        """File a group under the idea least likely to be heard by chance."""
        needed = frozenset(group.ideas) - self._always.keys()
        if not needed:
            self._others.append(group)
            return
        key = min(sorted(needed), key=self._chance)
        self._by_idea.setdefault(key, []).append((group, needed - {key}))

    def _chance(self, name: str) -> float:
        literals = [*map(word_start, self._ideas[name].words), *(one for p in self.parts[name] for one in p.needs)]
        return sum(map(chance, literals))


def _named(group: Group) -> Iterator[str]:
    yield from group.ideas
    for one in group.exempt:
        yield from (*one.unless, *one.unless_anywhere)
