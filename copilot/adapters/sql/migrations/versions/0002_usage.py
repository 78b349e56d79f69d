"""The ledger of model calls."""

from alembic import op

from copilot.adapters.sql.tables import usage

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the usage table; a database made by the first revision of this version has it already."""
    usage.create(op.get_bind(), checkfirst=True)
