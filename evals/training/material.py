"""Lays out what polarity is learnt from: reviews, their n-grams, and the sentence vectors of some of them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from copilot.insight.codes import lay_out
from copilot.insight.ngrams import BITS, Counts, count, english_texts, grams
from copilot.insight.sentiment import weigh
from evals.datasets.reviews import Rated, read_rated
from evals.training.teacher import embed_rated, embedded_rows

Rows = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Material:
    """Reviews with what is learnt from them."""

    rated: Rated
    counts: Counts
    vectors: NDArray[np.float32]
    """(n, dimension) of the reviews in `embedded`."""
    embedded: Rows


def read_material(folder: Path) -> Material:
    """Read the reviews, count their n-grams and embed those that an encoder is to judge."""
    rated = read_rated(folder)
    embedded = embedded_rows(rated)
    return Material(rated, featurise(rated), embed_rated(rated, embedded), embedded)


def featurise(rated: Rated) -> Counts:
    """Count the n-grams of every text."""
    parts, step = [], 4096
    for first in range(0, len(rated.texts), step):
        codes = lay_out(list(rated.texts[first : first + step]))
        part = count(grams(codes, english_texts(codes)), codes.text_of)
        parts.append(Counts(part.group + np.int32(first), part.bucket, part.times))
    return Counts(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("group", "bucket", "times")))


def matrix(counts: Counts, idf: NDArray[np.float32], texts: int) -> sparse.csr_matrix:
    """Lay features out as a (texts, 2^BITS) matrix of rows of unit length."""
    return sparse.csr_matrix(weigh(counts, idf, texts), shape=(texts, 1 << BITS))
