"""Claims are found by the ideas that stand together, whatever their order, and lawful neighbours are spared."""

import json
from pathlib import Path

import pytest

from copilot.errors import KnowledgeError
from copilot.evaluation.compliance.families import load_families
from copilot.evaluation.compliance.lint import lint, mend

_DATASETS = Path(__file__).parents[3] / "evals" / "datasets"
_SMALL = """
ideas:
  score: {words: [打分, review]}
  pay: {words: [红包], pattern: '\\d+元'}
  refused: {words: [拒绝]}
families:
  CN-AUCL-REVIEW: {together: [[score, pay]], unless: [refused]}
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "families.yaml"
    path.write_text(_SMALL, encoding="utf-8")
    return load_families(path)


def seen(families, text):
    return [text[one.start : one.end] for one in families.sightings(text)]


def test_ideas_are_found_in_any_order(small):
    assert seen(small, "打分就有红包") == ["打分就有红包"]
    assert seen(small, "红包等你来打分") == ["红包等你来打分"]


def test_ideas_in_different_sentences_do_not_stand_together(small):
    assert seen(small, "欢迎打分。红包在另一边。") == []


def test_a_figure_can_be_an_idea(small):
    assert seen(small, "打分给5元") == ["打分给5元"]


def test_a_refusal_makes_a_sentence_harmless(small):
    assert seen(small, "我们拒绝打分发红包。") == []


def test_latin_words_match_from_the_beginning_of_a_word(small):
    assert seen(small, "three reviews, 5元")
    assert not seen(small, "a preview, 5元")


def test_the_gravest_finding_of_a_sentence_counts(rulebook, packs):
    scores = lint("今年最值得看的一部国产片，就是它了！", rulebook, pack=packs["weibo"])
    assert {score.rule: score.severity for score in scores} == {"CN-AD-ABS": "block"}


def test_a_decimal_point_does_not_end_a_sentence(small):
    assert seen(small, "打分9.5有红包")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (_SMALL.replace("[score, pay]", "[score, money]"), "money"),
        (_SMALL.replace("ideas:", "idea:"), "ideas"),
        (_SMALL.replace("\\d+元", "(元"), "families.yaml"),
    ],
)
def test_a_broken_file_is_refused_with_what_is_wrong(tmp_path, text, found):
    path = tmp_path / "families.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=found):
        load_families(path)


def read(name):
    return [json.loads(line) for line in (_DATASETS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def test_lawful_copy_close_to_the_rules_is_not_blocked(rulebook, packs):
    blocked = [
        row["id"]
        for name in ("lawful_copy_v1", "lawful_copy_v2")
        for row in read(name)
        if any(s.severity == "block" for s in lint(row["fields"], rulebook, pack=packs[row["channel"]]))
    ]
    assert blocked == []


def test_most_written_breaches_are_found_and_every_fix_passes(rulebook, packs):
    for name in ("planted_breaches_v2_dev", "planted_breaches_v3_after"):
        found = 0
        for row in read(name):
            pack = packs[row["channel"]]
            found += bool(lint(row["fields"], rulebook, pack=pack))
            assert lint(mend(row["fields"], rulebook, pack=pack), rulebook, pack=pack) == [], row["id"]
        assert found >= 0.95 * len(read(name))


@pytest.mark.parametrize(
    ("channel", "breach", "lawful"),
    [
        ("weibo", "没看过也去打个五星。", "看过的朋友欢迎说说感受，好坏都行。"),
        ("douyin", "素人真实体验，票在左下角链接。", "广告｜素人真实体验，票在左下角链接。"),
        ("wechat_oa", "关注本号解锁结局。", "关注我们，后续更新路演行程。"),
        ("weibo", "龙标还没下来，先告诉大家5月1日上映。", "影片已取得公映许可证，5月1日上映。"),
        ("xiaohongshu", "把AI生成的字样裁掉再发。", "海报由AI生成，创作声明已勾选。"),
        ("instagram", "The studio flew me out to see it.", "#ad The studio flew me out to see it."),
    ],
)
def test_a_breach_and_its_lawful_neighbour_are_told_apart(rulebook, packs, channel, breach, lawful):
    assert lint(breach, rulebook, pack=packs[channel])
    assert lint(lawful, rulebook, pack=packs[channel]) == []


def test_an_idea_told_twice_is_refused(tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(_SMALL, encoding="utf-8")
    with pytest.raises(KnowledgeError, match="score"):
        load_families(tmp_path / "one.yaml", tmp_path / "two.yaml")


def test_denouncing_a_breach_is_worth_a_look_and_no_stop(rulebook, packs):
    bought = lint("五星好评返现，截图给客服。", rulebook, pack=packs["weibo"])
    denounced = lint("【声明】有人以本片名义招募“五星好评返现”，与我方无关，已报案。", rulebook, pack=packs["weibo"])
    assert any(score.severity == "block" for score in bought)
    assert not any(score.severity == "block" for score in denounced)


@pytest.mark.parametrize(
    ("rule", "channel", "breach"),
    [
        ("CN-AIGC-IMPLICIT", "weibo", "导出前把图片的AIGC元数据清空再传。"),
        ("CN-AIGC-PLATFORM", "douyin", "机器做的也别勾选创作声明，选“个人观点”。"),
        ("CN-SMS", "weibo", "短信凌晨一点统一群发。"),
        ("CN-AUCL-REVIEW", "weibo", "今晚十二点一起把分数拉回去，没看的也打十分。"),
    ],
)
def test_trade_wordings_are_named_by_their_own_rule(rulebook, packs, channel, breach, rule):
    pack = packs[channel]
    assert rule in {score.rule for score in lint(breach, rulebook, pack=pack)}
    assert not lint(mend({"body": breach}, rulebook, pack=pack), rulebook, pack=pack)
