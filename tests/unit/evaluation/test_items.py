"""Drafts, rows, interactions and plans come to one shape, keeping what the checks need."""

from datetime import date

import pytest

from copilot.domain.plan import Action, Covers, Interaction, Metric, RepairPlan, Stage
from copilot.errors import InputError
from copilot.evaluation.item import from_interaction, from_plan, from_row, in_pack_fields
from copilot.evaluation.judge import judge

METRIC = Metric(
    name="正面占比",
    source="share/reviews?film=tide&polarity=positive",
    baseline=0.5,
    target=0.6,
    check_on=date(2026, 11, 16),
)


def interaction(**more):
    told = {
        "id": "i1",
        "film": "tide",
        "type": "vote",
        "title": "你会先开口吗",
        "prompt": "父女二十年没说话，你会先开口吗？",
        "options": ["会", "再等等"],
        "steps": ["发起投票"],
        "channel": "weibo",
        "entry": "置顶微博",
        "incentive": "",
        "disclosure": "官方发起",
        "measure": METRIC,
        "risks": [],
        "evidence": [],
    }
    return Interaction.model_validate({**told, **more})


def plan(*steps):
    action = Action(
        id="a1",
        card="c",
        what="换掉预告首句",
        steps=list(steps),
        cause=None,
        channel="weibo",
        owner="内容",
        deliverable="一条微博",
        evidence=[],
        metric=METRIC,
        stop_rule="三天不涨就停",
        risk="低",
    )
    stage = Stage(
        name="首周", from_=date(2026, 11, 9), to=date(2026, 11, 15), goal="把和解说出来", pillars=[], actions=[action]
    )
    covers = Covers(causes=[], lines=[], dimensions=[], pillars=[], left_out=[])
    return RepairPlan(
        id="p1",
        film="tide",
        iteration=1,
        as_of=date(2026, 11, 9),
        writer="offline",
        summary="",
        stages=[stage],
        forecast=None,
        covers=covers,
    )


def test_an_interaction_shows_its_words_and_leaves_empty_lines_out():
    item = from_interaction(interaction())
    assert list(item.fields) == ["title", "prompt", "options", "steps", "disclosure"]
    assert item.fields["options"] == "会\n再等等"
    assert (item.kind, item.channel, item.language) == ("interaction", "weibo", "zh")


def test_a_prize_without_rules_is_found_in_an_interaction(context):
    verdict = judge(interaction(incentive="转发抽五位送电影票"), context)
    assert not verdict.passed
    assert "CN-WB-LOTTERY" in {score.rule for score in verdict.failing()}


def test_a_lawful_interaction_passes(context):
    assert judge(interaction(), context).passed


def test_a_plan_is_read_stage_by_stage_and_action_by_action():
    item = from_plan(plan("写三个版本", "投小样"))
    assert item.fields["stage1"] == "首周\n把和解说出来"
    assert item.fields["a1"] == "换掉预告首句\n写三个版本\n投小样\n一条微博"
    assert item.targets == (0.6,)


def test_a_plans_baseline_is_evidence_to_compute_again():
    [one] = from_plan(plan()).evidence
    assert (one.kind, one.query, one.value) == ("figure", METRIC.source, 0.5)


@pytest.mark.parametrize("step", ["组织水军刷五星好评", "把AI标识去掉再发", "安排三百个小号统一打满分好评"])
def test_a_plan_that_asks_for_what_is_forbidden_fails(context, step):
    assert not judge(plan(step), context).passed


@pytest.mark.parametrize("step", ["拒绝刷分，公开邀请真实评价", "不做控评，差评置顶回复"])
def test_a_plan_that_rules_it_out_passes(context, step):
    assert judge(plan(step), context).passed


@pytest.mark.parametrize("fields", [None, {}, "text", {"body": 3}, ["a"]])
def test_a_row_without_text_is_refused_with_what_to_do(fields):
    with pytest.raises(InputError, match="fields"):
        from_row({"id": "x", "fields": fields})


def test_a_row_keeps_its_spoken_shots_hashtags_and_origin():
    row = {
        "id": 7,
        "channel": "douyin",
        "fields": {"body": "和解"},
        "hashtags": ["#潮声#"],
        "ai_label": None,
        "script": [{"visual": "海", "no": 1}, "不是镜头"],
    }
    item = from_row(row)
    assert (item.id, item.hashtags, item.ai_label) == ("7", ("潮声",), "")
    assert item.fields["shot1.visual"] == "海"
    assert len(item.script) == 1


def test_only_fields_the_channel_knows_are_measured(packs):
    item = from_row({"id": "a", "fields": {"body": "正文", "nonsense": "别的"}})
    assert list(in_pack_fields(item, packs["weibo"])) == ["body"]
