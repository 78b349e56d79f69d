"""What a team would use today for retrieval: BM25 over bigrams, dense vectors alone, and their rank fusion."""

from __future__ import annotations

from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

_K = 60


def bigrams(text: str) -> list[str]:
    """Cut a text into character bigrams, punctuation and all, as the usual baseline does."""
    bare = "".join(text.split())
    return [bare[at : at + 2] for at in range(len(bare) - 1)] or [bare]


def bm25_bigrams(texts: Sequence[str], queries: Sequence[str], *, top: int = 100) -> list[NDArray[np.int64]]:
    """Rank texts for each query with bm25s as it comes (k1 1.5, b 0.75); places, best first."""
    engine = bm25s.BM25()
    engine.index([bigrams(text) for text in texts], show_progress=False)
    ranked = []
    for query in queries:
        scores = engine.get_scores(bigrams(query))
        ranked.append(np.argsort(-scores, kind="stable")[:top])
    return ranked


def dense_alone(
    vectors: NDArray[np.float32], queries: NDArray[np.float32], *, top: int = 100
) -> list[NDArray[np.int64]]:
    """Rank by cosine; places, best first."""
    return [np.argsort(-(vectors @ query), kind="stable")[:top] for query in queries]


def reciprocal_rank(rankings: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Merge rankings; Cormack, Clarke and Büttcher 2009, k = 60."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, place in enumerate(ranking.tolist(), start=1):
            scores[place] = scores.get(place, 0.0) + 1 / (_K + rank)
    return np.array(sorted(scores, key=lambda place: -scores[place]), dtype=np.int64)
