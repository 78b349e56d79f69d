"""Passages and their vectors in SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, delete, func, or_, select

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import batches, replace, rows_by_key
from copilot.domain.ids import digest
from copilot.domain.passage import Passage
from copilot.errors import UnknownId

_VECTORS_AT_ONCE = 1000


class SqlLibrary:
    """See `copilot.store.Library`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, passages: Sequence[Passage]) -> int:
        """Add or replace passages; returns how many were new or changed (their vectors are dropped)."""
        rows = {p.id: _row(p) for p in passages}
        with self._database.writing() as connection:
            known = dict(
                tuple(row)
                for row in rows_by_key(connection, t.passages.c.id, rows, t.passages.c.id, t.passages.c.content_hash)
            )
            changed = [row for key, row in rows.items() if known.get(key) != row["content_hash"]]
            for batch in batches([row["id"] for row in changed if row["id"] in known]):
                connection.execute(delete(t.embeddings).where(t.embeddings.c.passage.in_(batch)))
            replace(connection, t.passages, changed)
        return len(changed)

    def of_film(self, film: str) -> list[Passage]:
        """Return the film's own and the shared passages."""
        wanted = select(t.passages.c.content).where(or_(t.passages.c.film == film, t.passages.c.film.is_(None)))
        with self._database.reading() as connection:
            rows = connection.scalars(wanted.order_by(t.passages.c.priority, t.passages.c.id))
            return [Passage.model_validate(row) for row in rows]

    def get(self, passage: str) -> Passage:
        """Return a passage by its id; raises `UnknownId`."""
        with self._database.reading() as connection:
            found = connection.scalar(select(t.passages.c.content).where(t.passages.c.id == passage))
        if found is None:
            raise UnknownId("looking for a passage", f"nothing has the id {passage!r}", "Check the id.")
        return Passage.model_validate(found)

    def waiting(self, model: str, film: str | None, limit: int) -> list[Passage]:
        """List passages without a vector of this model, by priority."""
        wanted = _without_vector(select(t.passages.c.content), model, film)
        with self._database.reading() as connection:
            rows = connection.scalars(wanted.order_by(t.passages.c.priority, t.passages.c.id).limit(limit))
            return [Passage.model_validate(row) for row in rows]

    def waiting_count(self, model: str, film: str | None) -> int:
        """Count the passages without a vector of this model."""
        with self._database.reading() as connection:
            return connection.scalar(_without_vector(select(func.count()), model, film)) or 0

    def add_vectors(self, model: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Store vectors."""
        rows = [
            {"passage": key, "model": model, "dimension": vectors.shape[1], "vector": vector.astype("<f4").tobytes()}
            for key, vector in zip(ids, vectors, strict=True)
        ]
        with self._database.writing() as connection:
            replace(connection, t.embeddings, rows)

    def vectors(
        self, model: str, film: str | None
    ) -> Iterator[tuple[list[str], list[str | None], NDArray[np.float32]]]:
        """Yield (ids, films, vectors) in batches; of one film and the shared ones, or of all when `film` is None."""
        joined = t.embeddings.join(t.passages, t.passages.c.id == t.embeddings.c.passage)
        wanted = select(t.passages.c.id, t.passages.c.film, t.embeddings.c.vector).select_from(joined)
        wanted = wanted.where(t.embeddings.c.model == model)
        if film is not None:
            wanted = wanted.where(or_(t.passages.c.film == film, t.passages.c.film.is_(None)))
        with self._database.reading() as connection:
            for batch in connection.execute(wanted).partitions(_VECTORS_AT_ONCE):
                stacked = np.stack([np.frombuffer(row.vector, dtype="<f4") for row in batch])
                yield [row.id for row in batch], [row.film for row in batch], stacked

    def vector_count(self, model: str) -> int:
        """Count the vectors of a model."""
        with self._database.reading() as connection:
            return connection.scalar(select(func.count()).where(t.embeddings.c.model == model)) or 0


def _without_vector(wanted: Select[Any], model: str, film: str | None) -> Select[Any]:
    has = (t.embeddings.c.passage == t.passages.c.id) & (t.embeddings.c.model == model)
    wanted = wanted.select_from(t.passages.outerjoin(t.embeddings, has)).where(t.embeddings.c.passage.is_(None))
    if film is None:
        return wanted
    return wanted.where(or_(t.passages.c.film == film, t.passages.c.film.is_(None)))


def _row(passage: Passage) -> dict[str, object]:
    return {
        "id": passage.id,
        "film": passage.film,
        "kind": passage.kind,
        "source": passage.source,
        "priority": passage.priority,
        "content_hash": digest(passage.model_dump_json()),
        "content": passage.model_dump(mode="json"),
    }
