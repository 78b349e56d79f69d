"""Shares with their interval."""

from __future__ import annotations

from collections.abc import Sequence

from scipy.stats import binomtest


def share(hits: Sequence[bool]) -> tuple[float, float, float]:
    """Return a share with its 95 % interval (Wilson), all 0 to 1.

    Raises:
        ValueError: Nothing was measured.

    Source:
        Wilson 1927, score interval.
    """
    if not hits:
        raise ValueError("nothing was measured")
    interval = binomtest(sum(hits), len(hits)).proportion_ci(method="wilson")
    return sum(hits) / len(hits), float(interval.low), float(interval.high)
