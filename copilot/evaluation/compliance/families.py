"""Finds claims by the ideas that stand together in a sentence, whatever their order and wording."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import Field, ValidationError

from copilot.domain.draft import Severity
from copilot.domain.value import Language, Value
from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.ideas import Exemption, Group, Idea, IdeaIndex, Sighting, parts_of
from copilot.evaluation.compliance.reading import sightings
from copilot.evaluation.compliance.tongue import groups_in, idea_in, only_language
from copilot.shipped import read_yaml


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
    severity: Severity | None = None
    """How grave a sighting is; None for as grave as the rule."""


class Family(Wordings):
    """The wordings of one rule."""

    in_copy: list[Wordings] = Field(default_factory=list)
    """Further lists that count only in a text that speaks as copy. The lists above then need the exemptions of the
    first of them too to be harmless."""


@dataclass(frozen=True, eq=False)
class Families:
    """All families, ready to be looked for."""

    ideas: Mapping[str, Idea]
    families: Mapping[str, Family]
    _by_language: dict[Language | None, IdeaIndex] = field(default_factory=dict, init=False)

    def sightings(self, text: str, *, in_copy: bool = True) -> Iterator[Sighting]:
        """Yield the lists of ideas seen together; at most one for a list in a sentence.

        Args:
            text: In lower case.
            in_copy: Whether the text speaks as copy, so that the lists for copy count.
        """
        return sightings(self._of_copy(only_language(text)) if in_copy else self._of_any, text)

    @cached_property
    def _of_any(self) -> IdeaIndex:
        return IdeaIndex(self.ideas, self._groups)

    def _of_copy(self, language: Language | None) -> IdeaIndex:
        """Return the lists for any text with those for copy, each looked for once, in one language or in both."""
        if language not in self._by_language:
            self._by_language[language] = self._index_in(language, self._copy_groups)
        return self._by_language[language]

    @cached_property
    def _copy_groups(self) -> list[Group]:
        return [
            group
            for rule, family in self.families.items()
            for lists, exempt in (
                (family, (family, *family.in_copy[:1])),
                *((lists, (lists,)) for lists in family.in_copy),
            )
            for group in _groups_of(rule, lists, exempt)
        ]

    def _index_in(self, language: Language | None, groups: list[Group]) -> IdeaIndex:
        if language is None:
            return IdeaIndex(self.ideas, groups)
        ideas = {name: said for name, idea in self.ideas.items() if (said := idea_in(idea, language))}
        return IdeaIndex(ideas, groups_in(groups, frozenset(ideas)))

    @cached_property
    def _groups(self) -> list[Group]:
        return [group for rule, family in self.families.items() for group in _groups_of(rule, family, (family,))]


def _groups_of(rule: str, lists: Wordings, exempt: Sequence[Wordings]) -> list[Group]:
    spared = tuple(Exemption(frozenset(one.unless), frozenset(one.unless_anywhere), one.severity) for one in exempt)
    return [
        Group(rule, tuple(ideas), spared, whole)
        for whole, of in ((False, lists.together), (True, lists.anywhere))
        for ideas in of
    ]


def load_families(path: Path, *in_copy: Path) -> Families:
    """Read ideas and families.

    Args:
        path: Ideas and families that count in any text.
        in_copy: Files of further ideas, and for each rule the lists that count only in copy.

    Raises:
        KnowledgeError: A file is missing or malformed, or a family names an idea that is not there.
    """
    ideas, families = _read(path, Family)
    wordings: dict[str, list[Wordings]] = {}
    for file in in_copy:
        more, lists = _read(file, Wordings)
        if twice := sorted(ideas.keys() & more.keys()):
            raise KnowledgeError(f"reading the rule families {file.name}", f"told twice: {twice}", "Rename the idea.")
        ideas |= more
        for rule, one in lists.items():
            wordings.setdefault(rule, []).append(one)
    told = {
        rule: families.get(rule, Family()).model_copy(update={"in_copy": wordings.get(rule, [])})
        for rule in {**families, **wordings}
    }
    named = {idea for family in told.values() for idea in _named(family)}
    unknown = sorted(named - ideas.keys())
    if unknown:
        raise KnowledgeError(f"reading the rule families {path.name}", f"no such idea: {unknown}", "Add the idea.")
    return Families(ideas, told)


W = TypeVar("W", bound=Wordings)


def _read(path: Path, kind: type[W]) -> tuple[dict[str, Idea], dict[str, W]]:
    try:
        raw = read_yaml(path)
        ideas = {name: Idea.model_validate(entry) for name, entry in raw["ideas"].items()}
        families = {rule: kind.model_validate(entry) for rule, entry in raw["families"].items()}
        for idea in ideas.values():
            parts_of(idea)
    except (OSError, yaml.YAMLError, ValidationError, re.error, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"reading the rule families {path.name}", str(error), "Correct the file.") from error
    return ideas, families


def _named(family: Family) -> Iterator[str]:
    for lists in (family, *family.in_copy):
        for group in (*lists.together, *lists.anywhere, lists.unless, lists.unless_anywhere):
            yield from group
