"""Count voices instead of reviews: one source, one template or one flood is worth one vote."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from copilot.insight.assembled import assembled_groups
from copilot.insight.codes import lay_out
from copilot.insight.near import OWN_WORDS, content, near_groups

FEW = 3
"""Nameless copies of a short text that may always count, each for one voice."""
COMMON = ((2.0, 0.03), (7.0, 0.01), (float(OWN_WORDS), 0.003))
"""Up to so many Han characters (an English word one and a half) → share of all other voices that nameless copies of one
text may hold.

Measured over 45 films with 300 comments and more, nine films of ten lie below: the commonest text of up to two
characters (好看) holds 3.0 % of a film's comments (at most 4.4 %), of three to five 0.5 to 1.0 %, of eight to thirteen
0.3 %.
"""
_ELSEWHERE = 0.5
"""Other days must hold so much of what a day holds before they can tell what is usual on it."""
_SLACK = 2.0
"""Standard deviations above the usual number of copies that a day may bring."""
Marks = NDArray[np.bool_]


def clean(
    texts: Sequence[str],
    authors: Sequence[str],
    days: NDArray[np.datetime64],
    platforms: Sequence[str],
) -> tuple[NDArray[np.float32], NDArray[np.int32]]:
    """Weigh reviews so that repeats and single sources count once.

    A review's weight is the smallest of three shares. All reviews of one author on one platform share one vote. All
    near-duplicates long enough not to be chance share one vote, and so do all texts put together from phrases that many
    share, whoever signs them. Copies of a short ordinary text (好看, 不错) are different people's own words and keep a
    vote each, unless they are nameless and too many: more than such a text holds of any film (`COMMON`), or more on one
    day than it holds on the other days. What is left to them is then shared.

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
    group = _repeats(texts)
    named = np.array([bool(author) for author in authors], np.bool_)
    weight = np.ones(len(texts))
    weight[named] = _one_each(_sources(np.flatnonzero(named), platforms, authors))
    weight = np.minimum(weight, np.where(group >= 0, _one_each(group + 1), 1.0))
    return np.minimum(weight, _short_shares(texts, named, days, weight)).astype(np.float32), group


def _repeats(texts: Sequence[str]) -> NDArray[np.int32]:
    """Number groups of near-duplicates and of texts put together from shared phrases; the latter take in the former."""
    group, assembled = near_groups(texts), assembled_groups(texts)
    joined = np.where(assembled >= 0, assembled + group.max(initial=-1) + 1, group)
    size = np.bincount(joined + 1, minlength=1)
    alone = (joined >= 0) & (size[joined + 1] < 2)
    joined[alone] = -1
    kept = joined >= 0
    _, joined[kept] = np.unique(joined[kept], return_inverse=True)
    return joined.astype(np.int32)


def _short_shares(
    texts: Sequence[str], named: Marks, days: NDArray[np.datetime64], weight: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Limit nameless copies of one short text to what is usual for its length and for its other days."""
    share = np.ones(len(texts))
    rows = [row for row, text in enumerate(texts) if not named[row] and len(text) <= 12 * OWN_WORDS]
    if not rows:
        return share
    at = np.array(rows)
    key, words = _short_keys([texts[row] for row in rows])
    short = words < OWN_WORDS
    at, words = at[short], words[short]
    if not len(at):
        return share
    key = np.unique(key[short], return_inverse=True)[1].astype(np.int64)
    voices = weight.copy()
    voices[at] = 0.0
    common = np.zeros(key.max() + 1)
    common[key] = [next(limit for length, limit in COMMON if n <= length) for n in words]
    share[at] = np.minimum(
        _by_length(key, common, float(voices.sum())),
        _by_day(key, common, _day_numbers(days), at, voices),
    )
    return share


def _by_length(key: NDArray[np.int64], common: NDArray[np.float64], others: float) -> NDArray[np.float64]:
    size = np.bincount(key)
    allowed = np.maximum(FEW, common * (others + len(size) - 1))
    kept: NDArray[np.float64] = np.minimum(1.0, allowed / size)[key]
    return kept


def _by_day(
    key: NDArray[np.int64],
    common: NDArray[np.float64],
    day: NDArray[np.int64],
    at: NDArray[np.int64],
    voices: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Limit a day's copies of a text to its share of the other days' different texts; days not known limit nothing."""
    long_ones = np.bincount(day[day >= 0], voices[day >= 0], minlength=1)
    own = day[at]
    pair, pair_of, copies = np.unique(key * (len(long_ones) + 1) + own + 1, return_inverse=True, return_counts=True)
    pair_key, pair_day = pair // (len(long_ones) + 1), pair % (len(long_ones) + 1) - 1
    dated = pair_day >= 0
    different = long_ones + np.bincount(pair_day[dated], minlength=len(long_ones))
    here = np.where(dated, different[pair_day], 0.0)
    elsewhere = different.sum() - here
    usual = np.minimum((np.bincount(key)[pair_key] - copies) / np.maximum(elsewhere, 1.0), common[pair_key]) * here
    allowed = 1 + usual + _SLACK * np.sqrt(usual)
    judged = dated & (copies > FEW) & (elsewhere >= _ELSEWHERE * here)
    kept: NDArray[np.float64] = np.where(judged, np.minimum(1.0, allowed / copies), 1.0)[pair_of]
    return kept


def _day_numbers(days: NDArray[np.datetime64]) -> NDArray[np.int64]:
    """Number days in order, −1 for not known."""
    known = ~np.isnat(days)
    found = np.full(len(days), -1, np.int64)
    if known.any():
        _, found[known] = np.unique(days[known], return_inverse=True)
    return found


def _short_keys(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Number texts by their content (marks, digits and emoji aside) and measure how much of it they have."""
    sums, lengths = [], []
    for first in range(0, len(texts), 16_384):
        codes = lay_out(texts[first : first + 16_384])
        terms, text_of, words = content(codes)
        begins = np.flatnonzero(np.diff(text_of, prepend=-1))
        order = np.arange(len(text_of)) - np.repeat(begins, np.diff(begins, append=len(text_of)))
        terms = terms * (2 * order.astype(np.uint64) + np.uint64(1))
        total = np.zeros(len(codes), np.uint64)
        if len(begins):
            total[text_of[begins]] = np.add.reduceat(terms, begins)
        for empty in np.flatnonzero(words == 0).tolist():
            # Emoji and marks alone say what they are.
            total[empty] = crc32(texts[first + empty].encode("utf-8", "surrogatepass"))
        sums.append(total)
        lengths.append(words)
    return np.unique(np.concatenate(sums), return_inverse=True)[1].astype(np.int64), np.concatenate(lengths)


def _sources(rows: NDArray[np.int64], platforms: Sequence[str], authors: Sequence[str]) -> NDArray[np.int64]:
    """Number the sources of rows; names are told apart by their hashes, so that a million of them need no copies."""
    hashes = (hash(f"{platforms[row]}\0{authors[row]}") for row in rows)
    return np.unique(np.fromiter(hashes, np.int64, len(rows)), return_inverse=True)[1].astype(np.int64)


def _one_each(group: NDArray[np.int64] | NDArray[np.int32]) -> NDArray[np.float64]:
    """Return one over the size of each row's group."""
    return 1.0 / np.bincount(group)[group] if len(group) else np.zeros(0)
