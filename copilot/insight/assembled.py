"""Find texts put together from the same few phrases: a flood whose variants no longer repeat one another as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from copilot.insight.codes import lay_out
from copilot.insight.near import content, shingles_of

PHRASE = 4
"""Han characters or English words of a phrase."""
OFTEN = 12
OFTEN_SHARE = 0.004
"""Texts, and share of all texts, in which a phrase must stand to be one that many use."""
ASSEMBLED = 0.6
"""Share of a text's phrases that many use from which it is put together from them."""
FEWEST_PHRASES = 6
MASS = 12
"""Texts that share such phrases from which they are a flood and not chance."""
_BINS = 1 << 20
_COUNTED = 65_536
"""Texts, evenly spaced, on which phrases are counted; shares of more are known well enough from them."""
_BATCH = 16_384
_READ = 300


def assembled_groups(texts: Sequence[str]) -> NDArray[np.int32]:
    """Number the groups of texts made of phrases that many texts of the film share, −1 for all others.

    Time and memory grow with the number of texts only: phrases are counted in a table of fixed size, where what shares
    a place by chance stays far below the threshold.
    """
    group = np.full(len(texts), -1, np.int32)
    counted = texts if len(texts) <= _COUNTED else texts[:: -(-len(texts) // _COUNTED)]
    counts = np.zeros(_BINS, np.int64)
    for _, bins, _ in _phrases(counted):
        counts += np.bincount(bins, minlength=_BINS)
    often = counts >= max(OFTEN, OFTEN_SHARE * len(counted))
    if not often.any():
        return group
    rows, places = [], []
    for first, bins, owner in _phrases(texts):
        total = np.bincount(owner)
        common = np.bincount(owner, often[bins], len(total))
        made = (total >= FEWEST_PHRASES) & (common >= ASSEMBLED * total)
        kept = made[owner] & often[bins]
        rows.append(owner[kept].astype(np.int64) + first)
        places.append(bins[kept])
    return _joined(np.concatenate(rows), np.concatenate(places), group)


def _joined(rows: NDArray[np.int64], places: NDArray[np.int64], group: NDArray[np.int32]) -> NDArray[np.int32]:
    """Join texts that share phrases; groups smaller than `MASS` are let go."""
    texts, row = np.unique(rows, return_inverse=True)
    phrases, place = np.unique(places, return_inverse=True)
    n = len(texts) + len(phrases)
    graph = coo_array((np.ones(len(row), np.bool_), (row, place + len(texts))), shape=(n, n))
    component = connected_components(graph, directed=False)[1][: len(texts)]
    large = np.bincount(component, minlength=1)[component] >= MASS
    _, group[texts[large]] = np.unique(component[large], return_inverse=True)
    return group


def _phrases(texts: Sequence[str]) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32]]]:
    """Yield batches: (number of the first text, places of each text's distinct phrases, texts they belong to)."""
    for first in range(0, len(texts), _BATCH):
        codes = lay_out([text[:_READ] for text in texts[first : first + _BATCH]])
        terms, text_of, _ = content(codes)
        hashes, owner = shingles_of(terms, text_of, PHRASE)
        keys = np.sort((owner.astype(np.uint64) << np.uint64(32)) | (hashes >> np.uint64(32)))
        keys = keys[np.diff(keys, prepend=np.uint64(2**64 - 1)) != 0]
        bins = (keys & np.uint64(_BINS - 1)).astype(np.int64)
        yield first, bins, (keys >> np.uint64(32)).astype(np.int32)
