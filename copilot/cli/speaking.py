"""Speaks the language chosen: what the command line says, its help and the names of things."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from copilot.domain.value import Language
    from copilot.sentences import Chinese

_TABLE = Path(__file__).with_name("chinese.yaml")
_INSIDE = re.compile(r"huichao (?:[^;.]|\.(?=\w))*")


def in_language(said: str, language: Language) -> str:
    """Say a line for people; one that is not known in Chinese stays as it is."""
    if language == "en" or not said.strip():
        return said
    bare = said.strip()
    return said.replace(bare, _sentences().say(bare))


def named(group: str, name: str, language: Language) -> str:
    """Name a thing as the screens do, such as cause mismatch; one they have no name for stays."""
    found = _names().get(group, {}).get(name)
    return str(found[language]) if found else name


def told(found: str, todo: str, language: Language) -> str:
    """Say what was found and what to do about it; a command that the English names is kept."""
    if language == "en":
        return f"{found} {todo}".strip()
    said = [_sentences().say(part) for part in (found, todo)]
    command = _INSIDE.search(todo)
    if command and command[0] not in said[1]:
        said.append(f"命令：{command[0].strip()}")
    return "\n".join(filter(None, said))


def translate_help(command: Any, language: Language) -> None:  # noqa: ANN401  (click, which typer keeps to itself)
    """Put a command's help, its options' and its commands' into Chinese; the code holds them in English."""
    if language == "en":
        return
    texts, shown = _table()["help"], command.get_help
    command.help = texts.get(command.help, command.help)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = texts.get(parameter.help, parameter.help)
    command.get_help = lambda context: _with_headings(shown(context))
    for below in getattr(command, "commands", {}).values():
        translate_help(below, language)


def _with_headings(text: str) -> str:
    for english, chinese in _table()["headings"]:
        text = text.replace(english, chinese)
    return text


@cache
def _table() -> dict[str, Any]:
    from copilot.shipped import read_yaml

    table: dict[str, Any] = read_yaml(_TABLE)
    return table


@cache
def _names() -> dict[str, Any]:
    from copilot.shipped import read_yaml, ui_script

    names: dict[str, Any] = read_yaml(ui_script().with_name("words.yaml"))
    return names


@cache
def _sentences() -> Chinese:
    from copilot.sentences import Chinese
    from copilot.shipped import read_yaml, ui_script

    return Chinese([*_table()["sentences"], *read_yaml(ui_script().with_name("refusals.yaml"))])
