"""A place lies in one sentence, whose closing mark belongs to it."""

import pytest

from copilot.evaluation.compliance.sentences import Sentences


@pytest.mark.parametrize(
    ("text", "word", "sentence"),
    [
        ("上映了。票房第一！快来", "第一", "票房第一！"),
        ("上映了。票房第一！快来", "快来", "快来"),
        ("Rated 9.5 by all. Go now.", "9.5", "Rated 9.5 by all."),
        ("Rated 9.5 by all. Go now.", "now", "Go now."),
        ("一行\n二行", "二", "二行"),
    ],
)
def test_the_sentence_around_a_word(text, word, sentence):
    at = text.index(word)
    start, end = Sentences(text).around(at, at + len(word))
    assert text[start:end] == sentence


def test_a_place_over_two_sentences_stretches_over_both():
    assert Sentences("一。二。三。").around(0, 3) == (0, 4)
