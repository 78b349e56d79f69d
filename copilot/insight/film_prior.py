"""Judge a film's texts as one film's: estimate how many of them are pleased, and move every probability by it.

A model calibrated over many films reads a film that nearly everyone likes too darkly. The share of pleased texts is
estimated without any rating by expectation maximisation (Saerens, Latinne and Decaestecker 2002). So that a flood
cannot decide how the others are read, repeats have no vote, the estimate starts from `STEADY` texts of an average film,
and no log-odds move by more than `FARTHEST`.
"""

from __future__ import annotations

import numpy as np

from copilot.insight.codes import Mask
from copilot.insight.refining import log_odds
from copilot.insight.sentiment import Floats

STEADY = 50.0
"""Texts of an average film that the estimate starts from. Source: chosen on 34 films, docs/decisions/0012."""
FARTHEST = 2.0
"""Most that log-odds move, either way: 0.5 becomes 0.88 at most. Source: the same."""
_ROUNDS, _CLOSE = 200, 1e-4


def film_shift(p_positive: Floats, votes: Mask, usual: float) -> float:
    """Return by how much the log-odds of a film's texts move, within `FARTHEST`; 0 without votes.

    Args:
        p_positive: (n,) calibrated probabilities of one film and one language.
        votes: (n,) which texts count: not repeats, not empty ones.
        usual: Share of pleased texts that the probabilities are calibrated for.
    """
    odds = log_odds(p_positive[votes]).astype(np.float64)
    start, share = _odds(usual), usual
    for _ in range(_ROUNDS):
        pleased = 1.0 / (1.0 + np.exp(-(odds + _odds(share) - start)))
        before, share = share, float((pleased.sum() + STEADY * usual) / (len(odds) + STEADY))
        if abs(share - before) < _CLOSE:
            break
    return float(np.clip(_odds(share) - start, -FARTHEST, FARTHEST))


def moved(p_positive: Floats, shift: Floats | float) -> Floats:
    """Return the probabilities, (n,), with their log-odds moved by one number or by one each."""
    return np.asarray(1.0 / (1.0 + np.exp(-(log_odds(p_positive) + shift))), dtype=np.float32)


def _odds(share: float) -> float:
    return float(np.log(share / (1.0 - share)))
