"""Threads: listed, read whole with what waits or failed in them, and renamed."""

from __future__ import annotations

from dataclasses import dataclass

from copilot.domain.chat import KeptTurn
from copilot.errors import InputError
from copilot.services.workspace import Workspace

LONGEST_TITLE = 80


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
    return ThreadRead(thread, film, titles[thread], threads.kept(film, thread))


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
