from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from copilot.retrieval.names import Names, bare
from copilot.retrieval.sentences import cut, sentences
from copilot.retrieval.text import fold, stem, tokens


def test_folding_unites_scripts_widths_and_case():
    assert fold("電影ＡＢＣ") == fold("电影abc")
    assert fold("a\x00b\ud800c") == "abc"


def test_han_text_gives_bigrams_and_long_words():
    found = tokens(fold("奥斯卡金像奖"))
    assert "奥斯" in found
    assert "金像" in found
    assert any(len(token) >= 3 for token in found)


def test_english_words_are_stemmed_and_numbers_whole():
    assert tokens("films and 1,234 cities") == ["film", "and", "1234", "city"]
    assert stem("dress") == "dress"


@given(st.text(max_size=200))
def test_any_text_can_be_folded_cut_into_tokens_and_pieces(text):
    assert isinstance(tokens(fold(text)), list)
    assert all(len(piece) <= 50 for piece in cut(text, longest=50))


@given(st.text(alphabet="雨夜缆车，。！？ab. \n", max_size=300))
def test_cutting_loses_nothing_but_blank_space(text):
    assert "".join("".join(cut(text, longest=40)).split()) == "".join(text.split())


def test_pieces_end_where_sentences_end():
    assert cut("第一句话。第二句话！第三句", longest=12) == ["第一句话。第二句话！", "第三句"]
    assert sentences("He ran. She stayed.") == ["He ran.", "She stayed."]


def test_a_long_sentence_is_cut_at_commas():
    assert cut("一二三四五，六七八九十，十一", longest=6) == ["一二三四五，", "六七八九十，", "十一"]


def test_names_are_found_longest_first():
    names = Names(["指环王", "指环王：双塔奇兵"])
    assert names.mentions(fold("看过指环王：双塔奇兵吗")) == {1: 1.0}


def test_a_bracketed_note_is_no_part_of_a_name():
    assert bare("海豚湾（美国2009年纪录片）") == "海豚湾"
    names = Names(["海豚湾（美国2009年纪录片）"])
    assert names.number("《海豚湾》") == 0
    assert names.mentions(fold("你知道海豚湾吗")) == {0: 1.0}


def test_a_surname_means_the_person_less_surely():
    names = Names(["尼克·卡索维茨"])
    assert names.mentions(fold("卡索维茨导演的")) == {0: 0.6}
    assert names.mentions(fold("尼克卡索维茨")) == {0: 1.0}


def test_a_latin_name_must_stand_alone():
    assert Names(["Ann"]).mentions("hannah saw ann-marie and ann") == {0: 1.0}
    assert Names(["Ann"]).mentions("hannah") == {}
