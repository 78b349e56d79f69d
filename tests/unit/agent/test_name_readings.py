"""Chinese names are known again where a question writes them in Latin letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from copilot.agent.name_readings import is_reading, named_in_latin
from copilot.agent.question import read_question
from copilot.domain.film import Dossier

FILM = Dossier.model_validate(
    {
        "id": "a",
        "title": "雨夜缆车",
        "release_date": "2026-04-10",
        "credits": {"导演": ["吕鄢宁"]},
        "characters": [{"name": "罗小满", "actor": "闵一禾"}, {"name": "姜婆婆"}, {"name": "谭启明"}],
    }
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("who is luo xiaoman", "罗小满"),
        ("xiaoman luo, how old", "罗小满"),
        ("what does xiao man want", "罗小满"),
        ("who plays granny jiang", "姜婆婆"),
        ("who is old tan", "谭启明"),
        ("what did director lü yanning say".replace("ü", "u"), "吕鄢宁"),
        ("does min yihe sing", "闵一禾"),
    ],
)
def test_a_name_is_read_in_full_by_its_given_name_or_by_a_title(text, name):
    assert name in dict(named_in_latin(text, FILM))


@pytest.mark.parametrize("text", ["who is luo", "granny smith", "a human tan line", "what did the director say"])
def test_less_than_a_name_names_nobody(text):
    assert named_in_latin(text, FILM) == []


def test_a_question_takes_the_name_for_the_one_of_the_dossier():
    asked = read_question("How old is Luo Xiaoman?", FILM)
    assert asked.topic == ["罗小满"]
    assert asked.rest == []


def test_a_written_name_is_told_from_another():
    assert is_reading("luo xiaoman", "罗小满")
    assert not is_reading("luo xiaoman", "谭启明")


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_names(text):
    named_in_latin(text.casefold(), FILM)
