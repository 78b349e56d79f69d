"""Who had seen the film when they wrote: the one rule that every figure and every cause shares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from copilot.insight.case import Case


def resolve_watched(case: Case) -> NDArray[np.int8]:
    """Say for each review whether its writer had watched: 1 yes, 0 not yet, -1 cannot be told.

    What the source states stands. Where it states nothing, stars mean a viewer; otherwise a text written before the
    release day is not a viewer's, and one written since, or undated but exported after release, is.
    """
    voices = case.voices
    release = np.datetime64(case.dossier.release_date, "D")
    stated = voices.watched.astype(np.int8)
    dated = ~np.isnat(voices.day)
    before = np.zeros(len(voices), dtype=bool)
    before[dated] = voices.day[dated] < release
    out_already = case.as_of >= case.dossier.release_date
    guessed = np.where(before, 0, 1 if out_already else -1)
    guessed = np.where(~np.isnan(voices.stars), 1, guessed)
    resolved: NDArray[np.int8] = np.where(stated == -1, guessed, stated).astype(np.int8)
    return resolved


def wilson(positive: float, total: float, z: float = 1.96) -> tuple[float, float]:
    """Give the interval of a share; (0, 1) when nothing was counted.

    Source:
        Wilson 1927, score interval; z = 1.96 for 95 %.
    """
    if total <= 0:
        return 0.0, 1.0
    share = positive / total
    middle = (share + z * z / (2 * total)) / (1 + z * z / total)
    half = z / (1 + z * z / total) * np.sqrt(max(share * (1 - share), 0.0) / total + z * z / (4 * total * total))
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))
