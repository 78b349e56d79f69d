"""Tell which words of a clause are denied."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.insight.clauses import Clauses
from copilot.insight.codes import Codes
from copilot.insight.lexicon import Matches

REACH_HAN = 3
"""Characters a Chinese negation reaches over (不是很感动, 没怎么笑)."""
REACH_LATIN = 14
"""Characters an English negation reaches over: two to three short words (not really that moving)."""


def denied(matches: Matches, codes: Codes, clauses: Clauses, negation: int) -> NDArray[np.bool_]:
    """Mark the matches that stand shortly after a negation in their clause; a double negation denies nothing.

    Args:
        matches: Words found, by start.
        codes: The texts.
        clauses: Their clauses.
        negation: Number of the concept whose words deny.
    """
    at = matches.concept == negation
    ends = matches.end[at]
    if not len(ends):
        return np.zeros(len(matches.start), np.bool_)
    reached = _reached(ends, matches.start, codes, clauses)
    doubled = np.zeros(len(ends), np.bool_)
    doubled[1:] = _reached(ends[:-1], matches.start[at][1:], codes, clauses) if len(ends) > 1 else False
    nearest = np.searchsorted(ends, matches.start, side="right") - 1
    return np.asarray(reached & ~doubled[np.maximum(nearest, 0)] & ~at, dtype=np.bool_)


def _reached(ends: NDArray[np.int64], starts: NDArray[np.int64], codes: Codes, clauses: Clauses) -> NDArray[np.bool_]:
    """Mark the starts that lie within reach of the last end before them."""
    nearest = np.searchsorted(ends, starts, side="right") - 1
    end = ends[np.maximum(nearest, 0)]
    within = np.where(codes.latin[starts], REACH_LATIN, REACH_HAN)
    same = clauses.clause_of[np.maximum(end - 1, 0)] == clauses.clause_of[starts]
    return np.asarray((nearest >= 0) & same & (starts - end <= within), dtype=np.bool_)
