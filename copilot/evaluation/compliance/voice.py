"""Tells whether a text speaks as copy does: an announcement, an offer or a call, rather than a viewer's comment."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import add
from pathlib import Path

from copilot.errors import KnowledgeError


@dataclass(frozen=True, eq=False)
class Voice:
    """A linear model over the characters and pairs of characters of a text.

    Attributes:
        weights: Character or pair in lower case → weight.
        base: What a text without any of them scores.
        least: Smallest score of copy, chosen on comments of films the weights were not learnt from.
        most: Greatest score of a text that plainly speaks as a viewer, chosen the same way.
    """

    weights: Mapping[str, float]
    base: float
    least: float
    most: float

    def score(self, text: str) -> float:
        """Return how much a text speaks as copy; unbounded, 0 is even odds in training."""
        small = text.lower()
        grams = {*small, *map(add, small, small[1:])}
        if not grams:
            return self.base
        known = self.weights
        return self.base + sum(known[gram] for gram in known.keys() & grams) / math.sqrt(len(grams))

    def is_copy(self, text: str) -> bool:
        """Say whether a text speaks as copy."""
        return self.score(text) >= self.least

    def is_viewer(self, text: str) -> bool:
        """Say whether a text plainly speaks as a viewer; most comments do, and hardly any copy."""
        return self.score(text) < self.most


def load_voice(path: Path) -> Voice:
    """Read the model that `python -m evals.training.train_voice` writes.

    Raises:
        KnowledgeError: The file is missing or not such a model.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        return Voice(
            {gram: float(weight) for gram, weight in raw["weights"].items()}, raw["base"], raw["least"], raw["most"]
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(
            f"reading the voice of copy {path.name}", repr(error), "Run python -m evals.training.train_voice."
        ) from error
