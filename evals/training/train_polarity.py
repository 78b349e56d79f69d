"""Trains the polarity model on the shared reviews: `python -m evals.training.train_polarity [OUT]`."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from copilot.domain.signals import EMOTIONS
from copilot.insight.build import PLACES
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.ngrams import BITS, Counts
from copilot.insight.reading import build_of, lexicon_paths
from copilot.insight.refining import bare_scores
from copilot.insight.sentiment import PolarityModel
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DOUBAN, Rated
from evals.measuring.bench import bench_folder
from evals.training.material import Material, matrix, read_material
from evals.training.recipe import RECIPES, Recipe, stratum_weights
from evals.training.remembered import remember
from evals.training.teacher import imitate, judge_by_encoder

VERSION = "polarity-5"
Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Fitted:
    """One language's weights, (2^BITS,) each, and constant."""

    weight: NDArray[np.float32]
    untaught: NDArray[np.float32]
    """The weights without what the encoder taught."""
    idf: NDArray[np.float32]
    bias: float


WORDS_SCALE = 0.1
"""Scale of the build features of words beside those of places, before one penalty for all."""
_CUES = "irony rhetorical misfit as_promised over not_mine share warn more"
BUILD = (*PLACES, *(f"emotions.{name}" for name in EMOTIONS), *(f"cues.{name}" for name in _CUES.split()))


def fit(material: Material, rows: NDArray[np.bool_], recipe: Recipe) -> Fitted:
    """Fit one language on some rows."""
    counts, rated = material.counts, material.rated
    used = rows[counts.group]
    texts = np.bincount(counts.bucket[used], minlength=1 << BITS)
    idf = np.where(texts >= recipe.least, np.log((1 + rows.sum()) / (1 + texts)) + 1, 0).astype(np.float32)
    if recipe.ratio:
        idf = np.where(idf > 0, unevenness(counts, rated, rows, recipe), 0).astype(np.float32)
    held = np.flatnonzero(idf)
    table, known = matrix(counts, idf, len(rated.texts))[rows][:, held], rated.take(rows)
    share = stratum_weights(known, recipe)
    own, bias = solve(table, known, share, recipe.strength)
    if recipe.even:
        ease = unevenness(counts, rated, rows, recipe)[held]
        other, other_bias = solve(table @ sparse.diags(ease), known, share, recipe.even)
        other *= ease
        level = float(np.std(table @ own) / np.std(table @ other))
        own, bias = (own + level * other) / 2, (bias + level * other_bias) / 2
    weight, untaught = np.zeros(1 << BITS, np.float32), np.zeros(1 << BITS, np.float32)
    untaught[held] = own
    if recipe.taught:
        heard = taught(material, rows, table)
        own = own + recipe.taught * heard * float(np.std(table @ own) / np.std(table @ heard))
    weight[held] = own
    return Fitted(weight, untaught, idf, bias)


def taught(material: Material, rows: Rows, table: sparse.csr_matrix) -> Reals:
    """Have an encoder judge the embedded ones of some rows, and their n-grams learn to judge alike.

    Args:
        material: The reviews.
        rows: Which are known.
        table: (known, n-grams) values of the known rows.
    """
    known = material.rated.take(rows)
    heard, vectors = material.embedded[rows], material.vectors[rows]
    share = np.zeros(len(heard))
    share[heard] = stratum_weights(known.take(heard), Recipe())
    weight, constant = judge_by_encoder(vectors, known, heard, share)
    return imitate(table[heard], vectors[heard] @ weight + constant)


def solve(table: sparse.csr_matrix, rated: Rated, share: Reals, strength: float) -> tuple[Reals, float]:
    """Fit log-odds of being pleased to the rows of a table; three stars count partly for either side."""
    half = (rated.stars > 2) & (rated.stars < 4)
    lean = np.clip((rated.stars[half] - 2) / 2, 0.1, 0.9) - 0.05
    stacked = sparse.vstack([table[~half], table[half], table[half]])
    target = np.concatenate([rated.stars[~half] >= 4, np.ones(half.sum(), bool), np.zeros(half.sum(), bool)])
    parts = np.concatenate([share[~half], share[half] * lean, share[half] * (1 - lean)])
    model = LogisticRegression(C=strength, solver="liblinear").fit(stacked, target, sample_weight=parts)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])


def unevenness(counts: Counts, rated: Rated, rows: Rows, recipe: Recipe) -> Reals:
    """Return |log ratio| of each n-gram's share of pleased and of displeased texts, at least 0.1, (2^BITS,)."""
    weight = np.zeros(len(rows))
    weight[rows] = stratum_weights(rated.take(rows), recipe)
    shares = []
    for side in (rated.stars >= 4, rated.stars <= 2):
        times = np.bincount(counts.bucket, (weight * side)[counts.group], 1 << BITS) + 1
        shares.append(times / times.sum())
    return np.asarray(np.maximum(np.abs(np.log(shares[0] / shares[1])), 0.1), dtype=np.float64)


def folds_by_film(rated: Rated, source: str, folds: int = 5) -> NDArray[np.int64]:
    """Give the films of one source to folds; −1 for the rows of other sources, which are always trained on."""
    fold = np.full(len(rated.texts), -1)
    rows = np.flatnonzero(rated.source == source)
    for number, (_, held) in enumerate(GroupKFold(folds).split(rows, groups=rated.film[rows])):
        fold[rows[held]] = number
    return fold


