"""Commands that read the audience: label, pulse, forecast, diagnose."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import typer

from copilot.cli.output import name_of, note, open_workspace, print_json, progress_on_stderr, say, spoken, write_lines

AS_OF = typer.Option(None, "--as-of", formats=["%Y-%m-%d"], help="Read the film as it was known on this day.")
JSON = typer.Option(False, "--json", help="Print one JSON document.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (label, pulse, forecast, diagnose):
        app.command()(command)


def label(
    file: Path = typer.Argument(help="Table (CSV, XLSX, JSONL) with one text a row."),
    text: str = typer.Option(..., "--text", help="Column that holds the text."),
    out: Path = typer.Option(..., "--out", help="JSONL to write, one line a row, same order."),
    film: str = typer.Option(
        None, "--film", help="Film all texts are about; else a column that names the film counts."
    ),
    alone: bool = typer.Option(False, "--alone", help="Read each text by itself, whatever its film's others say."),
    refine: bool = typer.Option(False, "--refine", help="Judge uncertain polarity again by the encoder; slower."),
    refine_all: bool = typer.Option(False, "--refine-all", help="Judge every polarity by the encoder; slowest."),
) -> None:
    """Label texts: polarity, aspects, emotions and signals."""
    from copilot.services.label import FilmsOf, LabelledRow, label_file
    from copilot.services.polarity_tiers import Refine

    workspace = open_workspace()
    if film:
        workspace.store.films.get(film)
    problems: Counter[str] = Counter()
    refined: Counter[bool] = Counter()
    moved: set[float] = set()
    tier: Refine | None = "all" if refine_all else "uncertain" if refine else None

    def line(row: LabelledRow) -> str:
        problems.update([row.problem] if row.problem else [])
        refined.update([row.refined])
        moved.add(row.moved)
        return row.model_dump_json()

    films: FilmsOf = "none" if alone else "one" if film else "column"
    rows = label_file(workspace, file, text, refine=tier, films=films, progress=progress_on_stderr())
    count = write_lines(out, rows, line)
    note(f"{count} rows labelled: {out}")
    if tier:
        note(f"  polarity judged again by the encoder: {refined[True]} rows")
    if moved > {0.0}:
        note(f"  read by film (--alone: each by itself): log-odds moved by {min(moved):+.2f} to {max(moved):+.2f}")
    for problem, times in problems.most_common():
        note(f"  {problem}: {times} rows")


def pulse(film: str = typer.Argument(help="Film id."), as_of: datetime = AS_OF, as_json: bool = JSON) -> None:
    """Tell how a film is doing against expectation."""
    from copilot.services.diagnose import take_pulse

    found = take_pulse(open_workspace(), film, as_of.date() if as_of else None)
    if as_json:
        return print_json(found)
    say(f"{name_of('drop', found.drop.state)}: {found.drop.why}")
    for series in found.series:
        known = [point for point in series.points if point.value is not None]
        if known:
            last, name = known[-1], name_of("series", series.name)
            say(f"  {name}: {last.value:g} {series.unit} on {last.day} ({len(known)} days)")
    return None


def forecast(
    file: Path = typer.Argument(help="Table with film, day, gross, and when known theaters, release_date, market."),
    observed: int = typer.Option(..., "--observed", min=1, help="Use days 1 to N only."),
    as_json: bool = JSON,
) -> None:
    """Forecast takings from the first days of release."""
    from copilot.adapters.system_clock import SystemClock
    from copilot.services.forecast import forecast_file

    found = forecast_file(file, observed, SystemClock().today())
    if as_json:
        return print_json(found)
    for one in found.forecasts:
        say(
            f"{one.film}: days {one.from_day}–{one.to_day}: {one.predicted:,.0f} "
            f"(80 %: {one.low80:,.0f}–{one.high80:,.0f})"
        )
        for known in one.notes if one.from_day == 8 else ():
            say(f"  {known}")
    for missing in found.not_forecast:
        say(f"{missing.what}: no forecast; {spoken(missing.why)}")
    for row in found.left_out:
        what, why = (spoken(part) for part in (row.what, row.why))
        say(f"{what} is left out: {why}")
    return None


def diagnose(film: str = typer.Argument(help="Film id."), as_of: datetime = AS_OF, as_json: bool = JSON) -> None:
    """Tell why a film's heat fell, with evidence for and against."""
    from copilot.services.diagnose import diagnose as run

    found = run(open_workspace(), film, as_of.date() if as_of else None)
    if as_json:
        return print_json(found)
    say(f"{name_of('drop', found.drop.state)}: {found.drop.why}")
    for cause in found.causes:
        verdict = name_of("verdict_of", cause.verdict)
        say(f"\n{name_of('cause', cause.cause)}: {verdict} ({cause.confidence:.0%})\n  {cause.why}")
        for item in cause.evidence[:3]:
            say(f"    + {item.text}  [{item.id}]")
        for item in cause.against[:2]:
            say(f"    - {item.text}  [{item.id}]")
        say(f"    ? {cause.would_change}")
    say()
    for entry in found.ledger:
        state = name_of("promise", entry.state)
        say(f"{state:15} {entry.viewers:4}  {entry.promise.text}  ({entry.promise.asset_title})")
    return None
