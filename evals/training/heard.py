"""Keeps what the tuned encoder says of films held back from it, and the heads that say it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evals.datasets.reviews import CRITICS, DATED, DOUBAN, Rated
from evals.training.teacher import embedded_rows
from evals.training.train_polarity import folds_by_film

HEARD = Path(__file__).with_name("polarity_heard.npz")
DOUBAN_FOLDS = (0, 1)
"""Of five by film."""
CRITICS_EVERY = 3
"""Each third film of the critics is held back."""
_CRITICS_TAUGHT = 9000
"""English sentences that are learnt from: enough, and few enough for an hour of one core."""
Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Heard:
    """What was heard from the tuned encoder."""

    odds: Reals
    """(n,) log-odds of being pleased, of the reviews whose film it did not see; NaN of the others."""
    head: NDArray[np.float32]
    """(2, width) on vectors less their middle: Chinese, English."""
    constant: NDArray[np.float32]
    """(2,)."""
    middle: NDArray[np.float32]
    """(width,)."""
    encoder: str

    @property
    def known(self) -> Rows:
        """Mark the reviews that it judged."""
        return np.isfinite(self.odds)

    @property
    def offset(self) -> NDArray[np.float32]:
        """Return what the heads add to vectors as they are, (2,)."""
        return np.asarray(self.constant - self.head @ self.middle, dtype=np.float32)


def held_back(rated: Rated) -> Rows:
    """Mark the reviews of films that the encoder is not tuned on: the dated one, some of Douban's and the critics'."""
    critics = rated.source == CRITICS
    films = np.unique(rated.film[critics])[::CRITICS_EVERY]
    chosen = np.isin(folds_by_film(rated, DOUBAN), DOUBAN_FOLDS) | (critics & np.isin(rated.film, films))
    return np.asarray(chosen | (rated.source == DATED), dtype=np.bool_)


def tuned_on(rated: Rated) -> Rows:
    """Mark the reviews that the encoder is tuned on."""
    chosen = embedded_rows(rated) & ~held_back(rated)
    english = np.flatnonzero(chosen & (rated.source == CRITICS))
    drawn = np.random.default_rng(3).permutation(english)
    chosen[drawn[_CRITICS_TAUGHT:]] = False
    return chosen


def write_heard(heard: Heard, path: Path) -> None:
    """Write it, two bytes a review."""
    np.savez_compressed(path, **(vars(heard) | {"odds": heard.odds.astype(np.float16)}))


def read_heard(path: Path = HEARD) -> Heard:
    """Read what `evals.training.tune_encoder` wrote."""
    with np.load(path, allow_pickle=False) as kept:
        own = {name: kept[name] for name in ("head", "constant", "middle")}
        return Heard(kept["odds"].astype(np.float64), **own, encoder=str(kept["encoder"]))
