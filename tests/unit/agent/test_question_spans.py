"""Days with the words around them become spans: since, until, from one to another, the days before a holiday."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.agent.question_days import windows_in
from copilot.domain.film import Dossier

FILM = Dossier(id="a", title="片", release_date=date(2026, 4, 10))
AS_OF = date(2026, 4, 30)


def spans(text: str) -> list[tuple[date, date]]:
    return [(window.first, window.last) for window in windows_in(text, FILM, AS_OF)[0]]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("4月20号之后一共多少", (4, 21), (4, 30)),
        ("4月14日以来", (4, 14), (4, 30)),
        ("since april 20", (4, 20), (4, 30)),
        ("after the opening weekend", (4, 13), (4, 30)),
        ("从4月13号到现在合计", (4, 13), (4, 30)),
        ("从首日到4月12号累计", (4, 10), (4, 12)),
        ("最后三天", (4, 28), (4, 30)),
        ("last five days", (4, 26), (4, 30)),
        ("上映后三天", (4, 10), (4, 12)),
        ("不含点映的总数", (4, 10), (4, 30)),
        ("previews excluded", (4, 10), (4, 30)),
        ("清明假期卖了多少", (4, 4), (4, 6)),
        ("清明当天", (4, 5), (4, 5)),
        ("五一前一周", (4, 24), (4, 30)),
        ("between 16 and 18 april", (4, 16), (4, 18)),
        ("4月第三周", (4, 15), (4, 21)),
        ("第三个周六", (4, 25), (4, 25)),
        ("opening saturday", (4, 11), (4, 11)),
        ("首周末的周六", (4, 11), (4, 11)),
        ("周末两天（4月18、4月19号）加起来", (4, 18), (4, 19)),
    ],
)
def test_a_span_is_read_with_the_words_around_its_days(text, first, last):
    assert spans(text) == [(date(2026, *first), date(2026, *last))]


@pytest.mark.parametrize(
    ("text", "last"), [("4月18日之前", (4, 17)), ("before april 1", (3, 31)), ("截至4月20日", (4, 20))]
)
def test_what_lies_before_a_day_has_no_beginning(text, last):
    assert spans(text) == [(date.min, date(2026, *last))]


def test_days_that_are_compared_stay_two():
    assert len(spans("从首日到4月20号跌了多少")) == 2


def test_a_holiday_that_is_asked_for_as_a_cause_is_no_day():
    assert spans("是不是五一影响的") == []


def test_the_preview_days_give_way_to_the_day_named_among_them():
    assert spans("点映，就是4月9号那天") == [(date(2026, 4, 9), date(2026, 4, 9))]
