"""Forecasts use the days they may, cover both windows, and say little where little is known."""

from datetime import timedelta

import pytest
from case_builder import DAY, as_expected

from copilot.domain.takings import TakingsHistory
from copilot.insight.curve import load_curve
from copilot.insight.forecast import forecast_takings, why_not_forecast
from copilot.insight.opening_day import guess_opening


def run(days=20, **changes):
    gross = dict(enumerate(as_expected(days), start=1))
    return TakingsHistory(**({"film": "f", "gross": gross, "release_date": DAY, "theaters": 3000} | changes))


def test_both_windows_are_forecast_with_an_interval():
    found = forecast_takings([run()], 3)
    assert [(f.from_day, f.to_day) for f in found] == [(8, 10), (15, 17)]
    assert all(0 < f.low80 < f.predicted < f.high80 for f in found)


def test_nothing_later_than_the_observed_days_is_used():
    changed = run()
    changed.gross.update(dict.fromkeys(range(8, 21), 1.0))
    assert forecast_takings([changed], 7) == forecast_takings([run()], 7)


def test_two_days_give_no_forecast():
    assert forecast_takings([run()], 2) == []
    assert forecast_takings([run(gross={1: 5e6, 3: 4e6})], 7) == []


def test_a_window_that_is_known_is_its_sum():
    film = run()
    known = forecast_takings([film], 10)[0]
    assert known.predicted == known.low80 == pytest.approx(sum(film.gross[d] for d in (8, 9, 10)))


def test_a_wednesday_opening_is_forecast_by_its_own_weekdays():
    release = DAY - timedelta(days=2)
    gross = dict(enumerate(as_expected(5, release=release), start=1))
    wednesday = run(gross=gross, release_date=release)
    expected = sum(as_expected(10, release=release)[7:10])
    assert forecast_takings([wednesday], 5)[0].predicted == pytest.approx(expected, rel=0.5)


@pytest.mark.parametrize("changes", [{"release_date": None}, {"theaters": None}, {"market": "CN"}, {"market": "FR"}])
def test_unknown_circumstances_still_give_a_forecast(changes):
    assert len(forecast_takings([run(**changes)], 7)) == 2


def test_missing_and_zero_days_within_the_first_week_are_bridged():
    gross = {day: value for day, value in run().gross.items() if day not in (4, 5)} | {6: 0.0}
    assert len(forecast_takings([run(gross=gross)], 7)) == 2


@pytest.mark.parametrize("opened", [2, 4])
@pytest.mark.parametrize("days", [3, 7])
def test_the_weekday_of_an_opening_is_read_from_its_first_days(opened, days):
    release = DAY + timedelta(days=opened - DAY.weekday())
    gross = dict(enumerate(as_expected(days, release=release), start=1))
    assert guess_opening(load_curve("US"), gross).weekday() == opened


def test_without_a_release_day_the_forecast_stays_near_and_says_what_it_took():
    dated, undated = (forecast_takings([run(release_date=day)], 7)[0] for day in (DAY, None))
    assert undated.predicted == pytest.approx(dated.predicted, rel=0.15)
    assert "Friday" in undated.notes[0]


def test_what_was_left_out_is_said():
    gross = run().gross | {-1: 2e5, 0: 3e5, 4: 0.0}
    del gross[5]
    notes = " ".join(forecast_takings([run(gross=gross)], 7)[0].notes)
    assert "previews before release, left out: 2 days" in notes
    assert "zero takings, taken as not known: 1 of days 1 to 7" in notes
    assert "missing: 1 of days 1 to 7" in notes


def test_missing_days_widen_the_interval_and_days_after_the_last_known_do_not_count():
    def width(gross):
        found = forecast_takings([run(gross=gross)], 7)[0]
        return found.high80 / found.low80

    whole = dict(list(run().gross.items())[:7])
    assert width({day: value for day, value in whole.items() if day not in (4, 5)}) > width(whole)
    early = run(gross={day: value for day, value in whole.items() if day <= 3})
    assert forecast_takings([early], 7)[0].predicted == forecast_takings([run()], 3)[0].predicted


def test_a_film_without_a_forecast_has_its_reason():
    assert why_not_forecast(run(), 7) == ""
    assert "at least 3" in why_not_forecast(run(), 2)
    assert "1 of days 1 to 7" in why_not_forecast(run(gross={2: 5e6, 9: 1.0}), 7)
    assert "own release date" in why_not_forecast(run(gross={400: 5e6, 401: 4e6}), 7)


def test_amounts_no_film_ever_took_stay_finite_and_in_order():
    for scale in (1e-6, 1e6):
        film = run(gross={day: value * scale for day, value in run().gross.items()}, theaters=1)
        found = forecast_takings([film], 7)[0]
        assert 0 < found.low80 < found.predicted < found.high80 < film.gross[1] * 10
