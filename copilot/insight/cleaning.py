"""Count voices instead of reviews: one source, one template or one flood is worth one vote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.domain.series import VoicesCount, VoicesReport
from copilot.insight.codes import lay_out
from copilot.insight.near import OWN_WORDS, content, near_groups
from copilot.insight.voices import Voices

FEW = 20
"""Nameless copies of a short text that may always count, each for one voice."""
SHARE = 0.05
"""Share of all other voices that nameless copies of one short text may hold beyond that.

Measured over 54 films of two sources: the commonest text (好看) holds at most 5 % of a film's comments.
"""
BURST_DAYS = 14
BURST_TIMES = 3.0
BURST_LEAST = 30
BURST_REPEATED = 0.3


@dataclass(frozen=True)
class Burst:
    """A day on which a platform brought far more reviews than around it, many of them repeats."""

    day: str
    platform: str
    reviews: int
    repeated: float
    """Share of the day's reviews that cleaning discounts, 0 to 1."""


def clean(
    texts: Sequence[str],
    authors: Sequence[str],
    days: NDArray[np.datetime64],
    platforms: Sequence[str],
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Weigh reviews so that repeats and single sources count once.

    A review's weight is the smallest of three shares. All reviews of one author on one platform share one vote. All
    near-duplicates long enough not to be chance share one vote, whoever signs them. Copies of a short ordinary text
    (好看, 不错) are different people's own words and keep a vote each, unless they are nameless and more than `FEW` and
    more than `SHARE` of the rest: then they share that many votes.

    Args:
        texts: Of one film.
        authors: Salted hashes, empty when unknown.
        days: datetime64[D], NaT when unknown; the same text without author and day is judged with all others.
        platforms: Empty when unknown.

    Returns:
        (n,) weights, 0 to 1, and (n,) numbers of near-duplicate groups, −1 for none.
    """
    if len(days) != len(texts):
        raise ValueError(f"{len(days)} days for {len(texts)} texts")
    group = near_groups(texts)
    named = np.array([bool(author) for author in authors], np.bool_)
    weight = np.ones(len(texts))
    weight[named] = _one_each(_sources(np.flatnonzero(named), platforms, authors))
    weight = np.minimum(weight, np.where(group >= 0, _one_each(group + 1), 1.0))
    return np.minimum(weight, _short_shares(texts, named)).astype(np.float32), group


def find_bursts(voices: Voices) -> list[Burst]:
    """Find days with a multiple of the usual reviews of a platform of which many repeat one another, by day.

    Usual is the median of the days with reviews within two weeks before and after. A release day is no burst: its
    reviews are many but not copies.
    """
    found: list[Burst] = []
    dated = ~np.isnat(voices.day)
    places = np.array(voices.platforms, dtype=object)
    for platform in sorted(set(voices.platforms)):
        rows = np.flatnonzero(dated & (places == platform))
        day, at, counts = np.unique(voices.day[rows], return_inverse=True, return_counts=True)
        kept = np.bincount(at, voices.weight[rows], len(day))
        for i in np.flatnonzero(counts >= BURST_LEAST):
            near = (np.abs((day - day[i]).astype(np.int64)) <= BURST_DAYS) & (day != day[i])
            usual = float(np.median(counts[near])) if near.any() else 0.0
            repeated = 1 - kept[i] / counts[i]
            if counts[i] > BURST_TIMES * usual and repeated >= BURST_REPEATED:
                found.append(Burst(str(day[i]), platform, int(counts[i]), float(repeated)))
    return sorted(found, key=lambda burst: (burst.day, burst.platform))


def voices_report(voices: Voices) -> VoicesReport:
    """Tell the positive share with and without cleaning, over reviews not known to be written before watching."""
    seen = voices.watched != 0
    pleased = voices.p_positive >= 0.5
    plain = _share(np.ones(len(voices), np.float32), pleased, seen)
    cleaned = _share(voices.weight, pleased, seen)
    total = float(voices.weight.sum(dtype=np.float64))
    return VoicesReport(
        all=VoicesCount(reviews=len(voices), voices=float(len(voices)), positive_share=plain),
        cleaned=VoicesCount(reviews=len(voices), voices=total, positive_share=cleaned),
        clusters=len(np.unique(voices.cluster[voices.cluster >= 0])),
        bursts=[f"{b.day} {b.platform} {b.reviews} ({b.repeated:.0%})".replace("  ", " ") for b in find_bursts(voices)],
        sensitivity=None if plain is None or cleaned is None else abs(plain - cleaned),
    )


def _share(weight: NDArray[np.float32], holds: NDArray[np.bool_], among: NDArray[np.bool_]) -> float | None:
    total = weight[among].sum(dtype=np.float64)
    return float(weight[among & holds].sum(dtype=np.float64) / total) if total > 0 else None


def _short_shares(texts: Sequence[str], named: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Limit nameless copies of one short text to a share of the rest."""
    share = np.ones(len(texts))
    keys: list[str] = []
    rows: list[int] = []
    for row, text in enumerate(texts):
        if not named[row] and len(text) <= 12 * OWN_WORDS:
            rows.append(row)
            keys.append(text)
    if not rows:
        return share
    at = np.array(rows)
    key, short = _short_keys(keys)
    size = np.bincount(key)[key]
    allowed = np.maximum(FEW, SHARE * (len(texts) - size))
    share[at] = np.where(short & (size > allowed), allowed / size, 1.0)
    return share


def _short_keys(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Number texts by their content (marks, digits and emoji aside) and mark those too short to be near-duplicates."""
    sums, short = [], []
    for first in range(0, len(texts), 16_384):
        codes = lay_out(texts[first : first + 16_384])
        terms, text_of, words = content(codes)
        begins = np.flatnonzero(np.diff(text_of, prepend=-1))
        order = np.arange(len(text_of)) - np.repeat(begins, np.diff(begins, append=len(text_of)))
        terms = terms * (2 * order.astype(np.uint64) + np.uint64(1))
        total = np.zeros(len(codes), np.uint64)
        if len(begins):
            total[text_of[begins]] = np.add.reduceat(terms, begins)
        sums.append(total)
        short.append(words < OWN_WORDS)
    return np.unique(np.concatenate(sums), return_inverse=True)[1].astype(np.int64), np.concatenate(short)


def _sources(rows: NDArray[np.int64], platforms: Sequence[str], authors: Sequence[str]) -> NDArray[np.int64]:
    """Number the sources of rows; names are told apart by their hashes, so that a million of them need no copies."""
    hashes = (hash(f"{platforms[row]}\0{authors[row]}") for row in rows)
    return np.unique(np.fromiter(hashes, np.int64, len(rows)), return_inverse=True)[1].astype(np.int64)


def _one_each(group: NDArray[np.int64] | NDArray[np.int32]) -> NDArray[np.float64]:
    """Return one over the size of each row's group."""
    return 1.0 / np.bincount(group)[group] if len(group) else np.zeros(0)
