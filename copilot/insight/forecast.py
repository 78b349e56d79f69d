"""Forecasts takings from a film's first days, with an 80 % interval that held on later years than trained on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp

import numpy as np
from numpy.typing import NDArray

from copilot.domain.series import Forecast
from copilot.domain.takings import TakingsHistory
from copilot.errors import KnowledgeError
from copilot.insight.curve import RUN_GAP_DAYS, Curve, load_curve
from copilot.insight.forecast_features import OBSERVED, WINDOWS, Described, describe_run
from copilot.insight.forest import Forest, Line
from copilot.insight.opening_day import guess_opening
from copilot.shipped import folder

FEWEST_DAYS = 3
UNDATED = (3, 7)
"""Numbers of known days with a forecast of their own for runs whose release day nobody gives."""
_MISSING_DAY = 0.15
"""How much wider each missing day makes the interval; 77 to 85 % of films then lie inside with one to four missing."""
_TREES = ("roots", "feature", "amount", "right")
_LINE = ("weights", "low", "high")


@dataclass(frozen=True, eq=False)
class Forecaster:
    """One trained forecast: so many known days, one window, release day known or guessed."""

    forest: Forest
    line: Line
    low: float
    """Log error below which a tenth of held-out forecasts fell, in units of `scale`."""
    high: float
    scale: tuple[float, float]
    """Typical log error = first + second × (log level − 12); smaller films are harder."""

    def correct(self, features: NDArray[np.float64], terms: NDArray[np.float64]) -> NDArray[np.float64]:
        """Predict how far, in log, windows lie from the plain pattern: rows of both descriptions → (n,)."""
        return self.forest.predict(features) + self.line.predict(terms)

    def forecast(self, described: Described, *, missing: int = 0) -> tuple[float, float, float]:
        """Give (predicted, low, high); days missing among those it was trained for widen the interval."""
        middle = described.base + float(self.correct(np.array([described.features]), np.array([described.terms]))[0])
        width = spread_of(self.scale, described.level) * (1 + _MISSING_DAY * missing)
        return exp(middle), exp(middle + self.low * width), exp(middle + self.high * width)


def spread_of(scale: tuple[float, float], level: float) -> float:
    """Give the typical log error at a film's level, kept within a factor of two of the middle."""
    return min(max(scale[0] + scale[1] * (level - 12.0), scale[0] / 2), scale[0] * 2)


def forecast_takings(films: Sequence[TakingsHistory], observed: int) -> list[Forecast]:
    """Forecast days 8–10 and 15–17 of each film from its days 1 to `observed`, and from nothing later.

    A window that lies within the known days is their sum. Films of which `why_not_forecast` gives a reason are left
    out. Markets without a trained forecast follow their curve.
    """
    found = []
    for film in films:
        if not why_not_forecast(film, observed):
            found += [_forecast(film, _known(film, observed), observed, window) for window in WINDOWS]
    return found


def why_not_forecast(film: TakingsHistory, observed: int) -> str:
    """Say why a film gets no forecast; empty when it gets one."""
    if observed < FEWEST_DAYS:
        return f"a forecast needs at least {FEWEST_DAYS} observed days"
    days = len(_known(film, observed))
    if days >= FEWEST_DAYS:
        return ""
    later = [day for day, value in film.gross.items() if day > observed and value > 0]
    if not days and later and min(later) > RUN_GAP_DAYS:
        return f"takings begin on day {min(later)}: a later run needs its own release date"
    return f"{days} of days 1 to {observed} have takings above zero; at least {FEWEST_DAYS} are needed"


def _known(film: TakingsHistory, observed: int) -> dict[int, float]:
    return {day: value for day, value in film.gross.items() if 1 <= day <= observed and value > 0}


def _notes(film: TakingsHistory, known: Mapping[int, float], observed: int, release: date) -> list[str]:
    found = list(film.notes)
    if film.release_date is None:
        found.append(f"no release date: the days fit an opening on a {release:%A}; holidays cannot be known")
    previews = sum(day < 1 and value > 0 for day, value in film.gross.items())
    if previews:
        found.append(f"previews before release, left out: {previews} days")
    zeros = sum(film.gross.get(day) == 0 for day in range(1, observed + 1))
    gaps = observed - len(known) - zeros
    if zeros:
        found.append(f"zero takings, taken as not known: {zeros} of days 1 to {observed}")
    if gaps:
        found.append(f"missing: {gaps} of days 1 to {observed}")
    return found


