"""What a question takes for granted of a post is held against the campaign's records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from copilot.agent.answer_premise_posts import POST_CHECKS, post_day
from copilot.agent.at_hand import AtHand
from copilot.agent.question import read_question
from copilot.domain.film import Dossier
from copilot.domain.imported import Post
from copilot.insight.case import Case
from copilot.insight.figures import Figures
from copilot.insight.voices import Voices

FILM = Dossier.model_validate({"id": "a", "title": "雨夜缆车", "release_date": "2026-04-10"})


def post(number: int, channel: str, title: str, day: int, **results: float) -> Post:
    at = date(2026, 4, day)
    name = f"po-{number}"
    return Post(
        id=name, film="a", file="fi", row=number, channel=channel, title=title, day=at, note="备注。", results=results
    )


POSTS = [
    post(1, "douyin", "卫师傅练了两个月的手", 22, plays=900, likes=90),
    post(2, "weibo", "转发抽海报送签名", 11, plays=5000, likes=8),
    post(3, "bilibili", "一镜到底是怎么过的", 18, plays=700, likes=40),
]


@pytest.fixture
def at_hand() -> AtHand:
    empty = np.zeros(0)
    shape = dict.fromkeys(Voices.__dataclass_fields__, empty)
    voices = replace(Voices(**shape), ids=[], texts=[], platforms=[], authors=[])
    case = Case(dossier=FILM, voices=voices, measures=[], assets=[], posts=POSTS, as_of=date(2026, 4, 30))
    return AtHand(case, [], None, Figures(case))


def doubted(text: str, at_hand: AtHand):
    asked = read_question(text, FILM, date(2026, 4, 30))
    replies = (check(asked, at_hand) for check in (post_day, *POST_CHECKS))
    return next((reply for reply in replies if reply is not None), None)


@pytest.mark.parametrize(
    "text",
    [
        "转发抽海报送签名那条为什么点赞最高",
        "那条播放破百万的抖音是怎么火的",
        "B站的转发抽海报送签名那条效果怎么样",
        "卫师傅练了两个月的手那条是4月12日发的吧",
    ],
)
def test_what_the_records_contradict_is_denied_with_what_they_hold(text, at_hand):
    reply = doubted(text, at_hand)
    assert reply is not None
    assert reply.abstained
    assert reply.claims


@pytest.mark.parametrize(
    "text",
    [
        "卫师傅练了两个月的手那条为什么点赞最高",
        "转发抽海报送签名那条播放多少",
        "微博的转发抽海报送签名那条效果怎么样",
        "卫师傅练了两个月的手那条是4月22日发的吧",
    ],
)
def test_what_the_records_bear_out_goes_on(text, at_hand):
    assert doubted(text, at_hand) is None
