"""Scripts name cleared assets only; scores quoted in the opening week are fresh; the gate lets nothing blocked pass."""

from dataclasses import replace

import pytest

from copilot.domain.draft import Score, Verdict
from copilot.evaluation.checks.score_age import stale_scores
from copilot.evaluation.gate import may_submit
from copilot.evaluation.item import from_row
from copilot.evaluation.judge import judge


def scripted(**shot):
    shots = [{"no": 1, "tc_in": "00:00", "tc_out": "00:03", "visual": "修表的手", **shot}]
    return {"id": "a", "channel": "douyin", "fields": {"body": "有些和解要慢慢说。"}, "script": shots}


@pytest.mark.parametrize("refused", [{"rights_ok": False}, {"rights": "restricted", "asset": "正片"}])
def test_an_asset_that_is_not_cleared_blocks_the_script(context, refused):
    [score] = [s for s in judge(scripted(asset_ref="正片 00:12", **refused), context).scores if s.check == "rights"]
    assert (score.rule, score.severity, score.passed) == ("CN-CLIP", "block", False)
    assert "第 1 镜" in score.reason
    assert score.reference


@pytest.mark.parametrize("silent", [{}, {"rights_ok": "yes"}, {"rights": "not_stated"}])
def test_an_asset_nobody_has_cleared_is_named_in_a_warning(context, silent):
    verdict = judge(scripted(asset_ref="as-1", asset="终极预告", **silent), context)
    [score] = [s for s in verdict.scores if s.check == "rights"]
    assert (score.severity, score.passed) == ("warn", False)
    assert "终极预告" in score.reason
    assert "终极预告" in (score.fix or "")


@pytest.mark.parametrize(
    "shot",
    [{"asset_ref": "预告", "rights_ok": True}, {"asset_ref": "as-1", "rights": "cleared"}, {"rights_ok": False}, {}],
)
def test_cleared_assets_and_shots_without_any_pass(context, shot):
    assert not [s for s in judge(scripted(**shot), context).scores if s.check == "rights"]


def aged(context, day, body):
    item = from_row({"id": "a", "channel": "weibo", "fields": {"body": body}})
    return [f.values["days"] for f in stale_scores(item, replace(context, day=day))]


def test_a_score_two_days_old_is_stale_in_the_opening_week(context):
    assert aged(context, 5, "截至11月8日，豆瓣评分8.1分（3万人）。") == [2]


@pytest.mark.parametrize(
    ("day", "body"),
    [
        (5, "截至11月9日，豆瓣评分8.1分。"),
        (5, "截至11月10日，豆瓣评分8.1分。"),
        (12, "截至11月8日，豆瓣评分8.1分。"),
        (-3, "截至10月1日，豆瓣评分8.1分。"),
        (5, "11月6日上映，有些话要慢慢说。"),
        (5, "豆瓣评分8.1分。"),
        (5, "截至2月31日，豆瓣评分8.1分。"),
    ],
)
def test_fresh_undated_and_later_scores_are_left_to_others(context, day, body):
    assert aged(context, day, body) == []


def verdict(*scores):
    return Verdict(id="v", passed=True, scores=list(scores))


def score(severity, *, passed=False, value=0.0):
    return Score(check="fact", value=value, passed=passed, severity=severity, reason="r")


def test_only_a_failing_block_stops_a_submission(context):
    assert not may_submit(verdict(score("warn"), score("block")), context.lexicons)
    assert may_submit(verdict(score("warn"), score("hint")), context.lexicons)
    assert may_submit(verdict(score("block", passed=True, value=1.0)), context.lexicons)


def test_checks_that_could_not_judge_do_not_stop_a_submission(context):
    assert may_submit(verdict(score("hint", passed=True, value=None)), context.lexicons)
    assert may_submit(verdict(), context.lexicons)
