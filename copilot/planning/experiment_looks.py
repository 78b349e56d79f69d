"""Turns daily totals into looks, and compares variants over all of them at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from copilot.domain.experiment import Count, Experiment, PairReading, Verdict3
from copilot.insight.sequential import boundaries
from copilot.insight.two_rates import difference

Totals = Mapping[str, tuple[int, int]]
"""Draft → (hits, chances) so far."""


@dataclass(frozen=True)
class Look:
    """The totals of one day and the share of the planned test that is in."""

    day: date
    totals: Totals
    share: float


def find_looks(experiment: Experiment, counts: Sequence[Count], today: date) -> tuple[list[Look], int]:
    """Return the looks in order, the final one with share 1, and how many days came too late to count."""
    days = sorted({count.day for count in counts})
    known: dict[str, tuple[int, int]] = {}
    looks: list[Look] = []
    for place, day in enumerate(days):
        if day > experiment.stops or (looks and looks[-1].share >= 1):
            return _closed(looks, experiment, today), len(days) - place
        known |= {count.arm: (count.hits, count.chances) for count in counts if count.day == day}
        if len(known) == len(experiment.arms):
            share = 1.0 if day == experiment.stops else progress_of(experiment, known)
            looks.append(Look(day, dict(known), share))
    return _closed(looks, experiment, today), 0


def _closed(looks: list[Look], experiment: Experiment, today: date) -> list[Look]:
    """Make the last look final once the last day is over."""
    if looks and today > experiment.stops:
        looks[-1] = Look(looks[-1].day, looks[-1].totals, 1.0)
    return looks


def progress_of(experiment: Experiment, totals: Totals) -> float:
    """Return the share of the planned chances that is in, 0 to 1."""
    return min(1.0, sum(chances for _, chances in totals.values()) / (experiment.size * len(experiment.arms)))


def compare_pairs(experiment: Experiment, looks: Sequence[Look]) -> list[PairReading]:
    """Compare every variant with every other over all looks."""
    pairs = list(combinations(experiment.arms, 2))
    return [
        _pair((a.name, a.draft), (b.name, b.draft), looks, experiment.alpha / len(pairs), experiment.smallest)
        for a, b in pairs
    ]


def _pair(
    first: tuple[str, str], second: tuple[str, str], looks: Sequence[Look], alpha: float, smallest: float
) -> PairReading:
    growing: list[Look] = []
    for look in looks:
        if not growing or _information(look, first[1], second[1]) > _information(growing[-1], first[1], second[1]):
            growing.append(look)
        else:
            growing[-1] = look  # a day without new chances, or a correction, takes the place of the look before
    end = _information(growing[-1], first[1], second[1])
    information = tuple(round(_information(look, first[1], second[1]) / end, 4) for look in growing)
    bounds = boundaries(tuple(round(look.share, 4) for look in growing), information, alpha)
    decided: tuple[Verdict3, str, date] | None = None
    low, high, gap = -1.0, 1.0, 0.0
    for look, bound in zip(growing, bounds, strict=True):
        gap, error = difference(look.totals[first[1]], look.totals[second[1]])
        low, high = _narrowed((low, high), (gap - bound * error, gap + bound * error))
        if decided is None:
            decided = _decide(first[0], second[0], (low, high), smallest, look.day)
    verdict, better, day = decided or ("cannot_tell", "", None)
    return PairReading(
        first=first[0],
        second=second[0],
        difference=gap,
        low=low,
        high=high,
        verdict=verdict,
        better=better,
        decided_on=day,
    )


def _narrowed(before: tuple[float, float], now: tuple[float, float]) -> tuple[float, float]:
    """Intersect intervals that hold together; where they have nothing in common the earlier one stays."""
    low, high = max(before[0], now[0]), min(before[1], now[1])
    return (low, high) if low < high else before


def _information(look: Look, first: str, second: str) -> float:
    """Return what the chances alone tell about a difference; hits play no part, so no look's weight depends on them."""
    return 1 / (1 / max(look.totals[first][1], 1) + 1 / max(look.totals[second][1], 1))


def _decide(
    first: str, second: str, interval: tuple[float, float], smallest: float, day: date
) -> tuple[Verdict3, str, date] | None:
    low, high = interval
    if -smallest < low and high < smallest:
        return "no_difference_worth_having", "", day
    if low > 0 or high < 0:
        return "better", first if low > 0 else second, day
    return None
