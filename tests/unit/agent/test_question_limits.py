"""Limits a series is asked to have passed are read in its own unit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.agent.question_limits import Limit, limit_in
from copilot.agent.question_numbers import stated_numbers


@pytest.mark.parametrize(
    ("text", "unit", "limit"),
    [
        ("哪天票房破亿", "CNY", Limit(1e8, True)),
        ("累计过1.5亿", "CNY", Limit(1.5e8, True)),
        ("跌破五百万", "CNY", Limit(5e6, False)),
        ("fell below 10 million", "CNY", Limit(1e7, False)),
        ("上座率超过5%", "share", Limit(0.05, True)),
        ("掉到一成", "share", Limit(0.1, False)),
        ("排片过半", "share", Limit(0.5, True)),
        ("低于百分之三", "share", Limit(0.03, False)),
        ("票价跌破35元", "CNY", Limit(35, False)),
        ("场次上十万", "count", Limit(1e5, True)),
    ],
)
def test_a_limit_is_read_beside_the_word_that_makes_it_one(text, unit, limit):
    assert limit_in(text, unit) == limit


@pytest.mark.parametrize("text", ["票房多少", "看过3次", "首日2351万", "超过三天"])
def test_an_amount_alone_is_no_limit(text):
    assert limit_in(text, "CNY") is None


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("卖了两千万", [2e7]),
        ("二十三个夜戏", [23.0]),
        ("40% of screens", [0.4]),
        ("150 kg", [150.0]),
        ("第九条", []),
        ("一个人", []),
        ("五星", []),
    ],
)
def test_numbers_that_are_stated_have_values(text, values):
    assert [value for _, value in stated_numbers(text)] == pytest.approx(values)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_limits(text):
    limit_in(text, "share")
    stated_numbers(text)
