"""Plans an experiment: size, days, and whether the traffic can carry it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, comb, isinf

from copilot.domain.experiment import Arm, Experiment, Split
from copilot.domain.ids import make_id
from copilot.domain.value import Language
from copilot.errors import InputError
from copilot.insight.two_rates import size_needed, smallest_seen
from copilot.planning.experiment_phrases import percent, points, rate_of, tell

ALPHA, POWER = 0.05, 0.8
DAYS, MOST_DAYS, MOST_ARMS = 14, 60, 6
"""Days when neither a last day nor traffic is given; a film's run and a team's patience end before 60. House rule."""


@dataclass(frozen=True)
class Wish:
    """What someone wants to know."""

    rate: str
    baseline: float
    baseline_from: str
    lift: float
    """Smallest relative difference worth knowing: 0.2 means a fifth of the baseline."""
    starts: date
    stops: date | None = None
    daily: int | None = None
    split: Split = "random"


def plan_experiment(film: str, channel: str, arms: Sequence[Arm], wish: Wish, *, by: str, at: datetime) -> Experiment:
    """Fix an experiment before its first count.

    Raises:
        InputError: A number is not possible, two variants say the same, or the test would take more than 60 days.
    """
    _check(arms, wish)
    smallest = wish.baseline * wish.lift
    alpha = ALPHA / comb(len(arms), 2)
    stops = wish.stops or _last_day(wish, smallest, alpha)
    days = (stops - wish.starts).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise InputError(
            "planning an experiment",
            f"it would run {days} days, from {wish.starts} to {stops}",
            f"Plan 1 to {MOST_DAYS} days: a larger difference, fewer variants, or more traffic.",
        )
    size = size_needed(wish.baseline, smallest, alpha=alpha, power=POWER, looks=days)
    drafts = [arm.draft for arm in arms]
    return Experiment(
        id=make_id("experiment", film, channel, wish.rate, wish.baseline, smallest, wish.starts, stops, *drafts),
        film=film,
        channel=channel,
        arms=list(arms),
        rate=wish.rate,
        baseline=wish.baseline,
        baseline_from=wish.baseline_from,
        smallest=smallest,
        alpha=ALPHA,
        power=POWER,
        size=size,
        starts=wish.starts,
        stops=stops,
        daily=wish.daily,
        split=wish.split,
        planned_by=by,
        planned_at=at,
    )


def _check(arms: Sequence[Arm], wish: Wish) -> None:
    rate_of(wish.rate)
    problems = [
        (not 2 <= len(arms) <= MOST_ARMS, f"{len(arms)} variants", f"Compare 2 to {MOST_ARMS}."),
        (len({arm.draft for arm in arms}) < len(arms), "a variant is named twice", "Name each once."),
        (len({arm.content_hash for arm in arms}) < len(arms), "two variants say the same", "Leave one out."),
        (not 0 < wish.baseline < 1, f"a baseline of {wish.baseline:g}", "Give a rate between 0 and 1, such as 0.02."),
        (not 0.01 <= wish.lift <= 5, f"a difference of {wish.lift:g}", "Give 0.01 to 5; 0.2 means a fifth."),
        (wish.baseline * (1 + wish.lift) >= 1, "a rate of 1 or more", "Lower the baseline or the difference."),
        (wish.daily is not None and wish.daily < 1, f"{wish.daily} a day", "Give at least 1."),
    ]
    for wrong, found, todo in problems:
        if wrong:
            raise InputError("planning an experiment", found, todo)


def _last_day(wish: Wish, smallest: float, alpha: float) -> date:
    """Choose the last day from the traffic; the number of looks and the days depend on each other a little."""
    days = DAYS
    if wish.daily:
        for _ in range(3):
            looks = max(1, min(days, MOST_DAYS))
            days = ceil(size_needed(wish.baseline, smallest, alpha=alpha, power=POWER, looks=looks) / wish.daily)
    return wish.starts + timedelta(days=days - 1)


def describe(experiment: Experiment, channel: str, language: Language) -> list[str]:
    """Say the plan in a sentence, and in another when the traffic cannot carry it."""
    rate = rate_of(experiment.rate)
    values = {
        "channel": channel,
        "count": len(experiment.arms),
        "names": " / ".join(f"{arm.name} {arm.opening}" for arm in experiment.arms),
        "rate": rate.name.in_(language),
        "chance": rate.chance.in_(language),
        "baseline": percent(experiment.baseline),
        "smallest": points(experiment.smallest, language),
        "size": f"{experiment.size:,}",
        "starts": experiment.starts,
        "stops": experiment.stops,
    }
    said = [tell("planned", language, **values)]
    seen = _seen(experiment)
    if seen is not None:
        daily = f"{experiment.daily:,}"
        said.append(tell("unreachable", language, **(values | {"daily": daily, "seen": points(seen, language)})))
    return said


def _seen(experiment: Experiment) -> float | None:
    """Return the smallest difference the traffic can show when it cannot show the planned one; None when it can."""
    days = (experiment.stops - experiment.starts).days + 1
    if experiment.daily is None or experiment.daily * days >= experiment.size:
        return None
    alpha = experiment.alpha / comb(len(experiment.arms), 2)
    seen = smallest_seen(experiment.baseline, experiment.daily * days, alpha=alpha, power=experiment.power, looks=days)
    return 1 - experiment.baseline if isinf(seen) else seen
