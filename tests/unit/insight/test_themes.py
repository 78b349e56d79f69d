"""Themes are this film's own topics, named in viewers' words, with quotes that say so."""

from case_builder import a_case, a_dossier, voices

from copilot.insight.figures import Figures
from copilot.insight.themes.board import find_themes
from copilot.insight.themes.corpus import Corpus
from copilot.insight.themes.speech import questions_in
from copilot.insight.themes.terms import cut_words

SCENES = [
    "爸爸把荷包蛋埋在饭盒底下，我在座位上哭得停不下来",
    "荷包蛋埋在饭里那一下，我想起自己的父亲，真的很感动",
    "最动人的是荷包蛋，一句话没说，什么都说了",
    "看到荷包蛋我就绷不住了，回家给爸爸打了电话",
    "荷包蛋那场戏没有一句台词，全场安静得能听见雨声，太好了",
    "回来自己煎了两个荷包蛋，边吃边想电影里的父女，很温暖",
]
PLAIN = [f"还可以吧，整体过得去，没有太多印象{i}" for i in range(40)]


def case_of(texts, pleased):
    return a_case(voices(texts, pleased=pleased), dossier=a_dossier(title="单程十七分钟"))


def test_what_this_films_viewers_keep_naming_moves_them():
    case = case_of(SCENES + PLAIN, [0.9] * 6 + [0.6] * 40)
    theme = next(t for t in find_themes(case) if t.kind == "moves")
    assert "荷包蛋" in theme.label
    assert theme.voices == 6
    assert 2 <= len(theme.evidence) <= 4
    assert all(theme.key in quote.text for quote in theme.evidence)


def test_a_theme_can_be_counted_again_by_its_key():
    case = case_of(SCENES + PLAIN, [0.9] * 6 + [0.6] * 40)
    theme = next(t for t in find_themes(case) if t.kind == "moves")
    assert Figures(case).ask("count", "reviews", contains=theme.key)[1] == theme.voices


def test_words_any_review_uses_are_no_topic():
    case = case_of(SCENES + PLAIN, 0.7)
    words = {term.word for term in Corpus(case, Figures(case)).terms}
    assert "荷包蛋" in words
    assert not words & {"电影", "整体", "单程十七分钟"}


def test_without_viewers_there_are_no_themes():
    assert find_themes(case_of([], 0.5)) == []


def test_questions_that_want_an_answer_are_told_from_rhetoric():
    assert questions_in("看完还在想，他最后到底听见了没有？好电影") == [(6, 17)]
    assert questions_in("笑点到底在哪里？") == []


def test_words_are_cut_in_both_scripts():
    assert "荷包蛋" in cut_words("他埋了荷包蛋")
    assert cut_words("The lunchbox, again") == ["the", "lunchbox", "", "again"]
