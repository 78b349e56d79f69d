"""The first schema."""

from alembic import op

from copilot.adapters.sql.tables import metadata

revision = "0001"
down_revision = None

_APPEND_ONLY = """
CREATE TRIGGER audit_no_{what} BEFORE {what} ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""


def upgrade() -> None:
    """Create every table; on SQLite the database itself refuses to change the audit."""
    connection = op.get_bind()
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(_APPEND_ONLY.format(what=what))
