"""Read signals that no rule words: n-grams of a few neighbouring clauses, weighed by a trained model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import SIGNAL_KINDS, SignalKind
from copilot.errors import KnowledgeError
from copilot.insight.clauses import Clauses
from copilot.insight.codes import Codes, Ints, Mask
from copilot.insight.ngrams import BITS, Grams

Floats = NDArray[np.float32]
WIDEST = 4
"""Clauses that are read together: a signal is often a claim and its denial, with a name in quotation marks between."""
SILENCE = 400.0
"""Added to the squared length of a window: a word or two are little to go by."""


@dataclass(frozen=True, eq=False)
class WindowModel:
    """Weights of the n-grams that tell signals, one column a signal.

    The score of a window is the dot product of its tf-idf vector of unit length with the weights, plus a bias. The
    threshold is where comments of films not trained on showed the signal about as rarely as the card says.
    """

    signals: tuple[SignalKind, ...]
    bucket: NDArray[np.int32]
    """(known,) n-gram buckets, ascending."""
    idf: Floats
    """(known,)"""
    weight: Floats
    """(known, signals)"""
    limit: Floats
    """(2, signals) what the dot product must exceed: Chinese, English."""
    version: str

    @cached_property
    def slot(self) -> NDArray[np.int32]:
        """(2^BITS,) place of each bucket among the known ones, −1 for the others."""
        slot = np.full(1 << BITS, -1, np.int32)
        slot[self.bucket] = np.arange(len(self.bucket), dtype=np.int32)
        return slot


@dataclass(frozen=True, eq=False)
class Windows:
    """The best window of each text for each signal."""

    score: Floats
    """(texts, signals) how far above the limit; −inf where nothing known is said."""
    first: Ints
    """(texts, signals) first clause of the window."""
    last: Ints
    """(texts, signals) its last clause."""


def read_windows(model: WindowModel, codes: Codes, english: Mask, clauses: Clauses, found: Grams) -> Windows:
    """Score every run of up to `WIDEST` clauses of every text and keep the best for each signal."""
    n, kinds = len(codes), len(model.signals)
    best = Windows(
        np.full((n, kinds), -np.inf, np.float32), np.zeros((n, kinds), np.int64), np.zeros((n, kinds), np.int64)
    )
    place, total, size = _clauses(model, clauses, found)
    text = codes.text_of[clauses.first[place]]
    limit = model.limit[english[text].astype(np.int8)]
    for first, last, summed, squared in _runs(text, total, size):
        score = summed / np.sqrt(squared + SILENCE)[:, None] - limit[first]
        for kind in range(kinds):
            _keep_best(best, kind, text[first], score[:, kind], (place[first], place[last]))
    return best


def _clauses(model: WindowModel, clauses: Clauses, found: Grams) -> tuple[Ints, Floats, Floats]:
    """Return the clauses that hold known n-grams, with the sums of their weights (k, signals) and squared idf (k,)."""
    slot = model.slot[found.bucket]
    known = np.flatnonzero(slot >= 0)
    slot, clause = slot[known], clauses.clause_of[found.start[known]]
    idf = model.idf[slot]
    size = np.bincount(clause, idf * idf, len(clauses))
    place = np.flatnonzero(size)
    columns = [
        np.bincount(clause, idf * model.weight[slot, kind], len(clauses))[place] for kind in range(len(model.signals))
    ]
    return place, np.stack(columns, axis=1).astype(np.float32), size[place].astype(np.float32)


def _runs(text: NDArray[np.int32], total: Floats, size: Floats) -> Iterator[tuple[Ints, Ints, Floats, Floats]]:
    """Yield (first, last, summed weights, summed squares) of all runs of one clause, of two, and so on."""
    first, summed, squared = np.arange(len(text)), total, size
    for width in range(WIDEST):
        if width:
            inside = first + width < len(text)
            inside[inside] = text[first[inside] + width] == text[first[inside]]
            first, summed, squared = first[inside], summed[inside], squared[inside]
            summed, squared = summed + total[first + width], squared + size[first + width]
        yield first, first + width, summed, squared


def _keep_best(best: Windows, kind: int, text: NDArray[np.int32], score: Floats, run: tuple[Ints, Ints]) -> None:
    if not len(text):
        return
    begins = np.flatnonzero(np.diff(text, prepend=-1))
    highest = np.maximum.reduceat(score, begins)
    owner = text[begins]
    better = highest > best.score[owner, kind]
    top = np.flatnonzero(score == np.repeat(highest, np.diff(begins, append=len(text))))
    top = top[np.unique(text[top], return_index=True)[1]]
    owner, top = owner[better], top[better]
    best.score[owner, kind] = score[top]
    best.first[owner, kind], best.last[owner, kind] = run[0][top], run[1][top]


def read_window_model(path: Path) -> WindowModel:
    """Read a model written by `evals.training.train_signals`.

    Raises:
        KnowledgeError: The file is missing or does not hold such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return WindowModel(
                tuple(kind for name in held["signals"] for kind in SIGNAL_KINDS if kind == str(name)),
                held["bucket"].astype(np.int32),
                held["idf"].astype(np.float32),
                held["weight"].astype(np.float32) * float(held["step"]),
                held["limit"].astype(np.float32),
                str(held["version"]),
            )
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the signal model", f"{path} {error}", "Install again, or train it: make train-signals."
        ) from error
