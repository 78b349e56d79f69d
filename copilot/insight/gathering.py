"""Gather reviews and their labels into the columns that everything else counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.imported import Review
from copilot.insight.cleaning import clean
from copilot.insight.voices import Labels, Voices

_WATCHED = {True: 1, False: 0, None: -1}


def gather(reviews: Sequence[Review], labels: Labels) -> Voices:
    """Put reviews, labels and cleaned weights side by side.

    Args:
        reviews: Of one film.
        labels: Of their texts, same order.
    """
    texts = [review.text for review in reviews]
    authors = [review.author for review in reviews]
    platforms = [review.platform for review in reviews]
    day = np.array([review.day or "NaT" for review in reviews], dtype="datetime64[D]")
    weight, cluster = clean(texts, authors, day, platforms)
    columns = {name: getattr(labels, name) for name in Labels.__dataclass_fields__}
    return Voices(
        ids=[review.id for review in reviews],
        texts=texts,
        platforms=platforms,
        authors=authors,
        day=day,
        watched=np.array([_WATCHED[review.watched] for review in reviews], np.int8),
        stars=np.array([np.nan if r.rating is None else r.rating for r in reviews], np.float32),
        likes=np.array([min(max(review.likes or 0, 0), 2**31 - 1) for review in reviews], np.int32),
        weight=weight,
        cluster=cluster,
        **columns,
    )
