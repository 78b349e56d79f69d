"""Turns a case's measures and reviews into daily series, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from copilot.domain.imported import Measure
from copilot.insight.case import Case
from copilot.insight.viewers import resolve_watched

TAKINGS = "takings"
VOLUME = "review_volume"
WORD_OF_MOUTH = "word_of_mouth"
WINDOW_DAYS = 7
"""Word of mouth is read over the seven days that end on the day, so that a weekday cannot move it."""
FEWEST_VOICES = 10
"""A day's word of mouth is not known with fewer voices in its window: the 95 % interval would span 50 points."""
_GROSS = ("gross", TAKINGS)


def daily_values(case: Case, name: str) -> dict[date, float]:
    """Give a series by day, ascending; empty when the case does not hold it.

    `takings` is the gross of the film's own market on the basis with most days; `takings_BASIS` one basis of it;
    `review_volume` the voices a day, repeats counted once; `word_of_mouth` the positive share of viewers' voices over
    seven days; any other name a measure as imported.
    """
    if name == VOLUME:
        return _volume(case)
    if name == WORD_OF_MOUTH:
        return {day: positive / total for day, (positive, total) in mouth_counts(case).items()}
    if name == TAKINGS or name.startswith(f"{TAKINGS}_"):
        basis = name[len(TAKINGS) + 1 :] if name != TAKINGS else None
        return _pick((m for m in case.measures if m.name in _GROSS), case.dossier.market, basis)
    return _pick((m for m in case.measures if m.name == name), case.dossier.market, None)


def series_names(case: Case) -> list[str]:
    """List the series a case holds, the deciding ones first."""
    measured = sorted({m.name for m in case.measures if m.name not in _GROSS})
    bases = sorted({m.basis for m in case.measures if m.name in _GROSS and m.basis})
    found = [TAKINGS] if any(m.name in _GROSS for m in case.measures) else []
    found += [f"{TAKINGS}_{basis}" for basis in bases] if len(bases) > 1 else []
    return [*found, *measured, VOLUME, WORD_OF_MOUTH] if len(case.voices) else [*found, *measured]


def unit_of(case: Case, name: str) -> str:
    """Name a series' unit as the import stated it."""
    if name in (VOLUME, WORD_OF_MOUTH):
        return "count" if name == VOLUME else "share"
    wanted = _GROSS if name.startswith(TAKINGS) else (name,)
    return next((m.unit for m in case.measures if m.name in wanted), "count")


def mouth_counts(case: Case) -> dict[date, tuple[float, float]]:
    """Count viewers' voices over the seven days ending on each day: day → (positive, all), repeats counted once.

    Days whose window holds fewer than `FEWEST_VOICES` are left out.
    """
    voices = case.voices
    seen = (resolve_watched(case) == 1) & ~np.isnat(voices.day)
    if not seen.any():
        return {}
    weight = voices.weight[seen].astype(np.float64)
    start, all_days = _per_day(voices.day[seen], weight)
    _, positive = _per_day(voices.day[seen], weight * (voices.p_positive[seen] >= 0.5))
    total, pleased = _trailing(all_days), _trailing(positive)
    enough = np.flatnonzero(total >= FEWEST_VOICES)
    return {start + timedelta(days=int(i)): (float(pleased[i]), float(total[i])) for i in enough}


def _volume(case: Case) -> dict[date, float]:
    dated = ~np.isnat(case.voices.day)
    if not dated.any():
        return {}
    start, counts = _per_day(case.voices.day[dated], case.voices.weight[dated].astype(np.float64))
    return {start + timedelta(days=i): float(value) for i, value in enumerate(counts)}


def _per_day(days: NDArray[np.datetime64], weight: NDArray[np.float64]) -> tuple[date, NDArray[np.float64]]:
    first = days.min()
    offsets = (days - first).astype(np.int64)
    start: date = first.astype("datetime64[D]").astype(object)
    return start, np.bincount(offsets, weights=weight).astype(np.float64)


def _trailing(values: NDArray[np.float64]) -> NDArray[np.float64]:
    summed = np.concatenate([[0.0], np.cumsum(values)])
    ends = np.arange(1, len(values) + 1)
    window: NDArray[np.float64] = summed[ends] - summed[np.maximum(0, ends - WINDOW_DAYS)]
    return window


def _pick(measures: Iterable[Measure], market: str, basis: str | None) -> dict[date, float]:
    """Take one territory and one basis; of several rows for a day the one imported last stands."""
    rows = [m for m in measures if basis is None or m.basis == basis]
    if not rows:
        return {}
    places = Counter(m.territory for m in rows)
    place = next((p for p in (market, "") if p in places), places.most_common(1)[0][0])
    rows = [m for m in rows if m.territory == place]
    chosen = Counter(m.basis for m in rows).most_common(1)[0][0]
    found = {m.day: m.value for m in rows if m.basis == chosen}
    return dict(sorted(found.items()))
