"""Turns remembered from their first moment, titles of threads, experiments and retrospectives."""

import sqlalchemy as sa
from alembic import op

from copilot.adapters.sql.tables import experiment_counts, experiments, retrospectives, thread_titles

revision = "0003"
down_revision = "0002"

_COLUMNS = (
    sa.Column("state", sa.String, nullable=False, server_default="done"),
    sa.Column("by", sa.String, nullable=False, server_default=""),
    sa.Column("content", sa.JSON),
)


def upgrade() -> None:
    """Add what is missing; a database made by the first revision of this version has it already."""
    connection = op.get_bind()
    known = {column["name"] for column in sa.inspect(connection).get_columns("turns")}
    for column in _COLUMNS:
        if column.name not in known:
            op.add_column("turns", column)
    for table in (thread_titles, experiments, experiment_counts, retrospectives):
        table.create(connection, checkfirst=True)
