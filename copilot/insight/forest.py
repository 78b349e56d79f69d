"""Reads boosted and averaged regression trees from arrays and adds them up, without the library that grew them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Forest:
    """Trees as flat arrays; a node whose feature is -1 is a leaf."""

    roots: NDArray[np.int32]
    """(trees,) index of each tree's first node."""
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    """A value up to this goes left."""
    left: NDArray[np.int32]
    right: NDArray[np.int32]
    value: NDArray[np.float32]
    """A leaf's share of the prediction, weight included."""
    start: float

    def predict(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Predict rows: features (n, columns) → (n,)."""
        total = np.full(len(features), self.start)
        rows = np.arange(len(features))
        for root in self.roots:
            node = np.full(len(features), root, dtype=np.int32)
            while True:
                column = self.feature[node]
                if (column < 0).all():
                    break
                goes_left = features[rows, np.maximum(column, 0)] <= self.threshold[node]
                step = np.where(goes_left, self.left[node], self.right[node])
                node = np.where(column < 0, node, step).astype(np.int32)
            total += self.value[node]
        return total
