"""Scores passages against words with BM25 over weighted fields, as one sparse matrix in memory."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

_K1 = 1.2
_B = 0.6
"""Saturation and length normalisation; Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", give
1.2 < k1 < 2 and 0.5 < b < 0.8 as the useful range."""


@dataclass(frozen=True, eq=False)
class LexicalIndex:
    """BM25 weights of every (token, passage) pair, grouped by token."""

    vocabulary: dict[str, int]
    starts: NDArray[np.int64]
    """(tokens + 1,) where each token's passages begin."""
    passages: NDArray[np.int32]
    weights: NDArray[np.float32]
    """BM25 part of each pair, idf included."""
    idf: NDArray[np.float32]
    size: int

    def scores(self, query: Mapping[str, float]) -> NDArray[np.float32]:
        """Score every passage against weighted tokens; (n,) float32, 0 where nothing matches."""
        found = np.zeros(self.size, dtype=np.float32)
        for token, weight in query.items():
            row = self.vocabulary.get(token)
            if row is not None:
                span = slice(self.starts[row], self.starts[row + 1])
                found[self.passages[span]] += np.float32(weight) * self.weights[span]
        return found

    def rarity(self, token: str) -> float:
        """Return a token's idf; 0 when no passage holds it."""
        row = self.vocabulary.get(token)
        return 0.0 if row is None else float(self.idf[row])


def build_index(documents: Iterable[Sequence[tuple[Sequence[str], float]]]) -> LexicalIndex:
    """Index documents given as fields, each its tokens and how much one of them counts.

    Source: Robertson, Zaragoza and Taylor 2004, "Simple BM25 extension to multiple weighted fields": frequencies are
    summed over weighted fields before saturation.
    """
    vocabulary: defaultdict[str, int] = defaultdict(count().__next__)
    token_ids, owners, lengths, counts = array("i"), array("i"), array("i"), array("f")
    # one owner, length and weight a field; spread over its tokens at the end
    size = 0
    for document in documents:
        for field, weight in document:
            token_ids.extend(map(vocabulary.__getitem__, field))
            owners.append(size)
            lengths.append(len(field))
            counts.append(weight)
        size += 1
    spread = np.asarray(lengths)
    return _weigh(
        dict(vocabulary),
        np.asarray(token_ids),
        np.repeat(np.asarray(owners), spread),
        np.repeat(np.asarray(counts), spread),
        size=size,
    )


def _weigh(
    vocabulary: dict[str, int],
    token_ids: NDArray[np.int32],
    owners: NDArray[np.int32],
    counts: NDArray[np.float32],
    *,
    size: int,
) -> LexicalIndex:
    pairs, place = np.unique(token_ids.astype(np.int64) * max(size, 1) + owners, return_inverse=True)
    frequency = np.bincount(place, weights=counts, minlength=len(pairs)).astype(np.float32)
    rows, passages = np.divmod(pairs, max(size, 1))
    holders = np.bincount(rows, minlength=len(vocabulary))
    idf = np.log1p((size - holders + 0.5) / (holders + 0.5)).astype(np.float32)
    lengths = np.bincount(owners, weights=counts, minlength=size)
    mean = max(float(lengths.mean()) if size else 0.0, 1.0)
    damp = (_K1 * (1 - _B + _B * lengths / mean)).astype(np.float32)
    weights = idf[rows] * frequency * (_K1 + 1) / (frequency + damp[passages])
    starts = np.concatenate([[0], np.cumsum(holders)]).astype(np.int64)
    return LexicalIndex(vocabulary, starts, passages.astype(np.int32), weights.astype(np.float32), idf, size)
