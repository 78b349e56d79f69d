"""Conversations in SQL."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.errors import UnknownId


class SqlThreads:
    """See `copilot.store.Threads`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, thread: str, film: str, question: str, answer: str, at: datetime) -> None:
        """Append a turn; a new thread begins with its first."""
        row = {"thread": thread, "film": film, "question": question, "answer": answer, "at": at}
        with self._database.writing() as connection:
            connection.execute(t.turns.insert(), [row])

    def turns(self, film: str, thread: str) -> list[str]:
        """Return a film's thread as questions and answers in turn, oldest first; raises `UnknownId`."""
        c = t.turns.c
        wanted = select(c.question, c.answer).where(c.thread == thread, c.film == film)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(c.number)).all()
        if not rows:
            raise _unknown(thread)
        return [text for row in rows for text in row]

    def film_of(self, thread: str) -> str:
        """Return the film a thread is about; raises `UnknownId`."""
        with self._database.reading() as connection:
            film = connection.scalar(select(t.turns.c.film).where(t.turns.c.thread == thread).limit(1))
        if film is None:
            raise _unknown(thread)
        return str(film)

    def of_film(self, film: str) -> list[tuple[str, str, datetime]]:
        """List (thread, its first question, its last turn), newest first."""
        c = t.turns.c
        ends = select(c.thread, func.min(c.number).label("first"), func.max(c.at).label("last"))
        grouped = ends.where(c.film == film).group_by(c.thread).subquery()
        wanted = select(grouped.c.thread, c.question, grouped.c.last).join(t.turns, c.number == grouped.c.first)
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(wanted.order_by(grouped.c.last.desc()))]


def _unknown(thread: str) -> UnknownId:
    found = f"there is no thread {thread!r}"
    return UnknownId("going on with a thread", found, "Leave --thread out to begin a new one.")