def _forecast(film: TakingsHistory, known: Mapping[int, float], observed: int, window: tuple[int, int]) -> Forecast:
    curve = load_curve(film.market.upper())
    release = film.release_date or guess_opening(curve, known)
    notes = _notes(film, known, observed, release)
    days = range(window[0], window[1] + 1)
    done = sum(known[day] for day in days if day in known)
    open_days = [day for day in days if day not in known]
    if not open_days:
        return _as_forecast(film.film, window, (done, done, done), notes)
    whole = _by_trees(film, curve, known, observed, window) if film.market.upper() == "US" else None
    whole = whole or _by_curve(curve, release, known, window)
    share = _share(curve, release, open_days, days)
    middle, low, high = (done + end * share for end in whole)
    return _as_forecast(film.film, window, (middle, low, high), notes)


def _by_trees(
    film: TakingsHistory, curve: Curve, known: Mapping[int, float], observed: int, window: tuple[int, int]
) -> tuple[float, float, float] | None:
    dated = film.release_date is not None
    reach = max(FEWEST_DAYS, min(observed, max(known)))
    step = max(step for step in (OBSERVED if dated else UNDATED) if step <= reach and step < window[0])
    if sum(day <= step for day in known) < FEWEST_DAYS:
        return None
    release = film.release_date or guess_opening(curve, known)
    described = describe_run(curve, release, known, theaters=film.theaters, observed=step, window=window)
    missing = step - sum(day <= step for day in known)
    return load_forecasters()[step, window, dated].forecast(described, missing=missing) if described else None


def _by_curve(
    curve: Curve, release: date, known: Mapping[int, float], window: tuple[int, int]
) -> tuple[float, float, float]:
    level = curve.level(release, known)
    days = [curve.expect(release, level or 0.0, day) for day in range(window[0], window[1] + 1)]
    return sum(d[0] for d in days), sum(d[1] for d in days), sum(d[2] for d in days)


def _share(curve: Curve, release: date, open_days: Sequence[int], days: Sequence[int]) -> float:
    heights = {day: exp(curve.strength(release, day)) for day in days}
    return sum(heights[day] for day in open_days) / sum(heights.values())


def _as_forecast(film: str, window: tuple[int, int], found: tuple[float, float, float], notes: list[str]) -> Forecast:
    predicted, low80, high80 = found
    return Forecast(
        film=film, from_day=window[0], to_day=window[1], predicted=predicted, low80=low80, high80=high80, notes=notes
    )


@cache
def load_forecasters() -> dict[tuple[int, tuple[int, int], bool], Forecaster]:
    """Read the trained forecasts by (known days, window, whether the release day is known).

    Raises:
        KnowledgeError: The shipped parameters are missing or damaged.
    """
    path = folder("knowledge") / "curves" / "forecast_us.npz"
    try:
        with np.load(path, allow_pickle=False) as held:
            return {combination: _read(held, name_of(*combination)) for combination in combinations()}
    except (OSError, ValueError, KeyError) as error:
        raise KnowledgeError(f"reading {path.name}", str(error), "Restore it or run `make train-curve`.") from error


def combinations() -> list[tuple[int, tuple[int, int], bool]]:
    """List what forecasts there are: (known days, window, whether the release day is known)."""
    steps = [(step, True) for step in OBSERVED] + [(step, False) for step in UNDATED]
    return [(step, window, dated) for step, dated in steps for window in WINDOWS if step < window[0]]


def name_of(observed: int, window: tuple[int, int], dated: bool) -> str:
    """Name a forecast's arrays in the shipped file."""
    return f"{'' if dated else 'undated_'}{observed}_{window[0]}"


def _read(held: Mapping[str, NDArray[np.float64]], name: str) -> Forecaster:
    trees = {part: held[f"{name}_{part}"] for part in _TREES}
    line = {part: held[f"{name}_line_{part}"] for part in _LINE}
    start, line_start, low, high, first, second = map(float, held[f"{name}_numbers"])
    return Forecaster(Forest(start=start, **trees), Line(start=line_start, **line), low, high, (first, second))  # type: ignore[arg-type]
