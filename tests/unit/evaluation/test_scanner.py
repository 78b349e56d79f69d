"""Words are found wherever they stand, Latin ones only where they begin a word, and every place is a true one."""

from hypothesis import given
from hypothesis import strategies as st

from copilot.evaluation.compliance.scanner import Scanner, lowered


def test_every_place_of_every_word_is_found():
    found = Scanner(["最", "最好", "好看", "review"]).places("最好看，最好的reviews")
    assert found == {"最": [(0, 1), (4, 5)], "最好": [(0, 2), (4, 6)], "好看": [(1, 3)], "review": [(7, 13)]}


def test_latin_words_begin_a_word():
    assert Scanner(["art"]).places("part one, art") == {"art": [(10, 13)]}
    assert list(Scanner(["art"]).words("part")) == ["art"]


@given(st.lists(st.text(alphabet="最好a看b ", max_size=4), max_size=6), st.text(alphabet="最好a看b ", max_size=20))
def test_a_word_is_found_exactly_when_it_stands_in_the_text(words, text):
    assert sorted(Scanner(words).words(text)) == sorted({word for word in words if word and word in text})


@given(st.text())
def test_lower_case_keeps_every_place(text):
    assert len(lowered(text)) == len(text)
