"""Reads the sentence patterns and format recipes of knowledge/writing/ once per process."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.value import Language
from copilot.errors import KnowledgeError
from copilot.shipped import folder, read_yaml

_SLOT = re.compile(r"\{(\w+)\}")
_FILES = ("angles", "moves", "words")


@dataclass(frozen=True)
class Pattern:
    """A sentence with open slots."""

    text: str
    slots: frozenset[str]


@dataclass(frozen=True)
class Phrasebook:
    """Everything the composer can say in one language."""

    language: Language
    angles: dict[str, dict[str, tuple[Pattern, ...]]]
    """Angle → move (hook, line, ask, title, short) → patterns."""
    moves: dict[str, Any]
    """Moves shared by all angles, as written in the file."""
    words: dict[str, Any]

    def patterns(self, *path: str) -> tuple[Pattern, ...]:
        """Return the patterns of a shared move, such as ("cta", "running"); empty when there are none."""
        return _patterns_at(self.language, path)

    def text(self, name: str) -> str:
        """Return a fixed text, such as sms_optout."""
        return str(self.moves[name])


@dataclass(frozen=True)
class Recipe:
    """How one format is built: role of a field → tokens in reading order."""

    tokens: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Formats:
    """Recipes by format, what each field name is for, and the place of each channel in the rotation."""

    recipes: dict[str, Recipe]
    roles: dict[str, str]
    order: tuple[str, ...]
    materials: dict[str, Recipe]
    """Recipes of materials that are no posts, by field."""


def pattern(text: str) -> Pattern:
    """Read a pattern and the slots it needs."""
    return Pattern(text, frozenset(_SLOT.findall(text)))


@lru_cache(maxsize=2)
def phrasebook(language: Language) -> Phrasebook:
    """Load the phrasebook of a language.

    Raises:
        KnowledgeError: A file is missing or is not YAML.
    """
    angles, moves, words = (_read(folder("knowledge") / "writing" / language / f"{name}.yaml") for name in _FILES)
    by_move = {
        angle: {move: tuple(map(pattern, texts)) for move, texts in lists.items()} for angle, lists in angles.items()
    }
    return Phrasebook(language, by_move, moves, words)


@lru_cache(maxsize=1)
def formats() -> Formats:
    """Load the format recipes.

    Raises:
        KnowledgeError: The file is missing or is not YAML.
    """
    raw = _read(folder("knowledge") / "writing" / "formats.yaml")
    return Formats(_recipes(raw["recipes"]), dict(raw["roles"]), tuple(raw["order"]), _recipes(raw["materials"]))


def _recipes(raw: dict[str, dict[str, str]]) -> dict[str, Recipe]:
    return {
        name: Recipe({field: tuple(line.split()) for field, line in fields.items()}) for name, fields in raw.items()
    }


@lru_cache(maxsize=256)
def _patterns_at(language: Language, path: tuple[str, ...]) -> tuple[Pattern, ...]:
    node: Any = phrasebook(language).moves
    for step in path:
        node = node.get(step, []) if isinstance(node, dict) else []
    return tuple(map(pattern, [node] if isinstance(node, str) else node))


def _read(path: Path) -> dict[str, Any]:
    try:
        loaded = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(
            f"reading {path.name}", str(error), "Restore the file from the installed version."
        ) from error
    if not isinstance(loaded, dict):
        raise KnowledgeError(
            f"reading {path.name}", f"found a {type(loaded).__name__} where keys belong", "Restore the file."
        )
    return loaded
