"""Opens the store at the newest schema, bringing an older one up to it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import inspect, text

from copilot.adapters.sql.audience import SqlAudience
from copilot.adapters.sql.desk import SqlDesk
from copilot.adapters.sql.engine import Database, open_database
from copilot.adapters.sql.films import SqlFilms
from copilot.adapters.sql.imports import SqlImports
from copilot.adapters.sql.learning import SqlExperiments, SqlRetrospectives
from copilot.adapters.sql.library import SqlLibrary
from copilot.adapters.sql.threads import SqlThreads
from copilot.adapters.sql.usage import SqlUsage
from copilot.adapters.sql.works import SqlWorks
from copilot.errors import StoreError
from copilot.store import Store

HEAD = "0004"
"""Newest revision under `migrations/versions`; a test keeps the two the same."""


def open_store(url: str) -> Store:
    """Open the store by database URL.

    Raises:
        SettingError: The URL cannot be understood.
        StoreError: The database cannot be reached, or is of a newer version of this product.
    """
    database = open_database(url)
    if _revision(database) != HEAD:
        _migrate(database)
    return Store(
        films=SqlFilms(database),
        imports=SqlImports(database),
        audience=SqlAudience(database),
        library=SqlLibrary(database),
        works=SqlWorks(database),
        desk=SqlDesk(database),
        threads=SqlThreads(database),
        usage=SqlUsage(database),
        experiments=SqlExperiments(database),
        retrospectives=SqlRetrospectives(database),
    )


def _revision(database: Database) -> str | None:
    with database.reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return found


def _migrate(database: Database) -> None:
    """Run the migrations inside one write transaction, so that two starting processes take turns."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, "head")
        except CommandError as error:
            raise StoreError(
                "bringing the database up to date",
                f"{error}",
                "The data was written by a newer version of Huichao; use that version.",
            ) from error
