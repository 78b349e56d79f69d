"""Trains the polarity model on the shared reviews: `python -m evals.training.train_polarity DATA [OUT]`."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from copilot.domain.signals import EMOTIONS
from copilot.insight.build import PLACES
from copilot.insight.codes import lay_out
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.ngrams import BITS, Counts, count, english_texts, grams
from copilot.insight.reading import build_of, lexicon_paths
from copilot.insight.sentiment import PolarityModel, weigh
from evals.datasets.reviews import CRITICS, DOUBAN, POSTS, TOP, Rated, read_rated

VERSION = "polarity-4"
Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]


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
    least: int = 3
    """Texts an n-gram must occur in."""
    sources: dict[str, float] = field(default_factory=lambda: {DOUBAN: 2.0, TOP: 2.0, POSTS: 0.1})
    """Factor a source; 1 where not named."""


RECIPES = {DOUBAN: Recipe(strength=0.7, even=0.5), CRITICS: Recipe(strength=3.0, ratio=True)}
"""By the source that its language is measured on."""
_CUES = "irony rhetorical misfit as_promised over not_mine share warn more"
BUILD = (*PLACES, *(f"emotions.{name}" for name in EMOTIONS), *(f"cues.{name}" for name in _CUES.split()))


def featurise(rated: Rated) -> Counts:
    """Count the n-grams of every text."""
    parts, step = [], 4096
    for first in range(0, len(rated.texts), step):
        codes = lay_out(list(rated.texts[first : first + step]))
        part = count(grams(codes, english_texts(codes)), codes.text_of)
        parts.append(Counts(part.group + np.int32(first), part.bucket, part.times))
    return Counts(*(np.concatenate([getattr(p, name) for p in parts]) for name in ("group", "bucket", "times")))


def fit(
    counts: Counts, rated: Rated, rows: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32], float]:
    """Fit one language on some rows; returns (weight, idf, bias), the first two (2^BITS,)."""
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
    weight = np.zeros(1 << BITS, np.float32)
    weight[held] = own
    return weight, idf, bias


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


def matrix(counts: Counts, idf: NDArray[np.float32], texts: int) -> sparse.csr_matrix:
    """Lay features out as a (texts, 2^BITS) matrix of rows of unit length."""
    return sparse.csr_matrix(weigh(counts, idf, texts), shape=(texts, 1 << BITS))


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


def folds_by_film(rated: Rated, source: str, folds: int = 5) -> NDArray[np.int64]:
    """Give the films of one source to folds; −1 for the rows of other sources, which are always trained on."""
    fold = np.full(len(rated.texts), -1)
    rows = np.flatnonzero(rated.source == source)
    for number, (_, held) in enumerate(GroupKFold(folds).split(rows, groups=rated.film[rows])):
        fold[rows[held]] = number
    return fold


def held_out(counts: Counts, rated: Rated, source: str, recipe: Recipe, lexicon: Lexicon) -> tuple[Reals, Reals]:
    """Describe every review of a source by a model that saw none of its film.

    Returns:
        (n,) scores and (n, len(build names)) build features; zero for reviews of other sources.
    """
    fold, side = folds_by_film(rated, source), (rated.source == CRITICS) == (source == CRITICS)
    scores, features = np.zeros(len(fold)), np.zeros((len(fold), len(BUILD)))
    for number in np.unique(fold[fold >= 0]):
        held = fold == number
        described = describe_unseen(counts, rated, side & ~held, held, recipe, lexicon)
        scores[held], features[held] = described[:, BUILD.index("whole")], described
    return scores, features


def describe_unseen(counts: Counts, rated: Rated, known: Rows, unseen: Rows, recipe: Recipe, lexicon: Lexicon) -> Reals:
    """Train on the known rows and describe the unseen ones, (unseen, len(build names))."""
    weight, idf, bias = fit(counts, rated, known, recipe)
    both = np.full(2, bias, np.float32)
    bare = PolarityModel(weight, idf, both, both, both, np.zeros((2, len(BUILD) + 1), np.float32), BUILD, VERSION)
    texts = list(rated.texts[unseen])
    parts = [build_of(texts[first : first + 2048], lexicon, bare) for first in range(0, len(texts), 2048)]
    return np.nan_to_num(np.concatenate(parts)).astype(np.float64)


def fit_build(features: Reals, positive: Rows) -> Reals:
    """Fit log-odds to build features of held-out reviews; the constant comes last."""
    spread = features.std(axis=0) + 1e-3
    model = LogisticRegression(C=0.3, max_iter=500).fit(features / spread, positive)
    return np.concatenate([model.coef_[0] / spread, model.intercept_])


def calibrate(scores: Reals, positive: Rows) -> tuple[float, float]:
    """Fit slope and offset that turn held-out scores into log-odds (Platt 1999)."""
    model = LogisticRegression(C=1e6).fit(scores[:, None], positive)
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def train(rated: Rated, lexicon: Lexicon) -> PolarityModel:
    """Train both languages on everything; calibration and build come from films held out in turn."""
    counts = featurise(rated)
    weight, idf = np.zeros(1 << BITS, np.float32), np.zeros(1 << BITS, np.float32)
    bias, slope, offset = (np.zeros(2, np.float32) for _ in range(3))
    build = np.zeros((2, len(BUILD) + 1), np.float32)
    for side, source in enumerate((DOUBAN, CRITICS)):
        recipe = RECIPES[source]
        scores, features = held_out(counts, rated, source, recipe, lexicon)
        judged = (rated.source == source) & rated.decided
        slope[side], offset[side] = calibrate(scores[judged], rated.positive[judged])
        build[side] = fit_build(features[judged], rated.positive[judged])
        rows = (rated.source == CRITICS) == (source == CRITICS)
        own_weight, own_idf, bias[side] = fit(counts, rated, rows, recipe)
        free = idf == 0
        weight[free], idf[free] = own_weight[free], own_idf[free]
    return PolarityModel(weight, idf, bias, slope, offset, build, BUILD, VERSION)


def save(model: PolarityModel, path: Path) -> None:
    """Write a model small: two bytes a weight, one a document frequency, only buckets in use."""
    bucket = np.flatnonzero(model.idf)
    weight_step = np.abs(model.weight).max() / 32767
    idf_step = model.idf.max() / 255
    np.savez_compressed(
        path,
        bucket=bucket.astype(np.uint32),
        weight=np.round(model.weight[bucket] / weight_step).astype(np.int16),
        idf=np.round(model.idf[bucket] / idf_step).astype(np.uint8),
        weight_step=weight_step,
        idf_step=idf_step,
        bias=model.bias,
        slope=model.slope,
        offset=model.offset,
        build=model.build,
        build_names=np.array(model.build_names),
        version=model.version,
    )


def main(arguments: list[str]) -> int:
    """Train and write the shipped model."""
    out = Path(arguments[1]) if len(arguments) > 1 else Path("knowledge/lexicons/polarity.npz")
    save(train(read_rated(Path(arguments[0])), read_lexicon(lexicon_paths(out.parent))), out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
