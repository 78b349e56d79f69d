"""Imported files and their rows in SQL: each batch is one transaction, and doing it again changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select, update

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import insert_new, rows_by_key
from copilot.domain.imported import Asset, Document, ImportedFile, Measure, Post, Review
from copilot.errors import UnknownId
from copilot.store import Added, Item


class SqlImports:
    """See `copilot.store.Imports`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, file: str, film: str, name: str, at: datetime) -> ImportedFile | None:
        """Begin or resume a file; returns its account when it was imported completely before."""
        row = {"id": file, "film": film, "name": name, "state": "reading", "opened_at": at}
        with self._database.writing() as connection:
            insert_new(connection, t.files, [row])
            account = connection.scalar(select(t.files.c.account).where(t.files.c.id == file))
        return ImportedFile.model_validate(account) if account else None

    def add(self, items: Sequence[Item]) -> Added:
        """Store one batch in one transaction; a row already stored by this very file counts as kept again."""
        groups: dict[type, list[Any]] = defaultdict(list)
        for item in items:
            groups[type(item)].append(item)
        kept = duplicates = 0
        with self._database.writing() as connection:
            for kind, group in groups.items():
                one = _add_measures(connection, group) if kind is Measure else _add_named(connection, kind, group)
                kept, duplicates = kept + one.kept, duplicates + one.duplicates
        return Added(kept=kept, duplicates=duplicates)

    def close(self, film: str, account: ImportedFile, at: datetime) -> None:
        """Record the account of a completely read file."""
        with self._database.writing() as connection:
            connection.execute(
                update(t.files)
                .where(t.files.c.id == account.id, t.files.c.film == film)
                .values(state="done", account=account.model_dump(mode="json"), closed_at=at)
            )

    def get(self, file: str) -> tuple[ImportedFile, str]:
        """Return a file's account and its film; raises `UnknownId`."""
        with self._database.reading() as connection:
            row = connection.execute(select(t.files.c.account, t.files.c.film).where(t.files.c.id == file)).first()
        if row is None or row.account is None:
            raise UnknownId("looking for an imported file", f"no file has the id {file!r}", "See: huichao film list")
        return ImportedFile.model_validate(row.account), row.film

    def of_film(self, film: str) -> list[ImportedFile]:
        """List the film's completely read files, oldest first."""
        wanted = select(t.files.c.account).where(t.files.c.film == film, t.files.c.state == "done")
        with self._database.reading() as connection:
            rows = connection.scalars(wanted.order_by(t.files.c.opened_at))
            return [ImportedFile.model_validate(row) for row in rows]


def _review_row(review: Review) -> dict[str, Any]:
    return review.model_dump()


def _content_row(item: Post | Asset | Document) -> dict[str, Any]:
    row: dict[str, Any] = {"id": item.id, "film": item.film, "file": item.file, "content": item.model_dump(mode="json")}
    if isinstance(item, Post):
        row.update({"row": item.row, "day": item.day})
    return row


_TABLES: dict[type, Table] = {Review: t.reviews, Post: t.posts, Asset: t.assets, Document: t.documents}


def _add_named(connection: Connection, kind: type, items: Sequence[Any]) -> Added:
    """Insert things that have an id; one already stored by another row, or twice in the batch, is a duplicate."""
    table = _TABLES[kind]
    has_row = "row" in table.c
    place = [table.c.file, table.c.row] if has_row else [table.c.file]
    stored = {
        r[0]: tuple(r[1:]) for r in rows_by_key(connection, table.c.id, (i.id for i in items), table.c.id, *place)
    }
    fresh: dict[str, Any] = {}
    kept = 0
    for item in items:
        here = (item.file, item.row) if has_row else (item.file,)
        if item.id in stored:
            kept += stored[item.id] == here
        elif item.id not in fresh:
            fresh[item.id] = item
            kept += 1
    to_row = _review_row if kind is Review else _content_row
    insert_new(connection, table, [to_row(item) for item in fresh.values()])
    return Added(kept=kept, duplicates=len(items) - kept)


def _add_measures(connection: Connection, items: Sequence[Measure]) -> Added:
    """Insert daily values; a row all of whose values are known from elsewhere is a duplicate."""
    film, days = items[0].film, {item.day for item in items}
    c = t.measures.c
    wanted = select(c.name, c.basis, c.territory, c.day, c.value, c.file, c.row)
    known = connection.execute(wanted.where(c.film == film, c.day.between(min(days), max(days)))).all()
    values: dict[tuple[object, ...], tuple[str, int]] = {tuple(row[:5]): (row.file, row.row) for row in known}
    slots: dict[tuple[object, ...], int] = {(*row[:4], row.file): row.row for row in known}
    by_row: dict[int, list[Measure]] = defaultdict(list)
    for item in items:
        by_row[item.row].append(item)
    kept, fresh = 0, []
    for row, measures in by_row.items():
        new = [m for m in measures if _is_new(m, values, slots)]
        again = any(values.get(_value_key(m)) == (m.file, row) for m in measures)
        kept += bool(new) or again
        for measure in new:
            values[_value_key(measure)] = (measure.file, row)
            slots[_slot_key(measure)] = row
        fresh += new
    insert_new(connection, t.measures, [item.model_dump() for item in fresh])
    return Added(kept=kept, duplicates=len(by_row) - kept)


def _value_key(m: Measure) -> tuple[object, ...]:
    return (m.name, m.basis, m.territory, m.day, m.value)


def _slot_key(m: Measure) -> tuple[object, ...]:
    return (m.name, m.basis, m.territory, m.day, m.file)


def _is_new(
    m: Measure, values: dict[tuple[object, ...], tuple[str, int]], slots: dict[tuple[object, ...], int]
) -> bool:
    return _value_key(m) not in values and _slot_key(m) not in slots
