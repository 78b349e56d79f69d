"""Grows the trees of one forecast and takes them out of the library as flat arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.insight.forest import Forest

Floats = NDArray[np.float64]
BOOSTED = 3
AVERAGED = 60
BOOSTED_SHARE = 0.5
"""Weight of the boosted trees; the rest is the averaged ones. Their errors differ, so half and half beats either."""


def grow(features: Floats, target: Floats, weight: Floats) -> Forest:
    """Fit boosted trees at the median (absolute error) and extremely randomised trees, mixed half and half.

    Source:
        Friedman 2001 (gradient boosting); Geurts, Ernst and Wehenkel 2006 (extremely randomised trees).
    """
    from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor

    trees: list[tuple[NDArray[Any], ...]] = []
    start = 0.0
    for seed in range(BOOSTED):
        model = HistGradientBoostingRegressor(
            loss="absolute_error",
            max_iter=220,
            learning_rate=0.045,
            max_leaf_nodes=8,
            min_samples_leaf=20,
            l2_regularization=5.0,
            max_features=0.4,
            random_state=seed,
        ).fit(features, target, weight)
        start += BOOSTED_SHARE / BOOSTED * float(np.ravel(model._baseline_prediction)[0])
        for (predictor,) in model._predictors:
            nodes = predictor.nodes
            feature = np.where(nodes["is_leaf"] == 1, -1, nodes["feature_idx"])
            value = nodes["value"] * (BOOSTED_SHARE / BOOSTED)
            trees.append((feature, nodes["num_threshold"], nodes["left"], nodes["right"], value))
    averaged = ExtraTreesRegressor(AVERAGED, min_samples_leaf=4, max_features=0.5, random_state=0)
    averaged.fit(features, target, weight)
    for one in averaged.estimators_:
        tree = one.tree_
        value = tree.value.ravel() * ((1 - BOOSTED_SHARE) / AVERAGED)
        trees.append((np.maximum(tree.feature, -1), tree.threshold, tree.children_left, tree.children_right, value))
    return _join(trees, start)


def _join(trees: list[tuple[NDArray[Any], ...]], start: float) -> Forest:
    sizes = [len(tree[0]) for tree in trees]
    roots = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int32)
    left = np.concatenate([tree[2].astype(np.int64) + root for tree, root in zip(trees, roots, strict=True)])
    right = np.concatenate([tree[3].astype(np.int64) + root for tree, root in zip(trees, roots, strict=True)])
    feature = np.concatenate([tree[0] for tree in trees]).astype(np.int16)
    # Rounded up, so that a training value equal to its threshold still goes left in 32 bits.
    threshold = np.nextafter(np.concatenate([tree[1] for tree in trees]).astype(np.float32), np.float32(np.inf))
    value = np.concatenate([tree[4] for tree in trees]).astype(np.float32)
    return Forest(roots, feature, threshold, left.astype(np.int32), right.astype(np.int32), value, start)
