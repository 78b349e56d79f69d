"""Experiments and retrospectives through the API and the command line, from a plan to what search finds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from copilot.adapters.direct_jobs import DirectJobs
from copilot.api.app import build_app
from copilot.api.verbs import verbs_of
from copilot.client import ApiError, Client
from copilot.config import Settings
from copilot.domain.passage import Filters
from copilot.domain.plan import Retrospective
from copilot.schema import HoldRetrospective, MakeCopy, PlanExperiment, RecordCounts, SearchFor
from copilot.services.chat import chat
from copilot.services.ingest import Upload, ingest_files
from copilot.services.workspace import Actor
from tests.integration.conftest import Finished


@pytest.fixture(scope="module")
def client(finished: Finished) -> Iterator[Client]:
    app = build_app(Settings(data=finished.data), finished.workspace, lambda ws: DirectJobs(verbs_of(ws)))
    with TestClient(app) as http:
        yield Client("", http=http)


@pytest.fixture(scope="module")
def pair(client: Client, finished: Finished) -> list[str]:
    """Submit two variants for Douyin."""
    made = client.make_drafts(finished.film, MakeCopy(channel="douyin", variants=2))
    for work in made.works:
        client.submit(work.id)
    return [work.id for work in made.works]


def test_a_test_is_planned_counted_read_and_learnt_from(client: Client, finished: Finished, pair: list[str]) -> None:
    today = finished.workspace.clock.today()
    wish = PlanExperiment(drafts=pair, baseline=0.02, starts=today - timedelta(days=3), stops=today)
    planned = client.plan_experiment(finished.film, wish)
    experiment = planned.experiment
    assert str(experiment.stops) in planned.said[0]
    assert planned.reading.verdict == "cannot_tell"
    many = {"A": (30_000, 600), "B": (30_000, 900)}
    read = client.record_counts(experiment.id, RecordCounts(day=today, counts=many)).reading
    assert (read.verdict, read.better, read.ended) == ("better", "B", True)
    assert client.show(experiment.id)["reading"]["better"] == "B"
    held = client.hold_retrospective(finished.film, HoldRetrospective())
    assert held.experiments == [experiment.id]
    assert "B" in held.lessons[-1]
    assert client.retrospectives(finished.film)[0] == held
    only = Filters(kinds=["retrospective"])
    hits = client.search(finished.film, SearchFor(text="抖音 点击率 测试", filters=only))
    assert [hit.source for hit in hits] == [held.id]
    assert client.show(held.id)["retrospective"]["lessons"] == held.lessons


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ({"A": (10, 20)}, "20 clicks out of 10 impressions"),
        ({"A": (0, 0)}, "has no impressions"),
        ({"A": (-5, 0)}, "A has the count -5"),
        ({"Z": (10, 1)}, "there is no variant"),
        ({"A": (90, 1)}, "1/90"),
    ],
)
def test_impossible_counts_are_refused_and_nothing_of_them_kept(
    client: Client, finished: Finished, pair: list[str], counts: dict[str, tuple[int, int]], found: str
) -> None:
    today = finished.workspace.clock.today()
    wish = PlanExperiment(drafts=pair, baseline=0.03, starts=today - timedelta(days=3))
    experiment = client.plan_experiment(finished.film, wish).experiment
    before = RecordCounts(day=today - timedelta(days=1), counts={"A": (100, 2), "B": (100, 3)})
    client.record_counts(experiment.id, before)
    with pytest.raises(ApiError, match=found):
        client.record_counts(experiment.id, RecordCounts(day=today, counts={"B": (200, 5)} | counts))
    assert len(finished.workspace.store.experiments.counts(experiment.id)) == 2
    for day in (today + timedelta(days=1), today - timedelta(days=9)):
        with pytest.raises(ApiError, match="the day is"):
            client.record_counts(experiment.id, RecordCounts(day=day, counts={"A": (300, 6)}))


def test_only_submitted_variants_of_one_channel_are_tested(client: Client, finished: Finished, pair: list[str]) -> None:
    loose = client.make_drafts(finished.film, MakeCopy(channel="bilibili", variants=1)).works[0].id
    with pytest.raises(ApiError, match="is not submitted"):
        client.plan_experiment(finished.film, PlanExperiment(drafts=[pair[0], loose], baseline=0.02))
    client.submit(loose)
    with pytest.raises(ApiError, match="the variants are for"):
        client.plan_experiment(finished.film, PlanExperiment(drafts=[pair[0], loose], baseline=0.02))
    with pytest.raises(ApiError, match="named twice"):
        client.plan_experiment(finished.film, PlanExperiment(drafts=[pair[0], pair[0]], baseline=0.02))
    with pytest.raises(ApiError, match="are needed"):
        client.plan_experiment(finished.film, PlanExperiment(drafts=pair, rate="click"))


def test_counts_come_from_imported_posts_that_name_a_draft(
    client: Client, finished: Finished, pair: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    today = finished.workspace.clock.today()
    table = tmp_path_factory.mktemp("posts") / "results.csv"
    rows = [f"抖音,甲,正文一,{today} 10:00,5000,150,{pair[0]}", f"抖音,乙,正文二,{today} 10:00,5100,149,版本 {pair[1]}"]
    table.write_text("\n".join(["渠道,标题,正文,发布时间,曝光,点击,备注", *rows]), encoding="utf-8")
    experiment = client.plan_experiment(finished.film, PlanExperiment(drafts=pair, baseline=0.04)).experiment
    with pytest.raises(ApiError, match="no imported post names a draft"):
        client.record_counts(experiment.id, RecordCounts(day=today))
    ingest_files(finished.workspace, finished.film, [Upload(table, "posts")])
    read = client.record_counts(experiment.id, RecordCounts(day=today)).reading
    assert [(arm.chances, arm.hits) for arm in read.arms] == [(5000, 150), (5100, 149)]


def test_the_chat_plans_and_reads_tests(client: Client, finished: Finished, pair: list[str]) -> None:
    me = Actor("mei", "marketer")
    turn = chat(finished.workspace, "给抖音做个 A/B 测试", actor=me, film=finished.film)
    assert turn.answer is not None
    assert turn.steps[0] == "route: experiments"
    assert [thing.kind for thing in turn.things] == ["experiment"], turn.answer.answer
    read = chat(finished.workspace, f"看看 {turn.made[0]} 的测试结果", actor=me, film=finished.film)
    assert read.answer is not None
    assert turn.made[0] in read.answer.answer
    few = chat(finished.workspace, "给知乎做个 A/B 测试", actor=me, film=finished.film)
    assert few.answer is not None
    assert few.answer.abstained


def test_looking_back_needs_a_plan_of_this_film(client: Client, finished: Finished) -> None:
    plan = finished.done.plan
    later = client.hold_retrospective(finished.film, HoldRetrospective(plan=plan.id, as_of=plan.stages[-1].to))
    assert isinstance(later, Retrospective)
    assert any(outcome.state != "not_due" for outcome in later.outcomes)
    for wish in (
        HoldRetrospective(plan="pl-0000000000000000"),
        HoldRetrospective(as_of=plan.as_of - timedelta(days=9)),
    ):
        with pytest.raises(ApiError) as refused:
            client.hold_retrospective(finished.film, wish)
        assert refused.value.status in (404, 422)
    assert json.loads(later.model_dump_json())["plan"] == plan.id
