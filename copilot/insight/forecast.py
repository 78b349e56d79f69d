"""Forecasts takings from a film's first days, with an 80 % interval that held on later years than trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp, log

import numpy as np

from copilot.domain.series import Forecast
from copilot.domain.takings import TakingsHistory
from copilot.errors import KnowledgeError
from copilot.insight.curve import Curve, load_curve
from copilot.insight.forecast_features import OBSERVED, TYPICAL_RELEASE, WINDOWS, Described, describe_run
from copilot.insight.forest import Forest
from copilot.shipped import folder

FEWEST_DAYS = 3
_TREES = ("roots", "feature", "threshold", "left", "right", "value")


@dataclass(frozen=True, eq=False)
class Forecaster:
    """One trained forecast: so many known days, one window."""

    forest: Forest
    low: float
    """Log error below which a tenth of held-out forecasts fell, in units of `scale`."""
    high: float
    scale: tuple[float, float]
    """Typical log error = first + second × (log level − 12); smaller films are harder."""

    def forecast(self, described: Described, level: float) -> tuple[float, float, float]:
        """Give (predicted, low, high)."""
        middle = described.base + float(self.forest.predict(np.array([described.features]))[0])
        width = spread_of(self.scale, level)
        return exp(middle), exp(middle + self.low * width), exp(middle + self.high * width)


def spread_of(scale: tuple[float, float], level: float) -> float:
    """Give the typical log error at a film's level, kept within a factor of two of the middle."""
    return min(max(scale[0] + scale[1] * (level - 12.0), scale[0] / 2), scale[0] * 2)


def forecast_takings(films: Sequence[TakingsHistory], observed: int) -> list[Forecast]:
    """Forecast days 8–10 and 15–17 of each film from its days 1 to `observed`, and from nothing later.

    A window that lies within the known days is their sum. Films with fewer than three known days get no forecast, and
    none does when `observed` is below three. Markets without a trained forecast follow their curve.
    """
    found = []
    for film in films:
        known = {day: value for day, value in film.gross.items() if 1 <= day <= observed and value > 0}
        if observed >= FEWEST_DAYS and len(known) >= FEWEST_DAYS:
            found += [_forecast(film, known, observed, window) for window in WINDOWS]
    return found


def _forecast(film: TakingsHistory, known: Mapping[int, float], observed: int, window: tuple[int, int]) -> Forecast:
    curve, release = load_curve(film.market.upper()), film.release_date or TYPICAL_RELEASE
    days = range(window[0], window[1] + 1)
    done = sum(known[day] for day in days if day in known)
    open_days = [day for day in days if day not in known]
    if not open_days:
        return _as_forecast(film.film, window, (done, done, done))
    trained = load_forecasters().get((_step(observed, window), window)) if film.market.upper() == "US" else None
    described = (
        describe_run(curve, release, known, theaters=film.theaters, observed=_step(observed, window), window=window)
        if trained
        else None
    )
    if trained is None or described is None:
        whole = _by_curve(curve, release, known, window)
    else:
        level = described.features[_step(observed, window)]
        whole = _widened(trained.forecast(described, level), 1.0 if film.release_date else 1.25)
    share = _share(curve, release, open_days, days)
    return _as_forecast(film.film, window, (done + whole[0] * share, done + whole[1] * share, done + whole[2] * share))


def _step(observed: int, window: tuple[int, int]) -> int:
    """Choose the trained forecast: the most known days that do not exceed what is known or reach the window."""
    return max(step for step in OBSERVED if step <= max(observed, FEWEST_DAYS) and step < window[0])


def _by_curve(
    curve: Curve, release: date, known: Mapping[int, float], window: tuple[int, int]
) -> tuple[float, float, float]:
    level = curve.level(release, known)
    days = [curve.expect(release, level or 0.0, day) for day in range(window[0], window[1] + 1)]
    return sum(d[0] for d in days), sum(d[1] for d in days), sum(d[2] for d in days)


def _share(curve: Curve, release: date, open_days: Sequence[int], days: Sequence[int]) -> float:
    heights = {day: exp(curve.strength(release, day)) for day in days}
    return sum(heights[day] for day in open_days) / sum(heights.values())


def _widened(found: tuple[float, float, float], factor: float) -> tuple[float, float, float]:
    middle, low, high = map(log, found)
    return exp(middle), exp(middle + (low - middle) * factor), exp(middle + (high - middle) * factor)


def _as_forecast(film: str, window: tuple[int, int], found: tuple[float, float, float]) -> Forecast:
    return Forecast(
        film=film, from_day=window[0], to_day=window[1], predicted=found[0], low80=found[1], high80=found[2]
    )


@cache
def load_forecasters() -> dict[tuple[int, tuple[int, int]], Forecaster]:
    """Read the trained forecasts by (known days, window).

    Raises:
        KnowledgeError: The shipped parameters are missing or damaged.
    """
    path = folder("knowledge") / "curves" / "forecast_us.npz"
    found = {}
    try:
        with np.load(path, allow_pickle=False) as held:
            for observed in OBSERVED:
                for window in WINDOWS:
                    name = f"{observed}_{window[0]}"
                    if f"{name}_roots" not in held:
                        continue
                    parts = {part: held[f"{name}_{part}"] for part in _TREES}
                    start, low, high, first, second = map(float, held[f"{name}_numbers"])
                    found[observed, window] = Forecaster(Forest(start=start, **parts), low, high, (first, second))
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore it or run `make train-curve`.") from error
    return found
