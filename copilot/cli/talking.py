"""The chat on the command line: steps as they happen, decisions asked as typed choices."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import typer

from copilot.cli import output
from copilot.cli.output import local_actor, name_of, note, open_workspace, print_json, say, spoken
from copilot.cli.reading import JSON

if TYPE_CHECKING:
    from copilot.domain.chat import ChatEvent, HumanDecision, ToolCall, Turn
    from copilot.services.workspace import Workspace

_CHOICES = {"a": "accept", "e": "edit", "r": "respond", "i": "ignore"}
_FILM = typer.Option(None, "--film", help="Film id; asked back when it is left out and unclear.")
_THREAD = typer.Option(None, "--thread", help="Conversation to go on with; see --threads.")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(chat)


def chat(
    film: str = _FILM,
    thread: str = _THREAD,
    text: str = typer.Option(None, "--say", help="Say this and end, instead of a conversation."),
    decision: str = typer.Option(None, "--decide", help="Decide on what waits: accept, edit, respond or ignore."),
    item: str = typer.Option(None, "--item", help="With --decide edit: the id to use instead."),
    reply: str = typer.Option("", "--reply", help="With --decide respond: what to do instead."),
    threads: bool = typer.Option(False, "--threads", help="List the film's conversations."),
    as_json: bool = JSON,
) -> None:
    """Talk with the copilot: it answers from evidence, drafts, and waits for your decision before it submits."""
    workspace = open_workspace()
    if threads:
        return _list_threads(workspace, film, as_json)
    if decision is not None:
        return _decide_once(workspace, thread, _typed(decision, item, reply, None), as_json)
    if text is not None:
        turn = _follow(_send(workspace, text, film, thread), quiet=as_json)
        return print_json(turn) if as_json else _show(turn)
    return _converse(workspace, film, thread)


def _send(workspace: Workspace, text: str, film: str | None, thread: str | None) -> Iterator[ChatEvent]:
    from copilot.services.chat import stream_chat

    return stream_chat(workspace, text, actor=local_actor(), film=film, thread=thread)


def _decide_once(workspace: Workspace, thread: str | None, decision: HumanDecision, as_json: bool) -> None:
    from copilot.errors import InputError
    from copilot.services.chat import stream_decision
    from copilot.services.threads import read_thread

    if thread is None:
        raise InputError("deciding", "no thread was named", "Add --thread ID; --threads lists them.")
    if decision.kind == "edit" and decision.call is not None:
        last = read_thread(workspace, thread).turns[-1].turn
        if last is not None and last.waiting is not None:
            call = last.waiting.model_copy(update={"item": decision.call.item})
            decision = decision.model_copy(update={"call": call})
    turn = _follow(stream_decision(workspace, thread, decision, actor=local_actor()), quiet=as_json)
    return print_json(turn) if as_json else _show(turn)


def _list_threads(workspace: Workspace, film: str | None, as_json: bool) -> None:
    from copilot.errors import InputError

    if film is None:
        raise InputError("listing conversations", "no film was named", "Add --film ID.")
    workspace.store.films.get(film)
    found = workspace.store.threads.of_film(film)
    if as_json:
        return print_json({"threads": [{"thread": key, "title": title, "last": last} for key, title, last in found]})
    for key, title, last in found:
        say(f"{key}  {last:%Y-%m-%d %H:%M}  {title[:60]}")
    return None if found else say("No conversations yet.")


def _converse(workspace: Workspace, film: str | None, thread: str | None) -> None:
    """Talk until an empty line, Ctrl-D or Ctrl-C; an error ends a turn, not the conversation."""
    from copilot.errors import HuichaoError

    note("Type a message; an empty line ends.")
    if thread is not None:
        _remind(workspace, thread)
    while text := _ask_line("> "):
        try:
            turn = _follow(_send(workspace, text, film, thread))
            thread, film = turn.thread or thread, turn.film or film
            _show(turn)
            while turn.waiting is not None:
                turn = _decided(workspace, turn.thread, turn.waiting)
        except HuichaoError as error:
            note(output.refusal(error))
    if thread:
        note(f"huichao chat --film {film} --thread {thread}")


def _remind(workspace: Workspace, thread: str) -> None:
    """Show the end of a conversation gone on with, and ask for the decision that still waits in it."""
    from copilot.services.threads import read_thread

    last = read_thread(workspace, thread).turns[-1]
    say(f"> {last.question}")
    if last.turn is None:
        return say(last.text)
    _show(last.turn)
    turn = last.turn if last.state == "waiting" else None
    while turn is not None and turn.waiting is not None:
        turn = _decided(workspace, thread, turn.waiting)
    return None


def _decided(workspace: Workspace, thread: str, call: ToolCall) -> Turn:
    from copilot.services.chat import stream_decision

    decision = _ask_decision(call)
    turn = _follow(stream_decision(workspace, thread, decision, actor=local_actor()))
    _show(turn)
    return turn


def _ask_decision(call: ToolCall) -> HumanDecision:
    """Ask for one of four letters; anything else is asked again, so that no sentence is taken for a yes."""
    while True:
        choices = spoken("[a]ccept [e]dit [r]espond [i]gnore: ")
        answer = _ask_line(f"{name_of('step', call.tool)} {call.item or ''}  {choices}").casefold()
        kind = _CHOICES.get(answer, answer if answer in _CHOICES.values() else "ignore" if not answer else "")
        if kind:
            item = _ask_line(spoken("id: ")) if kind == "edit" else None
            return _typed(kind, item, _ask_line("… ") if kind == "respond" else "", call)


def _typed(kind: str, item: str | None, reply: str, call: ToolCall | None) -> HumanDecision:
    from pydantic import ValidationError

    from copilot.domain.chat import HumanDecision, ToolCall
    from copilot.errors import InputError

    changed = (call or ToolCall(tool="submit")).model_dump() | {"item": item}
    try:
        return HumanDecision.model_validate(
            {"kind": kind, "call": changed if kind == "edit" else None, "message": reply}
        )
    except ValidationError as error:
        found = str(error.errors()[0]["msg"])
        raise InputError(
            "deciding", f"{kind}: {found}", "Choose accept, edit (--item ID), respond or ignore."
        ) from error


def _ask_line(prompt: str) -> str:
    """Read a line; the end of the input is an empty one."""
    if sys.stdin.isatty():
        typer.echo(prompt, nl=False, err=True)
    try:
        return sys.stdin.readline().strip()
    except KeyboardInterrupt:
        return ""


def _follow(events: Iterator[ChatEvent], *, quiet: bool = False) -> Turn:
    """Print steps as they happen on stderr; returns the turn."""
    from copilot.domain.chat import Capped, Ended, StepEnded, StepStarted

    turn: Turn | None = None
    for event in events:
        if isinstance(event, Ended):
            turn = event.turn
        elif quiet:
            continue
        elif isinstance(event, StepStarted):
            note(
                f"· {name_of('step', event.call.tool)} {event.call.channel or event.call.item or ''}…".replace(
                    " …", "…"
                )
            )
        elif isinstance(event, StepEnded) and event.made:
            note(f"· {name_of('step', event.tool)}: {', '.join(thing.id for thing in event.made)}")
        elif isinstance(event, Capped):
            note(f"· {name_of('cap', event.cap).format(limit=f'{event.limit:g}')}")
    assert turn is not None
    return turn


def _show(turn: Turn) -> None:
    if turn.ask:
        say(turn.ask)
    if turn.answer is not None:
        say(turn.answer.answer)
        for number, one in enumerate(turn.answer.citations, start=1):
            say(f"  [{number}] {one.text}  ({one.source}, {one.id})")
        if turn.answer.would_help and turn.answer.would_help not in turn.answer.answer:
            say(f"  {turn.answer.would_help}")
    if turn.waiting is not None:
        thing = next(iter(turn.things), None)
        say(f"? {name_of('step', turn.waiting.tool)} {turn.waiting.item or ''}  {thing.title if thing else ''}")
        note(f"huichao chat --thread {turn.thread} --decide accept|edit|respond|ignore")
