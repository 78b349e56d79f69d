"""Finds claims by the ideas that stand together in a sentence, whatever their order and wording."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import yaml
from pydantic import Field, ValidationError

from copilot.domain.value import Value
from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.scanner import Place, Scanner

Spans = dict[str, list[Place]]
"""Idea → places in a text where it is said."""


class Idea(Value):
    """One idea: the words that say it, and a pattern for what words cannot list, such as figures."""

    words: list[str] = Field(default_factory=list)
    """Lower case; words in Latin letters match from the beginning of a word on, so `review` finds reviews."""
    pattern: str = ""
    needs: list[str] = Field(default_factory=list)
    """Words one of which stands in whatever the pattern finds; they spare the search. Empty for none known."""


class Wordings(Value):
    """Lists of ideas; the first idea of a list is the one whose sentence the fix cuts."""

    together: list[list[str]] = Field(default_factory=list)
    """Lists of ideas that break the rule when all of one list stand in one sentence."""
    anywhere: list[list[str]] = Field(default_factory=list)
    """Lists of ideas that break the rule when all of one list stand in one text."""
    unless: list[str] = Field(default_factory=list)
    """Ideas that make a sentence harmless, such as a refusal."""
    unless_anywhere: list[str] = Field(default_factory=list)
    """Ideas that make the whole text harmless, such as a source at its foot."""


class Family(Wordings):
    """The wordings of one rule."""

    in_copy: Wordings | None = None
    """Further lists that count only in a text that speaks as copy; the lists above then count with its exemptions."""


@dataclass(frozen=True)
class Sighting:
    """A list of ideas seen together; `core` is the place of its first idea."""

    rule: str
    start: int
    end: int
    core: Place


@dataclass(frozen=True)
class _Group:
    rule: str
    ideas: tuple[str, ...]
    unless: tuple[str, ...]
    unless_anywhere: tuple[str, ...]
    whole: bool
    copy_only: bool


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

    def sightings(self, text: str, is_copy: Callable[[], bool] = lambda: True) -> Iterator[Sighting]:
        """Yield the lists of ideas seen together; at most one for a list in a sentence.

        Args:
            text: In lower case.
            is_copy: Says whether the text speaks as copy; asked only when the answer matters.
        """
        reading = _Reading(self, text)
        for group in self._groups_for(reading.said):
            for seen in reading.seen(group):
                if group.copy_only and not is_copy():
                    break
                yield seen

    def _groups_for(self, said: Spans) -> Iterator[_Group]:
        """Yield the groups whose listed ideas are all said; pattern-only ideas are left to the reading."""
        table = self._by_idea
        for idea in said.keys() & table.keys():
            yield from (group for group, others in table[idea] if others <= said.keys())
        yield from self._unlisted

    @cached_property
    def scanner(self) -> Scanner:
        """Scanner of all words and of the words patterns need."""
        return Scanner(self._meanings)

    @cached_property
    def _meanings(self) -> dict[str, tuple[str, ...]]:
        """Word → the ideas it says; an idea's pattern is announced as `~idea` by the words it needs."""
        table: dict[str, list[str]] = {}
        for name, idea in self.ideas.items():
            for word in idea.words:
                table.setdefault(word, []).append(name)
            for word in idea.needs:
                table.setdefault(word, []).append(f"~{name}")
        return {word: tuple(names) for word, names in table.items()}

    def said(self, text: str) -> Spans:
        """Return the ideas whose words stand in a text, places in order; `~idea` where its pattern may be found."""
        said: Spans = {}
        for word, places in self.scanner.places(text).items():
            for idea in self._meanings[word]:
                said.setdefault(idea, []).extend(places)
        return said

    def pattern(self, idea: str) -> re.Pattern[str] | None:
        """Return the pattern of an idea, if it has one."""
        return self._patterns.get(idea)

    @cached_property
    def _by_idea(self) -> dict[str, list[tuple[_Group, frozenset[str]]]]:
        """The idea with fewest words of each group → the group and its other ideas that only words can say."""
        table: dict[str, list[tuple[_Group, frozenset[str]]]] = {}
        for group in self._groups:
            needed = self._announced(group)
            if needed:
                key = min(needed, key=self._words_of)
                table.setdefault(key, []).append((group, needed - {key}))
        return table

    @cached_property
    def _unlisted(self) -> list[_Group]:
        return [group for group in self._groups if not self._announced(group)]

    def _announced(self, group: _Group) -> frozenset[str]:
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

    @cached_property
    def _groups(self) -> Sequence[_Group]:
        groups = []
        for rule, family in self.families.items():
            groups += _groups_of(rule, family, family, copy_only=False)
            if family.in_copy:
                groups += _groups_of(rule, family.in_copy, family.in_copy, copy_only=True)
                groups += _groups_of(rule, family, family.in_copy, copy_only=True)
        return groups


def _groups_of(rule: str, lists: Wordings, exempt: Wordings, *, copy_only: bool) -> list[_Group]:
    return [
        _Group(rule, tuple(ideas), tuple(exempt.unless), tuple(exempt.unless_anywhere), whole, copy_only)
        for whole, of in ((False, lists.together), (True, lists.anywhere))
        for ideas in of
    ]


class _Reading:
    """One text as the ideas it says."""

    def __init__(self, families: Families, text: str) -> None:
        self._families = families
        self._text = text
        self.said = families.said(text)

    @cached_property
    def _sentences(self) -> list[Place]:
        return [match.span() for match in _SENTENCE.finditer(self._text)]

    def seen(self, group: _Group) -> Iterator[Sighting]:
        """Yield where all ideas of a group stand together."""
        whole = (0, len(self._text))
        if not all(self._place(idea, whole) for idea in group.ideas):
            return
        if any(self._place(idea, whole) for idea in group.unless_anywhere):
            return
        for scope in [whole] if group.whole else self._sentences:
            places = [place for idea in group.ideas if (place := self._place(idea, scope))]
            if len(places) == len(group.ideas) and not any(self._place(idea, scope) for idea in group.unless):
                span = places[0] if group.whole else (min(a for a, _ in places), max(b for _, b in places))
                yield Sighting(group.rule, *span, core=places[0])

    def _place(self, idea: str, scope: Place) -> Place | None:
        for start, end in self.said.get(idea, ()):
            if scope[0] <= start and end <= scope[1]:
                return start, end
        pattern = self._families.pattern(idea)
        if pattern is None or (self._families.ideas[idea].needs and f"~{idea}" not in self.said):
            return None
        match = pattern.search(self._text, *scope)
        return match.span() if match else None


_SENTENCE = re.compile(r"(?:[^。！？!?；;\n.]|\.(?!\s|$))+[。！？!?；;\n.]*")


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
    named = {idea for family in families.values() for idea in _named(family)}
    if named - ideas.keys():
        raise KnowledgeError(
            f"reading the rule families {path.name}", f"no such idea: {sorted(named - ideas.keys())}", "Add the idea."
        )
    return loaded


def _named(family: Family) -> Iterator[str]:
    for lists in (family, family.in_copy or Wordings()):
        for group in (*lists.together, *lists.anywhere, lists.unless, lists.unless_anywhere):
            yield from group
