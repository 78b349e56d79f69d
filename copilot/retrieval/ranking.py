"""Ranks candidates by a weighted sum of features, with weights learnt from judged dialogues."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.errors import KnowledgeError

FEATURES = (
    "words",
    "group_words",
    "group_previous",
    "group_earlier",
    "group_talk",
    "named",
    "named_previous",
    "named_earlier",
    "dense",
    "group_dense",
    "told_now",
    "told_before",
    "told_earlier",
    "attribute",
    "length",
    "asks_words",
    "asks_group_words",
    "asks_group_previous",
    "asks_dense",
    "asks_told_now",
    "asks_attribute",
)
"""What is known of a candidate, each about 0 to 1; those of `asks_` are zero unless the turn asks something."""


@dataclass(frozen=True, eq=False)
class Weights:
    """One weight a feature, for each situation."""

    talk: NDArray[np.float32]
    """Within a conversation, with vectors."""
    talk_lexical: NDArray[np.float32]
    """Within a conversation, without vectors."""
    search: NDArray[np.float32]
    """A single query: a plain weighted fusion, with or without vectors."""

    def for_(self, *, in_talk: bool, dense: bool) -> NDArray[np.float32]:
        """Choose the weights of a situation."""
        if not in_talk:
            return self.search
        return self.talk if dense else self.talk_lexical


def load_weights(file: Path) -> Weights:
    """Read `knowledge/parameters/retrieval.json`; raises `KnowledgeError` when it lacks a situation or a feature."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))["weights"]
        rows = {
            name: np.array([content[name].get(feature, 0.0) for feature in FEATURES], dtype=np.float32)
            for name in ("talk", "talk_lexical", "search")
        }
        strangers = {feature for row in content.values() for feature in row} - set(FEATURES)
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise KnowledgeError(f"reading {file}", f"{error!r}", "Make it again with `make train-retrieval`.") from error
    if strangers:
        raise KnowledgeError(
            f"reading {file}", f"unknown features {sorted(strangers)}", "Make it again with `make train-retrieval`."
        )
    return Weights(**rows)
