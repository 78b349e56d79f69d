"""Cut texts into the clauses and sentences within which words are read together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from copilot.insight.codes import Codes, Ints, Mask

_CLAUSE_MARKS = np.array(sorted(map(ord, '\0\n,.!?;:、。，！？；：…~～|/()（）【】《》“”"——')), np.uint32)
_SENTENCE_MARKS = np.array(sorted(map(ord, "\0\n。.!?！？…")), np.uint32)


@dataclass(frozen=True, eq=False)
class Clauses:
    """Number of the clause and the sentence of every code, both counted through the whole buffer.

    A mark belongs to the clause it ends; no clause or sentence reaches from one text into the next.
    """

    clause_of: NDArray[np.int32]
    sentence_of: NDArray[np.int32]
    first: Ints
    """(number of clauses,) where each clause begins."""
    turned: Mask
    """(number of clauses,) which open with a turn."""
    paused: Mask
    """(number of clauses,) which follow a mark, not just a turn within a run of words (画面却很美)."""

    def __len__(self) -> int:
        return len(self.first)


def cut_clauses(codes: Codes, turns: Ints) -> Clauses:
    """Cut at marks, at blanks after Han characters, and before every turn.

    Args:
        codes: The texts.
        turns: Where words like 但是 or "but" begin; each opens a clause of its own.
    """
    m = len(codes.codes)
    mark = np.isin(codes.codes, _CLAUSE_MARKS)
    blank = codes.codes == 32
    after_han = np.zeros(m, np.bool_)
    after_han[1:] = codes.han[:-1]
    opens = np.zeros(m, np.bool_)
    opens[1:] = (mark | (blank & after_han))[:-1]
    opens[turns] = True
    opens[codes.starts[:-1]] = True
    ends = np.zeros(m, np.bool_)
    ends[1:] = np.isin(codes.codes, _SENTENCE_MARKS)[:-1]
    ends[codes.starts[:-1]] = True
    first = np.flatnonzero(opens)
    turn = np.zeros(m, np.bool_)
    turn[turns] = True
    return Clauses(
        np.cumsum(opens, dtype=np.int32) - np.int32(1),
        np.cumsum(ends, dtype=np.int32) - np.int32(1),
        first,
        turn[first],
        mark[np.maximum(first - 1, 0)] | mark[np.maximum(first - 2, 0)],
    )
