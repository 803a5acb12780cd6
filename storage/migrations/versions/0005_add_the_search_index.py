"""Add the search index; `pressrow db upgrade` fills it afterwards."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            "CREATE VIRTUAL TABLE article_search USING fts5"
            "(headline, intro, names, text, marks, content='', columnsize=0, tokenize='ascii')"
        )
        return
    op.create_table(
        "article_search",
        sa.Column("revision_id", sa.BigInteger(), nullable=False, autoincrement=False, comment="current reading of an article"),
        sa.Column("minute", sa.BigInteger(), nullable=False, comment="minute of publication, by which results are ordered; 0: unknown"),
        sa.Column("words", sa.dialects.postgresql.TSVECTOR(), nullable=False, comment="its words with their places, and marks"),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revisions.id"], name=op.f("fk_article_search_revision_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_article_search")),
        comment="words of current readings, for search",
    )
    op.execute("ALTER TABLE article_search ALTER COLUMN words SET STORAGE EXTERNAL")  # phrases are tested on it: no unpacking
    op.create_index("ix_article_search_words", "article_search", ["words"], postgresql_using="gin")


def downgrade() -> None:
    op.drop_table("article_search")
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA user_version = 0")