def held_out(material: Material, source: str, recipe: Recipe, lexicon: Lexicon) -> tuple[Reals, Reals]:
    """Describe every review of a source by a model that saw none of its film.

    Returns:
        (n,) untaught scores and (n, len(build names)) build features; zero for reviews of other sources.
    """
    rated = material.rated
    fold, side = folds_by_film(rated, source), (rated.source == CRITICS) == (source == CRITICS)
    scores, features = np.zeros(len(fold)), np.zeros((len(fold), len(BUILD)))
    for number in np.unique(fold[fold >= 0]):
        held = fold == number
        scores[held], features[held] = describe_unseen(material, side & ~held, held, recipe, lexicon)
    return scores, features


def describe_unseen(
    material: Material, known: Rows, unseen: Rows, recipe: Recipe, lexicon: Lexicon
) -> tuple[Reals, Reals]:
    """Train on the known rows and describe the unseen ones: (unseen,) untaught scores, (unseen, len(build names))."""
    rated = material.rated
    given = "\x1f".join(rated.texts[known | unseen]).encode("utf-8", "replace") + repr(recipe).encode()
    for column in (known, unseen, rated.stars, material.vectors):
        given += column.tobytes()
    return remember("unseen", given, lambda: _describe_unseen(material, known, unseen, recipe, lexicon))


def _describe_unseen(
    material: Material, known: Rows, unseen: Rows, recipe: Recipe, lexicon: Lexicon
) -> tuple[Reals, Reals]:
    made = fit(material, known, recipe)
    both = np.full(2, made.bias, np.float32)
    nothing = np.zeros((2, len(BUILD) + 1), np.float32)
    model = PolarityModel(made.weight, made.idf, both, both, both, nothing, BUILD, VERSION, made.untaught)
    texts = list(material.rated.texts[unseen])
    batches = [texts[first : first + 2048] for first in range(0, len(texts), 2048)]
    scores = np.concatenate([bare_scores(batch, model) for batch in batches])
    features = np.concatenate([build_of(batch, lexicon, model) for batch in batches])
    return scores.astype(np.float64), np.nan_to_num(features).astype(np.float64)


def fit_build(features: Reals, positive: Rows) -> Reals:
    """Fit log-odds to build features of held-out reviews; the constant comes last.

    Words said or denied are held back more than scores of places: they are told by fewer films.
    """
    scale = np.where(np.arange(features.shape[1]) < len(PLACES), 1.0, WORDS_SCALE) / (features.std(axis=0) + 1e-3)
    model = LogisticRegression(C=0.3, max_iter=500).fit(features * scale, positive)
    return np.concatenate([model.coef_[0] * scale, model.intercept_])


def calibrate(scores: Reals, positive: Rows) -> tuple[float, float]:
    """Fit slope and offset that turn held-out scores into log-odds (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(scores[:, None], positive)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def train(material: Material, lexicon: Lexicon) -> PolarityModel:
    """Train both languages on everything; calibration and build come from films held out in turn."""
    rated = material.rated
    weight, untaught, idf = (np.zeros(1 << BITS, np.float32) for _ in range(3))
    bias, slope, offset = (np.zeros(2, np.float32) for _ in range(3))
    build, usual = np.zeros((2, len(BUILD) + 1), np.float32), [0.0, 0.0]
    for side, source in enumerate((DOUBAN, CRITICS)):
        recipe = RECIPES[source]
        _, features = held_out(material, source, recipe, lexicon)
        judged = (rated.source == source) & rated.decided
        slope[side], offset[side] = calibrate(features[judged, BUILD.index("whole")], rated.positive[judged])
        usual[side] = float(rated.positive[judged].mean())
        build[side] = fit_build(features[judged], rated.positive[judged])
        rows = (rated.source == CRITICS) == (source == CRITICS)
        made, free = fit(material, rows, recipe), idf == 0
        for table, own in ((weight, made.weight), (untaught, made.untaught), (idf, made.idf)):
            table[free] = own[free]
        bias[side] = made.bias
    return PolarityModel(weight, idf, bias, slope, offset, build, BUILD, VERSION, untaught, (usual[0], usual[1]))


def save(model: PolarityModel, path: Path) -> None:
    """Write a model small: two bytes a weight, one a document frequency, only buckets in use."""
    bucket = np.flatnonzero(model.idf)
    untaught = model.weight if model.untaught is None else model.untaught
    weight_step = max(np.abs(model.weight).max(), np.abs(untaught).max()) / 32767
    idf_step = model.idf.max() / 255
    np.savez_compressed(
        path,
        bucket=bucket.astype(np.uint32),
        weight=np.round(model.weight[bucket] / weight_step).astype(np.int16),
        untaught=np.round(untaught[bucket] / weight_step).astype(np.int16),
        idf=np.round(model.idf[bucket] / idf_step).astype(np.uint8),
        weight_step=weight_step,
        idf_step=idf_step,
        bias=model.bias,
        slope=model.slope,
        offset=model.offset,
        build=model.build,
        build_names=np.array(model.build_names),
        usual=np.array(model.usual),
        version=model.version,
    )


def main(arguments: list[str]) -> int:
    """Train and write the shipped model."""
    out = Path(arguments[0]) if arguments else folder("knowledge") / "lexicons" / "polarity.npz"
    save(train(read_material(bench_folder()), read_lexicon(lexicon_paths(folder("knowledge") / "lexicons"))), out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
