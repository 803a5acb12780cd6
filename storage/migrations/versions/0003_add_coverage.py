"""Add coverage: links from articles to events, with their evidence."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = storage.columns.Words


def upgrade() -> None:
    op.create_table(
        "coverage",
        sa.Column("id", NUMBER, nullable=False, comment="number of the link"),
        sa.Column("article_id", NUMBER, nullable=False, comment="article that covers"),
        sa.Column("event_id", NUMBER, nullable=False, comment="event or session that is covered"),
        sa.Column(
            "moved_from_id",
            NUMBER,
            nullable=True,
            comment="event it was decided for, where that was since found to be the same as event_id",
        ),
        sa.Column("revision_id", NUMBER, nullable=False, comment="reading of the article that it was decided on"),
        sa.Column("relation", WORDS(), nullable=False, comment="announces, reports, recaps or mentions"),
        sa.Column("score", sa.Float(), nullable=False, comment="how sure it is, from 0 to 1"),
        sa.Column("rule", WORDS(), nullable=False, comment="rule that decided, or verdict where only a person says so"),
        sa.Column("verdict", WORDS(), nullable=True, comment="confirmed or rejected by a person; null where nobody has looked"),
        sa.Column("verdict_at", storage.columns.UtcTime(), nullable=True, comment="when the person decided"),
        sa.Column("verdict_by", WORDS(), nullable=True, comment="who decided"),
        sa.Column("rules", WORDS(), nullable=False, comment="version of the rules that linked it"),
        sa.Column("linked_at", storage.columns.UtcTime(), nullable=False, comment="when it was linked as it is"),
        sa.CheckConstraint("relation IN ('announces', 'reports', 'recaps', 'mentions')", name=op.f("ck_coverage_relation")),
        sa.CheckConstraint("verdict IN ('confirmed', 'rejected')", name=op.f("ck_coverage_verdict")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_coverage_article_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_coverage_event_id")),
        sa.ForeignKeyConstraint(["moved_from_id"], ["events.id"], name=op.f("fk_coverage_moved_from_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revisions.id"], name=op.f("fk_coverage_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coverage")),
        sa.UniqueConstraint("article_id", "event_id", name=op.f("uq_coverage_article_id_event_id")),
        comment="links from articles to the events they cover; rejected ones stay, so that they are not made again",
    )
    op.create_index(op.f("ix_coverage_event_id"), "coverage", ["event_id"], unique=False)
    op.create_index(op.f("ix_coverage_revision_id"), "coverage", ["revision_id"], unique=False)
    op.create_table(
        "coverage_evidence",
        sa.Column("coverage_id", NUMBER, autoincrement=False, nullable=False, comment="link it speaks for"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order, the weightiest first, from 0"),
        sa.Column(
            "kind",
            WORDS(),
            nullable=False,
            comment="what it is: name, edition, date, place, speaker, link …",
        ),
        sa.Column("field", WORDS(), nullable=False, comment="field of the article's revision it was read in: headline, text, tags …"),
        sa.Column("quote", WORDS(), nullable=True, comment="what stands there, as printed"),
        sa.Column(
            "start",
            sa.Integer(),
            nullable=True,
            comment="where the quote begins, in code points of that field; null where the field is no text",
        ),
        sa.Column("end", sa.Integer(), nullable=True, comment="where the quote ends, in code points of that field, exclusive"),
        sa.Column("weight", sa.Float(), nullable=False, comment="what it added to the score; below 0 where it speaks against the link"),
        sa.ForeignKeyConstraint(["coverage_id"], ["coverage.id"], name=op.f("fk_coverage_evidence_coverage_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("coverage_id", "position", name=op.f("pk_coverage_evidence")),
        comment="what each link rests on",
    )


def downgrade() -> None:
    op.drop_table("coverage_evidence")
    op.drop_index(op.f("ix_coverage_revision_id"), table_name="coverage")
    op.drop_index(op.f("ix_coverage_event_id"), table_name="coverage")
    op.drop_table("coverage")
