"""The command line: global options, refusals without tracebacks, settings that are documented."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from copilot.cli.output import take_global
from copilot.config import Settings, example_text, get_settings
from copilot.errors import SettingError

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
