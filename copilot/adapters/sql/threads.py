"""Conversations in SQL; a turn is a row from the moment its message comes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select, update

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import replace
from copilot.domain.chat import Failure, KeptTurn, Turn, TurnState
from copilot.errors import ConflictError, UnknownId
from copilot.store import Hold

_UNFINISHED = ("open", "failed", "cut_off")


class SqlThreads:
    """See `copilot.store.Threads`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, thread: str, film: str, question: str, answer: str, at: datetime) -> None:
        """Append a finished turn; a new thread begins with its first."""
        row = {"thread": thread, "film": film, "question": question, "answer": answer, "at": at, "state": "done"}
        with self._database.writing() as connection:
            connection.execute(t.turns.insert(), [row])

    def begin(self, thread: str, film: str, question: str, by: str, hold: Hold) -> int:
        """Keep a message before it is worked on; returns the turn's number.

        A turn that waited for a decision is left behind; the same message again takes up a last turn that failed or was
        cut off. Raises `ConflictError` while a turn is under way that was begun less than the hold's patience ago by a
        process that is not gone.
        """
        c = t.turns.c
        last = select(c.number, c.question, c.state, c.at, c.held_by).where(c.thread == thread)
        taken = {"state": "open", "by": by, "at": hold.at, "held_by": hold.process}
        row = {"thread": thread, "film": film, "question": question, "answer": "", **taken}
        with self._database.writing() as connection:
            before = connection.execute(last.order_by(c.number.desc()).limit(1)).first()
            if before is not None and before.state == "open" and _under_way(before, hold):
                raise ConflictError(
                    "going on with a thread",
                    "its last message is still being worked on",
                    "Wait for it, or begin a new conversation.",
                )
            connection.execute(update(t.turns).where(c.thread == thread, c.state == "waiting").values(state="left"))
            if before is not None and before.state in _UNFINISHED and before.question == question:
                connection.execute(update(t.turns).where(c.number == before.number).values(**taken, content=None))
                return int(before.number)
            return int(connection.execute(t.turns.insert().values(**row)).inserted_primary_key[0])  # type: ignore[index]

    def end(self, number: int, state: TurnState, turn: Turn | None, failure: Failure | None = None) -> None:
        """Keep how a turn ended or what it waits for."""
        answer = (turn.answer.answer if turn.answer else turn.ask) if turn else ""
        content = {
            "turn": turn.model_dump(mode="json") if turn else None,
            "failure": failure.model_dump(mode="json") if failure else None,
        }
        with self._database.writing() as connection:
            changed = update(t.turns).where(t.turns.c.number == number)
            connection.execute(changed.values(state=state, answer=answer, content=content))

    def claim(self, number: int, hold: Hold) -> bool:
        """Take up a turn that waits for a decision; of several at once exactly one succeeds."""
        waits = (t.turns.c.number == number) & (t.turns.c.state == "waiting")
        taken = {"state": "open", "at": hold.at, "held_by": hold.process}
        with self._database.writing() as connection:
            return connection.execute(update(t.turns).where(waits).values(**taken)).rowcount == 1

    def turns(self, film: str, thread: str) -> list[str]:
        """Return a film's thread as questions and answers in turn, oldest first; raises `UnknownId`."""
        return [text for row in self._rows(film, thread) if row.state == "done" for text in (row.question, row.answer)]

    def kept(self, film: str, thread: str) -> list[KeptTurn]:
        """Return every turn of a film's thread, finished or not, oldest first; raises `UnknownId`."""
        return [_kept(row) for row in self._rows(film, thread)]

    def film_of(self, thread: str) -> str:
        """Return the film a thread is about; raises `UnknownId`."""
        with self._database.reading() as connection:
            film = connection.scalar(select(t.turns.c.film).where(t.turns.c.thread == thread).limit(1))
        if film is None:
            raise _unknown(thread)
        return str(film)

    def of_film(self, film: str) -> list[tuple[str, str, datetime]]:
        """List (thread, its title or first question, its last turn), newest first."""
        c = t.turns.c
        ends = select(c.thread, func.min(c.number).label("first"), func.max(c.at).label("last"))
        grouped = ends.where(c.film == film).group_by(c.thread).subquery()
        named = t.thread_titles
        joined = grouped.join(t.turns, c.number == grouped.c.first).outerjoin(named, named.c.thread == grouped.c.thread)
        title = func.coalesce(named.c.title, c.question)
        wanted = select(grouped.c.thread, title, grouped.c.last).select_from(joined)
        with self._database.reading() as connection:
            return [tuple(row) for row in connection.execute(wanted.order_by(grouped.c.last.desc()))]

    def rename(self, thread: str, title: str) -> None:
        """Give a thread a title."""
        with self._database.writing() as connection:
            replace(connection, t.thread_titles, [{"thread": thread, "title": title}])

    def _rows(self, film: str, thread: str) -> list[Row[Any]]:
        wanted = select(t.turns).where(t.turns.c.thread == thread, t.turns.c.film == film)
        with self._database.reading() as connection:
            rows = list(connection.execute(wanted.order_by(t.turns.c.number)))
        if not rows:
            raise _unknown(thread)
        return rows


def _seconds(earlier: datetime, later: datetime) -> float:
    return (later.replace(tzinfo=None) - earlier.replace(tzinfo=None)).total_seconds()


def _under_way(turn: Any, hold: Hold) -> bool:  # noqa: ANN401  (a row of some columns)
    return _seconds(turn.at, hold.at) < hold.patience and not hold.is_gone(turn.held_by)


def _kept(row: Row[Any]) -> KeptTurn:
    content = row.content or {}
    return KeptTurn(
        number=row.number,
        question=row.question,
        state=row.state,
        by=row.by,
        at=row.at,
        turn=Turn.model_validate(content["turn"]) if content.get("turn") else None,
        text=row.answer,
        failure=Failure.model_validate(content["failure"]) if content.get("failure") else None,
        held_by=row.held_by,
    )


def _unknown(thread: str) -> UnknownId:
    found = f"there is no thread {thread!r}"
    return UnknownId("going on with a thread", found, "Leave --thread out to begin a new one.")
