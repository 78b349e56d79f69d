"""How far off are forecasts of the second and third weekend, on later years than trained on?

Run: python -m evals.measuring.forecast [--data ../shared/data] [--until 2018]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from math import exp, log
from pathlib import Path

import numpy as np

from copilot.insight.forecast import spread_of
from copilot.insight.forecast_features import WINDOWS
from evals.training.grow import Floats
from evals.training.takings_data import Film, read_us
from evals.training.train_curve import fit_curve, wide
from evals.training.train_forecast import table, train


def main(arguments: Sequence[str] | None = None) -> int:
    """Train on films up to a year with the shipped recipe, forecast the later ones, print the figures by year."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2018)
    options = parser.parse_args(arguments)
    films = wide(read_us(options.data))
    known = [film for film in films if film.release.year <= options.until]
    later = [film for film in films if film.release.year > options.until]
    curve = fit_curve(known, "US")
    sys.stdout.write("window  days  years      n   error  constant ratio  cover80  worst-quarter AUC\n")
    for observed, window in ((3, WINDOWS[0]), (7, WINDOWS[0]), (7, WINDOWS[1])):
        forecaster = train(known, curve, observed, window)
        held = [film for film in later if _complete(film, observed, window)]
        features, target, level, year = table(held, curve, observed, window)
        gap = target - forecaster.forest.predict(features)
        first = np.array([log(sum(film.gross[day] for day in (1, 2, 3))) for film in held])
        actual = np.array([log(sum(film.gross[day] for day in range(window[0], window[1] + 1))) for film in held])
        ratio = _constant(known, window)
        width = np.array([spread_of(forecaster.scale, one) for one in level])
        inside = (gap >= forecaster.low * width) & (gap <= forecaster.high * width)
        for years in sorted({(y, y) for y in year} | {(year.min(), year.max())}):
            chosen = (year >= years[0]) & (year <= years[1])
            change = (actual - first)[chosen]
            worst = change <= np.quantile(change, 0.25)
            sys.stdout.write(
                f"{window[0]}-{window[1]:<4} 1-{observed:<3} {years[0]:.0f}-{years[1]:.0f} {chosen.sum():5d} "
                f"{_error(gap[chosen]):7.3f} {_error((actual - first - ratio)[chosen]):12.3f} "
                f"{inside[chosen].mean():12.3f} {_auc(-(change - gap[chosen]), worst):12.3f}\n"
            )
    return 0


def _complete(film: Film, observed: int, window: tuple[int, int]) -> bool:
    return all(film.gross.get(day, 0) > 0 for day in (*range(1, observed + 1), *range(window[0], window[1] + 1)))


def _constant(films: Sequence[Film], window: tuple[int, int]) -> float:
    """Give the median log ratio of the window to the first three days: what a rule of thumb would use."""
    days = range(window[0], window[1] + 1)
    usable = [film for film in films if _complete(film, 3, window)]
    return float(np.median([log(sum(f.gross[d] for d in days) / sum(f.gross[d] for d in (1, 2, 3))) for f in usable]))


def _error(gap: Floats) -> float:
    """Median absolute percentage error; a gap is log(actual / predicted)."""
    return float(np.median([abs(exp(-one) - 1) for one in gap]))


def _auc(score: Floats, positive: Floats) -> float:
    wins = score[positive.astype(bool)][:, None] - score[~positive.astype(bool)][None, :]
    return float(np.mean((wins > 0) + 0.5 * (wins == 0)))


if __name__ == "__main__":
    sys.exit(main())
