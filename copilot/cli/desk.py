"""The desk on the command line: what waits for a lead, and the lead's decisions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import typer

from copilot.cli.output import local_actor, name_of, note, open_workspace, print_json, say
from copilot.cli.reading import JSON

if TYPE_CHECKING:
    from copilot.domain.desk import DecisionKind

desk_app = typer.Typer(no_args_is_help=True, help="What waits for a lead, and decisions on it.", rich_markup_mode=None)
HASH = typer.Option(None, "--hash", help="Content hash you saw (first 8 or more characters); asked for when left out.")
NOTE = typer.Option("", "--note", help="Why.")


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(desk_app, name="desk")


@desk_app.command("list")
def list_(
    film: str = typer.Option(None, "--film", help="Only this film."),
    state: str = typer.Option(None, "--state", help="waiting, approved, sent_back or rejected."),
    as_json: bool = JSON,
) -> None:
    """List submissions, waiting ones first."""
    found = open_workspace().store.desk.submissions(film, state)
    if as_json:
        return print_json({"submissions": found})
    for one in found:
        state, kind = name_of("desk", one.state), name_of("kind_of", one.kind)
        say(f"{one.id}  {state:9} {kind:11} {one.film}  {one.item}  {one.content_hash[:12]}")
    if not found:
        say("Nothing waits. Submit something: huichao desk submit ID")
    return None


@desk_app.command("submit")
def submit(item: str = typer.Argument(help="Id of a plan, interaction or draft."), as_json: bool = JSON) -> None:
    """Put something made before a lead."""
    from copilot.services.desk import submit as put

    found = put(open_workspace(), item, local_actor())
    return (
        print_json(found) if as_json else say(f"{found.id}  {name_of('desk', found.state)}  {found.content_hash[:12]}")
    )


@desk_app.command("show")
def show(submission: str = typer.Argument(help="Submission id."), as_json: bool = JSON) -> None:
    """Show a submission with its verdict and decisions."""
    workspace = open_workspace()
    found, decisions = workspace.store.desk.get(submission), workspace.store.desk.decisions(submission)
    if as_json:
        return print_json({"submission": found, "decisions": decisions})
    say(json.dumps(found.content, ensure_ascii=False, indent=2))
    for score in found.verdict.failing():
        note(f"{name_of('severity', score.severity)} {name_of('check', score.check)}: {score.reason}")
    return say(f"{name_of('desk', found.state)}  {found.content_hash}")


@desk_app.command("approve")
def approve(submission: str, content_hash: str = HASH, text: str = NOTE, as_json: bool = JSON) -> None:
    """Approve exactly the content seen."""
    _decide(submission, "approve", content_hash, text, as_json)


@desk_app.command("send-back")
def send_back(submission: str, content_hash: str = HASH, text: str = NOTE, as_json: bool = JSON) -> None:
    """Send back with a reason."""
    _decide(submission, "send_back", content_hash, text, as_json)


@desk_app.command("reject")
def reject(submission: str, content_hash: str = HASH, text: str = NOTE, as_json: bool = JSON) -> None:
    """Reject."""
    _decide(submission, "reject", content_hash, text, as_json)


@desk_app.command("edit")
def edit(
    submission: str,
    changes: list[str] = typer.Option(..., "--set", help="part=value; a value that is JSON is read as JSON."),
    content_hash: str = HASH,
    text: str = NOTE,
    as_json: bool = JSON,
) -> None:
    """Change a waiting submission; it is judged again and waits for approval."""
    from copilot.services.desk import edit as change

    workspace = open_workspace()
    parts: dict[str, object] = {}
    for left, _, right in (item.partition("=") for item in changes):
        head, _, inner = left.partition(".")
        value = _value(right)
        known = parts.get(head)
        parts[head] = {**(known if isinstance(known, dict) else {}), inner: value} if inner else value
    seen = _seen(workspace.store.desk.get(submission).content_hash, content_hash)
    found = change(workspace, submission, parts, local_actor(), content_hash=seen, note=text)
    return print_json(found) if as_json else say(f"{found.id}  {name_of('desk', found.state)}  version {found.version}")


def _value(text: str) -> object:
    try:
        return json.loads(text) if text[:1] in "[{" else text
    except json.JSONDecodeError:
        return text


def _decide(submission: str, kind: DecisionKind, given: str | None, text: str, as_json: bool) -> None:
    from copilot.services.desk import decide

    workspace = open_workspace()
    seen = _seen(workspace.store.desk.get(submission).content_hash, given)
    found = decide(workspace, submission, kind, local_actor(), content_hash=seen, note=text)
    return print_json(found) if as_json else say(f"{found.id}  {name_of('desk', found.state)}")


def _seen(current: str, given: str | None) -> str:
    """Complete a shortened hash; one that does not match stays as given, so that the desk refuses it."""
    if given is None:
        from copilot.errors import InputError

        raise InputError("deciding", "no content hash was named", f"Look at it first, then add --hash {current[:12]}.")
    return current if len(given) >= 8 and current.startswith(given) else given
