from __future__ import annotations

from datetime import date

import pytest

from copilot.agent.question import read_question
from copilot.domain.film import Dossier

DOSSIER = Dossier.model_validate(
    {
        "id": "a",
        "title": "单程十七分钟",
        "release_date": date(2026, 4, 10),
        "credits": {"导演": ["邬海宁"]},
        "characters": [{"name": "罗守成", "actor": "卫长庚"}],
    }
)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("我们该怎么办？", "plan"),
        ("哪些承诺没有兑现？", "ledger"),
        ("观众怎么评价节奏？", "opinion"),
        ("有多少条评论提到预告？", "count"),
        ("What should we do next?", "plan"),
        ("What do viewers say about the pacing?", "opinion"),
        ("导演是谁？", ""),
    ],
)
def test_intents_are_told_by_words_in_both_languages(text, intent):
    assert read_question(text, DOSSIER).intent == intent


def test_people_of_the_film_are_its_topic():
    assert read_question("观众怎么说罗守成？", DOSSIER).topic == ["罗守成"]


def test_other_titles_are_strange():
    assert read_question("《流浪地球》的导演是谁？", DOSSIER).strange[0] == "流浪地球"
    assert "单程十七分钟" not in read_question("《单程十七分钟》的导演是谁？", DOSSIER).strange


def test_a_day_without_year_is_near_the_release():
    assert read_question("4月12日票房是多少？", DOSSIER).windows[0].first == date(2026, 4, 12)
    assert read_question("13月45日票房是多少？", DOSSIER).windows == []


def test_filters_are_read():
    asked = read_question("看过的人里差评有多少条？", DOSSIER)
    assert (asked.watched, asked.polarity) == (True, "negative")


@pytest.mark.parametrize("text", ["", "😀", "\x00", "？？？", "a" * 5000])
def test_hostile_questions_are_read_without_failing(text):
    assert read_question(text, DOSSIER).intent == ""
