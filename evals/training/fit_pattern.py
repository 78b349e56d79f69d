"""Fits the daily pattern of takings: how age, weekday, season and occasions move a day, film by film."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray

from copilot.insight.day_pattern import day_features
from evals.training.takings_data import Film

RIDGE = 3.0
"""Penalty in days: a feature seen on three days is believed half."""
_HUBER = 0.25
_ROUNDS = 3


def fit_pattern(films: Sequence[Film], market: str) -> dict[str, float]:
    """Fit log takings = film level + pattern by weighted ridge with film effects taken out.

    Residuals beyond 0.25 in log are down-weighted (Huber 1964) in three rounds, so that single closed days do not bend
    the pattern.
    """
    names: dict[str, int] = {}
    rows: list[int] = []
    columns: list[int] = []
    amounts: list[float] = []
    target: list[float] = []
    owner: list[int] = []
    for index, film in enumerate(films):
        for number, gross in sorted(film.gross.items()):
            if gross <= 0:
                continue
            for name, amount in day_features(film.release, number, market):
                rows.append(len(target))
                columns.append(names.setdefault(name, len(names)))
                amounts.append(amount)
            target.append(float(np.log(gross)))
            owner.append(index)
    matrix = sp.csr_matrix((amounts, (rows, columns)), shape=(len(target), len(names)))
    fitted = _solve(matrix, np.array(target), np.array(owner))
    return {name: round(float(fitted[column]), 4) for name, column in sorted(names.items())}


def _solve(matrix: sp.csr_matrix, target: NDArray[np.float64], owner: NDArray[np.int64]) -> NDArray[np.float64]:
    weight = np.ones(len(target))
    solved = np.zeros(matrix.shape[1])
    for _ in range(_ROUNDS):
        groups = sp.csr_matrix((weight, (owner, np.arange(len(target)))))
        mass = np.asarray(groups.sum(1)).ravel()
        mean_x, mean_y = (groups @ matrix).toarray() / mass[:, None], (groups @ target) / mass
        normal = (matrix.T @ sp.diags(weight) @ matrix).toarray() - (mean_x * mass[:, None]).T @ mean_x
        right = matrix.T @ (weight * target) - (mean_x * mass[:, None]).T @ mean_y
        solved = np.linalg.solve(normal + RIDGE * np.eye(len(solved)), right)
        residual = (target - mean_y[owner]) - (matrix @ solved - (mean_x @ solved)[owner])
        weight = np.minimum(1.0, _HUBER / np.maximum(np.abs(residual), 1e-6))
    return solved
