"""Commands that learn from the campaign itself: experiment, retrospective."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import typer

from copilot.cli.output import local_actor, note, open_workspace, print_json, say
from copilot.cli.reading import AS_OF, JSON

if TYPE_CHECKING:
    from copilot.domain.experiment import Experiment, Reading

experiment_app = typer.Typer(
    no_args_is_help=True, help="A/B tests of submitted variants, safe to look at every day.", rich_markup_mode=None
)
_DAY = ["%Y-%m-%d"]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(experiment_app, name="experiment")
    app.command()(retrospective)


@experiment_app.command("plan")
def plan(
    film: str = typer.Argument(help="Film id."),
    drafts: list[str] = typer.Option(..., "--draft", help="Id of a submitted or approved draft; twice or more."),
    rate: str = typer.Option("click", "--rate", help="What decides: click, like, save, share, comment, completion."),
    lift: float = typer.Option(0.2, "--lift", help="Smallest relative difference worth knowing; 0.2 is a fifth."),
    baseline: float = typer.Option(None, "--baseline", help="Usual rate; by default of the film's posts there."),
    daily: int = typer.Option(None, "--daily", help="Impressions or plays expected for each variant a day."),
    starts: datetime = typer.Option(None, "--starts", formats=_DAY, help="First day; today when left out."),
    stops: datetime = typer.Option(None, "--stops", formats=_DAY, help="Last day; by default as many as needed."),
    platform: bool = typer.Option(False, "--platform", help="The platform decides who sees what (not at random)."),
    as_json: bool = JSON,
) -> None:
    """Fix a test before its first count: size and last day are worked out."""
    from copilot.domain.experiment import Trial
    from copilot.services.experiments import plan_experiment

    trial = Trial(
        drafts=drafts,
        rate=rate,
        lift=lift,
        baseline=baseline,
        starts=starts.date() if starts else None,
        stops=stops.date() if stops else None,
        daily=daily,
        split="platform" if platform else "random",
    )
    planned = plan_experiment(open_workspace(), film, trial, local_actor())
    if as_json:
        return print_json({"experiment": planned.experiment, "said": planned.said})
    for line in planned.said:
        say(line)
    return note(f"huichao experiment record {planned.experiment.id} --count A=CHANCES:HITS --count B=CHANCES:HITS")


@experiment_app.command("record")
def record(
    experiment: str = typer.Argument(help="Experiment id."),
    counts: list[str] = typer.Option([], "--count", help="VARIANT=CHANCES:HITS so far, such as A=12000:310."),
    day: datetime = typer.Option(None, "--day", formats=_DAY, help="Day up to whose end they hold; today."),
    as_json: bool = JSON,
) -> None:
    """Record totals so far; without --count they are read from imported posts that name a draft's id."""
    from copilot.services.experiment_counts import record_counts, record_from_posts

    workspace, actor = open_workspace(), local_actor()
    on = day.date() if day else workspace.clock.today()
    if counts:
        reading = record_counts(workspace, experiment, dict(map(_count, counts)), on, actor)
    else:
        reading = record_from_posts(workspace, experiment, on, actor)
    _print(workspace.store.experiments.get(experiment), reading, as_json)


@experiment_app.command("read")
def read(experiment: str = typer.Argument(help="Experiment id."), as_json: bool = JSON) -> None:
    """Say what a test shows so far; looking often does not raise the risk of a false call."""
    from copilot.services.experiments import read_experiment

    workspace = open_workspace()
    found = workspace.store.experiments.get(experiment)
    _print(found, read_experiment(workspace, experiment), as_json)


@experiment_app.command("list")
def list_(film: str = typer.Argument(help="Film id."), as_json: bool = JSON) -> None:
    """List a film's tests with what they show."""
    from copilot.services.experiments import read_experiment

    workspace = open_workspace()
    workspace.store.films.get(film)
    rows = [(one, read_experiment(workspace, one.id)) for one in workspace.store.experiments.of_film(film)]
    if as_json:
        return print_json({"experiments": [{"experiment": one, "reading": reading} for one, reading in rows]})
    for one, reading in rows:
        say(f"{one.id}  {one.channel}  {one.rate}  {reading.verdict}  {reading.why}")
    return None if rows else say("No tests yet. Plan one: huichao experiment plan FILM --draft ID --draft ID")


def retrospective(
    film: str = typer.Argument(help="Film id."),
    plan_id: str = typer.Option(None, "--plan", help="Plan looked back on; the latest when left out."),
    as_of: datetime = AS_OF,
    as_json: bool = JSON,
) -> None:
    """Compare a plan with what happened, keep what is learnt, and make it findable."""
    from copilot.services.retrospectives import hold_retrospective

    held = hold_retrospective(open_workspace(), film, plan=plan_id, as_of=as_of.date() if as_of else None)
    if as_json:
        return print_json(held)
    marks = {"met": "✓", "not_met": "✗", "cannot_tell": "?", "not_due": "·"}
    for outcome in held.outcomes:
        say(f"{marks[outcome.state]} {outcome.lesson}")
    for lesson in held.lessons[sum(outcome.state != "not_due" for outcome in held.outcomes) :]:
        say(f"A/B {lesson}")
    return note(held.id)


def _count(text: str) -> tuple[str, tuple[int, int]]:
    from copilot.errors import InputError

    name, _, numbers = text.partition("=")
    chances, _, hits = numbers.partition(":")
    try:
        return name.strip(), (int(chances.replace(",", "")), int(hits.replace(",", "")))
    except ValueError as error:
        raise InputError("reading --count", f"found {text!r}", "Write VARIANT=CHANCES:HITS, as A=12000:310.") from error


def _print(experiment: Experiment, reading: Reading, as_json: bool) -> None:
    if as_json:
        return print_json({"experiment": experiment, "reading": reading})
    say(reading.why)
    for arm in reading.arms:
        rate = "" if arm.rate is None else f"{arm.rate:.3%} ({arm.low or 0:.3%}–{arm.high or 0:.3%})"
        say(f"  {arm.name}  {arm.hits:,} / {arm.chances:,}  {rate}  {arm.draft}")
    for caution in reading.cautions:
        note(f"  ! {caution}")
    return None
