"""Figures: the same query gives the same value, malformed ones are refused, nothing is invented."""

from datetime import date

import pytest
from case_builder import DAY, a_case, a_dossier, measures, voices
from hypothesis import given
from hypothesis import strategies as st

from copilot.errors import InputError
from copilot.insight.figures import Figures, build_query, parse_query, read_aloud


def test_a_share_divides_by_the_reviews_its_basis_keeps():
    figures = Figures(a_case(voices(["好", "差", "好", "想看"], pleased=[0.9, 0.1, 0.8, 0.9], watched=[1, 1, 1, 0])))
    assert figures.ask("share", "reviews", watched=1, polarity="positive")[1] == pytest.approx(2 / 3)
    assert figures.ask("count", "reviews")[1] == 4


def test_cleaned_weights_count_repeats_once():
    figures = Figures(a_case(voices(["水军"] * 4, weight=[1, 0, 0, 0])))
    assert figures.ask("count", "reviews", weight="cleaned")[1] == 1


def test_contains_takes_any_of_the_words_whatever_their_case():
    figures = Figures(a_case(voices(["Great PACE", "节奏拖沓", "好"])))
    assert figures.ask("count", "reviews", contains="pace|拖沓")[1] == 2


def test_series_queries_read_takings():
    case = a_case(voices([]), measures([100, 50, 25]))
    figures = Figures(case)
    assert figures.ask("sum", "series", name="takings", from_=DAY, to=date(2024, 3, 2))[1] == 150
    assert figures.ask("change", "series", name="takings", from_=DAY, to=date(2024, 3, 3))[1] == -0.75
    assert figures.ask("value", "series", name="takings", day=date(2025, 1, 1))[1] is None


def test_what_the_data_does_not_hold_has_no_evidence():
    figures = Figures(a_case(voices([])))
    assert figures.evidence(build_query("share", "reviews", film="f", polarity="positive"), "x") is None


def test_facts_that_are_numbers_can_be_asked():
    figures = Figures(a_case(voices([]), dossier=a_dossier(facts={"minutes": 128, "place": "雾川"})))
    assert figures.ask("fact", "dossier", key="minutes")[1] == 128
    assert figures.ask("fact", "dossier", key="place")[1] is None


@pytest.mark.parametrize(
    "query",
    [
        "",
        "count/reviews",
        "count/nothing?film=f",
        "count/reviews?film=f&watched=2",
        "count/reviews?film=f&film=f",
        "count/reviews?film=f&day=2024-01-01",
        "value/series?film=f&name=takings&day=soon",
        "share/reviews?film=f&reports=anything goes",
        "count/reviews?film=other",
    ],
)
def test_malformed_and_foreign_queries_are_refused(query):
    with pytest.raises(InputError):
        Figures(a_case(voices(["好"]))).value(query)


@given(st.text(min_size=1, max_size=20).filter(lambda t: t.strip() and not any(0xD800 <= ord(c) < 0xE000 for c in t)))
def test_a_built_query_is_read_back_as_it_was_meant(words):
    query = build_query("count", "reviews", film="f", contains=words, watched=True)
    assert parse_query(query).filters == {"film": "f", "contains": words, "watched": "1"}
    assert query == build_query("count", "reviews", watched=1, contains=words, film="f")


@given(st.text(max_size=60))
def test_no_text_breaks_the_parser_otherwise(text):
    with pytest.raises(InputError) as refused:
        parse_query(f"{text}?")
    assert refused.value.todo


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (0.634, "share", "63%", "63%"),
        (0.014, "share", "1.4%", "1.4%"),
        (-0.35, "change", "下降 35%", "down 35%"),
        (123_456_789, "CNY", "1.23亿元", "CNY 123 million"),
        (12_345_678, "USD", "1,235万美元", "$12.3 million"),
        (23739, "count", "23,739", "23,739"),
        (0.126, "points", "13 个百分点", "13 points"),
    ],
)
def test_numbers_are_read_aloud_in_both_languages(value, unit, zh, en):
    assert (read_aloud(value, unit, "zh"), read_aloud(value, unit, "en")) == (zh, en)
