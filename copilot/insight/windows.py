"""Read signals that no rule words: n-grams of a few neighbouring clauses, weighed by a trained model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.clauses import Clauses
from copilot.insight.codes import Codes, Ints, Mask
from copilot.insight.ngrams import Grams, grams_of
from copilot.insight.promise_side import Floats
from copilot.insight.window_model import BROKEN, KEPT, WindowModel

USUAL = 8.0
"""Clauses of an ordinary comment; a text of a hundred has far more windows in which chance may look like a signal."""
WIDEST = 4
"""Clauses that are read together: a signal is often a claim and its denial, with a name in quotation marks between."""
_A_FEW_WORDS = 8
"""Latin letters from which a clause without Han characters is English, not a name or a brand."""
SILENCE = 400.0
"""Added to the squared length of a window: a word or two are little to go by."""


@dataclass(frozen=True, eq=False)
class Windows:
    """The best window of each text for each signal."""

    score: Floats
    """(texts, signals) how far above the limit; −inf where nothing known is said."""
    first: Ints
    """(texts, signals) first clause of the window."""
    last: Ints
    """(texts, signals) its last clause."""

    @property
    def shown(self) -> Mask:
        """(texts, signals) marks which signals are shown."""
        return np.asarray(self.score > 0, dtype=np.bool_)


def bounds(codes: Codes, clauses: Clauses, windows: Windows, shown: tuple[Ints, Ints]) -> tuple[Ints, Ints]:
    """Return where the windows of (texts, signals) begin and end in their texts, without marks and blanks around."""
    first, last = windows.first[shown], windows.last[shown]
    begin, end = clauses.first[first], np.append(clauses.first[1:], len(codes.codes))[last]
    said = np.flatnonzero(codes.han | codes.latin)
    # A window holds a known n-gram, nearly always of letters; one of marks alone is kept as it stands.
    inner_begin = said[np.minimum(np.searchsorted(said, begin), len(said) - 1)] if len(said) else begin
    inner_end = said[np.maximum(np.searchsorted(said, end) - 1, 0)] + 1 if len(said) else end
    spoken = inner_begin < inner_end
    base = codes.starts[shown[0]]
    return np.where(spoken, inner_begin, begin) - base, np.where(spoken, inner_end, end) - base


def read_windows(model: WindowModel, codes: Codes, english: Mask, clauses: Clauses, found: Grams) -> Windows:
    """Score every run of up to `WIDEST` clauses of every text and keep the best for each signal."""
    n, kinds = len(codes), len(model.signals)
    none = np.zeros((n, kinds), np.int64)
    best = Windows(np.full((n, kinds), -np.inf, np.float32), none, none.copy())
    foreign = _english_clauses(codes, english, clauses)
    held = _clauses(model, clauses, _by_clause(codes, english, clauses, foreign, found))
    place, total, size = held.place, held.total, held.size
    text = codes.text_of[clauses.first[place]]
    limit = model.limit[foreign[place].astype(np.int8)]
    length = np.bincount(text, minlength=n)
    limit = (
        limit + model.spread[foreign[place].astype(np.int8)] * np.log(np.maximum(length[text] / USUAL, 1.0))[:, None]
    )
    for first, last, summed, squared in _runs(text, total, size):
        score = summed / np.sqrt(squared + SILENCE)[:, None] - limit[first]
        for kind in model.heard:
            _keep_best(best, kind, text[first], score[:, kind], (place[first], place[last]))
    _let_go_of_unanchored(model, codes, clauses, best)
    _take_sides(model, codes, clauses, held, best)
    return best


def _take_sides(model: WindowModel, codes: Codes, clauses: Clauses, held: _Held, best: Windows) -> None:
    """Move what speaks of a promise to `KEPT` where its window and what follows say so."""
    broken, kept = model.signals.index(BROKEN), model.signals.index(KEPT)
    rows = np.flatnonzero(best.score[:, broken] > 0)
    if not len(rows):
        return
    first = best.first[rows, broken]
    text = codes.text_of[clauses.first]
    last = np.minimum(first + WIDEST - 1, np.searchsorted(text, rows, side="right") - 1)
    last = np.maximum(last, best.last[rows, broken])
    low, high = np.searchsorted(held.place, first), np.searchsorted(held.place, last, side="right")
    side = np.append(0.0, np.cumsum(held.side))
    size = np.append(0.0, np.cumsum(held.size, dtype=np.float64))
    grams = (side[high] - side[low]) / np.sqrt(size[high] - size[low] + SILENCE)
    ends = np.append(clauses.first[1:], len(codes.codes))
    spans = zip(clauses.first[first].tolist(), ends[last].tolist(), strict=True)
    passages = ["".join(map(chr, codes.codes[begin:end].tolist())).strip("\0 ") for begin, end in spans]
    told = rows[model.sides.lean(passages, grams.astype(np.float32)) < 0]
    for column in (best.score, best.first, best.last):
        column[told, kept] = column[told, broken]
    best.score[told, broken] = -np.inf


def _let_go_of_unanchored(model: WindowModel, codes: Codes, clauses: Clauses, best: Windows) -> None:
    """Drop what would be shown by a window that does not even speak of the matter."""
    ends = np.append(clauses.first[1:], len(codes.codes))
    rows, columns = np.nonzero(best.score > 0)
    begin, end = clauses.first[best.first[rows, columns]], ends[best.last[rows, columns]]
    for row, column, b, e in zip(rows.tolist(), columns.tolist(), begin.tolist(), end.tolist(), strict=True):
        if not model.anchors[column].search("".join(map(chr, codes.codes[b:e].tolist()))):
            best.score[row, column] = -np.inf


def _english_clauses(codes: Codes, english: Mask, clauses: Clauses) -> Mask:
    """Mark the English clauses, those inside a Chinese review too; a clause without letters is as its text."""
    han = np.add.reduceat(codes.han, clauses.first, dtype=np.int64)
    latin = np.add.reduceat(codes.latin & (codes.codes >= 97), clauses.first, dtype=np.int64)
    own = han * 2.5 < latin
    return np.where((han > 0) | (latin >= _A_FEW_WORDS), own, english[codes.text_of[clauses.first]])


def _by_clause(codes: Codes, english: Mask, clauses: Clauses, foreign: Mask, found: Grams) -> Grams:
    """Read again, in its own language, every clause whose language is not that of its text."""
    odd = foreign != english[codes.text_of[clauses.first]]
    if not odd.any():
        return found
    place = odd[clauses.clause_of]
    kept = ~place[found.start]
    reads_english = foreign[clauses.clause_of]
    again = grams_of(codes, place & ~reads_english, place & reads_english)
    return Grams(np.concatenate([found.bucket[kept], again.bucket]), np.concatenate([found.start[kept], again.start]))


@dataclass(frozen=True, eq=False)
class _Held:
    """The clauses that hold known n-grams."""

    place: Ints
    """(k,) ascending."""
    total: Floats
    """(k, signals) sums of their weights."""
    size: Floats
    """(k,) sums of squared idf."""
    side: NDArray[np.float64]
    """(k,) sums of what they weigh towards a broken promise."""


def _clauses(model: WindowModel, clauses: Clauses, found: Grams) -> _Held:
    slot = model.slot[found.bucket]
    known = np.flatnonzero(slot >= 0)
    slot, clause = slot[known], clauses.clause_of[found.start[known]]
    size = np.bincount(clause, model.squared[slot], len(clauses))
    place = np.flatnonzero(size)
    columns = [np.bincount(clause, row[slot], len(clauses))[place].astype(np.float64) for row in model.scaled]
    total = np.stack(columns[:-1], axis=1).astype(np.float32)
    return _Held(place, total, size[place].astype(np.float32), columns[-1])


def _runs(text: NDArray[np.int32], total: Floats, size: Floats) -> Iterator[tuple[Ints, Ints, Floats, Floats]]:
    """Yield (first, last, summed weights, summed squares) of all runs of one clause, of two, and so on."""
    first, summed, squared = np.arange(len(text)), total, size
    for width in range(WIDEST):
        if width:
            inside = first + width < len(text)
            inside[inside] = text[first[inside] + width] == text[first[inside]]
            first, summed, squared = first[inside], summed[inside], squared[inside]
            summed, squared = summed + total[first + width], squared + size[first + width]
        yield first, first + width, summed, squared


def _keep_best(best: Windows, kind: int, text: NDArray[np.int32], score: Floats, run: tuple[Ints, Ints]) -> None:
    if not len(text):
        return
    begins = np.flatnonzero(np.diff(text, prepend=-1))
    highest = np.maximum.reduceat(score, begins)
    owner = text[begins]
    better = highest > best.score[owner, kind]
    top = np.flatnonzero(score == np.repeat(highest, np.diff(begins, append=len(text))))
    top = top[np.unique(text[top], return_index=True)[1]]
    owner, top = owner[better], top[better]
    best.score[owner, kind] = score[top]
    best.first[owner, kind], best.last[owner, kind] = run[0][top], run[1][top]
