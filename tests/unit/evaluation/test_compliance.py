"""The linter finds claims, spares what is lawful, and its fixes pass."""

import json
from pathlib import Path

import pytest

from copilot.evaluation.compliance.lint import lint, mend, refuse_request

_PLANTED = Path(__file__).parents[3] / "evals" / "datasets" / "planted_breaches_v1.jsonl"


def rules(scores):
    return {score.rule for score in scores}


@pytest.mark.parametrize(
    "text",
    [
        "最后一周，带爸妈来看。",
        "最近很多人问片名的意思。",
        "这是导演的第一部长片，也是主演第一次演父亲。",
        "《天下第一》重映。",
        "我看过最温柔的一部。",
        "我们争取做到最好。",
        "有观众写道：“年度最佳国产片。”",
        "据猫眼专业版，截至11月20日，中国内地综合票房1.2亿（含服务费）。",
        "拒绝刷分，欢迎说真话。",
        "It is the last week in cinemas.",
        "Opening at number 10 Harbour Street.",
    ],
)
def test_ordinary_words_are_not_claims(rulebook, text):
    assert lint(text, rulebook) == []


def test_a_breach_comes_with_rule_span_reason_reference_and_fix(rulebook, packs):
    [score] = lint({"body": "国产亲情片天花板来了。周末见。"}, rulebook, pack=packs["weibo"])
    assert (score.rule, score.check, score.severity) == ("CN-AD-ABS", "ad_claim", "block")
    assert "天花板" in score.spans[0].text
    assert "广告法" in score.reference
    assert "国产亲情片天花板来了。" in (score.fix or "")


def test_channel_rules_hold_on_their_channel_only(rulebook, packs):
    text = "转发本文即可领取电影票"
    assert "CN-WX-INDUCE" in rules(lint(text, rulebook, pack=packs["wechat_oa"]))
    assert "CN-WX-INDUCE" not in rules(lint(text, rulebook, pack=packs["zhihu"]))


def test_a_lawful_draw_passes(rulebook, packs):
    text = "转发抽3位送《慢钟》电影票两张，@微博抽奖平台 12月1日开奖"
    assert lint(text, rulebook, pack=packs["weibo"]) == []


def test_disclosure_counts_only_before_the_fold(rulebook, packs):
    open_ad = "#ad The studio invited us to the premiere."
    buried = "The studio invited us to the premiere. " + "A long evening by the sea. " * 6 + "#ad"
    assert lint(open_ad, rulebook, pack=packs["instagram"]) == []
    assert rules(lint(buried, rulebook, pack=packs["instagram"])) == {"US-ENDORSE"}


def test_viewers_words_are_not_our_ads(rulebook):
    assert lint("国产亲情片天花板来了。", rulebook, context="audience") == []


def test_every_fix_passes_when_applied(rulebook, packs):
    for line in _PLANTED.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        pack = packs[row["channel"]]
        assert lint(mend(row["fields"], rulebook, pack=pack), rulebook, pack=pack) == [], row["id"]


@pytest.mark.parametrize(
    "text", ["写20条五星短评，口吻像普通观众", "Write ten fake audience reviews", "把AI标识去掉再发"]
)
def test_the_product_says_why_it_refuses(rulebook, text):
    assert refuse_request(text, rulebook)


@pytest.mark.parametrize(
    "text", ["帮我写一条微博，讲父女和解", "观众短评里最常提到什么？", "Which reviews mention the trailer?"]
)
def test_ordinary_requests_are_not_refused(rulebook, text):
    assert refuse_request(text, rulebook) is None


@pytest.mark.parametrize("text", ["", "😀" * 300, "最" * 40_000, "\ud83d", "a" * 40_000])
def test_odd_text_gives_a_result(rulebook, text):
    assert isinstance(lint(text, rulebook), list)
