"""Read signals that no rule words: n-grams of a few neighbouring clauses, weighed by a trained model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import yaml
from numpy.typing import NDArray

from copilot.domain.signals import SIGNAL_KINDS, SignalKind
from copilot.errors import KnowledgeError
from copilot.insight.clauses import Clauses
from copilot.insight.codes import Codes, Ints, Mask
from copilot.insight.ngrams import BITS, Grams, grams_of

Floats = NDArray[np.float32]
USUAL = 8.0
"""Clauses of an ordinary comment; a text of a hundred has far more windows in which chance may look like a signal."""
WIDEST = 4
"""Clauses that are read together: a signal is often a claim and its denial, with a name in quotation marks between."""
KEPT, BROKEN = "promise_kept", "promise_broken"
_A_FEW_WORDS = 8
"""Latin letters from which a clause without Han characters is English, not a name or a brand."""
SILENCE = 400.0
"""Added to the squared length of a window: a word or two are little to go by."""


@dataclass(frozen=True, eq=False)
class WindowModel:
    """Weights of the n-grams that tell signals, one column a signal.

    The score of a window is the dot product of its tf-idf vector of unit length with the weights, plus a bias. The
    threshold is where comments of films not trained on showed the signal about as rarely as the card says.
    """

    signals: tuple[SignalKind, ...]
    bucket: NDArray[np.int32]
    """(known,) n-gram buckets, ascending."""
    idf: Floats
    """(known,)"""
    weight: Floats
    """(known, signals)"""
    limit: Floats
    """(2, signals) what the dot product must exceed: Chinese, English."""
    spread: Floats
    """(2, signals) how much more a text must exceed for every e-fold of clauses beyond `USUAL`: Chinese, English."""
    anchors: tuple[re.Pattern[str], ...]
    """What a window must at least speak of, a signal each."""
    version: str

    @cached_property
    def rivals(self) -> tuple[tuple[int, int], ...]:
        """The columns of a promise kept and a promise broken, where both are told."""
        kinds = list(self.signals)
        return ((kinds.index(KEPT), kinds.index(BROKEN)),) if KEPT in kinds and BROKEN in kinds else ()

    @cached_property
    def slot(self) -> NDArray[np.int32]:
        """(2^BITS,) place of each bucket among the known ones, −1 for the others."""
        slot = np.full(1 << BITS, -1, np.int32)
        slot[self.bucket] = np.arange(len(self.bucket), dtype=np.int32)
        return slot


@dataclass(frozen=True, eq=False)
class Windows:
    """The best window of each text for each signal."""

    score: Floats
    """(texts, signals) how far above the limit; −inf where nothing known is said."""
    first: Ints
    """(texts, signals) first clause of the window."""
    last: Ints
    """(texts, signals) its last clause."""
    rivals: tuple[tuple[int, int], ...] = ()
    """Pairs of signals that one text is not taken to show at once."""

    @property
    def shown(self) -> Mask:
        """(texts, signals) marks which signals are shown; of two that exclude each other the surer one."""
        shown = self.score > 0
        for one, other in self.rivals:
            both = shown[:, one] & shown[:, other]
            weaker = np.where(self.score[:, one] < self.score[:, other], one, other)
            shown[both, weaker[both]] = False
        return np.asarray(shown, dtype=np.bool_)


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
    best = Windows(np.full((n, kinds), -np.inf, np.float32), none, none.copy(), model.rivals)
    foreign = _english_clauses(codes, english, clauses)
    place, total, size = _clauses(model, clauses, _by_clause(codes, english, clauses, foreign, found))
    text = codes.text_of[clauses.first[place]]
    limit = model.limit[foreign[place].astype(np.int8)]
    length = np.bincount(text, minlength=n)
    limit = (
        limit + model.spread[foreign[place].astype(np.int8)] * np.log(np.maximum(length[text] / USUAL, 1.0))[:, None]
    )
    for first, last, summed, squared in _runs(text, total, size):
        score = summed / np.sqrt(squared + SILENCE)[:, None] - limit[first]
        for kind in range(kinds):
            _keep_best(best, kind, text[first], score[:, kind], (place[first], place[last]))
    _let_go_of_unanchored(model, codes, clauses, best)
    return best


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


def _clauses(model: WindowModel, clauses: Clauses, found: Grams) -> tuple[Ints, Floats, Floats]:
    """Return the clauses that hold known n-grams, with the sums of their weights (k, signals) and squared idf (k,)."""
    slot = model.slot[found.bucket]
    known = np.flatnonzero(slot >= 0)
    slot, clause = slot[known], clauses.clause_of[found.start[known]]
    idf = model.idf[slot]
    size = np.bincount(clause, idf * idf, len(clauses))
    place = np.flatnonzero(size)
    columns = [
        np.bincount(clause, idf * model.weight[slot, kind], len(clauses))[place] for kind in range(len(model.signals))
    ]
    return place, np.stack(columns, axis=1).astype(np.float32), size[place].astype(np.float32)


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


def read_anchors(path: Path, signals: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    """Read what windows must speak of, in the order of `signals`.

    Raises:
        KnowledgeError: The file is missing, lacks a signal or holds a malformed pattern.
    """
    try:
        found: dict[str, str] = yaml.safe_load(path.read_text("utf-8"))
        return tuple(re.compile(found[signal]) for signal in signals)
    except (OSError, yaml.YAMLError, KeyError, TypeError, re.error) as error:
        raise KnowledgeError(f"reading {path.name}", f"{error}", "Restore the shipped file.") from error


def read_window_model(path: Path, anchors: Path) -> WindowModel:
    """Read a model written by `evals.training.train_signals` and what its windows must speak of.

    Raises:
        KnowledgeError: The file is missing or does not hold such a model.
    """
    try:
        with np.load(path, allow_pickle=False) as held:
            return WindowModel(
                tuple(kind for name in held["signals"] for kind in SIGNAL_KINDS if kind == str(name)),
                held["bucket"].astype(np.int32),
                held["idf"].astype(np.float32),
                held["weight"].astype(np.float32) * float(held["step"]),
                held["limit"].astype(np.float32),
                held["spread"].astype(np.float32),
                read_anchors(anchors, tuple(map(str, held["signals"]))),
                str(held["version"]),
            )
    except (OSError, KeyError, ValueError) as error:
        raise KnowledgeError(
            "reading the signal model", f"{path} {error}", "Install again, or train it: make train-signals."
        ) from error
