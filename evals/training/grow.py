"""Grows the trees and the linear part of one forecast and takes them out of the library as flat arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.insight.forest import Forest, Line

Floats = NDArray[np.float64]
AVERAGED = 60
SHARE = 0.25
"""Of each of the four parts: boosted and averaged trees on the target, and both on what the linear part leaves.

Their errors differ, so the mean beats each (docs/decisions/0013-expected-curve.md).
"""
_EXTREME = 0.002
"""Share of training films at either end whose terms set the bounds of the linear part."""


def grow(features: Floats, terms: Floats, target: Floats, weight: Floats) -> tuple[Forest, Line]:
    """Fit a robust line, and trees on the target and on its residuals; the prediction is the sum of both returned.

    Source:
        Huber 1964 (robust line); Friedman 2001 (gradient boosting, here of absolute error); Geurts, Ernst and Wehenkel
        2006 (extremely randomised trees).
    """
    line = _line(terms, target, weight)
    trees: list[tuple[NDArray[Any], ...]] = []
    start = 0.0
    for goal in (target, target - line.predict(terms)):
        start += _boosted(features, goal, weight, trees)
        _averaged(features, goal, weight, trees)
    share = 2 * SHARE
    halved = Line((line.weights * share).astype(np.float32), line.low, line.high, line.start * share)
    return _join(trees, start), halved


def _line(terms: Floats, target: Floats, weight: Floats) -> Line:
    from sklearn.linear_model import HuberRegressor

    low, high = np.quantile(terms, _EXTREME, axis=0), np.quantile(terms, 1 - _EXTREME, axis=0)
    # A month or weekday seen in fewer films than that must not be cut away.
    rare = high - low < 1e-9
    low, high = np.where(rare, terms.min(0), low), np.where(rare, terms.max(0), high)
    kept = np.clip(terms, low, high)
    middle, spread = kept.mean(0), np.where(kept.std(0) > 1e-9, kept.std(0), 1.0)
    model = HuberRegressor(epsilon=1.2, alpha=1.0, max_iter=1000).fit((kept - middle) / spread, target, weight)
    slopes = model.coef_ / spread
    bounds = (low.astype(np.float32), high.astype(np.float32))
    return Line(slopes.astype(np.float32), *bounds, float(model.intercept_ - slopes @ middle))


def _boosted(features: Floats, goal: Floats, weight: Floats, trees: list[tuple[NDArray[Any], ...]]) -> float:
    from sklearn.ensemble import HistGradientBoostingRegressor

    model = HistGradientBoostingRegressor(
        loss="absolute_error",
        max_iter=120,
        learning_rate=0.08,
        max_leaf_nodes=8,
        min_samples_leaf=20,
        l2_regularization=5.0,
        max_features=0.4,
        random_state=0,
    ).fit(features, goal, weight)
    for (predictor,) in model._predictors:
        nodes = predictor.nodes
        feature = np.where(nodes["is_leaf"] == 1, -1, nodes["feature_idx"])
        trees.append((feature, nodes["num_threshold"], nodes["left"], nodes["right"], nodes["value"] * SHARE))
    return SHARE * float(np.ravel(model._baseline_prediction)[0])


def _averaged(features: Floats, goal: Floats, weight: Floats, trees: list[tuple[NDArray[Any], ...]]) -> None:
    from sklearn.ensemble import ExtraTreesRegressor

    model = ExtraTreesRegressor(AVERAGED, min_samples_leaf=4, max_features=0.5, random_state=0)
    for one in model.fit(features, goal, weight).estimators_:
        tree = one.tree_
        value = tree.value.ravel() * (SHARE / AVERAGED)
        trees.append((np.maximum(tree.feature, -1), tree.threshold, tree.children_left, tree.children_right, value))


def _join(trees: list[tuple[NDArray[Any], ...]], start: float) -> Forest:
    sizes = [len(tree[0]) for tree in trees]
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    feature = np.concatenate([tree[0] for tree in trees]).astype(np.int8)
    inner = feature >= 0
    place = np.concatenate([np.arange(size) for size in sizes])
    left, right = (np.concatenate([tree[side] for tree in trees]).astype(np.int64) for side in (2, 3))
    if not (left[inner] == place[inner] + 1).all():
        raise ValueError("a library lists the nodes of a tree in another order than the forest reads them")
    # Rounded up, so that a training value equal to its threshold still goes left in 32 bits.
    threshold = np.nextafter(np.concatenate([tree[1] for tree in trees]).astype(np.float32), np.float32(np.inf))
    value = np.concatenate([tree[4] for tree in trees]).astype(np.float32)
    step = np.where(inner, right - place, 0).astype(np.int16)
    return Forest(roots, feature, np.where(inner, threshold, value), step, start)
