"""Add what the relating steps have seen."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "related",
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="article that was looked at"),
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="step that looked: groups, people, coverage …"),
        sa.Column("revision_id", number, nullable=False, comment="reading that was current then; it may have been removed since"),
        sa.Column("rules", storage.columns.Words(), nullable=False, comment="version of the step's rules"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_related_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "kind", name=op.f("pk_related")),
        comment="which reading of each article every relating step has seen",
    )
    op.create_table(
        "related_marks",
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="step that looked"),
        sa.Column("rules", storage.columns.Words(), nullable=False, comment="version of the step's rules"),
        sa.Column("revision_id", number, nullable=False, comment="every current reading up to this number has been seen by these rules"),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_related_marks")),
        comment="how far each relating step has seen all, so that what is new is found without looking at the rest",
    )


def downgrade() -> None:
    op.drop_table("related_marks")
    op.drop_table("related")
