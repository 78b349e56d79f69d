"""Text is measured the way each channel counts it."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from copilot.domain.channel import CountRule
from copilot.errors import InputError
from copilot.evaluation.measure import count_messages, measure, measure_field
from copilot.shipped import folder

_COUNTING = yaml.safe_load((folder("knowledge") / "channels" / "counting.yaml").read_text(encoding="utf-8"))
_VECTORS = [(rule, text, length) for rule, entry in _COUNTING.items() for text, length in entry["vectors"].items()]


@pytest.mark.parametrize(("rule", "text", "length"), _VECTORS)
def test_each_rule_gives_its_known_lengths(rule, text, length):
    assert measure(rule, text) == length


def test_every_rule_has_a_source_and_known_lengths():
    assert set(_COUNTING) == set(CountRule.__args__)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("a" * 280, 280),
        ("字" * 140, 280),
        ("see example.com/path now", 4 + 23 + 4),
        ("👩🏽‍🚀", 2),
        ("🇨🇳", 2),
        ("cafe\u0301", 4),
        ("https://twitter.com 中", 26),
        ("e.g. this", 9),
    ],
)
def test_x_weighs_text_as_twitter_text_does(text, length):
    assert measure("twitter_weighted", text) == length


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00"), max_size=60))
def test_the_quick_way_of_weighing_agrees_with_the_official_parser(text):
    import unicodedata

    from twitter_text import parse_tweet

    assert measure("twitter_weighted", text) == parse_tweet(unicodedata.normalize("NFC", text)).weightedLength


@pytest.mark.parametrize(("size", "messages"), [(0, 0), (68, 1), (70, 1), (71, 2), (134, 2), (135, 3)])
def test_chinese_messages_split_at_70_and_67(size, messages):
    assert count_messages("sms_cn", "字" * size) == messages


@pytest.mark.parametrize(("text", "messages"), [("a" * 160, 1), ("a" * 161, 2), ("字" * 70, 1), ("字" * 71, 2)])
def test_messages_abroad_depend_on_the_alphabet(text, messages):
    assert count_messages("sms_intl", text) == messages


@pytest.mark.parametrize("rule", CountRule.__args__)
def test_lone_surrogates_are_counted_not_raised(rule):
    assert measure(rule, "a\ud83d") >= 1


def test_a_field_is_known_by_its_alias_and_reports_both_limits(packs):
    measured = measure_field(packs["youtube"], "body", "海" * 1667)
    assert (measured.field, measured.current, measured.max, measured.unit) == ("description", 5001, 5000, "bytes")
    assert not measured.ok


def test_a_short_title_under_the_minimum_is_not_ok(packs):
    assert not measure_field(packs["wechat_channels"], "short_title", "慢钟").ok


def test_an_unknown_field_names_the_known_ones(packs):
    with pytest.raises(InputError, match="title, body"):
        measure_field(packs["douyin"], "footer", "text")
