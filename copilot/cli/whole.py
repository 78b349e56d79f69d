"""The main job in one command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from copilot.cli.output import note, open_workspace, print_json, progress_on_stderr, say
from copilot.cli.reading import JSON

if TYPE_CHECKING:
    from copilot.services.whole import Done


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("run")(run)
    app.command("sample")(sample)


def run(
    dossier: Path = typer.Argument(help="Dossier YAML of the film."),
    files: list[Path] = typer.Argument(None, help="Exports to import first."),
    out: Path = typer.Option(None, "--out", help="Folder for the report; by default DATA/reports/FILM."),
    as_of: str = typer.Option(None, "--as-of", help="Read the film as it was known on this day (YYYY-MM-DD)."),
    as_json: bool = JSON,
) -> None:
    """Do the whole job on one film: import, diagnose, plan, interactions, copy, evaluation, report."""
    from copilot.services.films import read_dossier
    from copilot.services.ingest import Upload
    from copilot.services.whole import run_whole

    uploads = [Upload(path) for path in files or []]
    _print(
        run_whole(
            open_workspace(), read_dossier(dossier), uploads, out=out, as_of=as_of, progress=progress_on_stderr()
        ),
        as_json,
    )


def sample(out: Path = typer.Option(None, "--out", help="Folder for the report."), as_json: bool = JSON) -> None:
    """Do the whole job on the shipped fictional film."""
    from copilot.services.films import read_dossier
    from copilot.services.sample import sample_files
    from copilot.services.whole import run_whole

    dossier, files = sample_files()
    _print(run_whole(open_workspace(), read_dossier(dossier), files, out=out, progress=progress_on_stderr()), as_json)


def _print(done: Done, as_json: bool) -> None:
    if as_json:
        return print_json(done)
    say(done.diagnosis.drop.why)
    for cause in done.diagnosis.supported():
        say(f"  · {cause.why}")
    actions = sum(len(stage.actions) for stage in done.plan.stages)
    passed = sum(verdict.passed for verdict in done.verdicts)
    note(f"{actions} actions, {len(done.interactions)} interactions, {len(done.drafts)} drafts in {done.seconds:.0f} s")
    note(f"{passed} of {len(done.verdicts)} pass every blocking check")
    return say(f"report: {done.report['html']}")
