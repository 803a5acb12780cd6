"""Add the record of what was removed on purpose."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removals",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the removal"),
        sa.Column(
            "subject", storage.columns.Words(), nullable=False, comment="what was removed: url, person or retention (what had grown old)"
        ),
        sa.Column(
            "subject_key",
            sa.LargeBinary(length=16),
            nullable=True,
            comment="16-byte blake2b of the normalised address or the folded name, so that the line does not repeat it; null for retention",
        ),
        sa.Column("reason", storage.columns.Words(), nullable=True, comment="reason as given"),
        sa.Column("removed_by", storage.columns.Words(), nullable=False, comment="who asked for it, as given or the name of the account"),
        sa.Column("rows", sa.JSON(none_as_null=True), nullable=True, comment="how many rows were removed, by table"),
        sa.Column(
            "archive",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="how many records were erased, in how many files; null where no archive was named",
        ),
        sa.Column("removed_at", storage.columns.UtcTime(), nullable=False, comment="when it was done"),
        sa.CheckConstraint("subject IN ('url', 'person', 'retention')", name=op.f("ck_removals_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removals")),
        comment="the record of what was removed on purpose, and by whom; what it was is not repeated",
    )


def downgrade() -> None:
    op.drop_table("removals")
