"""Add indexes by which listings of one language or track are found."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_article_revisions_language", table_name="article_revisions")
    op.create_index("ix_article_revisions_language_published", "article_revisions", ["language", "published_on", "published_value"])
    op.create_index("ix_event_revisions_language", "event_revisions", ["language"])
    op.create_index("ix_event_revisions_track", "event_revisions", ["track"], postgresql_using="hash")
    # an event belongs to the site of the page whose description counts
    op.execute(
        "UPDATE events SET site_id = (SELECT pages.site_id FROM pages WHERE pages.id = events.page_id)"
        " WHERE site_id <> (SELECT pages.site_id FROM pages WHERE pages.id = events.page_id)"
    )


def downgrade() -> None:
    op.drop_index("ix_event_revisions_track", table_name="event_revisions", postgresql_using="hash")
    op.drop_index("ix_event_revisions_language", table_name="event_revisions")
    op.drop_index("ix_article_revisions_language_published", table_name="article_revisions")
    op.create_index("ix_article_revisions_language", "article_revisions", ["language"])
