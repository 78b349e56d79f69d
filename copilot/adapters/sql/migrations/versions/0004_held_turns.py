"""Turns remember which process works on them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the column; a database made by a later version's first revision has it already."""
    known = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("turns")}
    if "held_by" not in known:
        op.add_column("turns", sa.Column("held_by", sa.String, nullable=False, server_default=""))
