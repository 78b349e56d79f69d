"""The command line speaks the language chosen: its help, its lines, its refusals."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from copilot.cli import output
from copilot.cli.main import app
from copilot.cli.speaking import in_language, named, told, translate_help
from copilot.config import Settings
from copilot.errors import InputError

CLI = Path(__file__).parents[3] / "copilot" / "cli"
TABLE = yaml.safe_load((CLI / "chinese.yaml").read_text("utf-8"))
KNOWN = {english for english, _ in TABLE["sentences"]}
HAN = re.compile("[\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{3,} [a-z]{2,}|^[A-Z]?[a-z]+( [a-z]+)*[.:]? ?(\{\}|$)")


def commands(found: Any) -> Iterator[Any]:
    yield found
    for below in getattr(found, "commands", {}).values():
        yield from commands(below)


def help_texts() -> set[str]:
    texts = set()
    for command in commands(typer.main.get_command(app)):
        texts |= {command.help} | {getattr(one, "help", None) for one in command.params}
    return {text for text in texts if text} - {"Show this message and exit."}


def lines() -> Iterator[str]:
    """Yield what say and note are given, with {} for what is filled in; commands to type stay as they are."""
    for path in CLI.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "note", "spoken") and node.args:
                said = node.args[0]
                if isinstance(said, ast.Constant):
                    yield str(said.value)
                elif isinstance(said, ast.JoinedStr):
                    yield "".join(str(p.value) if isinstance(p, ast.Constant) else "{}" for p in said.values)


@pytest.mark.parametrize("text", sorted(help_texts()))
def test_every_help_text_is_known_in_chinese(text: str) -> None:
    assert HAN.search(TABLE["help"][text])


@pytest.mark.parametrize("line", sorted({one for one in lines() if WORDS.search(one) and "huichao chat" not in one}))
def test_every_line_of_words_is_known_in_chinese(line: str) -> None:
    if not line.startswith("huichao"):
        assert in_language(line, "zh") != line


@pytest.mark.parametrize("field", Settings.model_fields.values())
def test_every_setting_says_in_chinese_what_it_means(field: Any) -> None:
    assert field.description in KNOWN


def test_both_sides_fill_in_as_much() -> None:
    assert [english for english, chinese in TABLE["sentences"] if english.count("{}") != chinese.count("{}")] == []


def test_help_is_in_the_language_chosen_and_names_stay() -> None:
    chinese, english = typer.main.get_command(app), typer.main.get_command(app)
    translate_help(chinese, "zh")
    translate_help(english, "en")
    shown = chinese.get_help(typer.Context(chinese, info_name="huichao"))
    assert "用法：huichao" in shown
    assert "forecast" in shown
    assert not HAN.search(english.get_help(typer.Context(english)).replace("回潮", ""))


def test_a_line_is_said_in_the_language_chosen_and_what_it_fills_in_stays() -> None:
    assert in_language("3 rows labelled: out.jsonl", "zh") == "已打标 3 行：out.jsonl"
    assert in_language("3 rows labelled: out.jsonl", "en") == "3 rows labelled: out.jsonl"
    assert in_language("missing: 2 of days 1 to 7", "zh") == "缺 2 天（第 1 到第 7 天）"
    assert in_language("  row 3: empty", "zh") == "  第 3 行：empty"
    assert in_language("片名\n\n", "zh") == "片名\n\n"


def test_things_have_the_names_of_the_screens() -> None:
    assert (named("drop", "dropping", "zh"), named("drop", "dropping", "en")) == ("正在下栽", "Dropping")
    assert named("series", "own_series", "zh") == "own_series"


def test_a_refusal_keeps_the_command_that_helps() -> None:
    said = told(
        "no film has the id 'x'; known are a, b",
        "Give one of those, or add the film with: huichao film add DOSSIER.yaml",
        "zh",
    )
    assert "没有编号为'x'的影片" in said
    assert said.endswith("命令：huichao film add DOSSIER.yaml")
    assert told("nothing waits under the id 'x'", "See: huichao desk list", "zh").endswith("命令：huichao desk list")


def test_the_language_may_be_named_on_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert output.take_global([])[1].language == "zh"
    assert output.take_global(["pulse", "--language=en"]) == (["pulse"], output.GlobalOptions(language="en"))
    monkeypatch.setenv("HUICHAO_LANGUAGE", "en")
    assert output.take_global([])[1].language == "en"
    with pytest.raises(InputError, match="zh or en"):
        output.take_global(["--language", "fr"])
