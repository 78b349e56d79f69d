"""Commands that judge: evaluate, eval, show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import typer

from copilot.cli.output import note, open_workspace, print_json, say, write_lines
from copilot.cli.reading import JSON


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(evaluate)
    app.command("eval")(run_tasks)
    app.command()(show)


def evaluate(
    drafts: Path = typer.Argument(help="JSONL: {id, channel, fields:{title?, body, …}, hashtags?} a line."),
    film: str = typer.Option(..., "--film", help="Film id."),
    day: int = typer.Option(None, "--day", help="Day of release the copy is for."),
    out: Path = typer.Option(..., "--out", help="JSONL to write, one verdict a line."),
) -> None:
    """Judge drafts against a film's data, one by one and together."""
    from copilot.services.evaluate import evaluate_file

    verdicts = evaluate_file(open_workspace(), drafts, film, day)
    write_lines(out, verdicts)
    failed = sum(not row["passed"] for row in verdicts)
    note(f"{len(verdicts)} judged, {failed} with a blocking failure: {out}")


def run_tasks(
    tasks: list[str] = typer.Argument(None, help="Names of tasks; all when none is given."),
    as_json: bool = JSON,
) -> None:
    """Run evaluation tasks; exit 3 when a gate falls short."""
    import importlib

    from copilot.errors import SettingError

    try:
        runner = importlib.import_module("evals.run")
    except ModuleNotFoundError as error:
        raise SettingError(
            "running evaluation tasks", "the evals/ folder is not there", "Run this in a checkout of the project."
        ) from error
    results = []
    for row in runner.run(list(tasks or [])):
        results.append(row)
        (note if as_json else say)(_told(row))
    if as_json:
        print_json({"tasks": results})
    if not all(row.get("passed", True) for row in results):
        raise typer.Exit(3)


def _told(row: dict[str, Any]) -> str:
    if "skipped" in row:
        return f"{row['task']:24} not measured: {row['skipped']}"
    spread = f"{row['value']:.3f} [{row['low']:.3f}, {row['high']:.3f}] n={row['n']}"
    mark = "passed" if row["passed"] else "FELL SHORT"
    return f"{row['task']:24} {spread}  baseline {row['baseline']:.3f}  gate {row['gate']:.3f}  {mark}"


def show(any_id: str = typer.Argument(metavar="ID", help="Any id printed anywhere."), as_json: bool = JSON) -> None:
    """Open anything by its id."""
    from copilot.services.show import show as open_id

    found = open_id(open_workspace(), any_id)
    if as_json:
        return print_json(found)
    for key, value in found.items():
        say(f"{key}: {value}")
    return None
