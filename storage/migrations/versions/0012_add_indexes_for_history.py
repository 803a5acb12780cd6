"""Add the indexes by which readings of a day and material changes are found."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TABLES = ("article_revisions", "event_revisions")


def upgrade() -> None:
    material = sa.text("change = 'material'")
    for table in TABLES:
        op.create_index(f"ix_{table}_captured_at", table, ["captured_at"])
        op.create_index(f"ix_{table}_edits", table, ["captured_at", "id"], sqlite_where=material, postgresql_where=material)


def downgrade() -> None:
    for table in TABLES:
        op.drop_index(f"ix_{table}_edits", table_name=table)
        op.drop_index(f"ix_{table}_captured_at", table_name=table)
