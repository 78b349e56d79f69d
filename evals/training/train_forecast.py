"""Trains the forecasts of knowledge/curves/forecast_us.npz: one for each number of known days and window.

Run: python -m evals.training.train_forecast [--data ../shared/data] [--until 2021]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path

import numpy as np

from copilot.insight.curve import Curve, load_curve
from copilot.insight.forecast import Forecaster, spread_of
from copilot.insight.forecast_features import OBSERVED, WINDOWS, describe_run
from copilot.insight.forest import Forest
from copilot.shipped import folder
from evals.training.grow import Floats, grow
from evals.training.takings_data import Film, read_us
from evals.training.train_curve import wide

HALF_LIFE = 8.0
"""Years after which a film counts half: habits of the second weekend drift, but slowly."""
PANDEMIC = (2020,)
"""Years whose runs were cut by closed cinemas; kept at a fifth of their weight."""
HELD_OUT_YEARS = 4
"""Years, the last ones, whose forecasts from the years before them give the intervals."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Train every forecast on films released up to a year, and write them with their card."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--until", type=int, default=2021)
    parser.add_argument("--out", type=Path, default=folder("knowledge") / "curves" / "forecast_us.npz")
    options = parser.parse_args(arguments)
    films = [film for film in wide(read_us(options.data)) if film.release.year <= options.until]
    arrays: dict[str, Floats] = {}
    for observed in OBSERVED:
        for window in WINDOWS:
            if observed < window[0]:
                forecaster = train(films, load_curve("US"), observed, window)
                arrays |= _arrays(f"{observed}_{window[0]}", forecaster)
    np.savez_compressed(options.out, allow_pickle=False, **arrays)
    card = {
        "data": f"{len(films)} US wide releases, {min(f.release for f in films)} to {max(f.release for f in films)}",
        "target": "log of a window's takings over what the daily pattern gives; median (absolute error)",
        "intervals": f"errors on the last {HELD_OUT_YEARS} years, each forecast from the years before it",
        "measured_by": "python -m evals.measuring.forecast",
        "made_by": "python -m evals.training.train_forecast",
    }
    options.out.with_suffix(".card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    return 0


def train(films: Sequence[Film], curve: Curve, observed: int, window: tuple[int, int]) -> Forecaster:
    """Train one forecast; its interval comes from rolling years, so that it holds for years not yet seen."""
    features, target, level, year = table(films, curve, observed, window)
    newest = int(year.max())
    gaps, levels = [], []
    for held in range(newest - HELD_OUT_YEARS + 1, newest + 1):
        before, now = year < held, year == held
        if held not in PANDEMIC and now.sum() >= 20:
            forest = grow(features[before], target[before], _weight(year[before], held))
            gaps.append(target[now] - forest.predict(features[now]))
            levels.append(level[now])
    gap, at = np.concatenate(gaps), np.concatenate(levels)
    slope, middle = np.polyfit(at - 12.0, np.abs(gap), 1)
    scale = (float(middle), float(slope))
    relative = gap / np.array([spread_of(scale, one) for one in at])
    # A held-out quantile of n errors is used at (n + 1), the finite-sample step of conformal prediction.
    low, high = (float(np.quantile(relative, q)) for q in (0.1 - 0.5 / len(gap), 0.9 + 0.5 / len(gap)))
    return Forecaster(grow(features, target, _weight(year, newest + 1)), low, high, scale)


def table(
    films: Sequence[Film], curve: Curve, observed: int, window: tuple[int, int]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Lay films out: features (n, columns), log error of the plain pattern, level, year; complete films only."""
    rows, target, level, year = [], [], [], []
    for film in films:
        days = [film.gross.get(day, 0.0) for day in (*range(1, observed + 1), *range(window[0], window[1] + 1))]
        if min(days) <= 0:
            continue
        described = describe_run(
            curve, film.release, film.gross, theaters=film.theaters, observed=observed, window=window
        )
        if described is not None:
            rows.append(described.features)
            target.append(log(sum(days[observed:])) - described.base)
            level.append(described.features[observed])
            year.append(film.release.year)
    return np.array(rows), np.array(target), np.array(level), np.array(year, dtype=np.float64)


def _weight(year: Floats, now: int) -> Floats:
    aged: Floats = 0.5 ** ((now - year) / HALF_LIFE)
    return np.where(np.isin(year, PANDEMIC), aged / 5, aged)


def _arrays(name: str, forecaster: Forecaster) -> dict[str, Floats]:
    forest: Forest = forecaster.forest
    parts = ("roots", "feature", "threshold", "left", "right", "value")
    numbers = np.array([forest.start, forecaster.low, forecaster.high, *forecaster.scale])
    return {f"{name}_{part}": getattr(forest, part) for part in parts} | {f"{name}_numbers": numbers}


if __name__ == "__main__":
    sys.exit(main())
