"""Command that says what model calls used: usage."""

from __future__ import annotations

import typer

from copilot.cli.output import open_workspace, print_json, say
from copilot.cli.reading import JSON


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
            unpriced = f", {row.unpriced} calls without a known price" if row.unpriced else ""
            say(f"{title:5} {row.name:24} {row.calls:4} calls {row.tokens:9,} tokens  {row.usd:8.4f} USD{unpriced}")
    return None if report.films else say("No model was asked yet.")
