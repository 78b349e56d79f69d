"""Threads: listed, read whole with what waits or failed in them, and renamed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from copilot.domain.chat import Caps, KeptTurn
from copilot.errors import InputError
from copilot.services.workspace import Workspace
from copilot.store import Hold

LONGEST_TITLE = 80
_CAPS = Caps()


@dataclass(frozen=True)
class ThreadRead:
    """A conversation as it can be shown again after any restart."""

    thread: str
    film: str
    title: str
    turns: list[KeptTurn]


def read_thread(workspace: Workspace, thread: str) -> ThreadRead:
    """Return a thread with every turn: done, waiting for a decision, failed or cut off.

    Raises:
        UnknownId: There is no such thread.
    """
    threads = workspace.store.threads
    film = threads.film_of(thread)
    titles = {row[0]: row[1] for row in threads.of_film(film)}
    return ThreadRead(thread, film, titles[thread], [_as_it_is(workspace, turn) for turn in threads.kept(film, thread)])


def hold_on(workspace: Workspace, caps: Caps = _CAPS) -> Hold:
    """Take up a turn in this process; one of a process that crashed can be taken up at once."""
    presence = workspace.presence
    return Hold(workspace.clock.now(), presence.name, caps.seconds, presence.is_gone)


def _as_it_is(workspace: Workspace, turn: KeptTurn) -> KeptTurn:
    """Say of a turn that nobody works on any more that it was cut off."""
    if turn.state != "open":
        return turn
    began = turn.at.replace(tzinfo=turn.at.tzinfo or UTC)
    late = (workspace.clock.now() - began).total_seconds() > _CAPS.seconds
    gone = late or workspace.presence.is_gone(turn.held_by)
    return turn.model_copy(update={"state": "cut_off"}) if gone else turn


def rename_thread(workspace: Workspace, thread: str, title: str) -> ThreadRead:
    """Give a thread a title.

    Raises:
        UnknownId: There is no such thread.
        InputError: The title is empty.
    """
    cleaned = " ".join(title.split())[:LONGEST_TITLE]
    if not cleaned:
        raise InputError("renaming a thread", "the title is empty", "Give it a few words.")
    workspace.store.threads.film_of(thread)
    workspace.store.threads.rename(thread, cleaned)
    return read_thread(workspace, thread)
