"""What commands share: global options, opening the product, printing one JSON document, progress on stderr."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import typer

from copilot.cli.speaking import in_language, named, told

if TYPE_CHECKING:
    from copilot.domain.value import Language
    from copilot.errors import HuichaoError
    from copilot.ports import Progress
    from copilot.services.workspace import Actor, Workspace

_Row = TypeVar("_Row")


@dataclass(frozen=True)
class GlobalOptions:
    """Options that may stand anywhere on the line."""

    data: str | None = None
    debug: bool = False
    language: Language = "en"
    """What people are spoken to in; `main` sets it from --language or the settings."""


options = GlobalOptions()
_WITH_VALUE = ("--data", "--language")


def take_global(arguments: list[str]) -> tuple[list[str], GlobalOptions]:
    """Take --data, --language and --debug from wherever they stand, so that they work before and after the command."""
    rest: list[str] = []
    given: dict[str, str | None] = {}
    debug, waiting = False, iter(arguments)
    for argument in waiting:
        name, sign, value = argument.partition("=")
        if argument == "--":
            rest += [argument, *waiting]
        elif name in _WITH_VALUE:
            given[name] = value if sign else next(waiting, None)
            if given[name] is None:
                rest.append(argument)  # click says what is missing
        elif argument == "--debug":
            debug = True
        else:
            rest.append(argument)
    return rest, GlobalOptions(given.get("--data"), debug, _language(given.get("--language")))


def _language(asked: str | None) -> Language:
    """Return the language asked for, or that of the environment; a wrong one there is refused with the settings."""
    from copilot.errors import InputError

    if asked is not None and asked not in ("zh", "en"):
        raise InputError("reading --language", f"--language is {asked!r}", "Give zh or en.")
    known = asked or os.environ.get("HUICHAO_LANGUAGE")  # noqa: TID251  (the settings take too long to load for --help)
    return "en" if known == "en" else "zh"


def open_workspace() -> Workspace:
    """Open the product with the settings in force."""
    from copilot.bootstrap import build
    from copilot.config import get_settings

    return build(get_settings(data=Path(options.data) if options.data else None))


def local_actor() -> Actor:
    """Name who sits at this machine; the local command line acts as a lead."""
    import getpass

    from copilot.services.workspace import Actor

    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "local"
    return Actor(name=name, role="lead")


def plain(value: Any) -> Any:  # noqa: ANN401  (anything made of domain values)
    """Turn domain values, dates and paths into what JSON holds."""
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True)
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def print_json(value: object) -> None:
    """Print exactly one JSON document."""
    typer.echo(json.dumps(plain(value), ensure_ascii=False, indent=2, allow_nan=False))


def as_line(value: object) -> str:
    """Write a value as one line of JSON; text that UTF-8 cannot hold is left for the file to escape."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def write_lines(path: Path, rows: Iterable[_Row], line: Callable[[_Row], str] = as_line) -> int:
    """Write JSONL, whole or not at all; returns the number of lines."""
    part = path.with_name(path.name + ".part")
    count = 0
    with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for row in rows:
            file.write(line(row) + "\n")
            count += 1
    part.replace(path)
    return count


def say(text: str = "") -> None:
    """Print a line for people, on stdout, in their language."""
    typer.echo(spoken(text))


def spoken(text: str) -> str:
    """Say words of ours in the language spoken."""
    return in_language(text, options.language)


def refusal(error: HuichaoError) -> str:
    """Say an error of ours in the language spoken."""
    return told(error.found, error.todo, "zh") if options.language == "zh" else str(error)


def name_of(group: str, name: str) -> str:
    """Name a thing, such as cause mismatch, in the language spoken."""
    return named(group, name, options.language)


def note(text: str) -> None:
    """Print a line for people that is not the result, on stderr, in their language."""
    typer.echo(spoken(text), err=True)


def progress_on_stderr() -> Progress:
    """Return a progress line that is redrawn on a terminal and printed every two seconds elsewhere."""
    terminal = sys.stderr.isatty()
    last = [0.0]

    def show(doing: str, share: float) -> None:
        now = time.monotonic()
        if now - last[0] < (0.1 if terminal else 2.0) and share < 1:
            return
        last[0] = now
        line = f"{share:4.0%}  {spoken(doing)}"
        typer.echo(f"\r\x1b[2K{line}" if terminal else line, err=True, nl=not terminal or share >= 1)

    return show
