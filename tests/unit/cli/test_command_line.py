"""The command line: global options, refusals without tracebacks, settings that are documented."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.cli.output import take_global
from copilot.config import Settings, example_text, get_settings
from copilot.errors import SettingError
from evals import run as runner

ROOT = Path(__file__).parents[3]


def huichao(*arguments: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [Path(sys.executable).parent / "huichao", *arguments, "--data", str(data)]
    kept = {"PATH": os.environ["PATH"], **environment}
    return subprocess.run(command, capture_output=True, text=True, timeout=120, env=kept, check=False)


def test_global_options_may_stand_anywhere() -> None:
    for line in (["--data", "d", "film", "list"], ["film", "list", "--data=d"], ["film", "--data", "d", "list"]):
        rest, options = take_global(line)
        assert (rest, options.data) == (["film", "list"], "d")
    assert take_global(["ask", "--", "--debug"]) == (["ask", "--", "--debug"], take_global([])[1])


def test_help_lists_every_command_of_the_contract(tmp_path: Path) -> None:
    shown = huichao("--help", data=tmp_path).stdout
    for command in [
        "run",
        "up",
        "film",
        "ingest",
        "label",
        "pulse",
        "forecast",
        "diagnose",
        "search",
        "ask",
        "plan",
        "interact",
        "copy",
        "channels",
        "evaluate",
        "desk",
        "eval",
        "show",
    ]:
        assert f"  {command} " in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["pulse", "none"],
        ["film", "add", "missing.yaml"],
        ["ingest", "missing.csv", "--film", "none"],
        ["show", "ev-0000000000000000"],
        ["pulse"],
        ["ingest", "x.csv", "--film", "f", "--kind", "song"],
        ["desk", "approve", "sb-0000000000000000", "--hash", "12345678"],
    ],
)
def test_input_that_needs_changing_ends_with_2_and_no_traceback(arguments: list[str], tmp_path: Path) -> None:
    done = huichao(*arguments, data=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert done.stderr.strip()


def test_an_unknown_dossier_key_names_the_nearest(tmp_path: Path) -> None:
    dossier = tmp_path / "d.yaml"
    dossier.write_text("id: a\ntitle: 甲\nrelease_date: 2026-04-10\nsynopsys: 乙\n", encoding="utf-8")
    done = huichao("film", "add", str(dossier), data=tmp_path)
    assert done.returncode == 2
    assert "'synopsis'" in done.stderr


def test_a_misspelt_setting_is_refused_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HUICHAO_WRITR", "offline")
    with pytest.raises(SettingError, match="HUICHAO_WRITER"):
        get_settings()


def test_every_setting_is_described_and_the_example_is_current() -> None:
    assert all(field.description for field in Settings.model_fields.values())
    assert (ROOT / ".env.example").read_text(encoding="utf-8") == example_text()


def test_evaluation_tasks_are_told_one_a_line_and_as_json(tmp_path: Path) -> None:
    told = huichao("eval", "spoiler_paraphrases", "stated_facts", data=tmp_path)
    assert [line.split()[0] for line in told.stdout.splitlines()] == ["spoiler_paraphrases", "stated_facts"]
    assert told.returncode == 0, told.stderr
    given = json.loads(huichao("eval", "stated_facts", "--json", data=tmp_path).stdout)["tasks"]
    assert {"task", "value", "n", "low", "high", "baseline", "gate", "passed"} <= set(given[0])


def test_an_unknown_evaluation_task_names_the_known_ones(tmp_path: Path) -> None:
    done = huichao("eval", "charm", data=tmp_path)
    assert (done.returncode, "stated_facts" in done.stderr) == (2, True)


def test_without_the_benchmark_the_other_tasks_still_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HUICHAO_BENCH_DATA", str(tmp_path / "none"))
    monkeypatch.setattr(runner, "TASKS", {name: runner.TASKS[name] for name in ("ordinary_comments", "stated_facts")})
    missing, measured = runner.run([])
    assert "skipped" in missing
    assert measured["n"] > 0
