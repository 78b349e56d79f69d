"""Which daily series a question asks for, also where it names one only in part."""

from __future__ import annotations

import pytest

from copilot.agent.question_numbers import amount_in
from copilot.agent.question_series import series_in


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("4月9号那天新增多少想看", ["wants"]),
        ("想看增量峰值出现在几号", ["wants"]),
        ("when were wants the highest", ["wants"]),
        ("话题热度哪天到顶", ["topic_reads", "topic_plays"]),
        ("抖音那边话题热度最低是哪一天", ["topic_plays"]),
        ("微博上话题的阅读还剩多少", ["topic_reads"]),
    ],
)
def test_attention_is_read_from_parts_of_its_name(text: str, names: list[str]) -> None:
    assert series_in(text, dated=False)[0] == names


@pytest.mark.parametrize("text", ["b站话题播放多少", "观众想看什么花絮", "话题标签都有哪几个", "超话有多少人"])
def test_what_only_sounds_like_attention_names_no_series(text: str) -> None:
    assert series_in(text, dated=False)[0] == []


@pytest.mark.parametrize(("text", "amount"), [("破百万", 1e6), ("五百万播放", 5e6), ("三千万", 3e7), ("破亿", 1e8)])
def test_amounts_are_read_in_words(text: str, amount: float) -> None:
    assert amount_in(text) == amount
