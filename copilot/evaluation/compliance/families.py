"""Finds claims by the ideas that stand together in a sentence, whatever their order and wording."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from copilot.domain.value import Value
from copilot.errors import KnowledgeError

Spans = dict[str, list[tuple[int, int]]]
"""Idea → places in a text where it is said."""


class Idea(Value):
    """One idea: the words that say it, and a pattern for what words cannot list, such as figures."""

    words: list[str] = Field(default_factory=list)
    """Lower case; words in Latin letters match from the beginning of a word on, so `review` finds reviews."""
    pattern: str = ""


class Family(Value):
    """The wordings of one rule as ideas; the first idea of a list is the one whose sentence the fix cuts."""

    together: list[list[str]] = Field(default_factory=list)
    """Lists of ideas that break the rule when all of one list stand in one sentence."""
    anywhere: list[list[str]] = Field(default_factory=list)
    """Lists of ideas that break the rule when all of one list stand in one text."""
    unless: list[str] = Field(default_factory=list)
    """Ideas that make a sentence harmless, such as a refusal."""


@dataclass(frozen=True)
class Sighting:
    """A list of ideas seen together; `core` is the place of its first idea."""

    rule: str
    start: int
    end: int
    core: tuple[int, int]


@dataclass(frozen=True)
class _Group:
    rule: str
    ideas: tuple[str, ...]
    worded: frozenset[str]
    unless: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, eq=False)
class Families:
    """All families with one scanner for all their words."""

    ideas: Mapping[str, Idea]
    families: Mapping[str, Family]
    _patterns: dict[str, re.Pattern[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compile the patterns.

        Raises:
            re.error: A pattern is not a regular expression.
        """
        for name, idea in self.ideas.items():
            if idea.pattern:
                self._patterns[name] = re.compile(idea.pattern, re.IGNORECASE)

    def sightings(self, text: str) -> Iterator[Sighting]:
        """Yield every list of ideas seen together; at most one for a rule in a sentence."""
        lowered = _lowered(text)
        said = self._said(lowered)
        named = [group for group in self._groups if group.worded <= said.keys()]
        silent = self._silent({idea for group in named for idea in group.ideas if idea not in said}, lowered)
        groups = [group for group in named if silent.isdisjoint(group.ideas)]
        if not groups:
            return
        sentences = [match.span() for match in _SENTENCE.finditer(text)]
        for group in groups:
            for scope in [(0, len(text))] if group.whole else sentences:
                seen = self._seen(group, lowered, said, scope)
                if seen:
                    yield seen

    def _silent(self, ideas: Iterable[str], text: str) -> set[str]:
        """Return those of the ideas whose pattern stands nowhere in a text, so that no sentence need be tried."""
        return {idea for idea in ideas if not self._patterns[idea].search(text)}

    def _seen(self, group: _Group, text: str, said: Spans, scope: tuple[int, int]) -> Sighting | None:
        places: list[tuple[int, int]] = []
        for idea in group.ideas:
            place = self._place(idea, text, said, scope)
            if place is None:
                return None
            places.append(place)
        if any(self._place(idea, text, said, scope) for idea in group.unless):
            return None
        if group.whole:
            return Sighting(group.rule, *places[0], core=places[0])
        return Sighting(group.rule, min(a for a, _ in places), max(b for _, b in places), core=places[0])

    def _place(self, idea: str, text: str, said: Spans, scope: tuple[int, int]) -> tuple[int, int] | None:
        for start, end in said.get(idea, ()):
            if scope[0] <= start and end <= scope[1]:
                return start, end
        pattern = self._patterns.get(idea)
        match = pattern.search(text, *scope) if pattern else None
        return match.span() if match else None

    def _said(self, text: str) -> Spans:
        said: Spans = {}
        table = self._table
        for at in range(len(text)):
            for word, ideas in table.get(text[at], ()):
                if text.startswith(word, at) and not (at and word[0].isascii() and _inside_word(text, at, word)):
                    for idea in ideas:
                        said.setdefault(idea, []).append((at, at + len(word)))
        return said

    @cached_property
    def _table(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """First character → words beginning with it and the ideas they say."""
        words: dict[str, list[str]] = {}
        for name, idea in self.ideas.items():
            for word in idea.words:
                words.setdefault(word, []).append(name)
        table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for word, names in words.items():
            table.setdefault(word[0], []).append((word, tuple(names)))
        return table

    @cached_property
    def _groups(self) -> Sequence[_Group]:
        return [
            _Group(
                rule,
                tuple(ideas),
                frozenset(idea for idea in ideas if idea not in self._patterns),
                tuple(family.unless),
                whole,
            )
            for rule, family in self.families.items()
            for whole, lists in ((False, family.together), (True, family.anywhere))
            for ideas in lists
        ]


_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;\n.]*")


def _lowered(text: str) -> str:
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(mark.lower() if len(mark.lower()) == 1 else mark for mark in text)


def _inside_word(text: str, at: int, word: str) -> bool:
    return word[0].isalnum() and text[at - 1].isascii() and text[at - 1].isalnum()


def load_families(path: Path) -> Families:
    """Read ideas and families.

    Raises:
        KnowledgeError: The file is missing or malformed, or a family names an idea that is not there.
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        ideas = {name: Idea.model_validate(entry) for name, entry in raw["ideas"].items()}
        families = {rule: Family.model_validate(entry) for rule, entry in raw["families"].items()}
        loaded = Families(ideas, families)
    except (OSError, yaml.YAMLError, ValidationError, re.error, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"reading the rule families {path.name}", str(error), "Correct the file.") from error
    named = {i for f in families.values() for group in (*f.together, *f.anywhere, f.unless) for i in group}
    if named - ideas.keys():
        raise KnowledgeError(
            f"reading the rule families {path.name}", f"no such idea: {sorted(named - ideas.keys())}", "Add the idea."
        )
    return loaded
