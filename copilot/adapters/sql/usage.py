"""The ledger of model calls in SQL."""

from __future__ import annotations

from typing import Any, Literal

from sqlalchemy import case, func, select
from sqlalchemy.sql.elements import ColumnElement

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.domain.usage import Spending, Spent


class SqlUsage:
    """See `copilot.store.Usage`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, spending: Spending) -> None:
        """Book one model call."""
        with self._database.writing() as connection:
            connection.execute(t.usage.insert(), [spending.model_dump()])

    def spent(self, by: Literal["run", "film", "user"], name: str) -> Spent:
        """Add up the calls of one run, film or user; zeros when there are none."""
        wanted = select(*_sums()).where(t.usage.c[by] == name)
        with self._database.reading() as connection:
            return Spent(name=name, **connection.execute(wanted).one()._mapping)

    def table(self, by: Literal["run", "film", "user"], film: str | None = None) -> list[Spent]:
        """Add up the calls of each run, film or user, of one film or of all; latest first."""
        column = t.usage.c[by]
        wanted = select(column.label("name"), *_sums()).group_by(column).order_by(func.max(t.usage.c.number).desc())
        if film is not None:
            wanted = wanted.where(t.usage.c.film == film)
        with self._database.reading() as connection:
            return [Spent(**row._mapping) for row in connection.execute(wanted)]


def _sums() -> list[ColumnElement[Any]]:
    c = t.usage.c
    return [
        func.count().label("calls"),
        func.coalesce(func.sum(c.prompt_tokens), 0).label("prompt_tokens"),
        func.coalesce(func.sum(c.completion_tokens), 0).label("completion_tokens"),
        func.coalesce(func.sum(c.usd), 0.0).label("usd"),
        func.coalesce(func.sum(case((c.usd.is_(None), 1), else_=0)), 0).label("unpriced"),
    ]
