"""Command that says what model calls used: usage."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from copilot.cli.output import open_workspace, print_json, say, spoken
from copilot.cli.reading import JSON

if TYPE_CHECKING:
    from copilot.domain.usage import Spent


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(usage)


def usage(
    film: str = typer.Option(None, "--film", help="Film id; all films when left out."),
    as_json: bool = JSON,
) -> None:
    """Show the tokens and money that model calls used, per film, user and run, with the ceilings in force."""
    from copilot.services.usage import report_usage

    workspace = open_workspace()
    report = report_usage(workspace, [workspace.store.films.get(film).id] if film else None)
    if as_json:
        return print_json(vars(report))
    for title, rows in (("film", report.films), ("user", report.users), ("run", report.runs)):
        for row in rows:
            _line(title, row)
    ceiling = report.ceilings.film_money
    for row in report.films:
        say(f"Left: {max(ceiling - row.usd, 0):.2f} USD of {ceiling:.2f} for {row.name}")
    if report.films:
        return None
    if all(model == "offline" for model in report.bound.values()):
        return say("No model was asked: none is bound, and nothing was spent.")
    return say("No model was asked yet; nothing was spent.")


def _line(title: str, row: Spent) -> None:
    head = f"{spoken(title)}  {row.name:24}"
    unpriced = f", {row.unpriced} calls without a known price" if row.unpriced else ""
    say(f"{head}  {row.calls} calls  {row.tokens:,} tokens  {row.usd:.4f} USD{unpriced}")
