"""Read signals from rules over the concepts that meet in a clause, a sentence or a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
import yaml
from numpy.typing import NDArray
from pydantic import Field, ValidationError

from copilot.domain.signals import SignalKind
from copilot.domain.value import Value
from copilot.errors import KnowledgeError
from copilot.insight.lexicon import Matches
from copilot.insight.voices import ABOUTS

Scope = Literal["clause", "sentence", "text"]


class Rule(Value):
    """One way in which words show a signal."""

    signal: SignalKind
    about: str = ""
    scope: Scope = "clause"
    all: list[str] = Field(min_length=1)
    """Each names concepts, `a|b` for either, `!a` for a denied one; every one must be there."""
    none: list[str] = Field(default_factory=list)
    """Concepts that must not be there, denied or not."""
    mood: Literal["", "positive", "negative"] = ""
    """What the scope's own polarity must be."""


@dataclass(frozen=True, eq=False)
class Found:
    """The words found in a batch, with where they stand."""

    matches: Matches
    denied: NDArray[np.bool_]
    place: dict[Scope, NDArray[np.int32]]
    """Scope → its number for each match."""
    text_of: dict[Scope, NDArray[np.int32]]
    """Scope → the text of each place."""
    mood: dict[Scope, NDArray[np.float32]]
    """Scope → polarity of each place, −1 to 1."""


@dataclass(frozen=True, eq=False)
class Hits:
    """Where one rule holds."""

    rule: Rule
    places: NDArray[np.int64]
    texts: NDArray[np.int32]


MOOD = 0.15
"""Polarity beyond which a place counts as pleased or displeased."""


def apply_rules(rules: list[Rule], concepts: tuple[str, ...], found: Found) -> Iterator[Hits]:
    """Yield the places where each rule holds, in the order of the rules."""
    number = {name: i for i, name in enumerate(concepts)}
    seen = {scope: _presence(found, scope, len(concepts)) for scope in found.place}
    for rule in rules:
        there, not_there = seen[rule.scope]
        holds = np.ones(len(there), np.bool_)
        for either in rule.all:
            holds &= _any(either, there, not_there, number)
        for name in rule.none:
            holds &= ~(there[:, number[name]] | not_there[:, number[name]])
        holds &= _in_mood(rule, found)
        places = np.flatnonzero(holds)
        yield Hits(rule, places, found.text_of[rule.scope][places])


def spans_of(hits: Hits, concepts: tuple[str, ...], found: Found) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where each hit of a rule begins and ends, as buffer offsets: from its first word to its last.

    Every part of the rule is shown by the first word of the place that satisfies it.
    """
    begins = np.searchsorted(found.place[hits.rule.scope], hits.places)
    shown = np.stack([_first(either, concepts, found, begins) for either in hits.rule.all])
    return found.matches.start[shown].min(axis=0), found.matches.end[shown].max(axis=0)


def _first(either: str, concepts: tuple[str, ...], found: Found, begins: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the first match from each place's beginning on that satisfies one part of a rule."""
    wanted = np.zeros(len(found.denied), np.bool_)
    for name in either.split("|"):
        concept = concepts.index(name.removeprefix("!"))
        wanted |= (found.matches.concept == concept) & (found.denied == name.startswith("!"))
    rows = np.flatnonzero(wanted)
    return rows[np.searchsorted(rows, begins)]


def read_rules(path: Path, concepts: tuple[str, ...]) -> list[Rule]:
    """Read the rules of a file.

    Raises:
        KnowledgeError: A rule is malformed or names a concept or an `about` that does not exist.
    """
    loaded = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    try:
        rules = [Rule.model_validate(entry) for entry in cast(list[Any], loaded)]
    except (ValidationError, TypeError) as error:
        raise _wrong(path, str(error)) from error
    for rule in rules:
        named = [name.removeprefix("!") for either in rule.all for name in either.split("|")] + rule.none
        unknown = sorted(set(named) - set(concepts)) + [rule.about] * (rule.about not in ("", *ABOUTS))
        if unknown:
            raise _wrong(path, f"the unknown name {unknown[0]!r} in {rule!r}")
    return rules


def _presence(found: Found, scope: Scope, width: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """(places, concepts) marks of concepts said and of concepts denied."""
    shape = (len(found.text_of[scope]), width)
    said, unsaid = np.zeros(shape, np.bool_), np.zeros(shape, np.bool_)
    where, what = found.place[scope], found.matches.concept
    said[where[~found.denied], what[~found.denied]] = True
    unsaid[where[found.denied], what[found.denied]] = True
    return said, unsaid


def _any(either: str, said: NDArray[np.bool_], unsaid: NDArray[np.bool_], number: dict[str, int]) -> NDArray[np.bool_]:
    holds = np.zeros(len(said), np.bool_)
    for name in either.split("|"):
        table = unsaid if name.startswith("!") else said
        holds |= table[:, number[name.removeprefix("!")]]
    return holds


def _in_mood(rule: Rule, found: Found) -> NDArray[np.bool_]:
    mood = found.mood[rule.scope]
    tests: dict[str, Callable[[], NDArray[np.bool_]]] = {
        "": lambda: np.ones(len(mood), np.bool_),
        "positive": lambda: mood > MOOD,
        "negative": lambda: mood < -MOOD,
    }
    return tests[rule.mood]()


def _wrong(path: Path, found: str) -> KnowledgeError:
    return KnowledgeError(
        f"reading the rules {path.name}", f"found {found[:200]}", "Mend the rule; the lexicon files list the concepts."
    )
