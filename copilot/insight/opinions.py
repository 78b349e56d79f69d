"""Read what judging words say of each aspect that a clause names: denied, contrasted, and shared between aspects."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.clauses import Clauses
from copilot.insight.codes import Codes, Ints, Mask
from copilot.insight.lexicon import Matches
from copilot.insight.sentiment import Floats

REACH_HAN = 4
"""Characters a denial reaches over to the judging word (不是很有意思, 没有预告里那么好)."""
REACH_LATIN = 20
"""The same in English: three to four words (not really all that funny)."""
BESIDE_LATIN = 24
"""Characters before the noun within which an English adjective belongs to it (a gorgeous and moving score)."""
_GOOD, _OF = ord("好"), ord("的")
_Sums = NDArray[np.float64]
_Numbers = NDArray[np.int32]


@dataclass(frozen=True, eq=False)
class Judged:
    """Judging words in reading order, with the side each takes once denials are heard."""

    start: Ints
    end: Ints
    side: NDArray[np.int8]
    """1 or −1."""


def judge_words(matches: Matches, codes: Codes, clauses: Clauses, concepts: tuple[str, ...]) -> Judged:
    """Find the words that judge and turn those that are denied (不难看, hardly great)."""
    side = _sides(concepts)[matches.concept]
    denies = matches.concept == concepts.index("opinions.denies")
    row = np.flatnonzero(side)
    row = row[~_adverbs(matches.start[row], matches.end[row], codes)]
    start, end, sides = matches.start[row], matches.end[row], side[row]
    at = np.flatnonzero(denies)
    nearest = _denied_by(matches.end[at], (start, end), codes, clauses)
    denied = nearest >= 0
    used = np.isin(start, matches.start[at][nearest[denied]])
    kept = ~used
    return Judged(start[kept], end[kept], np.where(denied, -sides, sides)[kept].astype(np.int8))


def aspect_sides(judged: Judged, matches: Matches, topics: Mask, codes: Codes, clauses: Clauses) -> Floats:
    """Return what judging words say of each mention, (mentions,), −1 to 1; NaN where none speaks of it.

    A word speaks of one aspect of its clause: in Chinese of the one before it unless it stands as 好的剧情, in English
    of the nearest. An aspect without a word of its own takes those of its clause (剧情和演技都好), then those of
    a clause beside it that names no aspect and is not set against it (剧情嘛，太烂了).

    Args:
        judged: As `judge_words` finds them.
        matches: Words found.
        topics: (matches,) which of them name an aspect.
        codes: The texts.
        clauses: Their clauses.
    """
    start = matches.start[topics]
    places, place_of = np.unique(start, return_inverse=True)
    if not len(places) or not len(judged.start):
        return np.full(len(start), np.nan, np.float32)
    ends = np.zeros(len(places), np.int64)
    np.maximum.at(ends, place_of, matches.end[topics])
    clause, spoken_in = clauses.clause_of[places], clauses.clause_of[judged.start]
    total, times = _gather(_owners(judged, places, ends, codes, clauses), judged.side, len(places))
    whole, count = _gather(spoken_in.astype(np.int64), judged.side, len(clauses))
    silent = count == 0
    taken = np.zeros(len(clauses), np.bool_)
    taken[clause] = True
    total, times = _fill(total, times, whole[clause], count[clause])
    for step in (1, -1):
        beside = np.clip(clause + step, 0, len(clauses) - 1)
        fits = _belongs(clause, beside, clauses) & ~taken[beside] & ~silent[beside]
        total, times = _fill(total, times, np.where(fits, whole[beside], 0), np.where(fits, count[beside], 0))
    mean = np.where(times > 0, total / np.maximum(times, 1), np.nan)
    return np.asarray(mean[place_of], dtype=np.float32)


def _sides(concepts: tuple[str, ...]) -> NDArray[np.int8]:
    """Return (concepts,) the side that words of each take."""
    return np.array([{"opinions.good": 1, "opinions.bad": -1}.get(name, 0) for name in concepts], np.int8)


def _adverbs(start: Ints, end: Ints, codes: Codes) -> Mask:
    """Mark 好 before another judging word: it says very (好尴尬)."""
    follows = np.zeros(len(start), np.bool_)
    follows[:-1] = end[:-1] == start[1:]
    return np.asarray(follows & (end - start == 1) & (codes.codes[start] == _GOOD), dtype=np.bool_)


def _denied_by(ends: Ints, words: tuple[Ints, Ints], codes: Codes, clauses: Clauses) -> Ints:
    """Return the number of the denial that turns each word, −1 for none; a denial turns the first word after it."""
    start, end = words
    if not len(ends) or not len(start):
        return np.full(len(start), -1)
    nearest = np.searchsorted(ends, start, side="right") - 1
    by = np.maximum(nearest, 0)
    within = np.where(codes.latin[start], REACH_LATIN, REACH_HAN)
    near = (nearest >= 0) & (start - ends[by] <= within)
    near &= clauses.clause_of[np.maximum(ends[by] - 1, 0)] == clauses.clause_of[start]
    before = np.searchsorted(end, start, side="right") - 1
    free = (before < 0) | (start[np.maximum(before, 0)] < ends[by])
    return np.where(near & free, by, -1)


def _owners(judged: Judged, places: Ints, ends: Ints, codes: Codes, clauses: Clauses) -> Ints:
    """Return the number of the place that each judging word speaks of, −1 for none."""
    clause = clauses.clause_of[judged.start]
    left = np.searchsorted(places, judged.end, side="left") - 1
    right = np.minimum(left + 1, len(places) - 1)
    has_left = (left >= 0) & (clauses.clause_of[places[left]] == clause)
    has_right = (places[right] >= judged.end) & (clauses.clause_of[places[right]] == clause)
    behind, ahead = judged.start - ends[left], places[right] - judged.end
    english = codes.latin[judged.start]
    nearer = np.where(
        english, (ahead < behind) & (ahead <= BESIDE_LATIN), (codes.codes[judged.end] == _OF) & (ahead <= 2)
    )
    forward = has_right & (~has_left | (nearer & (behind >= 0)))
    return np.where(forward, right, np.where(has_left, left, -1))


def _gather(owner: Ints, side: NDArray[np.int8], groups: int) -> tuple[_Sums, _Sums]:
    """Return the sum and the number of sides of each group."""
    known = owner >= 0
    return (
        np.bincount(owner[known], side[known], groups).astype(np.float64),
        np.bincount(owner[known], minlength=groups).astype(np.float64),
    )


def _fill(total: _Sums, times: _Sums, other: _Sums, count: _Sums) -> tuple[_Sums, _Sums]:
    """Take another sum where there is none."""
    return np.where(times > 0, total, other), np.where(times > 0, times, count)


def _belongs(clause: _Numbers, beside: _Numbers, clauses: Clauses) -> Mask:
    """Mark neighbours of the same sentence that are not set against it; 却 within a run of words only carries on."""
    here, there = clauses.first[clause], clauses.first[beside]
    same = clauses.sentence_of[here] == clauses.sentence_of[there]
    later = np.maximum(clause, beside)
    carries_on = (beside > clause) & ~clauses.paused[later]
    return np.asarray(same & (~clauses.turned[later] | carries_on) & (clause != beside), dtype=np.bool_)
