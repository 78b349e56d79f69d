"""How far off are forecasts of the second and third weekend one to three years after training, and how far are rules?

The forecast is trained anew on films up to a year and tried on the three years after it, for every year asked for. Each
line stands for one training end, the last lines for their mean; "open" leaves out what films of closed cinemas did.

Run: python -m evals.measuring.forecast [--data ../shared/data] [--origins 2010 … 2018] [--undated]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from math import exp, log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.insight.forecast import UNDATED, Forecaster, spread_of
from copilot.insight.forecast_features import WINDOWS
from evals.training.grow import Floats
from evals.training.takings_data import Film, read_us
from evals.training.train_curve import open_cinemas, wide
from evals.training.train_forecast import AHEAD, Curves, Table, fit_curves, origins_before, table, train

TASKS = ((3, WINDOWS[0]), (7, WINDOWS[0]), (7, WINDOWS[1]))
COLUMNS = ("n", "ours", "constant", "log-linear", "cover80", "AUC")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure every training end and print a table for each number of known days and window."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--origins", type=int, nargs="+", default=list(range(2010, 2019)))
    parser.add_argument("--undated", action="store_true", help="take the release days away")
    options = parser.parse_args(arguments)
    films = wide(read_us(options.data))
    for observed, window in TASKS:
        if options.undated and observed not in UNDATED:
            continue
        sys.stdout.write(f"\ndays {window[0]}-{window[1]} from days 1-{observed}\n")
        sys.stdout.write("train   try        " + "".join(f"{name:>12}" for name in COLUMNS) + "\n")
        found = {}
        for origin in options.origins:
            found[origin] = _measure(films, origin, observed, window, dated=not options.undated)
            for label, figures in found[origin].items():
                _tell(f"<={origin}", label, figures)
        for label in ("all", "open"):
            _tell("mean", label, list(np.mean([one[label] for one in found.values()], axis=0)))
    return 0


def _tell(first: str, label: str, figures: Sequence[float]) -> None:
    cells = [f"{figures[0]:12.0f}", *(f"{one:12.3f}" for one in figures[1:])]
    sys.stdout.write(f"{first:7} {label:10} {''.join(cells)}\n")
    sys.stdout.flush()


def _measure(
    films: Sequence[Film], origin: int, observed: int, window: tuple[int, int], *, dated: bool
) -> dict[str, list[float]]:
    """Train until a year, try on the next three: figures as in `COLUMNS` for all, for open cinemas, and by year."""
    known = [film for film in films if film.release.year <= origin]
    later = [film for film in films if origin < film.release.year <= origin + AHEAD and _complete(film, 7, window)]
    curves: Curves = fit_curves(known, [*origins_before(origin), origin])
    forecaster = train(known, curves, observed, window, dated=dated)
    found = table(later, curves[origin], observed, window, dated=dated)
    outcome = Outcome(known, [later[place] for place in found.place], forecaster, found, observed, window)
    open_films = {film.id for film in open_cinemas(later)}
    kept = np.array([film.id in open_films for film in outcome.films])
    parts = {"all": kept | ~kept, "open": kept} | {f"{year:.0f}": found.year == year for year in np.unique(found.year)}
    return {label: outcome.figures(chosen) for label, chosen in parts.items()}


class Outcome:
    """Forecasts of films and what rules of thumb would have said."""

    def __init__(
        self,
        known: Sequence[Film],
        films: Sequence[Film],
        forecaster: Forecaster,
        found: Table,
        observed: int,
        window: tuple[int, int],
    ) -> None:
        self.films = films
        self.gap = found.target - forecaster.correct(found.features, found.terms)
        width = np.array([spread_of(forecaster.scale, one) for one in found.level])
        self.inside = (self.gap >= forecaster.low * width) & (self.gap <= forecaster.high * width)
        usable = [film for film in known if _complete(film, observed, window)]
        actual, first = _sum(films, window), _sum(films, (1, 3))
        self.change = actual - first
        self.constant = self.change - np.median(_sum(usable, window) - _sum(usable, (1, 3)))
        slopes = np.linalg.lstsq(_logs(usable, observed), _sum(usable, window), rcond=None)[0]
        self.line = actual - _logs(films, observed) @ slopes

    def figures(self, chosen: NDArray[np.bool_]) -> list[float]:
        """Return `COLUMNS` for some of the films; AUC ranks their worst quarter of changes."""
        if chosen.sum() < 8:
            return [float(chosen.sum())] + [float("nan")] * (len(COLUMNS) - 1)
        change, gap = self.change[chosen], self.gap[chosen]
        errors = [_error(one[chosen]) for one in (self.gap, self.constant, self.line)]
        ranked = _auc(-(change - gap), change <= np.quantile(change, 0.25))
        return [float(chosen.sum()), *errors, float(self.inside[chosen].mean()), ranked]


def _complete(film: Film, observed: int, window: tuple[int, int]) -> bool:
    return all(film.gross.get(day, 0) > 0 for day in (*range(1, observed + 1), *range(window[0], window[1] + 1)))


def _sum(films: Sequence[Film], window: tuple[int, int]) -> Floats:
    return np.array([log(sum(film.gross[day] for day in range(window[0], window[1] + 1))) for film in films])


def _logs(films: Sequence[Film], observed: int) -> Floats:
    return np.array([[1.0, *(log(film.gross[day]) for day in range(1, observed + 1))] for film in films])


def _error(gap: Floats) -> float:
    """Median absolute percentage error; a gap is log(actual / predicted)."""
    return float(np.median([abs(exp(-one) - 1) for one in gap]))


def _auc(score: Floats, positive: NDArray[np.bool_]) -> float:
    wins = score[positive][:, None] - score[~positive][None, :]
    return float(np.mean((wins > 0) + 0.5 * (wins == 0)))


if __name__ == "__main__":
    sys.exit(main())
