"""Add the indexes by which first pages of listings are found, and the site of each reading."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    what = "site of its page, repeated so that a site's newest articles are found by one index"
    op.add_column(
        "article_revisions", sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment=what)
    )
    op.execute(
        "UPDATE article_revisions SET site_id = (SELECT pages.site_id FROM articles JOIN pages ON pages.id = articles.page_id"
        " WHERE articles.id = article_revisions.article_id)"
    )
    op.drop_index("ix_article_revisions_published_on", table_name="article_revisions")
    op.create_index("ix_article_revisions_published", "article_revisions", ["published_on", "published_value"])
    op.create_index("ix_article_revisions_site_published", "article_revisions", ["site_id", "published_on", "published_value"])
    op.drop_index("ix_pages_host", table_name="pages")
    op.create_index("ix_pages_host_site_id", "pages", ["host", "site_id"])
    op.create_index("ix_issues_created_at", "issues", ["created_at", "id"])
    op.create_index("ix_frontier_crawl_id_id", "frontier", ["crawl_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_frontier_crawl_id_id", table_name="frontier")
    op.drop_index("ix_issues_created_at", table_name="issues")
    op.drop_index("ix_pages_host_site_id", table_name="pages")
    op.create_index("ix_pages_host", "pages", ["host"])
    op.drop_index("ix_article_revisions_site_published", table_name="article_revisions")
    op.drop_index("ix_article_revisions_published", table_name="article_revisions")
    op.create_index("ix_article_revisions_published_on", "article_revisions", ["published_on"])
    op.drop_column("article_revisions", "site_id")
