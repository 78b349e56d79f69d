"""Knows which attribute of a film or person a question asks for, in either language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from copilot.errors import KnowledgeError
from copilot.retrieval.text import fold


@dataclass(frozen=True, eq=False)
class Attributes:
    """The attribute lexicon, folded."""

    groups_of: dict[str, list[int]]
    """Attribute name → the groups it belongs to."""
    asked: list[re.Pattern[str]]
    """One pattern a group: the words it is asked with."""
    asks: re.Pattern[str]
    broad: frozenset[int]
    """Groups whose asking words also stand in questions about something else."""

    def groups(self, attribute: str) -> list[int]:
        """List the groups a fact's attribute belongs to; 暴雨戏时长 belongs where its ending 时长 does."""
        name = fold(attribute)
        endings = (name[at:] for at in range(max(len(name) - 1, 1)))
        return next((self.groups_of[ending] for ending in endings if ending in self.groups_of), [])

    def wanted(self, folded: str) -> set[int]:
        """List the groups a folded text speaks of."""
        return {group for group, pattern in enumerate(self.asked) if pattern.search(folded)}

    def without(self, folded: str) -> str:
        """Blank the words that ask for an attribute out of a folded text, save the broad ones."""
        for group, pattern in enumerate(self.asked):
            if group not in self.broad:
                folded = pattern.sub(" ", folded)
        return folded

    def is_question(self, folded: str) -> bool:
        """Say whether a folded text asks something."""
        return bool(self.asks.search(folded))

    def matches(self, attribute: str, folded: str, wanted: set[int]) -> float:
        """Say how well an attribute fits a text: 1 it is named, 0.8 it is asked for in other words, 0 not."""
        name = fold(attribute)
        if name and name in folded:
            return 1.0
        return 0.8 if wanted.intersection(self.groups(attribute)) else 0.0


def load_attributes(file: Path) -> Attributes:
    """Read `knowledge/lexicons/attributes.yaml`; raises `KnowledgeError` when it is not of that shape."""
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        groups = [([fold(name) for name in group["called"]], group["asked"]) for group in content["groups"]]
        asks = _any_of(content["asks"])
        broad = {fold(name) for name in content["broad"]}
    except (OSError, yaml.YAMLError, KeyError, TypeError) as error:
        raise KnowledgeError(
            f"reading {file}", f"{error!r}", "It needs `groups` of called and asked, `broad` and `asks`."
        ) from error
    groups_of: dict[str, list[int]] = defaultdict(list)
    for number, (called, _) in enumerate(groups):
        for name in called:
            groups_of[name].append(number)
    vague = frozenset(number for number, (called, _) in enumerate(groups) if broad.intersection(called[:3]))
    return Attributes(dict(groups_of), [_any_of(asked) for _, asked in groups], asks, vague)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Match any of the words; Latin ones only whole."""
    folded = (fold(str(word)) for word in words)
    return re.compile(
        "|".join(
            rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])" if word[0].isalpha() and word.isascii() else re.escape(word)
            for word in folded
        )
    )
