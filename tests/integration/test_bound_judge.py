"""Where a judge is bound, what was made carries its opinion, booked under its own role; else nothing changes."""

from __future__ import annotations

import json
from pathlib import Path

from copilot.adapters.scripted_chat import ScriptedChat
from copilot.bootstrap import build
from copilot.config import Settings
from copilot.ports import Prompt
from copilot.services.evaluate import evaluate_file
from copilot.services.making import write_copy
from copilot.services.usage import report_usage
from copilot.services.workspace import Workspace
from tests.conftest import Finished


def judged_by(finished: Finished, reply: object) -> Workspace:
    def say(_prompt: Prompt, _schema: object) -> object:
        return reply

    workspace = build(Settings(data=finished.data, embed_seconds=0))
    workspace.make_judge = lambda: ScriptedChat(say, name="openai:gpt-5-mini")  # type: ignore[arg-type]
    return workspace


def test_every_draft_carries_the_opinion_and_the_calls_are_the_judges(finished: Finished) -> None:
    workspace = judged_by(finished, {"objections": []})
    made = write_copy(workspace, finished.film, "weibo", variants=2, run="rn-opinion", user="mei")
    assert [[one.check for one in verdict.scores].count("second_opinion") for verdict in made.verdicts] == [1, 1]
    (run,) = [one for one in report_usage(workspace).runs if one.name == "rn-opinion"]
    assert (run.user, run.roles, run.prompts, run.calls) == ("mei", ["judge"], ["second_opinion"], 2)


def test_a_file_of_drafts_from_elsewhere_is_read_too_and_a_warning_never_blocks(
    finished: Finished, tmp_path: Path
) -> None:
    film = finished.workspace.store.films.get(finished.film)
    fact = film.synopsis.splitlines()[0]
    workspace = judged_by(finished, {"objections": [{"piece": "缆车停了", "film": fact}]})
    lines = tmp_path / "drafts.jsonl"
    row = {"id": "a", "channel": "weibo", "fields": {"body": "缆车停了，他们还在等。"}}
    lines.write_text(json.dumps(row, ensure_ascii=False), "utf-8")
    bare, judged = evaluate_file(finished.workspace, lines, film.id, 5), evaluate_file(workspace, lines, film.id, 5)
    assert judged[0]["passed"] == bare[0]["passed"]
    assert [one.check for one in bare[0]["scores"]].count("second_opinion") == 0
    (opinion,) = [one for one in judged[0]["scores"] if one.check == "second_opinion"]
    assert (opinion.severity, opinion.spans[0].text) == ("warn", "缆车停了")
