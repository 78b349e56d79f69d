"""Themes are this film's own topics, named in viewers' words, with quotes that say so."""

import numpy as np
import pytest
from case_builder import a_case, a_dossier, voices

from copilot.insight.figures import Figures
from copilot.insight.themes.board import find_themes
from copilot.insight.themes.corpus import Corpus
from copilot.insight.themes.phrases import judgements_in, phrases_in, written
from copilot.insight.themes.requests import requests_in
from copilot.insight.themes.terms import clauses_of, cut_words, load_lexis

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


def scenes():
    return case_of(SCENES + PLAIN, [0.9] * 6 + [0.6] * 40)


def phrases(text):
    return [written(run) for clause in clauses_of(text) for run in phrases_in(clause, load_lexis())]


def judged(text, *things):
    found = [judgements_in(clause, frozenset(things), load_lexis()) for clause in clauses_of(text)]
    return [said for clause in found for _, said in clause]


def test_what_this_films_viewers_keep_naming_moves_them():
    theme = next(t for t in find_themes(scenes()) if t.kind == "moves")
    assert "荷包蛋" in theme.label
    assert theme.voices == 6
    assert 2 <= len(theme.evidence) <= 4
    assert all(theme.key in quote.text for quote in theme.evidence)


def test_a_theme_can_be_counted_again_by_its_key():
    case = scenes()
    theme = next(t for t in find_themes(case) if t.kind == "moves")
    assert Figures(case).ask("count", "reviews", contains=theme.key)[1] == theme.voices


def test_words_any_review_uses_are_no_topic():
    case = case_of(SCENES + PLAIN, 0.7)
    words = {term.word for term in Corpus(case, Figures(case)).terms}
    assert "荷包蛋" in words
    assert not words & {"电影", "整体", "单程十七分钟", "爸爸", "我爸"}


def test_another_films_title_is_no_topic():
    case = case_of([f"比《雪国列车》差远了{i}" for i in range(6)] + PLAIN, 0.7)
    assert not [term for term in Corpus(case, Figures(case)).terms if "列车" in term.word]


def test_half_of_a_longer_word_is_no_topic():
    case = case_of([f"全靠一惊一乍吓人{i}" for i in range(6)] + PLAIN, 0.3)
    assert "一惊" not in {term.word for term in Corpus(case, Figures(case)).terms}


def test_names_keep_their_capitals():
    ends = ("return to form", "know violence", "never blink", "trust silence", "love Texas")
    texts = [f"This time the Coen brothers {end}." for end in ends]
    case = case_of(texts + [f"An ordinary evening out, number {i}" for i in range(40)], 0.8)
    corpus = Corpus(case, Figures(case))
    assert "Coen brothers" in [corpus.spelled(term) for term in corpus.terms]


def test_a_phrase_names_a_thing_or_an_act_and_ends_whole():
    assert "敲三下" in phrases("敲三下那一刻")
    assert not [p for p in phrases("我觉得他们很好") if p.startswith(("我", "他们"))]


@pytest.mark.parametrize(
    ("text", "thing", "said"),
    [
        ("节奏太慢了", "节奏", "节奏太慢"),
        ("毫无逻辑", "逻辑", "毫无逻辑"),
        ("剧情有点拖沓", "剧情", "剧情有点拖沓"),
        ("强行煽情", "煽情", "强行煽情"),
    ],
)
def test_a_complaint_is_a_thing_and_what_is_said_of_it(text, thing, said):
    assert judged(text, thing) == [said]


def test_words_that_only_stand_near_a_thing_are_not_said_of_it():
    assert judged("导演却毫无办法", "导演") == []


def test_a_complaint_about_an_aspect_is_named_in_viewers_words():
    rest = ("看得想睡", "等了一小时", "很无聊", "中途离场两次", "后面直接快进", "两小时像四小时", "毫无意思", "犯困")
    slow = [f"节奏太慢，{one}" for one in rest]
    own = voices(slow + PLAIN, pleased=[0.1] * 8 + [0.6] * 40)
    own.aspects[:8, 2] = -0.8
    theme = next(t for t in find_themes(a_case(own)) if t.kind == "complains")
    assert (theme.key, theme.label, theme.voices) == ("pace", "节奏太慢", 8)
    assert all(own.p_positive[own.ids.index(quote.source)] < 0.45 for quote in theme.evidence)


def test_requests_are_grouped_by_what_is_asked_with_all_their_voices():
    texts = ["求结局解析", "有没有大佬解读一下", "结尾到底什么意思？", "想看幕后花絮", "解读得很好的一部电影"]
    case = case_of(texts, 0.6)
    found = requests_in(case, "asks", among=np.ones(len(texts), bool))
    assert [(r.name, r.voices) for r in found] == [("explanation", 3.0)]
    assert found[0].label in "".join(texts)


def test_what_is_denied_is_not_passed_on():
    texts = ["不会二刷", "不想二刷", "没有必要二刷的，但二刷了"]
    assert requests_in(case_of(texts, 0.6), "shares", among=np.ones(3, bool)) == []


def test_without_viewers_there_are_no_themes():
    assert find_themes(case_of([], 0.5)) == []


def test_words_are_cut_in_both_scripts():
    assert "荷包蛋" in cut_words("他埋了荷包蛋")
    assert cut_words("The lunchbox, again") == ["the", "lunchbox", "", "again"]
