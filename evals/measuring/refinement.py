"""How much better is polarity when the slower tier judges uncertain texts again, or texts are read as one film's?

Run: python -m evals.measuring.refinement. Folds as in `evals.measuring.polarity`, but only of films held back from the
tuned encoder, whose judgement of them `evals.training.heard` keeps. The texts nearest one half are judged again first.
Read as one film's, all of a film's reviews vote, three stars too, without ratings.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from copilot.insight.film_prior import film_shift, moved
from copilot.insight.lexicon import Lexicon, read_lexicon
from copilot.insight.reading import lexicon_paths
from copilot.shipped import folder
from evals.datasets.reviews import CRITICS, DATED, DOUBAN
from evals.measuring.bench import bench_folder
from evals.measuring.polarity import Measured, judge, three
from evals.training.heard import Heard, read_heard
from evals.training.material import Material, read_material
from evals.training.recipe import RECIPES
from evals.training.train_polarity import describe_unseen, fit_build, folds_by_film, held_out
from evals.training.train_refinement import join

Reals = NDArray[np.float64]
Rows = NDArray[np.bool_]
SHARES = (0.0, 0.25, 0.5, 1.0)


def refined(odds: Reals, seen: Reals, factors: Reals, share: float) -> Reals:
    """Return the probability of being pleased when the most uncertain share is judged again.

    Args:
        odds: (n,) log-odds of the default tier.
        seen: (n, 2) untaught n-gram score and the encoder's score.
        factors: From `join`.
        share: 0 to 1.
    """
    again = judge(factors, seen)
    near = np.abs(odds) <= np.quantile(np.abs(odds), share) if share else np.zeros(len(odds), np.bool_)
    return np.where(near, again, 1 / (1 + np.exp(-odds)))


def as_one_film(first: Reals, again: Reals, film: NDArray[np.str_], usual: float) -> Reals:
    """Move the probabilities of every film by what the default tier's say of it."""
    out = np.zeros(len(again))
    for name in np.unique(film):
        own = film == name
        shift = film_shift(first[own].astype(np.float32), np.ones(own.sum(), np.bool_), usual)
        out[own] = moved(again[own].astype(np.float32), shift)
    return out


def by_folds(material: Material, source: str, heard: Heard, bare: Reals, features: Reals) -> Iterator[Measured]:
    """Measure a source on the films held back from the encoder; build and factors come from the other folds."""
    rated, fold = material.rated, folds_by_film(material.rated, source)
    judged, own = (rated.source == source) & rated.decided, (rated.source == source) & heard.known
    usual = float(rated.positive[judged].mean())
    out = np.zeros((len(SHARES), len(own)))
    for number in np.unique(fold[own]):
        others, held = judged & (fold != number), own & (fold == number)
        build = fit_build(features[others], rated.positive[others])
        both = others & heard.known
        factors = join(bare[both], heard.odds[both], rated.positive[both])
        seen, odds = np.column_stack([bare[held], heard.odds[held]]), features[held] @ build[:-1] + build[-1]
        out[:, held] = [refined(odds, seen, factors, share) for share in SHARES]
    for share, p in zip(SHARES, out, strict=True):
        yield from three(f"{source} refined {share:.0%}", rated, judged & own, p)
        together = np.zeros(len(own))
        together[own] = as_one_film(out[0, own], p[own], rated.film[own], usual)
        yield from three(f"{source} refined {share:.0%}, one film", rated, judged & own, together)


def on_dated(material: Material, heard: Heard, bare: Reals, features: Reals, lexicon: Lexicon) -> Iterator[Measured]:
    """Measure the dated film, which no part was trained on."""
    rated = material.rated
    judged, dated = (rated.source == DOUBAN) & rated.decided, (rated.source == DATED) & rated.decided & heard.known
    others, both = (rated.source != DATED) & (rated.source != CRITICS), judged & heard.known
    build = fit_build(features[judged], rated.positive[judged])
    factors = join(bare[both], heard.odds[both], rated.positive[both])
    own, described = describe_unseen(
        material, others, (rated.source == DATED) & rated.decided, RECIPES[DOUBAN], lexicon
    )
    here = dated[(rated.source == DATED) & rated.decided]
    seen = np.column_stack([own[here], heard.odds[dated]])
    odds, usual = described[here] @ build[:-1] + build[-1], float(rated.positive[judged].mean())
    first = refined(odds, seen, factors, 0.0)
    for share in SHARES:
        p = refined(odds, seen, factors, share)
        for title, given in (("", p), (", one film", as_one_film(first, p, rated.film[dated], usual))):
            out = np.zeros(len(dated))
            out[dated] = given
            yield from three(f"{DATED} refined {share:.0%}{title}", rated, dated, out)


def measure_all(material: Material, lexicon: Lexicon, heard: Heard) -> Iterator[Measured]:
    """Measure Douban 2022, the dated film and critics."""
    for source in (DOUBAN, CRITICS):
        bare, features = held_out(material, source, RECIPES[source], lexicon)
        yield from by_folds(material, source, heard, bare, features)
        if source == DOUBAN:
            yield from on_dated(material, heard, bare, features, lexicon)


def main() -> int:
    """Print every figure."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stdout)
    lexicon = read_lexicon(lexicon_paths(folder("knowledge") / "lexicons"))
    for figure in measure_all(read_material(bench_folder()), lexicon, read_heard()):
        logging.info("%s", figure)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
