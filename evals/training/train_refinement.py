"""Trains the slower polarity tier: `python -m evals.training.train_refinement [OUT]`, after `train_polarity`.

What the tuned encoder (`evals.training.tune_encoder`) says is joined with what n-grams make of reviews, by films that
neither saw.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.reading import lexicon_paths
from copilot.insight.refining import Refinement
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DOUBAN
from evals.measuring.bench import bench_folder
from evals.training.heard import Heard, read_heard
from evals.training.material import Material, read_material
from evals.training.recipe import RECIPES
from evals.training.train_polarity import fit_build, held_out

VERSION = "polarity-5-refined-2"
SHARE = 0.25
"""Share of watched Douban comments that count as uncertain."""
Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]


def join(bare: Reals, scores: Reals, positive: Rows) -> Reals:
    """Fit log-odds to the untaught n-gram score and the encoder's score; the constant comes last."""
    model = LogisticRegression(C=1.0, max_iter=500).fit(np.column_stack([bare, scores]), positive)
    return np.concatenate([model.coef_[0], model.intercept_])


def train(material: Material, lexicon: Lexicon, heard: Heard) -> Refinement:
    """Join both languages' encoder and n-grams by reviews whose film neither saw."""
    rated = material.rated
    trust, constant = np.zeros(2, np.float32), np.zeros(2, np.float32)
    weight, edge = np.zeros_like(heard.head), 0.0
    for side, source in enumerate((DOUBAN, CRITICS)):
        bare, features = held_out(material, source, RECIPES[source], lexicon)
        judged = (rated.source == source) & rated.decided
        both = judged & heard.known
        factors = join(bare[both], heard.odds[both], rated.positive[both])
        trust[side], weight[side] = factors[0], factors[1] * heard.head[side]
        constant[side] = factors[1] * heard.offset[side] + factors[2]
        if source == DOUBAN:
            build = fit_build(features[judged], rated.positive[judged])
            edge = float(np.quantile(np.abs(features[judged] @ build[:-1] + build[-1]), SHARE))
    return Refinement(trust, weight, constant, edge, heard.encoder, VERSION)


def main(arguments: list[str]) -> int:
    """Train and write the shipped refinement."""
    place = folder("knowledge") / "lexicons"
    out = Path(arguments[0]) if arguments else place / "polarity_refined.npz"
    made = train(read_material(bench_folder()), read_lexicon(lexicon_paths(place)), read_heard())
    np.savez_compressed(out, **vars(made))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
