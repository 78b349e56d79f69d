"""How well does the labeller tell pleased from displeased on films it never saw?

Run: python -m evals.measuring.polarity
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score

from copilot import shipped
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.reading import lexicon_paths
from evals.datasets.reviews import CRITICS, DATED, DOUBAN, Rated
from evals.measuring.bench import bench_folder
from evals.training.material import Material, read_material
from evals.training.recipe import RECIPES
from evals.training.train_polarity import (
    describe_unseen,
    fit_build,
    folds_by_film,
    held_out,
)

Reals = NDArray[np.float64]
Bools = NDArray[np.bool_]
Figure = Callable[[Bools, Reals], float]
_DRAWS = 300


@dataclass(frozen=True)
class Measured:
    """One figure with its 95 % interval, drawn over films (over reviews where there is one film)."""

    name: str
    value: float
    low: float
    high: float
    n: int
    films: int

    def __str__(self) -> str:
        return f"{self.name:<44}{self.value:7.3f}  [{self.low:.3f}, {self.high:.3f}]  n={self.n} films={self.films}"


def auc(positive: Bools, probability: Reals) -> float:
    """Return the area under the ROC curve."""
    return float(roc_auc_score(positive, probability))


def macro_f1(positive: Bools, probability: Reals) -> float:
    """Return macro-F1 at one half, the threshold the product uses."""
    return float(f1_score(positive, probability >= 0.5, average="macro"))


def calibration_error(positive: Bools, probability: Reals, bins: int = 15) -> float:
    """Return the expected calibration error over bins of equal width (Guo et al. 2017)."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [abs(positive[place == b].mean() - probability[place == b].mean()) * (place == b).mean() for b in set(place)]
    return float(np.sum(gaps))


def measure(name: str, figure: Figure, positive: Bools, probability: Reals, film: NDArray[np.str_]) -> Measured:
    """Compute a figure and draw its interval by film."""
    rng = np.random.default_rng(7)
    names, at = np.unique(film, return_inverse=True)
    groups = np.split(np.argsort(at, kind="stable"), np.cumsum(np.bincount(at))[:-1])
    if len(names) == 1:
        groups = [np.array([row]) for row in range(len(film))]
    draws = []
    for _ in range(_DRAWS):
        rows = np.concatenate([groups[i] for i in rng.integers(0, len(groups), len(groups))])
        draws.append(figure(positive[rows], probability[rows]))
    low, high = np.quantile(draws, [0.025, 0.975])
    return Measured(name, figure(positive, probability), float(low), float(high), len(film), len(names))


def crossed(features: Reals, rated: Rated, rows: Bools) -> Reals:
    """Turn held-out features into probabilities, each fold judged by what the other folds teach."""
    fold = folds_by_film(rated, str(rated.source[rows][0]))
    out = np.zeros(len(features))
    for number in np.unique(fold[rows]):
        others, held = rows & (fold != number), rows & (fold == number)
        out[held] = judge(fit_build(features[others], rated.positive[others]), features[held])
    return out


def judge(build: Reals, features: Reals) -> Reals:
    """Return the probability of being pleased."""
    return np.asarray(1 / (1 + np.exp(-(features @ build[:-1] + build[-1]))))


def baseline(rated: Rated, train: Bools, test: Bools) -> Reals:
    """Character 1–3 TF-IDF with logistic regression: what a team would use today."""
    train = train & rated.decided
    table = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=3, sublinear_tf=True)
    model = LogisticRegression(C=3.0, max_iter=200, class_weight="balanced")
    model.fit(table.fit_transform(rated.texts[train]), rated.positive[train])
    return np.asarray(model.predict_proba(table.transform(rated.texts[test]))[:, 1])


def crossed_baseline(rated: Rated, source: str) -> Reals:
    """Score a source's reviews by the baseline trained without their films."""
    fold, out = folds_by_film(rated, source), np.zeros(len(rated.texts))
    side = (rated.source == CRITICS) == (source == CRITICS)
    for number in np.unique(fold[fold >= 0]):
        held = fold == number
        out[held] = baseline(rated, side & ~held, held)
    return out


def three(title: str, rated: Rated, judged: Bools, probability: Reals) -> list[Measured]:
    """Measure AUC, macro-F1 and calibration on the judged rows."""
    truth, film, given = rated.positive[judged], rated.film[judged], probability[judged]
    figures = (("AUC", auc), ("macro-F1", macro_f1), ("ECE", calibration_error))
    return [measure(f"{title} {label}", figure, truth, given, film) for label, figure in figures]


def measure_all(material: Material, lexicon: Lexicon) -> Iterator[Measured]:
    """Measure Douban 2022 and critics by cross-validation over films, and the dated film with the film held out."""
    rated = material.rated
    builds: dict[str, Reals] = {}
    for source in (DOUBAN, CRITICS):
        judged = (rated.source == source) & rated.decided
        _, features = held_out(material, source, RECIPES[source], lexicon)
        builds[source] = fit_build(features[judged], rated.positive[judged])
        yield from three(f"{source} (5 folds by film)", rated, judged, crossed(features, rated, judged))
        yield from three(f"{source} baseline", rated, judged, crossed_baseline(rated, source))
    dated = (rated.source == DATED) & rated.decided
    others = (rated.source != DATED) & (rated.source != CRITICS)
    _, described = describe_unseen(material, others, dated, RECIPES[DOUBAN], lexicon)
    ours, theirs = np.zeros(len(dated)), np.zeros(len(dated))
    ours[dated], theirs[dated] = judge(builds[DOUBAN], described), baseline(rated, others, dated)
    yield from three(f"{DATED} (film held out)", rated, dated, ours)
    yield from three(f"{DATED} baseline", rated, dated, theirs)


def main() -> int:
    """Print every figure beside its baseline; says so when the benchmark data is absent."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    lexicon = read_lexicon(lexicon_paths(shipped.folder("knowledge") / "lexicons"))
    for figure in measure_all(read_material(bench_folder()), lexicon):
        logging.info("%s", figure)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
