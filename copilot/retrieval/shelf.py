"""Sets passages up to be searched: folded, indexed, grouped by what they are about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.passage import Passage
from copilot.retrieval.facts import Fact, fact_of
from copilot.retrieval.lexical import LexicalIndex, build_index
from copilot.retrieval.names import Names
from copilot.retrieval.text import fold, tokens
from copilot.retrieval.understanding import NAME_TOKEN

_TITLE_WEIGHT = 1.0
_LONGEST_NAME = 40
"""A longer title is a sentence, not a name."""


@dataclass(frozen=True, eq=False)
class Shelf:
    """Passages ready to be scored; every array has one entry a passage unless it says otherwise."""

    names: Names
    index: LexicalIndex
    about: NDArray[np.int32]
    """Number of the name the passage is about; −1 when it has none."""
    group: NDArray[np.int32]
    """Passages about one thing share a group: facts by subject, others by source."""
    groups: int
    facts: list[Fact | None]
    length: NDArray[np.float32]
    """Natural logarithm of the characters, mean removed."""


def set_up(passages: Sequence[Passage], names: Sequence[str]) -> Shelf:
    """Index passages with the names of the film and the names the passages themselves are about."""
    facts = [fact_of(passage.text) for passage in passages]
    subjects = [fact.subject if fact else passage.title for fact, passage in zip(facts, passages, strict=True)]
    known = Names(names)
    spoken = Names([*names, *dict.fromkeys(s for s in subjects if s and len(s) <= _LONGEST_NAME)])
    about = np.array([spoken.number(subject) if subject else -1 for subject in subjects], dtype=np.int32)
    keys: dict[object, int] = {}
    group = np.array(
        [
            keys.setdefault(("name", int(number)) if fact else ("source", passage.source), len(keys))
            for passage, fact, number in zip(passages, facts, about, strict=True)
        ],
        dtype=np.int32,
    )
    length = np.log(np.array([max(len(passage.text), 1) for passage in passages], dtype=np.float32))
    return Shelf(
        names=spoken,
        index=build_index(_fields(passage, known) for passage in passages),
        about=about,
        group=group,
        groups=len(keys),
        facts=facts,
        length=length - length.mean() if len(passages) else length,
    )


def _fields(passage: Passage, known: Names) -> list[tuple[list[str], float]]:
    folded = fold(passage.text)
    named = [f"{NAME_TOKEN}{number}" for number in known.mentions(folded)] if len(known) else []
    fields = [(tokens(folded) + named, 1.0)]
    if passage.title:
        fields.append((tokens(fold(passage.title)), _TITLE_WEIGHT))
    return fields
