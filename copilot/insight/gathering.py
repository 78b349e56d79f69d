"""Gather reviews and their labels into the columns that everything else counts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from copilot.domain.imported import Review
from copilot.domain.signals import SIGNAL_KINDS
from copilot.insight.cleaning import clean
from copilot.insight.voices import Labels, Voices

_WATCHED = {True: 1, False: 0, None: -1}
_BEFORE = np.uint32(1 << SIGNAL_KINDS.index("expectation"))
"""A comment known to be written after watching looks forward to nothing, however it is worded."""


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
    watched = np.array([_WATCHED[review.watched] for review in reviews], np.int8)
    columns = {name: getattr(labels, name) for name in Labels.__dataclass_fields__}
    columns["signals"] = np.where(watched == 1, labels.signals & ~_BEFORE, labels.signals)
    return Voices(
        ids=[review.id for review in reviews],
        texts=texts,
        platforms=platforms,
        authors=authors,
        day=day,
        watched=watched,
        stars=np.array([np.nan if r.rating is None else r.rating for r in reviews], np.float32),
        likes=np.array([min(max(review.likes or 0, 0), 2**31 - 1) for review in reviews], np.int32),
        weight=weight,
        cluster=cluster,
        **columns,
    )
