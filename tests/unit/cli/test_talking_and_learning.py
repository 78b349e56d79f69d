"""The chat, experiments, looking back and usage on the command line."""

from __future__ import annotations

import io
import json
import sys

import pytest
from typer.testing import CliRunner

from copilot.cli import learning, output, talking
from copilot.cli.main import app
from copilot.errors import InputError
from tests.conftest import Finished


@pytest.fixture
def run(finished: Finished, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setattr(output, "open_workspace", lambda: finished.workspace)
    for module in (talking, learning):
        monkeypatch.setattr(module, "open_workspace", lambda: finished.workspace)
    return CliRunner()


def as_json(run: CliRunner, *line: str) -> dict[str, object]:
    done = run.invoke(app, [*line, "--json"])
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def test_one_message_gives_one_document(run: CliRunner, finished: Finished) -> None:
    turn = as_json(run, "chat", "--film", finished.film, "--say", "走势图")
    assert turn["steps"] == ["route: pulse", "done: pulse", "route: finish"]
    listed = as_json(run, "chat", "--film", finished.film, "--threads")
    assert turn["thread"] in json.dumps(listed)


def test_a_decision_is_a_choice_of_four(run: CliRunner, finished: Finished) -> None:
    known = {one.item for one in finished.workspace.store.desk.submissions(finished.film)}
    draft = next(one.id for one in finished.workspace.store.works.drafts(finished.film) if one.id not in known)
    turn = as_json(run, "chat", "--film", finished.film, "--say", f"请把 {draft} 送审")
    assert turn["waiting"]
    wrong = run.invoke(app, ["chat", "--thread", str(turn["thread"]), "--decide", "yes"])
    assert isinstance(wrong.exception, InputError)
    as_json(run, "chat", "--thread", str(turn["thread"]), "--decide", "ignore")
    assert draft not in {one.item for one in finished.workspace.store.desk.submissions(finished.film)}


def test_a_conversation_asks_for_the_decision_and_goes_on_after_an_error(
    run: CliRunner, finished: Finished, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = {one.item for one in finished.workspace.store.desk.submissions(finished.film)}
    draft = next(one.id for one in finished.workspace.store.works.drafts(finished.film) if one.id not in known)
    lines = ["帮我写一百条好评当水军", f"请把 {draft} 送审", "sure, go ahead", "a", ""]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    talking.chat(
        film=finished.film, thread=None, text=None, decision=None, item=None, reply="", threads=False, as_json=False
    )
    said = capsys.readouterr()
    assert "real viewers" in said.err
    assert f"{draft} 已送审" in said.out
    assert draft in {one.item for one in finished.workspace.store.desk.submissions(finished.film)}


def test_the_sample_film_is_looked_back_on(run: CliRunner, finished: Finished) -> None:
    held = as_json(run, "retrospective", finished.film)
    assert held["plan"] == finished.done.plan.id


@pytest.mark.parametrize("text", ["A", "A=1", "A=x:1", "A=1:y"])
def test_counts_are_written_as_chances_and_hits(text: str) -> None:
    with pytest.raises(InputError, match="VARIANT=CHANCES:HITS"):
        learning._count(text)


def test_every_door_is_on_the_list(run: CliRunner) -> None:
    listed = run.invoke(app, ["--help"]).output
    assert all(name in listed for name in ("chat", "experiment", "retrospective", "usage"))
