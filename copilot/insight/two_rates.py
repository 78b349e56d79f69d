"""Two rates against each other: difference, size of a test, evenness of a split."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from math import ceil, inf, sqrt

from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import chi2

from copilot.insight.sequential import boundaries, crossing

LEAST_HITS = 5
"""Hits and misses each variant would be expected to have before a difference is read at all.

Source:
    Cochran 1954, Biometrics 10:417, the rule of five for expected counts.
"""


def difference(first: tuple[int, int], second: tuple[int, int]) -> tuple[float, float]:
    """Return the difference of two rates and its standard error, each given as (hits, chances).

    One hit and one miss are added to each, which keeps intervals honest at small counts.

    Source:
        Agresti & Caffo 2000, The American Statistician 54:280.
    """
    rates = [((hits + 1) / (chances + 2), chances + 2) for hits, chances in (first, second)]
    error = sqrt(sum(rate * (1 - rate) / chances for rate, chances in rates))
    return rates[0][0] - rates[1][0], error


def enough_to_read(counts: Sequence[tuple[int, int]]) -> bool:
    """Say whether (hits, chances) of all variants are enough for a normal approximation; see `LEAST_HITS`."""
    chances = sum(one[1] for one in counts)
    if not chances:
        return False
    rate = sum(one[0] for one in counts) / chances
    return all(min(rate, 1 - rate) * one[1] >= LEAST_HITS for one in counts)


@lru_cache(maxsize=256)
def inflation(looks: int, alpha: float, power: float) -> float:
    """Return how much larger a test looked at `looks` times must be than one looked at once, at least 1.

    Source:
        Jennison & Turnbull 2000, Group Sequential Methods, sec. 2.3 and 7.2; solved by the recursion of `crossing`.
    """
    shares = tuple(number / looks for number in range(1, looks + 1))
    bounds = boundaries(shares, shares, alpha)
    fixed = float(ndtri(1 - alpha / 2) + ndtri(power))
    drift = brentq(lambda d: crossing(bounds, shares, d) - power, fixed * 0.9, fixed * 1.6, xtol=1e-4)
    return max(1.0, float(drift / fixed) ** 2)


def size_needed(baseline: float, smallest: float, *, alpha: float, power: float, looks: int) -> int:
    """Return the chances each variant needs for a difference of `smallest` to be seen with the wanted power.

    Args:
        baseline: Rate expected, 0 to 1.
        smallest: Smallest difference worth knowing; the higher rate is baseline + smallest.
        alpha: Chance of a false alarm of this pair over all its looks.
        power: Chance of seeing the difference, 0 to 1.
        looks: How often the test will be looked at.

    Raises:
        ValueError: The higher rate is not below 1.

    Source:
        Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, sec. 4.2 (unpooled, without continuity
        correction), times `inflation`.
    """
    higher = baseline + smallest
    if not 0 < baseline < higher < 1:
        raise ValueError(f"rates {baseline} and {higher} do not lie between 0 and 1")
    spread = baseline * (1 - baseline) + higher * (1 - higher)
    fixed = (ndtri(1 - alpha / 2) + ndtri(power)) ** 2 * spread / smallest**2
    return ceil(float(fixed) * inflation(min(looks, 60), alpha, power))


def smallest_seen(baseline: float, size: int, *, alpha: float, power: float, looks: int) -> float:
    """Return the smallest difference a test of `size` chances a variant can see; infinite when it can see none."""
    highest = (1 - baseline) * 0.999

    def excess(smallest: float) -> float:
        return size_needed(baseline, smallest, alpha=alpha, power=power, looks=looks) - size

    if excess(highest) > 0:
        return inf
    return float(brentq(excess, baseline * 1e-4, highest, xtol=baseline * 1e-4))


def evenness(chances: Sequence[int]) -> float:
    """Return the chance of a split at least so uneven if every variant should get the same; 1.0 for nothing to judge.

    Source:
        Fabijan et al. 2019, KDD, Diagnosing Sample Ratio Mismatch in Online Controlled Experiments (chi-square).
    """
    total = sum(chances)
    if not total or len(chances) < 2:
        return 1.0
    expected = total / len(chances)
    return float(chi2.sf(sum((one - expected) ** 2 / expected for one in chances), len(chances) - 1))
