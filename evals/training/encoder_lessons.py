"""Lays out what the encoder is tuned on: states of its lower layers, what reviews should say, and what they weigh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from copilot.insight.refining import LONGEST
from evals.datasets.reviews import CRITICS, Rated
from evals.training.encoder_network import FIRST, Encoder
from evals.training.encoder_words import Cutter
from evals.training.recipe import Recipe, stratum_weights
from evals.training.teacher import CAP

PLACES = 300
"""Pieces of a text that are read."""
MEANT = (0.03, 0.12, 0.45, 0.86, 0.97)
"""Probability of being pleased that one to five stars stand for."""
UNDECIDED = 0.3
"""Weight of a review between two and four stars beside one that takes a side."""
_BUDGET = 1200
"""Places, blank ones too, that are computed together."""
Rows = NDArray[np.bool_]
Reals = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class States:
    """What the lower layers make of texts, one behind the other."""

    held: NDArray[np.float16]
    """(places, width)."""
    ends: Places
    """(texts + 1,)."""

    def gather(self, rows: Places) -> tuple[Tensor, Tensor]:
        """Return the states of some texts, (texts, places, width), and which places are said, (texts, places)."""
        size = np.diff(self.ends)[rows]
        laid = np.zeros((len(rows), size.max(), self.held.shape[1]), np.float16)
        for own, row in zip(laid, rows.tolist(), strict=True):
            own[: self.ends[row + 1] - self.ends[row]] = self.held[self.ends[row] : self.ends[row + 1]]
        return torch.from_numpy(laid).float(), torch.from_numpy(np.arange(size.max()) < size[:, None])


def batches(size: Places, rows: Places, chance: np.random.Generator | None = None) -> list[Places]:
    """Put texts of like length together, in another way each time where chance is given."""
    near = size[rows] * np.exp(chance.normal(0, 0.12, len(rows))) if chance else size[rows]
    found: list[Places] = []
    own: list[int] = []
    for row in rows[np.argsort(near, kind="stable")].tolist():
        if own and max(*size[own], size[row]) * (len(own) + 1) > _BUDGET:
            found.append(np.array(own))
            own = []
        own.append(row)
    found += [np.array(own)] if own else []
    return [found[at] for at in chance.permutation(len(found))] if chance else found


def read_states(encoder: Encoder, texts: Sequence[str]) -> States:
    """Run the lower layers over texts, each read as far as the slower tier reads it."""
    cut = Cutter(encoder.base).cut([text[:LONGEST] for text in texts], PLACES)
    size = np.array([len(own) for own in cut])
    ends = np.concatenate([[0], np.cumsum(size)])
    held = np.zeros((int(ends[-1]), encoder.base.width), np.float16)
    plain = encoder.free(0)
    with torch.inference_mode():
        for rows in batches(size, np.arange(len(cut))):
            pieces = np.ones((len(rows), size[rows].max()), np.int64)
            for own, row in zip(pieces, rows.tolist(), strict=True):
                own[: size[row]] = cut[row]
            said = torch.from_numpy(np.arange(pieces.shape[1]) < size[rows][:, None])
            made = encoder.run(encoder.enter(torch.from_numpy(pieces)), said, plain, range(FIRST)).float().numpy()
            for own, row in zip(made, rows.tolist(), strict=True):
                held[ends[row] : ends[row + 1]] = own[: size[row]]
    return States(held, ends)


def meant(rated: Rated) -> Reals:
    """Return the probability of being pleased that each review should be given, (n,)."""
    return np.interp(rated.stars, np.arange(1.0, 6.0), MEANT)


def weights(rated: Rated, rows: Rows) -> Reals:
    """Weigh reviews, (n,), mean 1 over the rows of each language; those outside weigh nothing."""
    share, english = np.zeros(len(rows)), rated.source == CRITICS
    for side in (rows & english, rows & ~english):
        if side.any():
            own = np.minimum(stratum_weights(rated.take(side), Recipe()), CAP)
            own = np.where(rated.decided[side], own, own * UNDECIDED)
            share[side] = own / own.mean()
    return share
