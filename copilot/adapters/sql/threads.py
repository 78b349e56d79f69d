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
            raise UnknownId(
                "going on with a thread", f"there is no thread {thread!r}", "Leave --thread out to begin a new one."
            )
        return [text for row in rows for text in row]

    def of_film(self, film: str) -> list[tuple[str, str, datetime]]:
        """List (thread, its first question, its last turn), newest first."""
        c = t.turns.c
        ends = select(c.thread, func.min(c.number).label("first"), func.max(c.at).label("last"))
        grouped = ends.where(c.film == film).group_by(c.thread).subquery()
        wanted = select(grouped.c.thread, c.question, grouped.c.last).join(t.turns, c.number == grouped.c.first)
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(wanted.order_by(grouped.c.last.desc()))]
