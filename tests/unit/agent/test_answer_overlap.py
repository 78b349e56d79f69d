"""The last reader tells what shares most with a question, and only where that is likely to answer it."""

from __future__ import annotations

import pytest

from copilot.agent.answer_overlap import NAMES, likelihood, pieces_of
from copilot.agent.question import read_question
from copilot.domain.film import Dossier

FILM = Dossier.model_validate({"id": "a", "title": "雨夜缆车", "release_date": "2026-04-10"})


def pieces(text: str) -> list[tuple[str, ...]]:
    return list(pieces_of(read_question(text, FILM)))


def test_a_chinese_question_is_cut_into_pairs_and_characters_that_do_not_only_ask():
    found = pieces("刷了几层漆")
    assert ("漆",) in found
    assert ("几",) not in found


def test_an_english_question_brings_chinese_words_along():
    assert any("纱布" in piece for piece in pieces("when did the bandage come off"))


@pytest.mark.parametrize(("feature", "raises"), [("shared", True), ("unheld", False), ("series", False)])
def test_what_is_shared_speaks_for_an_answer_and_unheld_data_against(feature, raises):
    plain = [0.3] * len(NAMES)
    more = [0.9 if name == feature else 0.3 for name in NAMES]
    assert (likelihood(more) > likelihood(plain)) is raises
