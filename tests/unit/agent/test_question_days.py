from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.agent.film_calendar import numeral, weekend
from copilot.agent.question_days import windows_in
from copilot.domain.film import Dossier

DOSSIER = Dossier(id="a", title="片", release_date=date(2026, 4, 10))
AS_OF = date(2026, 4, 30)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("首日", (4, 10), (4, 10)),
        ("首周末卖了多少", (4, 10), (4, 12)),
        ("第二个周末", (4, 17), (4, 19)),
        ("第三天", (4, 12), (4, 12)),
        ("前三天一共", (4, 10), (4, 12)),
        ("4月18到19号", (4, 18), (4, 19)),
        ("4.12 票房", (4, 12), (4, 12)),
        ("四月二十号", (4, 20), (4, 20)),
        ("首个周一", (4, 13), (4, 13)),
        ("昨天", (4, 29), (4, 29)),
        ("最近一周", (4, 24), (4, 30)),
        ("opening weekend", (4, 10), (4, 12)),
        ("on april 18th", (4, 18), (4, 18)),
        ("12 april", (4, 12), (4, 12)),
        ("day 2", (4, 11), (4, 11)),
        ("second week", (4, 17), (4, 23)),
    ],
)
def test_days_and_spans_are_read_in_both_languages(text, first, last):
    window = windows_in(text, DOSSIER, AS_OF)[0][0]
    assert (window.first, window.last) == (date(2026, *first), date(2026, *last))


def test_two_days_are_both_read_and_taken_out_of_the_text():
    windows, left = windows_in("首日跟4月12日比", DOSSIER, AS_OF)
    assert [window.first.day for window in windows] == [10, 12]
    assert "4月" not in left


def test_a_release_in_the_middle_of_the_week_has_its_weekend_from_friday():
    assert weekend(date(2026, 4, 8), 1) == (date(2026, 4, 10), date(2026, 4, 12))


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_days(text):
    windows_in(text, DOSSIER, AS_OF)


@given(st.integers(1, 99))
def test_numerals_are_read_in_either_script(number):
    tens, ones = divmod(number, 10)
    han = "一二三四五六七八九"
    written = (han[tens - 1] if tens > 1 else "") + ("十" if tens else "") + (han[ones - 1] if ones else "")
    assert numeral(written) == numeral(str(number)) == number
