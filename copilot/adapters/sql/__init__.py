"""The store on SQLite or PostgreSQL through SQLAlchemy; the only truth."""

from copilot.adapters.sql.engine import Database, open_database
from copilot.adapters.sql.opening import open_store

__all__ = ["Database", "open_database", "open_store"]
