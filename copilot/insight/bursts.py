"""Find days on which a platform brought far more reviews than usual that repeat one another or speak with one voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.voices import Voices

Marks = NDArray[np.bool_]
BURST_DAYS = 14
BURST_TIMES = 3.0
BURST_LEAST = 30
BURST_REPEATED = 0.3
ONE_SIDED_TIMES = 5.0
ONE_SIDED_DAYS = 5
"""Days with reviews around it that a day needs before it can be called one-sided against them."""
ONE_SIDED_GAP = 0.25
"""Distance of its positive share from theirs."""
ONE_SIDED_DEVIATIONS = 5.0
NAMELESS = 0.8
"""Share of a day's reviews without an author from which the day can be a flood in ever new words."""
ALONE_TIMES = 20.0
"""A multiple of the usual that no audience reaches on a single day,"""
ALONE_NEIGHBOURS = 10.0
"""at so many times the reviews of the day before and the day after: openings fade over days."""


@dataclass(frozen=True)
class Burst:
    """A day on which a platform brought far more reviews than around it, and not as an audience would."""

    day: str
    platform: str
    reviews: int
    repeated: float
    """Share of the day's reviews that cleaning discounts, 0 to 1."""
    in_new_words: bool = False
    """True when they do not repeat one another, but are nameless and stand alone or far from the mood around them."""


def find_bursts(voices: Voices) -> list[Burst]:
    """Find days with a multiple of the usual reviews of a platform, by day, of which many repeat one another.

    Usual is the median of the days with reviews within two weeks before and after. A release day is no burst: its
    reviews are many but not copies. A larger multiple of nameless reviews in ever new words is one too when their mood
    is far from that of the days around, or when nothing of the kind came the day before or after.
    """
    return sorted((burst for burst, _ in _bursts(voices)), key=lambda burst: (burst.day, burst.platform))


def outside_bursts(voices: Voices) -> Marks:
    """Mark the reviews that did not come on a burst day of their platform."""
    kept = np.ones(len(voices), np.bool_)
    for _, rows in _bursts(voices):
        kept[rows] = False
    return kept


def _bursts(voices: Voices) -> list[tuple[Burst, NDArray[np.int64]]]:
    found = []
    dated = ~np.isnat(voices.day)
    places = np.array(voices.platforms, dtype=object)
    for platform in sorted(set(voices.platforms)):
        rows = np.flatnonzero(dated & (places == platform))
        found += _of_platform(voices, platform, rows)
    return found


def _of_platform(voices: Voices, platform: str, rows: NDArray[np.int64]) -> list[tuple[Burst, NDArray[np.int64]]]:
    day, at, counts = np.unique(voices.day[rows], return_inverse=True, return_counts=True)
    kept = np.bincount(at, voices.weight[rows], len(day))
    found = []
    for i in np.flatnonzero(counts >= BURST_LEAST):
        near = (np.abs((day - day[i]).astype(np.int64)) <= BURST_DAYS) & (day != day[i])
        usual = float(np.median(counts[near])) if near.any() else 0.0
        repeated = float(1 - kept[i] / counts[i])
        copies = counts[i] > BURST_TIMES * usual and repeated >= BURST_REPEATED
        here, around = rows[at == i], rows[near[at]]
        in_new_words = bool(
            not copies
            and counts[i] > ONE_SIDED_TIMES * usual
            and near.sum() >= ONE_SIDED_DAYS
            and np.mean([not voices.authors[row] for row in here]) >= NAMELESS
            and (_stands_alone(day, counts, int(i), usual) or _is_one_sided(voices, here, around))
        )
        if copies or in_new_words:
            found.append((Burst(str(day[i]), platform, int(counts[i]), repeated, in_new_words), here))
    return found


def _stands_alone(day: NDArray[np.datetime64], counts: NDArray[np.int64], i: int, usual: float) -> bool:
    beside = counts[np.abs((day - day[i]).astype(np.int64)) == 1]
    return bool(counts[i] > ALONE_TIMES * usual and counts[i] > ALONE_NEIGHBOURS * beside.max(initial=0))


def _is_one_sided(voices: Voices, now: NDArray[np.int64], around: NDArray[np.int64]) -> bool:
    here, there = (_positive(voices, rows) for rows in (now, around))
    middle = (here * len(now) + there * len(around)) / (len(now) + len(around))
    spread = np.sqrt(max(middle * (1 - middle), 1e-9) * (1 / len(now) + 1 / len(around)))
    return bool(abs(here - there) >= max(ONE_SIDED_GAP, ONE_SIDED_DEVIATIONS * spread))


def _positive(voices: Voices, rows: NDArray[np.int64] | Sequence[int]) -> float:
    weight = voices.weight[rows].astype(np.float64)
    return float(weight[voices.p_positive[rows] >= 0.5].sum() / max(weight.sum(), 1e-9))
