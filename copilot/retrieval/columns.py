"""Holds what passages can be filtered by as columns, so that a filter is one pass."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.passage import Filters, Passage

NEUTRAL = 0.1
"""Polarity closer to zero than this counts as neither positive nor negative."""


@dataclass(frozen=True, eq=False)
class Columns:
    """Filterable properties of passages, one entry a passage."""

    kind: NDArray[np.str_]
    day: NDArray[np.datetime64]
    platform: NDArray[np.str_]
    polarity: NDArray[np.float32]
    """NaN when unknown."""
    watched: NDArray[np.int8]
    """1, 0, −1 for unknown."""
    aspects: dict[str, NDArray[np.bool_]]

    def mask(self, filters: Filters) -> NDArray[np.bool_] | None:
        """Mark the passages that satisfy every condition; None when there is no condition.

        A passage that does not know what a condition asks about does not satisfy it.
        """
        tests: list[tuple[object, Callable[[], NDArray[np.bool_]]]] = [
            (filters.kinds, lambda: np.isin(self.kind, filters.kinds or [])),
            (filters.since, lambda: self.day >= np.datetime64(filters.since, "D")),
            (filters.until, lambda: self.day <= np.datetime64(filters.until, "D")),
            (filters.platform, lambda: self.platform == filters.platform),
            (filters.aspect, lambda: self.aspects.get(filters.aspect or "", np.zeros(len(self.kind), dtype=np.bool_))),
            (filters.polarity, lambda: self._leans(filters.polarity == "positive")),
            (filters.watched, lambda: self.watched == int(bool(filters.watched))),
        ]
        masks = [test() for asked, test in tests if asked is not None]
        return np.logical_and.reduce(masks) if masks else None

    def _leans(self, positive: bool) -> NDArray[np.bool_]:
        return self.polarity > NEUTRAL if positive else self.polarity < -NEUTRAL


def columns_of(passages: Sequence[Passage]) -> Columns:
    """Read the columns of passages."""
    aspects: dict[str, NDArray[np.bool_]] = {}
    for at, passage in enumerate(passages):
        for aspect in passage.aspects:
            aspects.setdefault(aspect, np.zeros(len(passages), dtype=np.bool_))[at] = True
    return Columns(
        kind=np.array([p.kind for p in passages], dtype=np.str_),
        day=np.array([p.day for p in passages], dtype="datetime64[D]"),
        platform=np.array([p.platform for p in passages], dtype=np.str_),
        polarity=np.array([np.nan if p.polarity is None else p.polarity for p in passages], dtype=np.float32),
        watched=np.array([-1 if p.watched is None else int(p.watched) for p in passages], dtype=np.int8),
        aspects=aspects,
    )
