"""Reads boosted and averaged regression trees from arrays and adds them up, without the library that grew them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_ROWS = 512
"""Rows that walk at once, so that memory stays small."""


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees as flat arrays in reading order: a node that is no leaf is followed by its left child."""

    roots: NDArray[np.int32]
    """(trees,) index of each tree's first node."""
    feature: NDArray[np.int8]
    """(nodes,) column a node asks about; -1 for a leaf."""
    amount: NDArray[np.float32]
    """(nodes,) a value up to this goes left; at a leaf its share of the prediction, weight included."""
    right: NDArray[np.int16]
    """(nodes,) how many nodes on the right child stands."""
    start: float

    def predict(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Predict rows: features (n, columns) → (n,)."""
        total = np.full(len(features), self.start)
        for first in range(0, len(features), _ROWS):
            part = features[first : first + _ROWS]
            total[first : first + _ROWS] += self.amount[self._leaves(part)].sum(axis=1, dtype=np.float64)
        return total

    def _leaves(self, features: NDArray[np.float64]) -> NDArray[np.int64]:
        """Walk all trees at once: the leaf each row ends in, (n, trees)."""
        rows = np.arange(len(features))[:, None]
        node = np.repeat(self.roots.astype(np.int64)[None, :], len(features), axis=0)
        while True:
            column = self.feature[node]
            inner = column >= 0
            if not inner.any():
                return node
            goes_left = features[rows, np.maximum(column, 0)] <= self.amount[node]
            node += np.where(inner, np.where(goes_left, 1, self.right[node]), 0)


@dataclass(frozen=True, eq=False)
class Line:
    """A linear part of a prediction; terms are kept within what was seen in training, so nothing runs away."""

    weights: NDArray[np.float32]
    low: NDArray[np.float32]
    high: NDArray[np.float32]
    start: float

    def predict(self, terms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Predict rows: terms (n, columns) → (n,)."""
        kept = np.clip(terms, self.low.astype(np.float64), self.high.astype(np.float64))
        found: NDArray[np.float64] = kept @ self.weights.astype(np.float64) + self.start
        return found
