"""A Monday is no collapse, a Christmas rise no recovery, two days are too few, gaps are not zeros."""

from datetime import date, timedelta

import pytest
from case_builder import DAY, a_case, a_dossier, as_expected, measures, voices

from copilot.insight.calendar import day_tags, is_day_off, is_festive
from copilot.insight.expected import expected_points
from copilot.insight.pulse import read_pulse


def drop_of(values, *, release=DAY, first=None, market="US", **case):
    rows = measures(values, first=first or release)
    return read_pulse(a_case(None, rows, dossier=a_dossier(release_date=release, market=market), **case)).drop


def test_a_film_that_runs_as_such_films_do_is_holding_on_its_first_monday_and_later():
    values = as_expected(14)
    assert values[3] < 0.6 * values[2]
    for days in (7, 11, 14):
        assert drop_of(values[:days]).state == "holding"


@pytest.mark.parametrize("market", ["US", "CN"])
def test_a_fall_below_the_curve_is_dated(market):
    values = as_expected(14, market=market)
    fallen = values[:7] + [value * 0.15 for value in values[7:]]
    drop = drop_of(fallen, market=market)
    assert drop.state == "dropping"
    assert drop.since == DAY + timedelta(days=7)
    assert drop.first_alarm_day == DAY + timedelta(days=9)
    assert drop.depth == pytest.approx(0.85, abs=0.05)
    assert "85%" in drop.why or "8" in drop.why


def test_a_christmas_rise_is_no_recovery():
    release = date(2018, 12, 14)
    values = as_expected(17, release=release)
    assert values[11] > 1.2 * values[10], "Christmas Day rises over its eve"
    assert drop_of(values).state == "holding"
    weak = values[:3] + [value * 0.3 for value in values[3:]]
    assert drop_of(weak, release=release).state == "dropping"


def test_a_rise_that_only_a_holiday_carries_is_no_recovery():
    release = date(2018, 12, 14)
    values = as_expected(18, release=release)
    lifted = values[:10] + [value * 2.5 for value in values[10:]]
    assert drop_of(lifted, release=release).state == "holding"
    ordinary = date(2018, 9, 14)
    values = as_expected(18, release=ordinary)
    assert drop_of(values[:13] + [value * 2.5 for value in values[13:]], release=ordinary).state == "rising"


def test_a_film_that_outran_its_opening_is_held_against_its_own_week():
    values = as_expected(20)
    outran = values[:5] + [value * 1.6 for value in values[5:]]
    assert drop_of(outran[:14]).state != "dropping"
    back = [*outran[:14], *values[14:]]
    case = a_case(None, measures(back))
    pulse = read_pulse(case)
    assert pulse.series[0].points[15].expected > 1.3 * values[15]
    assert "自己上一周" in pulse.series[0].note
    assert drop_of([*outran[:14], *[value * 0.6 for value in values[14:]]]).state == "dropping"


def test_a_fall_does_not_become_the_new_level():
    values = as_expected(28)
    fallen = values[:10] + [value * 0.4 for value in values[10:]]
    for days in (14, 21, 28):
        assert drop_of(fallen[:days]).state == "dropping"


def test_holidays_after_the_last_announced_year_are_planned_and_said_to_be():
    release = date(2029, 2, 9)
    rows = measures(as_expected(9, release=release, market="CN"), first=release, unit="CNY")
    case = a_case(None, rows, dossier=a_dossier(release_date=release, market="CN"))
    pulse = read_pulse(case)
    assert is_festive(date(2029, 2, 14), "CN")
    assert pulse.drop.state == "holding"
    assert "放假" in pulse.series[0].note or "节假日" in pulse.series[0].note


def test_two_days_cannot_tell():
    drop = drop_of([5e6, 4e6])
    assert drop.state == "cannot_tell"
    assert drop.why


def test_missing_days_and_a_single_zero_are_not_a_fall():
    values = as_expected(14)
    holes = [None if i in (8, 10) else value for i, value in enumerate(values)]
    assert drop_of(holes).state == "holding"
    zero = [0.0 if i == 9 else value for i, value in enumerate(values)]
    assert drop_of(zero).state == "holding"


def test_previews_are_kept_out_of_the_expectation():
    rows = measures([2e5, 3e5, *as_expected(10)], first=DAY - timedelta(days=2))
    pulse = read_pulse(a_case(None, rows))
    assert pulse.drop.state == "holding"
    assert "点映" in pulse.series[0].note


def test_a_film_that_comes_back_is_read_from_its_second_run():
    again = DAY + timedelta(days=200)
    rows = measures(as_expected(10)) + measures(as_expected(8, release=again, level=13), first=again)
    pulse = read_pulse(a_case(None, rows))
    assert pulse.drop.state == "holding"
    assert "重映" in pulse.series[0].note


def test_word_of_mouth_alone_shows_a_fall():
    texts = [f"第{i}条" for i in range(400)]
    days = [DAY + timedelta(days=i // 20) for i in range(400)]
    pleased = [0.9 if i % 10 else 0.1 for i in range(200)] + [0.1 if i % 10 < 7 else 0.9 for i in range(200)]
    pulse = read_pulse(a_case(voices(texts, days=days, pleased=pleased), as_of=DAY + timedelta(days=19)))
    assert (pulse.drop.state, pulse.drop.series) == ("dropping", "word_of_mouth")
    assert pulse.drop.first_alarm_day <= DAY + timedelta(days=16)


def test_an_empty_case_says_what_to_import():
    drop = read_pulse(a_case()).drop
    assert drop.state == "cannot_tell"
    assert "导入" in drop.why


def test_unknown_days_have_no_value_but_an_expectation():
    rows = measures([v if i != 5 else None for i, v in enumerate(as_expected(9))])
    point = expected_points(a_case(None, rows), "takings")[5]
    assert point.value is None
    assert point.low < point.expected < point.high


def test_calendars_know_both_markets():
    assert "thanksgiving+1" in day_tags(date(2023, 11, 24), "US")
    assert any(tag.startswith("spring_festival") for tag in day_tags(date(2024, 2, 12), "CN"))
    assert any(tag.startswith("spring_festival") for tag in day_tags(date(2029, 2, 13), "CN"))
    assert "working_day" in day_tags(date(2024, 2, 4), "CN")
    assert not is_day_off(date(2024, 2, 4), "CN")
    assert day_tags(date(2024, 2, 12), "FR") == ()
