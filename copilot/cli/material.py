"""The command that writes what partners need: poster lines, cinema kit, briefs, co-creation kit."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from copilot.cli.output import name_of, note, open_workspace, print_json, say
from copilot.cli.reading import AS_OF, JSON


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("material")(write_material)


def write_material(
    film: str = typer.Argument(help="Film id."),
    kind: str = typer.Option(..., "--kind", help="Such as co_creation_kit; a wrong one lists them all."),
    day: int = typer.Option(None, "--day", help="Day of release it goes out on (release day is 1)."),
    as_of: datetime = AS_OF,
    out: Path = typer.Option(None, "--out", help="Also write it as .md, .docx, .xlsx or .txt."),
    as_json: bool = JSON,
) -> None:
    """Write material for partners: cinemas, brands, opinion leaders, fans."""
    from copilot.services.exporting import export_drafts
    from copilot.services.making import write_material as make

    workspace = open_workspace()
    made = make(workspace, film, kind, day=day, as_of=as_of.date() if as_of else None)
    if out is not None:
        for line in export_drafts(workspace, made.works, out):
            note(line)
    if as_json:
        return print_json({"drafts": made.works, "verdicts": made.verdicts})
    for name, text in made.works[0].fields.items():
        say(f"[{name}]\n{text}\n")
    for score in made.verdicts[0].failing():
        note(f"  {name_of('severity', score.severity)} {name_of('check', score.check)}: {score.reason}")
    return None
