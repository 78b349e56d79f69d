"""Experiments are fixed before, read at every look without being fooled, and say when they cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest

from copilot.domain.experiment import Arm, Count, Experiment, Reading
from copilot.errors import InputError
from copilot.planning.experiment_phrases import rates
from copilot.planning.experiment_plan import Wish, describe, plan_experiment
from copilot.planning.experiment_reading import lesson_of, read_experiment

START = date(2026, 5, 1)
AT = datetime(2026, 4, 30, tzinfo=UTC)


def arms(count: int) -> list[Arm]:
    return [
        Arm(
            name="ABCDEF"[n],
            draft=f"dr-{n:016x}",
            submission="sb-1",
            content_hash=str(n),
            angle=f"角度{n}",
            opening="句",
        )
        for n in range(count)
    ]


def planned(count: int = 2, **changes: object) -> Experiment:
    wish = Wish(**{"rate": "click", "baseline": 0.02, "baseline_from": "", "lift": 0.2, "starts": START, **changes})
    return plan_experiment("tide", "weibo", arms(count), wish, by="mei", at=AT)


def totals(experiment: Experiment, *days: Sequence[tuple[int, int]]) -> list[Count]:
    """Give totals so far as (chances, hits) an arm, one row a day."""
    return [
        Count(
            experiment=experiment.id, arm=arm.draft, day=START + timedelta(days=day), chances=chances, hits=hits,
            source="typed", by="mei", at=AT,
        )
        for day, row in enumerate(days)
        for arm, (chances, hits) in zip(experiment.arms, row, strict=True)
    ]  # fmt: skip


def read(experiment: Experiment, *days: Sequence[tuple[int, int]], today: date = START) -> Reading:
    return read_experiment(experiment, totals(experiment, *days), today, "zh")


def test_a_plan_says_size_and_days() -> None:
    experiment = planned(daily=4000)
    days = (experiment.stops - experiment.starts).days + 1
    assert experiment.size == pytest.approx(21_900, rel=0.02)
    assert 4000 * (days - 1) < experiment.size <= 4000 * days
    assert f"{experiment.size:,}" in describe(experiment, "微博", "zh")[0]


def test_more_pairs_need_more() -> None:
    assert planned(4).size > 1.3 * planned(2).size


def test_traffic_that_cannot_carry_it_is_told_with_what_it_can() -> None:
    said = describe(planned(daily=500, stops=START + timedelta(days=6)), "Weibo", "en")
    assert "can only see a difference of" in said[1]


@pytest.mark.parametrize(
    "changes",
    [{"baseline": 0.0}, {"baseline": 0.9}, {"lift": 0.0}, {"rate": "love"}, {"daily": 0}, {"daily": 1},
     {"stops": START - timedelta(days=1)}],
)  # fmt: skip
def test_impossible_plans_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(InputError):
        planned(**changes)


def test_variants_that_say_the_same_are_refused() -> None:
    same = [arm.model_copy(update={"content_hash": "0"}) for arm in arms(2)]
    with pytest.raises(InputError, match="say the same"):
        plan_experiment("tide", "weibo", same, Wish("click", 0.02, "", 0.2, START), by="mei", at=AT)


def test_without_counts_or_with_few_it_cannot_tell() -> None:
    experiment = planned()
    assert read(experiment).verdict == "cannot_tell"
    few = read(experiment, [(100, 1), (100, 3)])
    assert (few.verdict, few.looks) == ("cannot_tell", 0)
    assert "太少" in few.why


def test_what_a_plain_test_would_call_early_is_not_called() -> None:
    early = read(planned(), [(2000, 40), (2000, 62)])  # z = 2.2 after a tenth of the test
    assert early.verdict == "cannot_tell"
    assert early.pairs[0].low < 0 < early.pairs[0].high


def test_a_clear_difference_is_called_and_stays_called() -> None:
    experiment = planned()
    half = [(12_000, 240), (12_000, 360)]
    once = read(experiment, half)
    later = read(experiment, half, [(14_000, 330), (14_000, 380)])
    assert (once.verdict, once.better) == ("better", "B")
    assert (later.better, later.pairs[0].decided_on) == ("B", START)
    assert later.pairs[0].high < 0
    assert "B 版的点击率更高" in later.why


def test_equal_variants_end_as_no_difference_worth_having() -> None:
    experiment = planned(lift=0.5)
    size = experiment.size * 2
    reading = read(experiment, [(size, round(size * 0.02)), (size, round(size * 0.0201))])
    assert reading.verdict == "no_difference_worth_having"


def test_an_end_without_a_call_says_so() -> None:
    experiment = planned()
    after = experiment.stops + timedelta(days=1)
    reading = read(experiment, [(9000, 180), (9000, 200)], today=after)
    assert (reading.verdict, reading.ended) == ("cannot_tell", True)
    assert "结束" in reading.why


def test_counts_after_the_end_do_not_move_the_verdict() -> None:
    experiment = planned(stops=START)
    reading = read(experiment, [(9000, 180), (9000, 200)], [(90_000, 1800), (90_000, 2600)])
    assert reading.verdict == "cannot_tell"
    assert any("没有算进" in caution for caution in reading.cautions)


def test_an_uneven_split_stops_the_reading_unless_the_platform_dealt() -> None:
    counts = [(12_000, 240), (9_000, 360)]
    uneven = read(planned(), counts)
    assert (uneven.verdict, uneven.balanced) == ("cannot_tell", False)
    assert "不均" in uneven.why
    assert read(planned(split="platform"), counts).verdict == "better"


def test_several_arms_name_one_best_only_when_it_beats_all() -> None:
    experiment = planned(3)
    best = read(experiment, [(20_000, 400), (20_000, 410), (20_000, 640)])
    assert best.better == "C"
    tied = read(experiment, [(20_000, 300), (20_000, 600), (20_000, 610)])
    assert (tied.verdict, tied.better) == ("cannot_tell", "")
    assert "B 比 A" in tied.why


def test_a_correction_that_takes_chances_away_is_read_without_fault() -> None:
    reading = read(planned(), [(5000, 100), (5000, 120)], [(5000, 100), (5000, 120)], [(4900, 99), (4900, 119)])
    assert reading.verdict == "cannot_tell"


def test_lessons_come_only_from_tests_that_said_something() -> None:
    experiment = planned()
    assert lesson_of(experiment, read(experiment, [(2000, 40), (2000, 42)]), "微博", "zh") is None
    clear = read(experiment, [(12_000, 240), (12_000, 360)])
    assert "角度1" in (lesson_of(experiment, clear, "微博", "zh") or "")
    english = lesson_of(experiment, clear, "Weibo", "en")
    assert english is not None
    assert english.startswith("Test on Weibo")


def test_every_rate_is_named_in_both_languages() -> None:
    assert all(rate.name.zh and rate.name.en and rate.hits != rate.chances for rate in rates().values())
