"""Dossiers in SQL."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, func, select

from copilot.adapters.sql import tables as t
from copilot.adapters.sql.engine import Database
from copilot.adapters.sql.rows import replace
from copilot.domain.film import Dossier
from copilot.domain.ids import digest
from copilot.errors import UnknownId
from copilot.store import FilmCounts


class SqlFilms:
    """See `copilot.store.Films`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, dossier: Dossier, at: datetime) -> Literal["created", "changed", "same"]:
        """Add a dossier or replace the one of that id."""
        content_hash = digest(dossier.model_dump_json())
        row = {"id": dossier.id, "dossier": dossier.model_dump(mode="json"), "content_hash": content_hash}
        with self._database.writing() as connection:
            known = connection.scalar(select(t.films.c.content_hash).where(t.films.c.id == dossier.id))
            if known == content_hash:
                return "same"
            replace(connection, t.films, [{**row, "added_at": at}])
        return "created" if known is None else "changed"

    def get(self, film: str) -> Dossier:
        """Return a dossier; raises `UnknownId` naming the films there are."""
        with self._database.reading() as connection:
            found = connection.scalar(select(t.films.c.dossier).where(t.films.c.id == film))
            if found is None:
                known = sorted(connection.scalars(select(t.films.c.id)))
                raise UnknownId(
                    "looking for a film",
                    f"no film has the id {film!r}; known are {', '.join(known) or 'none yet'}",
                    "Give one of those, or add the film with: huichao film add DOSSIER.yaml",
                )
        return Dossier.model_validate(found)

    def all(self) -> list[Dossier]:
        """List dossiers by title."""
        with self._database.reading() as connection:
            found = [Dossier.model_validate(row) for row in connection.scalars(select(t.films.c.dossier))]
        return sorted(found, key=lambda dossier: dossier.title)

    def counts(self, film: str) -> FilmCounts:
        """Count what is stored about a film."""
        with self._database.reading() as connection:
            reviews = self._rows(connection, film)
            assets = connection.scalar(select(func.count()).where(t.assets.c.film == film)) or 0
            names = select(func.count(t.measures.c.name.distinct())).where(t.measures.c.film == film)
            return FilmCounts(reviews=reviews, assets=assets, series=connection.scalar(names) or 0)

    def stamp(self, film: str) -> str:
        """Return a text that changes whenever the film's dossier or imported rows do."""
        c = t.files.c
        files = select(func.count(), func.max(c.closed_at)).where(c.film == film)
        with self._database.reading() as connection:
            dossier = connection.scalar(select(t.films.c.content_hash).where(t.films.c.id == film))
            held = connection.scalar(select(func.count()).where(t.retrospectives.c.film == film))
            parts = (dossier, *connection.execute(files).one(), self._rows(connection, film), held)
        return "|".join(map(str, parts))

    @staticmethod
    def _rows(connection: Connection, film: str) -> int:
        return connection.scalar(select(func.count()).where(t.reviews.c.film == film)) or 0
