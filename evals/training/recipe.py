"""How the polarity models are fitted, as chosen by cross-validation over films, and what each review weighs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from evals.datasets.reviews import CRITICS, DOUBAN, POSTS, TOP, Rated


@dataclass(frozen=True)
class Recipe:
    """What was chosen by cross-validation over films."""

    strength: float = 1.0
    """Inverse of the L2 penalty."""
    balance: float = 0.3
    """Exponent of a stratum's size in its total weight; 1 keeps sizes, 0 makes strata equal."""
    even: float = 0.0
    """Inverse of the L2 penalty of a second fit, eased for n-grams that fall unevenly; both averaged; 0 for none."""
    ratio: bool = False
    """Weigh n-grams by how unevenly they fall on the two sides (Wang and Manning 2012) instead of by rarity."""
    taught: float = 0.0
    """Weight, beside 1 for the fits above, of n-grams that imitate a sentence encoder; 0 for none."""
    least: int = 3
    """Texts an n-gram must occur in."""
    sources: dict[str, float] = field(default_factory=lambda: {DOUBAN: 2.0, TOP: 2.0, POSTS: 0.1})
    """Factor a source; 1 where not named."""


RECIPES = {DOUBAN: Recipe(strength=0.7, even=0.5, taught=0.3), CRITICS: Recipe(strength=3.0, ratio=True, taught=0.3)}
"""By the source that its language is measured on."""


def stratum_weights(rated: Rated, recipe: Recipe) -> NDArray[np.float64]:
    """Weigh rows so that large sources and the many pleased reviews do not drown the rest; mean 1."""
    weight = np.zeros(len(rated.texts))
    sides = np.where(rated.stars <= 2, 0, np.where(rated.stars < 4, 1, 2))
    for source in np.unique(rated.source):
        for side in range(3):
            here = (rated.source == source) & (sides == side)
            if here.any():
                weight[here] = recipe.sources.get(str(source), 1.0) * here.sum() ** (recipe.balance - 1)
    return np.asarray(weight / weight.mean(), dtype=np.float64)
