"""Every number a piece claims rests on the dossier, on its evidence or on the data; ways of speaking need no proof."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from copilot.domain.evidence import figure, quote
from copilot.errors import InputError
from copilot.evaluation.checks.number import check_number, numbers
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.item import Item
from copilot.evaluation.said_numbers import is_tied, said_numbers

POSITIVE = "share/reviews?film=tide&watched=1&polarity=positive"


class Data:
    """Figures by query; what is not there is not known, and a query of another film is none."""

    def __init__(self, **known: float) -> None:
        self.known = {f"{key.replace('__', '/')}?film=tide": value for key, value in known.items()} | {POSITIVE: 0.618}

    def value(self, query: str) -> float | None:
        if "film=tide" not in query:
            raise InputError("reading a figure", f"{query!r} is no query", "Write one.")
        return self.known.get(query)


def unproven(context: EvaluationContext, body: str, *evidence: object, targets: tuple[float, ...] = ()) -> list[str]:
    item = Item("a", "draft", "weibo", "zh", {"body": body}, evidence=tuple(evidence), targets=targets)  # type: ignore[arg-type]
    return [span.text for span in check_number(item, context).spans]


def claimed(text: str) -> list[float]:
    return [value for *_, value, is_claim in numbers(text) if is_claim]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("累计票房1.2亿元", [1.2e8]),
        ("35万人看过", [350_000]),
        ("12,500 reviews", [12_500]),
        ("62.5%的观众", [0.625]),
        ("$3 million on Friday", [3e6]),
        ("豆瓣7.9分", [7.9]),
    ],
)
def test_scale_and_unit_make_the_value(text: str, values: list[float]) -> None:
    assert claimed(text) == pytest.approx(values)


@pytest.mark.parametrize(
    "text",
    [
        "11月6日 19:30 见", "2026年暑期档", "3D 与 IMAX 同步", "第3天", "1. 先看预告", "S01E02", "24小时", "00:03",
        "Nov 6, 2026", "https://example.com/2026/11", "1/3", "90s", "看了3次", "5 people in a lift",
    ],
)  # fmt: skip
def test_dates_clocks_running_numbers_and_small_counts_claim_nothing(text: str) -> None:
    assert claimed(text) == []


@pytest.mark.parametrize("text", ["八成观众落泪", "百分之九十的人", "三分之二", "two thirds of viewers", "三亿票房"])
def test_shares_in_words_claim_something_nobody_can_compute(text: str) -> None:
    assert any(math.isnan(value) for value in claimed(text))


def test_a_number_may_rest_on_the_dossier_a_quote_a_figure_or_a_target(context: EvaluationContext) -> None:
    assert unproven(context, "112分钟里只有38封信。") == ["38"]
    assert unproven(context, "他写了38封信。", quote("rv-1", "我数了，38封", 0, 7)) == []
    assert unproven(context, "62%的人说到和解。", figure("tide", POSITIVE, 0.618, "61.8%")) == []
    assert unproven(context, "目标是5000条评论。", targets=(5000,)) == []


def test_a_number_may_rest_on_what_the_data_says_today(context: EvaluationContext) -> None:
    known = replace(context, figures=Data(count__reviews=468))
    assert unproven(known, "468条评论里，62%是好评。") == []
    assert unproven(known, "480条评论里，65%是好评。") == ["480条", "65%"]


def test_rounding_is_that_of_a_sentence(context: EvaluationContext) -> None:
    known = replace(context, figures=Data())
    assert unproven(known, "61.8%的观众") == []
    assert unproven(known, "62%的观众") == []
    assert unproven(known, "63%的观众") == ["63%"]


def test_a_figure_that_no_longer_holds_or_cannot_be_read_is_told(context: EvaluationContext) -> None:
    known = replace(context, figures=Data())
    stale = Item("a", "draft", "weibo", "zh", {"body": "和解"}, evidence=(figure("tide", POSITIVE, 0.7, "70%"),))
    alien = Item(
        "a", "draft", "weibo", "zh", {"body": "和解"}, evidence=(figure("ebb", "share/reviews?film=ebb", 0.7, "70%"),)
    )
    assert not check_number(stale, known).passed
    assert not check_number(alien, known).passed
    assert check_number(stale, context).passed  # without data nothing can be said against it


def test_said_numbers_are_tied_by_value_in_whatever_writing() -> None:
    (said,) = said_numbers("票房1.2亿")
    assert is_tied(said, ["累计120,000,000元"], [])
    assert is_tied(said, [], [1.23e8])
    assert not is_tied(said, ["累计1.3亿"], [1.4e8])
    (in_words,) = said_numbers("百分之六十的人")
    assert is_tied(in_words, ["她说百分之六十"], [])
    assert not is_tied(in_words, ["60%"], [0.6])
