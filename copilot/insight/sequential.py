"""Boundaries that let one look at a test every day without being fooled more often than once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

_GRID = 129
"""Points of Simpson's rule; 129 and 513 give boundaries equal to 0.002."""
_WIDEST = 8.0
"""Boundary, in standard errors, where so little may be spent that none is needed; exceeded with chance 1e-15."""
Floats = NDArray[np.float64]


def spend(share: float, alpha: float) -> float:
    """Return how much of `alpha` may be spent once a share of the test is in (0 to 1): little early, all at the end.

    Source:
        Lan & DeMets 1983, Biometrika 70:659, the function of O'Brien–Fleming type, half of `alpha` on each side.
    """
    return 0.0 if share <= 0 else float(4 * ndtr(-ndtri(1 - alpha / 4) / np.sqrt(min(share, 1.0))))


@lru_cache(maxsize=4096)
def boundaries(shares: tuple[float, ...], information: tuple[float, ...], alpha: float) -> tuple[float, ...]:
    """Return how many standard errors a difference must exceed at each look, two-sided.

    Under no difference, the chance that any look exceeds its boundary is `alpha`, however many looks there are, as
    long as their days do not depend on what was seen.

    Args:
        shares: Share of the planned test in at each look, 0 to 1, growing; the last look of a test has 1.
        information: 1 / variance of the difference at each look, in any unit, growing.
        alpha: Chance of a false alarm over all looks.

    Returns:
        One boundary a look, at most 8; empty for no looks.

    Source:
        Armitage, McPherson & Rowe 1969, J. R. Statist. Soc. A 132:235, the recursion; Jennison & Turnbull 2000, Group
        Sequential Methods, ch. 19, its numerical integration.
    """
    found: list[float] = []
    walk = _Walk()
    spent = 0.0
    for share, held in zip(shares, information, strict=True):
        allowed = max(spend(share, alpha) - spent, 0.0)
        found.append(walk.boundary(held, allowed))
        spent += allowed
        walk.step(held, found[-1])
    return tuple(found)


def crossing(bounds: Sequence[float], information: Sequence[float], drift: float) -> float:
    """Return the chance that any look exceeds its boundary when the true difference is `drift`.

    Args:
        bounds: Boundary of each look.
        information: As given to `boundaries`.
        drift: True difference in the units whose variance is 1 / information.
    """
    walk = _Walk(drift)
    total = 0.0
    for bound, held in zip(bounds, information, strict=True):
        total += walk.beyond(held, bound)
        walk.step(held, bound)
    return total


class _Walk:
    """The score (difference × information) on paths that have not crossed yet, as a density on a grid."""

    def __init__(self, drift: float = 0.0) -> None:
        self._drift = drift
        self._held = 0.0
        self._places: Floats = np.zeros(1)
        self._weights: Floats = np.ones(1)
        """Density times the weight of Simpson's rule."""

    def beyond(self, held: float, bound: float) -> float:
        """Return the chance to lie beyond ± bound standard errors at a look, not having crossed before."""
        gained = held - self._held
        spread, middle = np.sqrt(gained), self._places + self._drift * gained
        edge = bound * np.sqrt(held)
        return float(self._weights @ (ndtr((middle - edge) / spread) + ndtr((-edge - middle) / spread)))

    def boundary(self, held: float, allowed: float) -> float:
        """Return the boundary that is crossed first at this look with the allowed chance."""
        if self.beyond(held, _WIDEST) >= allowed:
            return _WIDEST
        return float(brentq(lambda bound: self.beyond(held, bound) - allowed, 0.0, _WIDEST, xtol=1e-4))

    def step(self, held: float, bound: float) -> None:
        """Go on to the paths that did not cross at this look."""
        gained = held - self._held
        edge = bound * np.sqrt(held)
        places = np.linspace(-edge, edge, _GRID)
        apart = (places[:, None] - self._places[None, :] - self._drift * gained) / np.sqrt(gained)
        density = (np.exp(-0.5 * apart**2) / np.sqrt(2 * np.pi * gained)) @ self._weights
        simpson = np.full(_GRID, 2.0)
        simpson[1::2] = 4.0
        simpson[[0, -1]] = 1.0
        self._places, self._held = places, held
        self._weights = density * simpson * (places[1] - places[0]) / 3
