"""Prints every setting with its meaning, default and value in force; also what `.env.example` is made from."""

from __future__ import annotations

import typer

from copilot.cli import output
from copilot.cli.output import print_json, say, spoken
from copilot.cli.reading import JSON


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("settings")(settings)


def settings(
    example: bool = typer.Option(False, "--example", help="Print the text of .env.example."), as_json: bool = JSON
) -> None:
    """List every setting; secrets are never shown."""
    from copilot.config import PREFIX, Settings, example_text, get_settings

    if example:
        return typer.echo(example_text(), nl=False)
    found = get_settings(data=output.options.data)
    rows = {PREFIX + name.upper(): (getattr(found, name), field) for name, field in Settings.model_fields.items()}
    if as_json:
        return print_json({name: str(value) for name, (value, _) in rows.items()})
    for name, (value, field) in rows.items():
        shown = "(set)" if name.endswith("TOKENS") and name != PREFIX + "RUN_TOKENS" and value else value
        say(f"{name:24} {shown!s:28} {spoken(field.description or '')}")
    return None
