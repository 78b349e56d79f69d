"""Reads an experiment so that looking often does not fool anyone: repeated intervals over all looks and pairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scipy.stats import binomtest

from copilot.domain.experiment import ArmReading, Count, Experiment, PairReading, Reading, Verdict3
from copilot.domain.value import Language
from copilot.insight.two_rates import enough_to_read, evenness
from copilot.planning.experiment_looks import Totals, compare_pairs, find_looks, progress_of
from copilot.planning.experiment_phrases import points, rate_of, tell

UNEVEN = 0.0005
"""A split less likely than this, if it were even, stops the reading.

Source:
    Fabijan et al. 2019, KDD: the threshold used at Microsoft.
"""


def read_experiment(experiment: Experiment, counts: Sequence[Count], today: date, language: Language) -> Reading:
    """Say what an experiment shows on a day.

    Every day with counts is a look, whether anyone looked or not. A difference must exceed the boundary of its look;
    the interval shown is the repeated confidence interval, which holds over all looks and pairs together.

    Args:
        experiment: As it was planned.
        counts: Totals so far, by variant and day.
        today: The day of reading; after the last day, the last look is the final one.
        language: Language of the sentences.

    Returns:
        The reading; `cannot_tell` without counts, with too few, or when the split is not even.

    Source:
        Jennison & Turnbull 1989, J. R. Statist. Soc. B 51:305, repeated confidence intervals; Bonferroni over pairs.
    """
    looks, late = find_looks(experiment, counts, today)
    last = looks[-1] if looks else None
    totals: Totals = last.totals if last else {arm.draft: (0, 0) for arm in experiment.arms}
    chance = evenness([totals[arm.draft][1] for arm in experiment.arms]) if experiment.split == "random" else None
    balanced = chance is None or chance >= UNEVEN
    readable = [look for look in looks if enough_to_read(list(look.totals.values()))]
    pairs = compare_pairs(experiment, readable) if balanced and readable else []
    reading = Reading(
        experiment=experiment.id,
        as_of=last.day if last else None,
        ended=last is not None and last.share >= 1,
        progress=last.share if last and last.share < 1 else progress_of(experiment, totals),
        looks=len(readable),
        arms=[_arm(experiment, arm.draft, totals) for arm in experiment.arms],
        pairs=pairs,
        verdict="cannot_tell",
        balance_p=chance,
        balanced=balanced,
        why="",
        cautions=_cautions(experiment, late, language),
    )
    best = _best(experiment, pairs)
    equal = bool(pairs) and all(pair.verdict == "no_difference_worth_having" for pair in pairs)
    verdict: Verdict3 = "better" if best else "no_difference_worth_having" if equal else "cannot_tell"
    judged = reading.model_copy(update={"verdict": verdict, "better": best})
    return judged.model_copy(update={"why": _why(experiment, judged, language)})


def _best(experiment: Experiment, pairs: Sequence[PairReading]) -> str:
    """Return the variant that is better than every other, or nothing."""
    wins = {arm.name: sum(pair.better == arm.name for pair in pairs) for arm in experiment.arms}
    return next((name for name, won in wins.items() if won == len(experiment.arms) - 1), "")


def _arm(experiment: Experiment, draft: str, totals: Totals) -> ArmReading:
    arm = experiment.arm(draft)
    assert arm is not None
    hits, chances = totals[draft]
    reading = ArmReading(name=arm.name, draft=draft, chances=chances, hits=hits, rate=None)
    if not chances:
        return reading
    interval = binomtest(hits, chances).proportion_ci(method="wilson")
    found = {"rate": hits / chances, "low": float(interval.low), "high": float(interval.high)}
    return reading.model_copy(update=found)


def _cautions(experiment: Experiment, late: int, language: Language) -> list[str]:
    said = [tell("caution_platform", language)] if experiment.split == "platform" else []
    said += [tell(f"caution_{experiment.rate}", language)] if experiment.rate in ("click", "comment") else []
    return [*said, *([tell("caution_late", language, count=late, stops=experiment.stops)] if late else [])]


def _why(experiment: Experiment, reading: Reading, language: Language) -> str:
    rate = rate_of(experiment.rate)
    words = {
        "rate": rate.name.in_(language),
        "hit": rate.hit.in_(language),
        "chance": rate.chance.in_(language),
        "size": f"{experiment.size:,}",
        "stops": experiment.stops,
        "progress": f"{reading.progress:.0%}",
        "smallest": points(experiment.smallest, language),
        "better": reading.better,
        "pairs": say_pairs(experiment, reading, language),
        "p": reading.balance_p or 0.0,
    }
    return tell(_key(reading), language, **words)


def _key(reading: Reading) -> str:
    if reading.as_of is None:
        return "nothing"
    if not reading.balanced:
        return "uneven"
    if reading.verdict != "cannot_tell":
        return "better" if reading.verdict == "better" else "equal"
    if any(pair.verdict != "cannot_tell" for pair in reading.pairs):
        return "partly"
    if reading.ended:
        return "ended"
    return "running" if reading.looks else "too_few"


def say_pairs(experiment: Experiment, reading: Reading, language: Language) -> str:
    """Say the pairs that are decided."""
    said = []
    for pair in reading.pairs:
        if pair.verdict == "no_difference_worth_having":
            smallest = points(experiment.smallest, language)
            said.append(tell("pair_equal", language, first=pair.first, second=pair.second, smallest=smallest))
        elif pair.verdict == "better":
            turned = -1 if pair.better == pair.second else 1
            low, high = sorted((turned * pair.low, turned * pair.high))
            said.append(
                tell(
                    "pair",
                    language,
                    better=pair.better,
                    other=pair.second if turned == 1 else pair.first,
                    difference=points(abs(pair.difference), language),
                    low=points(low, language),
                    high=points(high, language),
                )
            )
    return ("；" if language == "zh" else "; ").join(said)


def lesson_of(experiment: Experiment, reading: Reading, channel: str, language: Language) -> str | None:
    """Say in a sentence what an experiment taught; None while it runs without a verdict."""
    if reading.verdict == "cannot_tell" and not reading.ended:
        return None
    key = {"better": "lesson_better", "no_difference_worth_having": "lesson_equal"}.get(
        reading.verdict, "lesson_cannot_tell"
    )
    best = experiment.arm(reading.better)
    return tell(
        key,
        language,
        channel=channel,
        better=reading.better,
        angle=best.angle if best else "",
        rate=rate_of(experiment.rate).name.in_(language),
        pairs=say_pairs(experiment, reading, language),
        smallest=points(experiment.smallest, language),
    )
