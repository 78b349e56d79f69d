"""Finds nearest vectors by comparing with every one of a film: exact, in memory, always right."""

from __future__ import annotations

from collections.abc import Sequence
from threading import RLock

import numpy as np
from numpy.typing import NDArray

from copilot.ports import Vectors

_FIRST_ROOM = 256


class _Block:
    """The vectors of one film in a growing array."""

    def __init__(self, dimension: int) -> None:
        self.ids: list[str] = []
        self.places: dict[str, int] = {}
        self.rows: Vectors = np.zeros((_FIRST_ROOM, dimension), dtype=np.float32)

    def put(self, ids: Sequence[str], vectors: Vectors) -> None:
        places = [self._place(passage_id) for passage_id in ids]
        if len(self.ids) > len(self.rows):
            room = max(len(self.ids), 2 * len(self.rows))
            grown = np.zeros((room, self.rows.shape[1]), dtype=np.float32)
            grown[: len(self.rows)] = self.rows
            self.rows = grown
        self.rows[places] = vectors

    def _place(self, passage_id: str) -> int:
        place = self.places.setdefault(passage_id, len(self.ids))
        if place == len(self.ids):
            self.ids.append(passage_id)
        return place

    def nearest(self, vector: NDArray[np.float32], top: int) -> list[tuple[str, float]]:
        near = self.rows[: len(self.ids)] @ vector
        first = np.argpartition(-near, top - 1)[:top] if top < len(near) else np.arange(len(near))
        return [(self.ids[at], float(near[at])) for at in first]


class ExactIndex:
    """A `copilot.ports.PassageIndex` that holds everything in memory: 1.5 kB a vector of 384 dimensions.

    Args:
        dimension: Length of every vector.
    """

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._blocks: dict[str | None, _Block] = {}
        self._lock = RLock()

    def upsert(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> None:
        """Add or replace vectors."""
        with self._lock:
            for film in dict.fromkeys(films):
                at = [place for place, owner in enumerate(films) if owner == film]
                block = self._blocks.setdefault(film, _Block(self._dimension))
                block.put([ids[place] for place in at], vectors[at])

    def nearest(self, vector: NDArray[np.float32], film: str, top: int) -> list[tuple[str, float]]:
        """Return (passage id, cosine) of the film's own and shared passages, best first, ties by id."""
        with self._lock:
            blocks = [block for block in (self._blocks.get(film), self._blocks.get(None)) if block and block.ids]
            found = [pair for block in blocks for pair in block.nearest(vector, top)] if top > 0 else []
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[:top]

    def count(self) -> int:
        """Count the vectors held."""
        with self._lock:
            return sum(len(block.ids) for block in self._blocks.values())

    def clear(self) -> None:
        """Drop everything."""
        with self._lock:
            self._blocks.clear()

    def probe(self, ids: Sequence[str], films: Sequence[str | None], vectors: Vectors) -> float:
        """Return the share of vectors that are held as given, 1.0 for an empty sample."""
        with self._lock:
            held = [self._holds(*entry) for entry in zip(ids, films, vectors, strict=True)]
        return sum(held) / len(held) if held else 1.0

    def _holds(self, passage_id: str, film: str | None, vector: NDArray[np.float32]) -> bool:
        block = self._blocks.get(film)
        place = block.places.get(passage_id) if block else None
        return block is not None and place is not None and bool(np.allclose(block.rows[place], vector, atol=1e-5))
