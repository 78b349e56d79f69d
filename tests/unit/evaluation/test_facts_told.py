"""What a piece tells of the film is held against its dossier: credits, days, length, origin, places and honours."""

from __future__ import annotations

from datetime import date

import pytest

from copilot.evaluation.checks.fact import check_fact
from copilot.evaluation.checks.names import finder
from copilot.evaluation.context import EvaluationContext
from copilot.evaluation.dates import dates, release_dates
from copilot.evaluation.item import Item


def wrong(context: EvaluationContext, body: str, language: str = "zh") -> list[str]:
    item = Item("a", "text", "weibo", language, {"body": body})  # type: ignore[arg-type]
    return [span.text for span in check_fact(item, context).spans]


def credits_in(context: EvaluationContext, text: str) -> set[tuple[str, str, str]]:
    return {(one.role, one.person, one.character) for one in finder(context).find(text)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("由沈若溪执导", {("director", "沈若溪", "")}),
        ("周启明、许知遥领衔主演", {("cast", "周启明", ""), ("cast", "许知遥", "")}),
        ("周启明饰演陈海生，寡言的修表匠", {("cast", "周启明", "陈海生")}),
        ("Directed by Anna Lindqvist", {("director", "Anna Lindqvist", "")}),
        ("Starring Mara Voss and Eli Park", {("cast", "Mara Voss", ""), ("cast", "Eli Park", "")}),
        ("score by Jonas Weil", {("composer", "Jonas Weil", "")}),
        ("导演组连夜开会", set()),
    ],
)
def test_credits_are_read_with_role_person_and_character(
    context: EvaluationContext, text: str, found: set[tuple[str, str, str]]
) -> None:
    assert credits_in(context, text) == found


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("11月6日全国上映", [(None, 11, 6)]),
        ("2026年11月6日定档", [(2026, 11, 6)]),
        ("opens Nov. 6, 2026", [(2026, 11, 6)]),
        ("6th of November in cinemas", [(None, 11, 6)]),
        ("11.6 影院见", [(None, 11, 6)]),
        ("13月40日上映", []),
    ],
)
def test_days_are_read_in_every_writing(text: str, days: list[tuple[int | None, int, int]]) -> None:
    assert [(one.year, one.month, one.day) for one in release_dates(text)] == days


@pytest.mark.parametrize("text", ["11月3日点映", "11月1日预售开启", "preview on Nov 3", "路演11月5日到成都，首映"])
def test_a_day_of_another_event_is_not_the_release(text: str) -> None:
    assert list(dates(text))
    assert list(release_dates(text)) == []


def test_a_day_without_its_year_matches_any_year() -> None:
    (stated,) = dates("11月6日")
    assert stated.matches(date(2026, 11, 6))
    assert stated.matches(date(2025, 11, 6))
    assert not stated.matches(date(2026, 11, 7))


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("11月9日上映", ["11月9日"]),
        ("片长130分钟", ["片长130分钟"]),
        ("根据真实事件改编", ["根据真实事件"]),
        ("实景拍摄于厦门鼓浪屿", ["厦门鼓浪屿"]),
        ("荣获金鸡奖最佳影片", ["荣获金鸡奖"]),
        ("入围戛纳电影节", ["入围戛纳电影节"]),
    ],
)
def test_what_the_dossier_denies_or_does_not_know_is_named(
    context: EvaluationContext, body: str, found: list[str]
) -> None:
    assert [span[: len(one)] for span, one in zip(wrong(context, body), found, strict=True)] == found


@pytest.mark.parametrize(
    "body",
    ["11月6日上映", "片长112分钟", "取景于舟山嵊泗", "并未获奖，也不靠获奖说话", "这不是真人真事", "没有入围任何奖项"],
)
def test_what_it_holds_or_what_is_denied_is_left_alone(context: EvaluationContext, body: str) -> None:
    assert wrong(context, body) == []


def test_english_copy_is_held_to_the_same_facts(context: EvaluationContext) -> None:
    assert wrong(context, "A 130-minute film", "en")
    assert wrong(context, "The Oscar-winning drama", "en")
    assert wrong(context, "Based on a true story", "en")
    assert wrong(context, "In cinemas November 6", "en") == []
