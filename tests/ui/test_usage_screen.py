"""The usage screen: what was spent on what, what is left, and why nothing was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from copilot.adapters.direct_jobs import DirectJobs
from copilot.api.app import build_app
from copilot.api.verbs import verbs_of
from copilot.bootstrap import build
from copilot.client import Client
from copilot.config import Settings
from copilot.domain.usage import Spending
from copilot.services.films import add_film, read_dossier
from copilot.services.sample import sample_files
from copilot.services.workspace import Workspace
from tests.ui.conftest import Open, text_of

Opened = tuple[Workspace, Client]


@pytest.fixture
def bound(tmp_path: Path) -> Iterator[Opened]:
    """A film and a bound model that was never asked."""
    settings = Settings(data=tmp_path / "data", embed_seconds=0, writer="openai:gpt-5-mini", film_money=2, user_money=1)
    workspace = build(settings)
    add_film(workspace, read_dossier(sample_files()[0]))
    with TestClient(build_app(settings, workspace, lambda ws: DirectJobs(verbs_of(ws)))) as http:
        yield workspace, Client("", http=http)


def spend(workspace: Workspace, run: str, usd: float | None, *, model: str = "openai:gpt-5-mini") -> None:
    film = workspace.store.films.all()[0].id
    workspace.store.usage.add(
        Spending(
            run=run, film=film, user="mei", role="writer", model=model, stamp="draft_copy@1+0", prompt_tokens=900,
            completion_tokens=100, usd=usd, seconds=1.0, outcome="ok", at=workspace.clock.now(),
        )
    )  # fmt: skip


def test_without_a_model_it_says_that_nothing_was_spent_and_which_ceilings_would_hold(
    open_screen: Open, empty: Client
) -> None:
    screen = open_screen("usage", client=empty, film=None)
    assert "没有绑定模型" in screen.info[0].value
    assert "HUICHAO_RUN_TOKENS" in screen.dataframe[0].value["设置项"].tolist()
    assert "No model is bound" in open_screen("usage", client=empty, film=None, language="en").info[0].value


def test_a_model_that_was_never_asked_is_named(open_screen: Open, bound: Opened) -> None:
    assert "gpt\\-5\\-mini" in open_screen("usage", client=bound[1], film=None).info[0].value


def test_films_people_and_runs_stand_against_their_ceilings(open_screen: Open, bound: Opened) -> None:
    workspace, client = bound
    spend(workspace, "rn-1", 0.25)
    spend(workspace, "rn-2", 0.25)
    screen = open_screen("usage", client=client, film=None, language="en")
    assert [metric.value for metric in screen.metric] == ["$0.5000", "2K", "2", "$1.50"]
    films, users, runs = (screen.dataframe[place].value.iloc[0] for place in range(3))
    assert (films["Spent (USD)"], films["Of the ceiling"], films["Left"]) == (0.5, 0.25, 1.5)
    assert (users["Person"], users["Spent today"], users["Of the ceiling"], users["Left"]) == ("mei", 0.5, 0.5, 0.5)
    assert (runs["What for"], runs["Role"], runs["Model"]) == ("Reword copy", "Writer", "gpt-5-mini")
    assert (runs["Id"], runs["Tokens left"]) == ("rn-2", 199_000)
    assert "Unpriced" not in screen.dataframe[0].value


def test_calls_without_a_price_are_told_since_no_money_ceiling_holds_them(open_screen: Open, bound: Opened) -> None:
    workspace, client = bound
    spend(workspace, "rn-1", None, model="openai:own-model")
    screen = open_screen("usage", client=client, film=None)
    assert "不在价目表里" in screen.warning[0].value
    assert screen.dataframe[0].value["未计价"].tolist() == [1]
    assert "花费上限" in text_of(screen)
