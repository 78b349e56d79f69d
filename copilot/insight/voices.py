"""Reviews as columns, so that a million of them fit in memory and are counted in one pass."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.signals import ASPECTS, EMOTIONS, SIGNAL_KINDS

ABOUTS = ("trailer", "poster", "genre", "star", "spectacle", "emotion", "pace", "relationship", "story", "occasion")
"""What a promise signal can be about; bit i of `Voices.kept` and `Voices.broken` stands for ABOUTS[i]."""


@dataclass(frozen=True, eq=False)
class Labels:
    """What labelling reads in a batch of texts, one entry a text, same order; columns as in `Voices`."""

    english: NDArray[np.bool_]
    p_positive: NDArray[np.float32]
    polarity: NDArray[np.float32]
    aspects: NDArray[np.float32]
    emotions: NDArray[np.uint16]
    signals: NDArray[np.uint32]
    kept: NDArray[np.uint16]
    broken: NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class Voices:
    """Reviews of one film and their labels; every column has one entry a review, in the same order.

    Spans are not kept: labelling is deterministic, so evidence relabels the few texts it quotes.
    """

    ids: list[str]
    texts: list[str]
    platforms: list[str]
    authors: list[str]
    """Salted hashes; empty string when unknown."""
    day: NDArray[np.datetime64]
    """datetime64[D]; NaT when unknown."""
    watched: NDArray[np.int8]
    """1 watched, 0 not yet, -1 unknown."""
    stars: NDArray[np.float32]
    """0.5 to 5; NaN when unknown."""
    likes: NDArray[np.int32]
    english: NDArray[np.bool_]
    p_positive: NDArray[np.float32]
    polarity: NDArray[np.float32]
    aspects: NDArray[np.float32]
    """(n, len(ASPECTS)) polarity of each aspect; NaN where it is not spoken of."""
    emotions: NDArray[np.uint16]
    """Bit i stands for EMOTIONS[i]."""
    signals: NDArray[np.uint32]
    """Bit i stands for SIGNAL_KINDS[i]."""
    kept: NDArray[np.uint16]
    broken: NDArray[np.uint16]
    weight: NDArray[np.float32]
    """Share of one voice this review counts for once repeats and single sources are cleaned; 0 to 1."""
    cluster: NDArray[np.int32]
    """Near-duplicate group; -1 when it has none."""

    def __len__(self) -> int:
        return len(self.ids)

    def has_aspect(self, aspect: str) -> NDArray[np.bool_]:
        """Mark the reviews that speak of an aspect."""
        column: NDArray[np.float32] = self.aspects[:, list(map(str, ASPECTS)).index(aspect)]
        return ~np.isnan(column)

    def has_emotion(self, emotion: str) -> NDArray[np.bool_]:
        """Mark the reviews that show an emotion."""
        return np.asarray((self.emotions >> list(map(str, EMOTIONS)).index(emotion)) & 1 == 1, dtype=np.bool_)

    def has_signal(self, signal: str) -> NDArray[np.bool_]:
        """Mark the reviews that carry a signal."""
        return np.asarray((self.signals >> list(map(str, SIGNAL_KINDS)).index(signal)) & 1 == 1, dtype=np.bool_)
