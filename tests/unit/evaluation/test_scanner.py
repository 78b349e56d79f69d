"""Words are found wherever they stand, marked ones only where they begin a word, and every place is a true one."""

from hypothesis import given
from hypothesis import strategies as st

from copilot.evaluation.compliance.scanner import Scanner, lowered, word_start


def test_every_place_of_every_word_is_found():
    found = Scanner(["最", "最好", "好看", word_start("review")]).places("最好看，最好的reviews")
    assert found == {
        "最": [(0, 1), (4, 5)],
        "最好": [(0, 2), (4, 6)],
        "好看": [(1, 3)],
        word_start("review"): [(7, 13)],
    }


def test_marked_words_begin_a_word():
    assert Scanner([word_start("art")]).places("part one, art") == {word_start("art"): [(10, 13)]}
    assert Scanner(["art", word_start("art")]).places("part") == {"art": [(1, 4)]}


def test_lone_surrogates_hide_no_word():
    assert Scanner(["最好"]).places("\ud800最好") == {"最好": [(1, 3)]}


@given(st.lists(st.text(alphabet="最好a看b ", max_size=4), max_size=6), st.text(alphabet="最好a看b ", max_size=20))
def test_a_word_is_found_exactly_when_it_stands_in_the_text(words, text):
    assert set(Scanner(words).places(text)) == {word for word in words if word and word in text}


@given(st.text())
def test_lower_case_keeps_every_place(text):
    assert len(lowered(text)) == len(text)
