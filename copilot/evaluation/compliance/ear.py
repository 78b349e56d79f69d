"""Hears by the meaning of a sentence which rules it may break where no listed idea names the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.sentences import Sentences
from copilot.ports import Embedder

Reals = NDArray[np.float32]
NEAREST = 127.0
"""What a unit vector is multiplied with before it is kept in bytes."""
_WEIGHT = 20.0
"""Weight of a difference of cosines against log-odds; among 0, 5, 10 and 20 the best on authors not learnt from."""
_AT_MOST = 3
"""Rules one sentence is heard to break; of an unseen author's breaches, one names 69 %, three 75 %, all 78 %."""
_MOST = 200
"""Stretches of a text that are embedded; the sentences of a longer text are heard several at a time."""
_REMEMBERED = 5000
"""Sentences whose vectors are kept, so that a text mended step by step is not embedded again and again."""


@dataclass(frozen=True)
class Echo:
    """A rule a sentence sounds like breaking, and where that sentence stands."""

    rule: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Ear:
    """A linear model a rule over the vector of a sentence, and the labelled sentences it was trained on as examples.

    Attributes:
        rules: Ids, one a column.
        weights: (dimension, rules) on the vector.
        base: (rules,) constants.
        examples: (n, dimension) bytes; unit vectors times `NEAREST`, rule by rule, the lawful ones last.
        starts: (rules + 1,) where each rule's examples begin, then the lawful ones.
        least: Smallest score at which a rule is heard; chosen on copy of authors not learnt from.
        encoder: Name of the embedder it was trained with; vectors of another mean nothing to it.
    """

    rules: Sequence[str]
    weights: Reals
    base: Reals
    examples: NDArray[np.int8]
    starts: NDArray[np.int64]
    least: float
    encoder: str

    def scores(self, vectors: Reals) -> Reals:
        """Return (sentences, rules) log-odds of a breach against lawful copy, plus how much nearer its examples are."""
        near = np.maximum.reduceat(vectors @ self._examples, self.starts, axis=1)
        nearer = near[:, :-1] - near[:, -1:]
        return np.asarray(vectors @ self.weights + self.base + _WEIGHT * nearer, dtype=np.float32)

    @cached_property
    def _examples(self) -> Reals:
        return self.examples.T.astype(np.float32) / NEAREST


@dataclass(frozen=True, eq=False)
class Listener:
    """An ear with the embedder it was trained with: the linter's second, slower look, for texts a person asks about."""

    ear: Ear
    embedder: Embedder
    _known: dict[str, Reals] = field(default_factory=dict, init=False)

    def heard(self, text: str) -> list[Echo]:
        """Return the rules some sentence sounds like breaking, each at the sentence it is heard best in."""
        spans = spoken(text)
        if not spans:
            return []
        scores = self.ear.scores(self._vectors([text[start:end].strip() for start, end in spans]))
        scores[(-scores).argsort(axis=1).argsort(axis=1) >= _AT_MOST] = -np.inf
        best = scores.argmax(axis=0)
        loud = np.flatnonzero(scores.max(axis=0) >= self.ear.least)
        return [Echo(self.ear.rules[at], *spans[best[at]]) for at in loud.tolist()]

    def _vectors(self, sentences: list[str]) -> Reals:
        fresh = [one for one in dict.fromkeys(sentences) if one not in self._known]
        if len(self._known) + len(fresh) > _REMEMBERED:
            self._known.clear()
            fresh = list(dict.fromkeys(sentences))
        self._known.update(zip(fresh, self.embedder.passages(fresh), strict=True))
        return np.stack([self._known[one] for one in sentences])


def listener_for(ear: Ear, embedder: Embedder) -> Listener | None:
    """Join an ear with an embedder; None for another embedder than the one it was trained with."""
    return Listener(ear, embedder) if embedder.model == ear.encoder else None


def spoken(text: str) -> list[tuple[int, int]]:
    """Return the spans of the sentences that say something; of a very long text, of several sentences each."""
    spans = [(a, b) for a, b in Sentences(text).all() if any(mark.isalnum() for mark in text[a:b])]
    step = -(-len(spans) // _MOST) or 1
    return [(spans[at][0], spans[min(at + step, len(spans)) - 1][1]) for at in range(0, len(spans), step)]


def load_ear(path: Path) -> Ear:
    """Read the model that `python -m evals.training.train_ear` writes.

    Raises:
        KnowledgeError: The file is missing or not such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in ("weights", "base", "examples", "starts")}
            return Ear(file["rules"].tolist(), **arrays, least=float(file["least"]), encoder=str(file["encoder"]))
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise KnowledgeError(
            f"reading the ear of the linter {path.name}", repr(error), "Run python -m evals.training.train_ear."
        ) from error
