"""Loads the word lists the checks read, from knowledge/consistency and the phrases of reasons and fixes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from copilot.domain.value import Bilingual, is_cjk
from copilot.errors import KnowledgeError
from copilot.shipped import folder, read_yaml


@dataclass(frozen=True)
class Phrase:
    """How a reason is told, and how to mend it."""

    reason: Bilingual
    fix: Bilingual | None


@dataclass(frozen=True, eq=False)
class Lexicons:
    """Every word list, by file name; loaded once by whoever builds the evaluation."""

    concepts: Mapping[str, Sequence[str]]
    opposites: Sequence[tuple[frozenset[str], frozenset[str]]]
    """Pairs of sets of concept ids and words."""
    categories: Mapping[str, Sequence[frozenset[str]]]
    emotions: Mapping[str, Any]
    genres: Mapping[str, Any]
    audiences: Mapping[str, Any]
    voice: Mapping[str, Any]
    suspense: Mapping[str, Any]
    names: Mapping[str, Any]
    outcomes: Mapping[str, Mapping[str, str]]
    """Kind of end → language → pattern."""
    phrases: Mapping[str, Phrase]
    gate: Mapping[str, Any]


def load_lexicons(knowledge: Path | None = None) -> Lexicons:
    """Read the word lists.

    Args:
        knowledge: Folder holding `consistency/` and `compliance/`; the shipped one when not given.

    Raises:
        KnowledgeError: A file is missing or not YAML.
    """
    root = knowledge or folder("knowledge")
    lists = {name: _read(root / "consistency" / f"{name}.yaml") for name in _LISTS}
    return Lexicons(
        concepts=lists["concepts"],
        opposites=[(_side(a), _side(b)) for a, b in lists["opposites"]],
        categories={name: [frozenset(member) for member in kind] for name, kind in lists["categories"].items()},
        emotions=lists["emotions"],
        genres=lists["genres"],
        audiences=lists["audiences"],
        voice=lists["voice"],
        suspense=lists["suspense"],
        names=lists["names"],
        outcomes=lists["outcomes"],
        phrases={key: _phrase(value) for key, value in _read(root / "compliance" / "phrases.yaml").items()},
        gate=_read(root / "compliance" / "gate.yaml"),
    )


_LISTS = (
    *("concepts", "opposites", "categories", "emotions", "genres"),
    *("audiences", "voice", "suspense", "names", "outcomes"),
)


def _read(path: Path) -> Any:  # noqa: ANN401 - the shape differs by file
    try:
        return read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore or correct the file.") from error


def _side(value: str | list[str]) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value)


def _phrase(value: Mapping[str, Any]) -> Phrase:
    fix = value.get("fix")
    return Phrase(Bilingual(**value["reason"]), Bilingual(**fix) if fix else None)


def one_of(words: Iterable[object]) -> re.Pattern[str]:
    """Compile a search for any of the words, longest first; Latin words match whole and in either case."""
    return _compiled(tuple(map(str, words)))


@lru_cache(maxsize=1024)
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    parts = [
        re.escape(word)
        if any(map(is_cjk, word)) or not word[:1].isalnum()
        else rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
        for word in sorted(words, key=len, reverse=True)
    ]
    return re.compile("|".join(parts) or r"(?!)", re.IGNORECASE)
