"""How often does an experiment call equal variants different, see real differences, and agree with held-out halves?

Real headline tests (arms with impressions and clicks) are dealt anew by chance. Halves of one arm are equal by making,
so a call between them is false; halves of a whole test show whether a call holds on data it never saw. Counts come in
over 14 days and are looked at every day. The baseline is what teams do: a z-test at 1.96, looked at daily, stopped at
the first hit.
"""

from __future__ import annotations

import csv
import gzip
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from copilot.domain.experiment import Arm, Count, Experiment
from copilot.insight.two_rates import size_needed
from copilot.planning.experiment_reading import read_experiment
from evals.measuring.bench import bench_folder
from evals.measuring.shares import share

DAYS, LIFT, SEED = 14, 0.2, 20260423
START = date(2026, 4, 10)
AT = datetime(2026, 4, 9, tzinfo=UTC)
Days = NDArray[np.int64]
"""(arms, days, 2): chances and hits so far at the end of each day."""


@dataclass(frozen=True)
class Called:
    """What each way of reading called for one test: pairs (winner, loser) by place among the arms."""

    ours: list[tuple[int, int]]
    naive: list[tuple[int, int]]
    equal: list[tuple[int, int]]
    """Pairs we say have no difference worth having."""


def tests() -> list[list[tuple[int, int]]]:
    """Read the real tests with two or more arms as (impressions, clicks)."""
    found: dict[str, list[tuple[int, int]]] = {}
    with gzip.open(bench_folder() / "ab_tests_en" / "packages.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pair = (int(row["impressions"]), int(row["clicks"]))
            if pair[0] >= 100 and pair[1] <= pair[0]:
                found.setdefault(row["clickability_test_id"], []).append(pair)
    return [arms for arms in found.values() if len(arms) > 1]


def halves(arm: tuple[int, int], chance: np.random.Generator) -> tuple[tuple[int, int], tuple[int, int]]:
    """Deal an arm's viewers into two halves by chance."""
    shown, clicks = arm
    first = shown // 2
    hits = int(chance.hypergeometric(clicks, shown - clicks, first)) if clicks else 0
    return (first, hits), (shown - first, clicks - hits)


def day_by_day(arms: Sequence[tuple[int, int]], chance: np.random.Generator) -> Days:
    """Deal each arm's viewers over the days by chance; totals so far."""
    dealt = np.zeros((len(arms), DAYS, 2), np.int64)
    for place, (shown, hits) in enumerate(arms):
        each = np.full(DAYS, shown // DAYS)
        each[: shown % DAYS] += 1
        dealt[place, :, 0] = np.cumsum(each)
        dealt[place, :, 1] = np.cumsum(chance.multivariate_hypergeometric(each, hits) if hits else np.zeros(DAYS))
    return dealt


def call(days: Days, smallest: float, baseline: float, size: int | None = None) -> Called:
    """Read one test both ways, looking every day."""
    names = [chr(65 + place) for place in range(len(days))]
    arms = [Arm(name=name, draft=name, submission="", content_hash=name) for name in names]
    experiment = Experiment(
        id="ex-0",
        film="f",
        channel="x",
        arms=arms,
        rate="click",
        baseline=baseline,
        smallest=smallest,
        size=size or max(1, int(days[:, -1, 0].mean())),
        starts=START,
        stops=START + timedelta(days=DAYS - 1),
        planned_by="eval",
        planned_at=AT,
    )
    reading = read_experiment(experiment, list(_counts(days, names)), experiment.stops, "en")
    place = {name: number for number, name in enumerate(names)}
    ours, equal = [], []
    for pair in reading.pairs:
        first, second = place[pair.first], place[pair.second]
        if pair.better:
            ours.append((first, second) if pair.better == pair.first else (second, first))
        elif pair.verdict == "no_difference_worth_having":
            equal.append((first, second))
    return Called(ours, list(_naive(days)), equal)


def _counts(days: Days, names: Sequence[str]) -> Iterator[Count]:
    for place, name in enumerate(names):
        for day in range(DAYS):
            chances, hits = (int(value) for value in days[place, day])
            on = START + timedelta(days=day)
            yield Count(
                experiment="ex-0", arm=name, day=on, chances=chances, hits=hits, source="eval", by="eval", at=AT
            )


def _naive(days: Days) -> Iterator[tuple[int, int]]:
    """Call the first day's |z| above 1.96 in each pair, unpooled and uncorrected, from ten hits in the pair on."""
    shown, hits = days[..., 0].astype(float), days[..., 1].astype(float)
    rates = hits / np.maximum(shown, 1)
    spread = rates * (1 - rates) / np.maximum(shown, 1)
    for first, second in combinations(range(len(days)), 2):
        error = np.sqrt(spread[first] + spread[second])
        known = (hits[first] + hits[second] >= 10) & (error > 0)
        z = np.where(known, (rates[first] - rates[second]) / np.where(error > 0, error, 1), 0.0)
        beyond = np.flatnonzero(np.abs(z) > 1.96)
        if len(beyond):
            yield (first, second) if z[beyond[0]] > 0 else (second, first)


def equal_pairs(found: Sequence[list[tuple[int, int]]], count: int) -> tuple[list[bool], list[bool]]:
    """Return, for halves of single arms, whether we and the naive reader called a difference; every call is false."""
    chance = np.random.default_rng(SEED)
    arms = [arm for test in found for arm in test]
    ours, naive = [], []
    rate = _usual(found)
    for place in chance.choice(len(arms), min(count, len(arms)), replace=False):
        called = call(day_by_day(halves(arms[place], chance), chance), LIFT * rate, rate)
        ours.append(bool(called.ours))
        naive.append(bool(called.naive))
    return ours, naive


def equal_tests(found: Sequence[list[tuple[int, int]]], count: int) -> tuple[list[bool], list[bool]]:
    """Return the same for whole tests of three to six arms whose viewers were pooled and dealt anew."""
    chance = np.random.default_rng(SEED + 1)
    several = [test for test in found if 3 <= len(test) <= 6]
    ours, naive = [], []
    rate = _usual(found)
    for place in chance.choice(len(several), min(count, len(several)), replace=False):
        shown, hits = (sum(arm[each] for arm in several[place]) for each in (0, 1))
        each = np.full(len(several[place]), shown // len(several[place]))
        dealt = chance.multivariate_hypergeometric([*each, shown - int(each.sum())], hits)
        called = call(day_by_day(list(zip(each.tolist(), dealt[:-1].tolist(), strict=True)), chance), LIFT * rate, rate)
        ours.append(bool(called.ours))
        naive.append(bool(called.naive))
    return ours, naive


def planted(rate: float, lift: float, count: int) -> dict[str, float]:
    """Return the share of planned tests of a true lift that we call right, wrong, equal or not at all."""
    chance = np.random.default_rng(SEED + 2)
    size = size_needed(rate, rate * LIFT, alpha=0.05, power=0.8, looks=DAYS)
    told = {"better": 0, "worse": 0, "equal": 0, "open": 0}
    for _ in range(count):
        hits = chance.binomial(size, [rate * (1 + lift), rate])
        called = call(day_by_day([(size, int(one)) for one in hits], chance), rate * LIFT, rate, size)
        key = "better" if (0, 1) in called.ours else "worse" if called.ours else "equal" if called.equal else "open"
        told[key] += 1
    return {"size": size, **{key: number / count for key, number in told.items()}}


def held_out(found: Sequence[list[tuple[int, int]]], count: int) -> dict[str, list[bool]]:
    """Return whether calls on one half of real tests keep their sign, or stay small, on the other half."""
    chance = np.random.default_rng(SEED + 3)
    rate = _usual(found)
    told: dict[str, list[bool]] = {"ours": [], "naive": [], "equal": []}
    for place in chance.choice(len(found), min(count, len(found)), replace=False):
        both = [halves(arm, chance) for arm in found[place][:6]]
        called = call(day_by_day([first for first, _ in both], chance), LIFT * rate, rate)
        rates = [hits / shown for _, (shown, hits) in both]
        for key in ("ours", "naive"):
            told[key] += [rates[winner] > rates[loser] for winner, loser in getattr(called, key)]
        told["equal"] += [abs(rates[a] - rates[b]) < LIFT * rate for a, b in called.equal]
    return told


def _usual(found: Sequence[list[tuple[int, int]]]) -> float:
    return float(np.median([clicks / shown for test in found for shown, clicks in test]))


def measured() -> dict[str, Any]:
    """Report the share of equal pairs not called different while looking daily; the naive reader beside it."""
    ours, naive = equal_pairs(tests(), 1500)
    value, low, high = share([not one for one in ours])
    baseline = share([not one for one in naive])[0]
    return {
        "value": value,
        "n": len(ours),
        "low": low,
        "high": high,
        "baseline": baseline,
        "gate": 0.95,
        "passed": value >= 0.95,
    }


def main() -> None:
    """Print every figure with its 95 % interval."""
    found = tests()
    sys.stdout.write(f"tests {len(found)}, arms {sum(map(len, found))}, usual click rate {_usual(found):.4f}\n")
    for title, (ours, naive) in (
        ("false call, halves of one arm, daily looks", equal_pairs(found, 4000)),
        ("false call in any pair, 3-6 equal arms, daily looks", equal_tests(found, 1500)),
    ):
        for who, calls in (("ours", ours), ("naive z", naive)):
            value, low, high = share(calls)
            sys.stdout.write(f"{title}: {who} {value:.4f} [{low:.4f}, {high:.4f}] n={len(calls)}\n")
    for lift in (0.0, 0.1, 0.2, 0.3):
        told = planted(_usual(found), lift, 800)
        sys.stdout.write(f"planned for a lift of {LIFT}, true lift {lift}: " + str(told) + "\n")
    for key, hits in held_out(found, 2500).items():
        value, low, high = share(hits)
        sys.stdout.write(f"held-out half agrees, {key}: {value:.4f} [{low:.4f}, {high:.4f}] n={len(hits)}\n")


if __name__ == "__main__":
    main()
