"""The ledger of model calls in SQL."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, select
from sqlalchemy.sql.elements import ColumnElement

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.domain.usage import Part, RunSpent, Spending, Spent


class SqlUsage:
    """See `copilot.store.Usage`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, spending: Spending) -> None:
        """Book one model call."""
        with self._database.writing() as connection:
            connection.execute(t.usage.insert(), [spending.model_dump()])

    def spent(self, by: Part, name: str, since: datetime | None = None) -> Spent:
        """Add up the calls of one run, film, user, role or model from a moment on; zeros when there are none."""
        wanted = select(*_sums()).where(t.usage.c[by] == name, *_only(None, since))
        with self._database.reading() as connection:
            return Spent(name=name, **connection.execute(wanted).one()._mapping)

    def table(self, by: Part, films: Collection[str] | None = None, since: datetime | None = None) -> list[Spent]:
        """Add up the calls part by part, of some films or of all, from a moment on; latest first."""
        column = t.usage.c[by]
        wanted = select(column.label("name"), *_sums()).where(*_only(films, since)).group_by(column)
        with self._database.reading() as connection:
            return [Spent(**row._mapping) for row in connection.execute(wanted.order_by(_LATEST))]

    def runs(self, films: Collection[str] | None = None, *, most: int) -> list[RunSpent]:
        """Add up the calls of each run with what it was for, latest first, at most so many."""
        c = t.usage.c
        wanted = select(c.run.label("name"), *_sums()).where(*_only(films, None)).group_by(c.run)
        with self._database.reading() as connection:
            found = list(connection.execute(wanted.order_by(_LATEST).limit(most)))
            calls = select(c.run, c.film, c.user, c.role, c.model, c.stamp).order_by(c.number)
            asked = list(connection.execute(calls.where(c.run.in_([row.name for row in found]))))
        of_run: dict[str, list[Any]] = {}
        for call in asked:
            of_run.setdefault(call.run, []).append(call)
        return [_run(row, of_run[row.name]) for row in found]


_LATEST = func.max(t.usage.c.number).desc()


def _run(sums: Row[Any], calls: Sequence[Any]) -> RunSpent:
    return RunSpent(
        **sums._mapping,
        film=calls[0].film,
        user=calls[0].user,
        roles=list(dict.fromkeys(call.role for call in calls)),
        models=list(dict.fromkeys(call.model for call in calls)),
        prompts=list(dict.fromkeys(call.stamp.partition("@")[0] for call in calls)),
    )


def _only(films: Collection[str] | None, since: datetime | None) -> list[ColumnElement[bool]]:
    kept: list[ColumnElement[bool]] = [] if films is None else [t.usage.c.film.in_(sorted(films))]
    return kept if since is None else [*kept, t.usage.c.at >= since.replace(tzinfo=None)]


def _sums() -> list[ColumnElement[Any]]:
    c = t.usage.c
    return [
        func.count().label("calls"),
        func.coalesce(func.sum(case((c.outcome != "ok", 1), else_=0)), 0).label("failed"),
        func.coalesce(func.sum(c.prompt_tokens), 0).label("prompt_tokens"),
        func.coalesce(func.sum(c.completion_tokens), 0).label("completion_tokens"),
        func.coalesce(func.sum(c.usd), 0.0).label("usd"),
        func.coalesce(func.sum(case((c.usd.is_(None), 1), else_=0)), 0).label("unpriced"),
        func.max(c.at).label("last"),
    ]
