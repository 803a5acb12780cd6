"""Add events that only articles tell of, and which events linking knows."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
WORDS = storage.columns.Words


def upgrade() -> None:
    op.create_table(
        "told_events",
        sa.Column("event_id", NUMBER, autoincrement=False, nullable=False, comment="event that is told of"),
        sa.Column("article_id", NUMBER, autoincrement=False, nullable=False, comment="article that tells of it"),
        sa.Column("field", WORDS(), nullable=False, comment="field of the article where it is named"),
        sa.Column("quote", WORDS(), nullable=False, comment="its name as printed"),
        sa.Column("start", sa.Integer(), nullable=False, comment="where the name begins, in code points of that field"),
        sa.Column("end", sa.Integer(), nullable=False, comment="where the name ends, in code points of that field, exclusive"),
        sa.Column("attendees", sa.Integer(), nullable=True, comment="how many came, as far as told"),
        sa.Column("length_days", sa.Integer(), nullable=True, comment="how many days it lasts, as far as told"),
        sa.Column("apart", sa.Boolean(), nullable=False, comment="a person said that it is not the described event it was merged with"),
        sa.Column("told_at", storage.columns.UtcTime(), nullable=False, comment="when the article was read so"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_told_events_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_told_events_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "article_id", name=op.f("pk_told_events")),
        comment="which articles told of an event before any source described it",
    )
    op.create_table(
        "coverage_events",
        sa.Column("event_id", NUMBER, autoincrement=False, nullable=False, comment="event that linking knows"),
        sa.Column("revision", NUMBER, nullable=True, comment="number of the reading of the event that it knows"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_coverage_events_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_coverage_events")),
        comment="which reading of each event the articles were linked with",
    )


def downgrade() -> None:
    op.drop_table("coverage_events")
    op.drop_table("told_events")
