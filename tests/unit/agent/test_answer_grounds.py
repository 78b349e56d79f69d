"""What is private to persons is left alone, and facts of others are not passed off as the film's."""

from __future__ import annotations

import pytest

from copilot.agent.answer_grounds import outside
from copilot.agent.question import read_question
from copilot.domain.film import Dossier

FILM = Dossier.model_validate(
    {"id": "a", "title": "雨夜缆车", "release_date": "2026-04-10", "market": "CN", "synopsis": "一对父女。"}
)


@pytest.mark.parametrize(
    "asked", ["主演手机号有吗", "那个写差评的用户微信多少", "what's the director's phone number", "女性观众占多少"]
)
def test_what_is_private_or_split_by_persons_is_not_answered(asked: str) -> None:
    reply = outside(read_question(asked, FILM))
    assert reply is not None
    assert reply.abstained


@pytest.mark.parametrize("asked", ["导演叫什么名字", "观众怎么评价演员的表演", "who is the director"])
def test_what_the_folder_may_hold_goes_on(asked: str) -> None:
    assert outside(read_question(asked, FILM)) is None
