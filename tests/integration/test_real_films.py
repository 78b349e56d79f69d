"""The main job on two real films, where benchmark data is at hand: verbatim, recomputable, each film's own."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from copilot.bootstrap import build
from copilot.config import Settings
from copilot.planning.sameness import shared_sentences
from copilot.services.diagnose import evidence_of
from copilot.services.films import read_dossier
from copilot.services.ingest import Upload
from copilot.services.making import evidence_of as evidence_of_work
from copilot.services.whole import Done, run_whole
from copilot.services.workspace import Workspace

pytestmark = pytest.mark.bench_data
DOSSIERS = Path(__file__).parents[2] / "evals" / "datasets" / "films"
MOON_MAN, IRON_MAN = "35183042", "rl1482327553"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return build(Settings(data=tmp_path_factory.mktemp("real"), embed_seconds=0))


@pytest.fixture(scope="module")
def moon_man(workspace: Workspace, bench_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Cut one film's comments out of the table of all films, header included."""
    rows = (bench_data / "reviews_zh_douban_2022" / "comments.csv").read_text(encoding="utf-8")
    table = list(csv.reader(rows.splitlines(keepends=True)))
    cut = tmp_path_factory.mktemp("cut") / "comments.csv"
    with cut.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([table[0], *(row for row in table[1:] if row[0] == MOON_MAN)])
    return run_whole(workspace, read_dossier(DOSSIERS / "moon-man-2022.yaml"), [Upload(cut)])


@pytest.fixture(scope="module")
def iron_man(workspace: Workspace, bench_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Done:
    """Take 23,739 dated comments and the film's own rows of the US daily table."""
    with gzip.open(bench_data / "boxoffice_us_daily" / "daily_first42days.csv.gz", "rt", encoding="utf-8") as file:
        lines = [line for number, line in enumerate(file) if number == 0 or f",{IRON_MAN}," in line]
    takings = tmp_path_factory.mktemp("cut") / "takings.csv"
    takings.write_text("".join(lines), encoding="utf-8")
    comments = bench_data / "reviews_zh_douban_dmsc" / "ironman_2008.csv"
    return run_whole(workspace, read_dossier(DOSSIERS / "iron-man-2008.yaml"), [Upload(comments), Upload(takings)])


@pytest.fixture(params=["moon_man", "iron_man"])
def done(request: pytest.FixtureRequest) -> Done:
    found: Done = request.getfixturevalue(request.param)
    return found


def test_every_row_is_accounted_for(done: Done) -> None:
    for account in done.imported:
        assert account.rows == account.kept + account.duplicates + len(account.rejected)
        assert account.kept >= 0.99 * account.rows


def test_quotes_are_verbatim_and_figures_recomputable(workspace: Workspace, done: Done) -> None:
    from copilot.services.cases import read_case

    works = [done.plan, *done.interactions, *done.drafts]
    cited = [*evidence_of(done.diagnosis), *(item for work in works for item in evidence_of_work(work))]
    figures = read_case(workspace, done.film).figures
    for item in cited:
        if item.kind == "quote":
            text = workspace.store.audience.text_of(item.source)
            assert text is not None
            assert text[item.start : item.end] == item.text
        if item.kind == "figure":
            assert figures.value(item.query or "") == pytest.approx(item.value), item.query


def test_nothing_made_fails_a_blocking_check(done: Done) -> None:
    failing = [
        (score.check, score.reason, [span.text for span in score.spans])
        for verdict in done.verdicts
        for score in verdict.failing("block")
    ]
    assert failing == []


def test_every_action_rests_on_this_films_evidence(done: Done) -> None:
    assert all(action.evidence for action in done.plan.actions())
    assert len(done.plan.actions()) >= 8


def test_two_films_get_two_plans(moon_man: Done, iron_man: Done) -> None:
    assert shared_sentences(moon_man.plan, iron_man.plan) <= 0.25
    assert shared_sentences(iron_man.plan, moon_man.plan) <= 0.25
