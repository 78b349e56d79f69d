"""Commands that make: plan, interact, copy, channels."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import typer

from copilot.cli.output import name_of, note, open_workspace, print_json, say
from copilot.cli.reading import AS_OF, JSON


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(plan)
    app.command()(interact)
    app.command("copy")(write_copy)
    app.command()(channels)


def plan(
    film: str = typer.Argument(help="Film id."),
    as_of: datetime = AS_OF,
    out: Path = typer.Option(None, "--out", help="Also write the plan as .md, .docx, .xlsx or .pptx."),
    as_json: bool = JSON,
) -> None:
    """Make the next iteration of the rolling repair plan."""
    from copilot.services.exporting import export_plan
    from copilot.services.making import plan as make

    workspace = open_workspace()
    made = make(workspace, film, as_of.date() if as_of else None)
    one, verdict = made.works[0], made.verdicts[0]
    for why in made.said:
        note(why)
    if out is not None:
        for line in export_plan(workspace, one, verdict, out):
            note(line)
    if as_json:
        return print_json({"plan": one, "verdict": verdict})
    say(one.summary)
    for stage in one.stages:
        say(f"\n{stage.name}  {stage.from_} – {stage.to}\n  {stage.goal}")
        for action in stage.actions:
            metric = action.metric
            say(f"  · {action.what}\n    {action.owner} · {action.channel} · {metric.name}, {metric.check_on}")
    return None


def interact(
    film: str = typer.Argument(help="Film id."),
    count: int = typer.Option(6, "--count", min=1, max=20, help="How many to make."),
    as_of: datetime = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Make ways for viewers to take part."""
    from copilot.services.making import interact as make

    made = make(open_workspace(), film, count, as_of.date() if as_of else None)
    if as_json:
        return print_json({"interactions": made.works, "verdicts": made.verdicts})
    for one in made.works:
        say(f"{one.type} · {one.channel}: {one.title}\n  {one.prompt}")
        for option in one.options:
            say(f"    ○ {option}")
        if one.do_not:
            say(f"  ✗ {one.do_not}")
    return None


def write_copy(
    film: str = typer.Argument(help="Film id."),
    channel: str = typer.Option(..., "--channel", help="Channel id; see: huichao channels."),
    angle: str = typer.Option(None, "--angle", help="Angle to write from; by default the strongest ones."),
    form: str = typer.Option(None, "--format", help="One of the channel's formats; by default its main one."),
    variants: int = typer.Option(1, "--variants", min=1, max=9, help="How many variants, each from its own angle."),
    day: int = typer.Option(None, "--day", help="Day of release it will be posted on (release day is 1)."),
    as_of: datetime = AS_OF,
    out: Path = typer.Option(None, "--out", help="Also write the drafts as .md, .docx, .xlsx or .txt."),
    as_json: bool = JSON,
) -> None:
    """Write copy for a channel."""
    from copilot.services.exporting import export_drafts
    from copilot.services.making import write_copy as make

    workspace = open_workspace()
    made = make(
        workspace,
        film,
        channel,
        angle=angle,
        form=form,
        variants=variants,
        day=day,
        as_of=as_of.date() if as_of else None,
    )
    for why in made.said:
        note(why)
    if out is not None:
        for line in export_drafts(workspace, made.works, out):
            note(line)
    if as_json:
        return print_json({"drafts": made.works, "verdicts": made.verdicts})
    for draft, verdict in zip(made.works, made.verdicts, strict=True):
        say(f"— {draft.id}  {draft.channel}/{draft.format}  {draft.angle}  {'✓' if verdict.passed else '✗'}")
        for name, text in draft.fields.items():
            say(f"[{name}] {text}")
        for score in verdict.failing():
            note(f"  {name_of('severity', score.severity)} {name_of('check', score.check)}: {score.reason}")
    return None


def channels(as_json: bool = JSON) -> None:
    """List channels with their limits and when these were verified."""
    workspace = open_workspace()
    today = workspace.clock.today()
    rows = [
        {
            "id": pack.id,
            "name": pack.name.zh,
            "name_en": pack.name.en,
            "region": pack.region,
            "writable": pack.writable,
            "fields": pack.fields,
            "verified_on": pack.verified_on,
            "stale": pack.is_stale(today),
        }
        for pack in workspace.packs.values()
    ]
    if as_json:
        return print_json({"channels": rows})
    for pack in workspace.packs.values():
        limits = ", ".join(f"{name} ≤ {limit.max:g} {limit.count}" for name, limit in pack.fields.items() if limit.max)
        mark = " (stale)" if pack.is_stale(today) else ""
        say(f"{pack.id:16} {pack.name.zh}  {'' if pack.writable else 'read-only  '}{limits}{mark}")
    return None
