"""Opens the database: write-ahead log and immediate write transactions on SQLite, pooled connections on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError

from copilot.errors import SettingError, StoreError

BUSY_SECONDS = 30
"""How long a writer waits for another; measured in shared/anchors/reliability.md M12 to end lock errors."""


@dataclass(frozen=True)
class Database:
    """An open database with one way to read and one way to write."""

    engine: Engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for a consistent read."""
        with _translated("reading the data"), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes are committed together or not at all."""
        with _translated("storing"), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection


@contextmanager
def _translated(doing: str) -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        full = "full" in str(error.orig)
        todo = "Free some space and run it again; nothing stored was lost." if full else "Try again in a minute."
        raise StoreError(doing, f"the database said {error.orig}", todo) from error
    except SQLAlchemyError as error:
        raise StoreError(doing, f"the database said {error}", "Report this with the command you ran.") from error


def open_database(url: str) -> Database:
    """Open a database by URL, without looking at its schema.

    Raises:
        SettingError: The URL cannot be understood or its driver is not installed.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return Database(_sqlite(url, parsed.database))
        return Database(create_engine(url, pool_pre_ping=True))
    except (ArgumentError, ModuleNotFoundError) as error:
        raise SettingError(
            "opening the database",
            f"HUICHAO_DATABASE_URL is {url.split('@')[-1]!r}: {error}",
            "Give sqlite:///PATH or postgresql+psycopg://USER@HOST/NAME (with the postgres extra installed).",
        ) from error


def _sqlite(url: str, database: str | None) -> Engine:
    if database and database != ":memory:":
        Path(database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:  # noqa: ANN401  (the driver's own connection)
        connection.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "temp_store=MEMORY"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
