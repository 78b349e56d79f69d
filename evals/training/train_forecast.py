"""Trains the forecasts of knowledge/curves/forecast_us.npz: one for each number of known days and window.

Run: python -m evals.training.train_forecast [--data ../shared/data] [--until 2021]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from copilot.insight.curve import Curve, load_curve
from copilot.insight.forecast import Forecaster, combinations, name_of, spread_of
from copilot.insight.forecast_features import describe_run
from copilot.insight.opening_day import guess_opening
from copilot.shipped import folder
from evals.training.fit_pattern import fit_pattern
from evals.training.grow import Floats, grow
from evals.training.takings_data import Film, read_us
from evals.training.train_curve import open_cinemas, wide

HALF_LIFE = 8.0
"""Years after which a film counts half: habits of the second weekend drift, but slowly."""
AHEAD = 3
"""Years after training in which a forecast is still used: its interval is made from errors up to so far ahead."""
ORIGINS = 5
"""Earlier training ends, two years apart, whose later errors give the intervals."""
CLOSED_WEIGHT = 0.2
"""Weight of films released while cinemas were closed: their runs were cut, but the newest habits show in them."""
_FEWEST_FILMS = 300
"""Films a forecast needs before its errors say anything about the shipped one's."""


@dataclass(frozen=True, eq=False)
class Table:
    """Films laid out for one forecast, one row a film."""

    features: Floats
    terms: Floats
    target: Floats
    """Log of the window's takings over what the plain pattern gives."""
    level: Floats
    year: Floats
    place: list[int]
    """Where each row's film stands in the list given."""


Curves = Mapping[int, Curve]
"""Last training year → the pattern fitted on films up to it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train every forecast on films released up to a year, and write them with their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2021)
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "curves" / "forecast_us.npz")
    options = parser.parse_args(arguments)
    films = [film for film in wide(read_us(options.data)) if film.release.year <= options.until]
    curves = fit_curves(films, origins_before(options.until)) | {options.until: load_curve("US")}
    arrays: dict[str, Floats] = {}
    for observed, window, dated in combinations():
        forecaster = train(films, curves, observed, window, dated=dated)
        arrays |= _arrays(name_of(observed, window, dated), forecaster)
        sys.stdout.write(f"{name_of(observed, window, dated)}: trained\n")
    np.savez_compressed(options.out, allow_pickle=False, **arrays)
    card = {
        "data": f"{len(films)} US wide releases, {min(f.release for f in films)} to {max(f.release for f in films)}; "
        "only parameters are shipped",
        "target": "log of a window's takings over what the daily pattern gives; median (absolute error)",
        "intervals": f"errors of {ORIGINS} earlier training ends, one to {AHEAD} years after each, closed cinemas out",
        "measured_by": "python -m evals.measuring.forecast",
        "made_by": "python -m evals.training.train_forecast",
    }
    options.out.with_suffix(".card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return 0


def origins_before(until: int) -> list[int]:
    """List the earlier training ends whose errors make the intervals of a forecast trained until a year."""
    return [until - 1 - 2 * back for back in range(ORIGINS)][::-1]


def fit_curves(films: Sequence[Film], years: Sequence[int]) -> dict[int, Curve]:
    """Fit the daily pattern once for each last training year."""
    kept = open_cinemas(films)
    return {
        year: Curve("US", fit_pattern([film for film in kept if film.release.year <= year], "US"), {})
        for year in set(years)
        if sum(film.release.year <= year for film in kept) >= _FEWEST_FILMS
    }


def train(
    films: Sequence[Film], curves: Curves, observed: int, window: tuple[int, int], *, dated: bool = True
) -> Forecaster:
    """Train one forecast on all films; its interval comes from errors one to three years after earlier ends.

    Args:
        films: To train on, all of them no later than the last year of `curves`.
        curves: For the last year and for earlier training ends.
        observed: Known days.
        window: First and last day to forecast.
        dated: False takes the release day away and guesses it, as will happen to runs without one.
    """
    gaps, levels = [], []
    for origin in sorted(curves)[:-1]:
        found = table(films, curves[origin], observed, window, dated=dated)
        before = found.year <= origin
        after = (found.year > origin) & (found.year <= origin + AHEAD) & _open(films, found)
        if before.sum() >= _FEWEST_FILMS / 2:
            gaps.append((found.target - _fit(found, before, _weight(films, found, origin + 1)))[after])
            levels.append(found.level[after])
    gap, at = np.concatenate(gaps), np.concatenate(levels)
    slope, middle = np.polyfit(at - 12.0, np.abs(gap), 1)
    scale = (float(middle), float(slope))
    relative = gap / np.array([spread_of(scale, one) for one in at])
    # A held-out quantile of n errors is used at (n + 1), the finite-sample step of conformal prediction.
    low, high = (float(np.quantile(relative, q)) for q in (0.1 - 0.5 / len(gap), 0.9 + 0.5 / len(gap)))
    last = max(curves)
    found = table(films, curves[last], observed, window, dated=dated)
    forest, line = grow(found.features, found.terms, found.target, _weight(films, found, last + 1))
    return Forecaster(forest, line, low, high, scale)


def _fit(found: Table, before: NDArray[np.bool_], weight: Floats) -> Floats:
    forest, line = grow(found.features[before], found.terms[before], found.target[before], weight[before])
    return forest.predict(found.features) + line.predict(found.terms)


def table(films: Sequence[Film], curve: Curve, observed: int, window: tuple[int, int], *, dated: bool = True) -> Table:
    """Lay films out for one forecast; films with a day missing or zero among those that count are left out."""
    rows, target, place = [], [], []
    for index, film in enumerate(films):
        days = [film.gross.get(day, 0.0) for day in (*range(1, observed + 1), *range(window[0], window[1] + 1))]
        if min(days) <= 0:
            continue
        known = {day: film.gross[day] for day in range(1, observed + 1)}
        release = film.release if dated else guess_opening(curve, known)
        described = describe_run(curve, release, known, theaters=film.theaters, observed=observed, window=window)
        if described is not None:
            rows.append(described)
            target.append(log(sum(days[observed:])) - described.base)
            place.append(index)
    return Table(
        np.array([row.features for row in rows]),
        np.array([row.terms for row in rows]),
        np.array(target),
        np.array([row.level for row in rows]),
        np.array([films[index].release.year for index in place], dtype=np.float64),
        place,
    )


def _open(films: Sequence[Film], found: Table) -> NDArray[np.bool_]:
    kept = {film.id for film in open_cinemas(films)}
    return np.array([films[index].id in kept for index in found.place])


def _weight(films: Sequence[Film], found: Table, now: int) -> Floats:
    aged: Floats = 0.5 ** ((now - found.year) / HALF_LIFE)
    return np.where(_open(films, found), aged, aged * CLOSED_WEIGHT)


def _arrays(name: str, forecaster: Forecaster) -> dict[str, Floats]:
    forest, line = forecaster.forest, forecaster.line
    found = {f"{name}_{part}": getattr(forest, part) for part in ("roots", "feature", "amount", "right")}
    found |= {f"{name}_line_{part}": getattr(line, part) for part in ("weights", "low", "high")}
    numbers = [forest.start, line.start, forecaster.low, forecaster.high, *forecaster.scale]
    return found | {f"{name}_numbers": np.array(numbers)}


if __name__ == "__main__":
    sys.exit(main())
