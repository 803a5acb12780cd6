"""Make the first tables."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "crawls",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the crawl"),
        sa.Column(
            "target_key",
            storage.columns.Words(),
            nullable=False,
            comment="the targets sorted, one a line: an unfinished crawl of the same targets is resumed",
        ),
        sa.Column("targets", sa.JSON(none_as_null=True), nullable=True, comment="targets as given"),
        sa.Column("spider", storage.columns.Words(), nullable=False, comment="spider that ran"),
        sa.Column(
            "owner",
            storage.columns.Words(),
            nullable=True,
            comment="process that holds the crawl (JSON: host, boot id, pid, start time); null when nobody does",
        ),
        sa.Column(
            "epoch",
            sa.Integer(),
            server_default="1",
            nullable=False,
            comment="raised by every take-over; a write of an older epoch is void",
        ),
        sa.Column("heartbeat_at", storage.columns.UtcTime(), nullable=True, comment="last sign of life of the owner"),
        sa.Column("started_at", storage.columns.UtcTime(), nullable=False, comment="when it began"),
        sa.Column("finished_at", storage.columns.UtcTime(), nullable=True, comment="when it ended; null while unfinished"),
        sa.Column("reason", storage.columns.Words(), nullable=True, comment="why it ended"),
        sa.Column("exit_code", sa.Integer(), nullable=True, comment="exit code of the command"),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True, comment="the report"),
        sa.Column("software_version", storage.columns.Words(), nullable=False, comment="version of Pressrow"),
        sa.Column("profile_hash", storage.columns.Words(), nullable=True, comment="hash of the site profiles used"),
        sa.Column("options", sa.JSON(none_as_null=True), nullable=True, comment="options of the command"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawls")),
        comment="runs of a spider over targets",
    )
    op.create_index(op.f("ix_crawls_started_at"), "crawls", ["started_at"], unique=False)
    op.create_index("ix_crawls_target_key", "crawls", ["target_key"], unique=False, postgresql_using="hash")
    op.create_table(
        "sites",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the site"),
        sa.Column(
            "key",
            storage.columns.Words(),
            nullable=False,
            comment="profile key, or for a site without profile its host name (and port) without www.",
        ),
        sa.Column("home_url", storage.columns.Words(), nullable=True, comment="home page"),
        sa.Column("name", storage.columns.Words(), nullable=True, comment="name of the site as it gives it"),
        sa.Column("kind", storage.columns.Words(), nullable=True, comment="organiser, news or blog"),
        sa.Column("language", storage.columns.Words(), nullable=True, comment="default language, BCP 47"),
        sa.Column("time_zone", storage.columns.Words(), nullable=True, comment="default time zone, IANA name"),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when a page of it was first stored"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
        sa.UniqueConstraint("key", name=op.f("uq_sites_key")),
        comment="websites that pages belong to",
    )
    op.create_table(
        "venues",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the venue"),
        sa.Column("venue_key", sa.LargeBinary(length=16), nullable=False, comment="16-byte blake2b of name and address"),
        sa.Column("name", storage.columns.Words(), nullable=True, comment="name of the place"),
        sa.Column("address", storage.columns.Words(), nullable=True, comment="street address"),
        sa.Column("locality", storage.columns.Words(), nullable=True, comment="town"),
        sa.Column("region", storage.columns.Words(), nullable=True, comment="state or province"),
        sa.Column("country", storage.columns.Words(), nullable=True, comment="country"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venues")),
        sa.UniqueConstraint("venue_key", name=op.f("uq_venues_venue_key")),
        comment="places where events happen",
    )
    op.create_table(
        "feeds",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the feed"),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="site that publishes it"),
        sa.Column("url_key", sa.LargeBinary(length=16), nullable=False, comment="16-byte blake2b of the normalised address"),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address that answered"),
        sa.Column("format", storage.columns.Words(), nullable=True, comment="rss, atom, jsonfeed, sitemap, news-sitemap, wordpress …"),
        sa.Column("title", storage.columns.Words(), nullable=True, comment="title as printed"),
        sa.Column("etag", storage.columns.Words(), nullable=True, comment="validator of the last answer"),
        sa.Column("last_modified", storage.columns.Words(), nullable=True, comment="validator of the last answer, as printed"),
        sa.Column("body_digest", sa.LargeBinary(length=16), nullable=True, comment="16-byte blake2b of the last body"),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False, comment="failures in a row"),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when it was first read"),
        sa.Column("last_seen_at", storage.columns.UtcTime(), nullable=True, comment="when it was last read"),
        sa.Column("next_poll_at", storage.columns.UtcTime(), nullable=True, comment="when it is due again"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_feeds_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url_key", name=op.f("uq_feeds_url_key")),
        comment="feeds and sitemaps that announce pages",
    )
    op.create_index(op.f("ix_feeds_next_poll_at"), "feeds", ["next_poll_at"], unique=False)
    op.create_index(op.f("ix_feeds_site_id"), "feeds", ["site_id"], unique=False)
    op.create_table(
        "frontier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the row"),
        sa.Column("crawl_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="crawl it belongs to"),
        sa.Column("url_key", sa.LargeBinary(length=16), nullable=False, comment="16-byte blake2b of the normalised address"),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address to ask for"),
        sa.Column(
            "answered_url", storage.columns.Words(), nullable=True, comment="address that answered, where it differs from the one asked"
        ),
        sa.Column("origin", storage.columns.Words(), nullable=False, comment="scheme, host and port: manners and budgets count by it"),
        sa.Column("pattern", storage.columns.Words(), nullable=False, comment="URL pattern that budgets and traps count by"),
        sa.Column("depth", sa.Integer(), server_default="0", nullable=False, comment="links away from a seed"),
        sa.Column("priority", sa.Integer(), server_default="0", nullable=False, comment="within one depth, higher first"),
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="page, robots, sitemap, feed or api"),
        sa.Column("always", sa.Boolean(), nullable=False, comment="taken in every crawl, due or not (seed, feed, sitemap, listing)"),
        sa.Column("state", storage.columns.Words(), nullable=False, comment="waiting, leased, done, failed or skipped"),
        sa.Column("reason", storage.columns.Words(), nullable=True, comment="why it ended as it did, from the closed list"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status of the last answer"),
        sa.Column(
            "tries",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="how often it was leased; a lease that its process gave back or died with does not count",
        ),
        sa.Column(
            "lost",
            sa.Integer(),
            server_default="0",
            nullable=False,
            comment="how often in a row it was asked for without an end; if a third process dies so, it fails as crawl_died",
        ),
        sa.Column("found_on", storage.columns.Words(), nullable=True, comment="address of the page, feed or sitemap that named it first"),
        sa.Column("hints", sa.JSON(none_as_null=True), nullable=True, comment="list of what feeds and sitemaps said about it"),
        sa.Column("due_at", storage.columns.UtcTime(), nullable=True, comment="not before this time; null means now"),
        sa.Column("added_at", storage.columns.UtcTime(), nullable=True, comment="when it was added"),
        sa.Column("closed_at", storage.columns.UtcTime(), nullable=True, comment="when it reached done, failed or skipped"),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'failed', 'skipped')", name=op.f("ck_frontier_state")),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawls.id"], name=op.f("fk_frontier_crawl_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frontier")),
        sa.UniqueConstraint("crawl_id", "url_key", name=op.f("uq_frontier_crawl_id_url_key")),
        comment="addresses of one crawl, waiting and ended: the crawl's record",
    )
    op.create_index(
        "ix_frontier_lease", "frontier", ["crawl_id", "state", "origin", "depth", sa.literal_column("priority DESC"), "id"], unique=False
    )
    op.create_table(
        "pages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the page"),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="site it belongs to"),
        sa.Column("url_key", sa.LargeBinary(length=16), nullable=False, comment="16-byte blake2b of the normalised address"),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address that answered"),
        sa.Column(
            "host",
            storage.columns.Words(),
            nullable=False,
            comment="host name in lower case, with the port where it is not the scheme's own",
        ),
        sa.Column("canonical_url", storage.columns.Words(), nullable=True, comment="address the page declares as its own"),
        sa.Column("canonical_key", sa.LargeBinary(length=16), nullable=True, comment="16-byte blake2b of the normalised canonical_url"),
        sa.Column(
            "duplicate_of_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="stored page that its canonical_url names",
        ),
        sa.Column(
            "kind",
            storage.columns.Words(),
            nullable=True,
            comment="article, event, listing or other, when it was last read; null when it never was",
        ),
        sa.Column(
            "published_value",
            storage.columns.Words(),
            nullable=True,
            comment="what its article says of its publication, for the time it is due again",
        ),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="first capture"),
        sa.Column("last_seen_at", storage.columns.UtcTime(), nullable=False, comment="last answer, changed or not"),
        sa.Column("changed_at", storage.columns.UtcTime(), nullable=True, comment="last time the body differed"),
        sa.Column("next_due_at", storage.columns.UtcTime(), nullable=True, comment="when a crawl takes it again"),
        sa.Column(
            "gone_at", storage.columns.UtcTime(), nullable=True, comment="when it first answered 404 or 410; null once it answers again"
        ),
        sa.Column("etag", storage.columns.Words(), nullable=True, comment="validator of the last good capture"),
        sa.Column("last_modified", storage.columns.Words(), nullable=True, comment="validator of the last good capture, as printed"),
        sa.Column("body_digest", sa.LargeBinary(length=16), nullable=True, comment="16-byte blake2b of the last good capture's body"),
        sa.Column("status", sa.Integer(), nullable=True, comment="HTTP status of the last good capture"),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["pages.id"], name=op.f("fk_pages_duplicate_of_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_pages_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("url_key", name=op.f("uq_pages_url_key")),
        comment="addresses that answered",
    )
    op.create_index(op.f("ix_pages_canonical_key"), "pages", ["canonical_key"], unique=False)
    op.create_index(op.f("ix_pages_duplicate_of_id"), "pages", ["duplicate_of_id"], unique=False)
    op.create_index(op.f("ix_pages_host"), "pages", ["host"], unique=False)
    op.create_index(op.f("ix_pages_next_due_at"), "pages", ["next_due_at"], unique=False)
    op.create_index(op.f("ix_pages_site_id"), "pages", ["site_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the person"),
        sa.Column(
            "site_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
            comment="site that names the person; namesakes of two sites are two people until merged",
        ),
        sa.Column(
            "name_key", storage.columns.Words(), nullable=False, comment="the name with case and spacing folded, its first 300 characters"
        ),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as normalised when first seen"),
        sa.Column(
            "merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="the same person, known before"
        ),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when the person was first stored"),
        sa.ForeignKeyConstraint(["merged_into_id"], ["people.id"], name=op.f("fk_people_merged_into_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_people_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("site_id", "name_key", name=op.f("uq_people_site_id_name_key")),
        comment="people and agencies credited with articles, or on the programme of events",
    )
    op.create_index(op.f("ix_people_merged_into_id"), "people", ["merged_into_id"], unique=False)
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the article"),
        sa.Column(
            "page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="page it stands on, one article a page"
        ),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when it was first stored"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_articles_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_articles")),
        sa.UniqueConstraint("page_id", name=op.f("uq_articles_page_id")),
        comment="articles; their content is in article_revisions",
    )
    op.create_table(
        "captures",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the capture"),
        sa.Column("page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="page that was fetched"),
        sa.Column(
            "crawl_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="crawl that fetched it; null for an import",
        ),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address that answered"),
        sa.Column("requested_url", storage.columns.Words(), nullable=False, comment="address asked for"),
        sa.Column("captured_at", storage.columns.UtcTime(), nullable=False, comment="when the answer came"),
        sa.Column("status", sa.Integer(), nullable=False, comment="HTTP status"),
        sa.Column(
            "headers", sa.JSON(none_as_null=True), nullable=True, comment="a bounded choice of the answer's headers, lower-case names"
        ),
        sa.Column("content_type", storage.columns.Words(), nullable=True, comment="media type"),
        sa.Column("charset", storage.columns.Words(), nullable=True, comment="as the HTTP header says"),
        sa.Column("etag", storage.columns.Words(), nullable=True, comment="validator"),
        sa.Column("last_modified", storage.columns.Words(), nullable=True, comment="validator, as printed"),
        sa.Column("body_digest", sa.LargeBinary(length=16), nullable=True, comment="16-byte blake2b of the decompressed body"),
        sa.Column(
            "body_length", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="bytes of the decompressed body"
        ),
        sa.Column("warc_file", storage.columns.Words(), nullable=True, comment="file of the archive that holds it"),
        sa.Column(
            "warc_offset", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="offset of the record in bytes"
        ),
        sa.Column(
            "warc_length", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="length of the record in bytes"
        ),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawls.id"], name=op.f("fk_captures_crawl_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_captures_page_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_captures")),
        comment="what was fetched from a page once; an unchanged answer adds none",
    )
    op.create_index(op.f("ix_captures_body_digest"), "captures", ["body_digest"], unique=False)
    op.create_index(op.f("ix_captures_captured_at"), "captures", ["captured_at"], unique=False)
    op.create_index(op.f("ix_captures_crawl_id"), "captures", ["crawl_id"], unique=False)
    op.create_index(op.f("ix_captures_page_id"), "captures", ["page_id"], unique=False)
    op.create_table(
        "events",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the event"),
        sa.Column(
            "event_key",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="16-byte blake2b of what identifies it: site or parent, and uid, address or name",
        ),
        sa.Column("site_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="site that describes it"),
        sa.Column("page_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="page whose description counts"),
        sa.Column("parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="event this is a session of"),
        sa.Column("series", storage.columns.Words(), nullable=True, comment="recurring name"),
        sa.Column("edition", storage.columns.Words(), nullable=True, comment="one year of the series"),
        sa.Column("status", storage.columns.Words(), nullable=False, comment="scheduled, moved, postponed or cancelled; past is computed"),
        sa.Column(
            "merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="the same event, known before"
        ),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when it was first stored"),
        sa.CheckConstraint("status IN ('scheduled', 'moved', 'postponed', 'cancelled')", name=op.f("ck_events_status")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["events.id"], name=op.f("fk_events_merged_into_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_events_page_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["events.id"], name=op.f("fk_events_parent_id")),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_events_site_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
        sa.UniqueConstraint("event_key", name=op.f("uq_events_event_key")),
        comment="events and their sessions (events with a parent); their content is in event_revisions",
    )
    op.create_index(op.f("ix_events_merged_into_id"), "events", ["merged_into_id"], unique=False)
    op.create_index(op.f("ix_events_page_id"), "events", ["page_id"], unique=False)
    op.create_index(op.f("ix_events_parent_id"), "events", ["parent_id"], unique=False)
    op.create_index(op.f("ix_events_site_id"), "events", ["site_id"], unique=False)
    op.create_table(
        "article_revisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the revision"),
        sa.Column("article_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="article it is a reading of"),
        sa.Column("is_current", sa.Boolean(), nullable=False, comment="the reading that listings show; one for each article"),
        sa.Column("capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="capture that was read"),
        sa.Column("extractor_version", storage.columns.Words(), nullable=False, comment="version of the rules that read it"),
        sa.Column("cause", storage.columns.Words(), nullable=False, comment="crawl, reextract or import"),
        sa.Column(
            "change",
            storage.columns.Words(),
            nullable=False,
            comment="created, material (headline, text, authors, dates) or cosmetic, against the revision before",
        ),
        sa.Column(
            "fields_digest",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="16-byte blake2b of all fields: an equal reading adds no revision",
        ),
        sa.Column(
            "changed_fields", sa.JSON(none_as_null=True), nullable=True, comment="names of the fields that differ from the revision before"
        ),
        sa.Column("canonical_url", storage.columns.Words(), nullable=True, comment="address the page declares as its own"),
        sa.Column("headline", storage.columns.Words(), nullable=True, comment="heading"),
        sa.Column("kicker", storage.columns.Words(), nullable=True, comment="label above the headline"),
        sa.Column("standfirst", storage.columns.Words(), nullable=True, comment="printed intro below the headline"),
        sa.Column("description", storage.columns.Words(), nullable=True, comment="the description meta tag"),
        sa.Column("byline", storage.columns.Words(), nullable=True, comment="the credit line as printed"),
        sa.Column("dateline_place", storage.columns.Words(), nullable=True, comment="place at the head of the text, where it stays"),
        sa.Column("dateline_date", storage.columns.Words(), nullable=True, comment="ISO day at the head of the text, where it stays"),
        sa.Column(
            "published_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when it was published, UTC; null unless a time of day and an offset are both known",
        ),
        sa.Column(
            "published_on", sa.Date(), nullable=True, comment="the local day it was published; null when only the month or year is known"
        ),
        sa.Column("published_precision", storage.columns.Words(), nullable=True, comment="minute, day, month or year"),
        sa.Column(
            "published_offset_minutes",
            sa.Integer(),
            nullable=True,
            comment="offset from UTC in minutes as printed; null: unknown, which is not UTC",
        ),
        sa.Column("published_printed", storage.columns.Words(), nullable=True, comment="the date as printed on the page"),
        sa.Column(
            "published_value", storage.columns.Words(), nullable=True, comment="ISO 8601 as listings print it: no more than is known"
        ),
        sa.Column(
            "modified_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when it was modified, UTC; null unless a time of day and an offset are both known",
        ),
        sa.Column(
            "modified_on", sa.Date(), nullable=True, comment="the local day it was modified; null when only the month or year is known"
        ),
        sa.Column("modified_precision", storage.columns.Words(), nullable=True, comment="minute, day, month or year"),
        sa.Column(
            "modified_offset_minutes",
            sa.Integer(),
            nullable=True,
            comment="offset from UTC in minutes as printed; null: unknown, which is not UTC",
        ),
        sa.Column("modified_printed", storage.columns.Words(), nullable=True, comment="the date as printed on the page"),
        sa.Column("modified_value", storage.columns.Words(), nullable=True, comment="ISO 8601 as listings print it: no more than is known"),
        sa.Column("language", storage.columns.Words(), nullable=True, comment="decided language, BCP 47"),
        sa.Column("declared_language", storage.columns.Words(), nullable=True, comment="what the page claims, BCP 47"),
        sa.Column("section", storage.columns.Words(), nullable=True, comment="section or category it stands in"),
        sa.Column("text", storage.columns.Words(), nullable=True, comment="the story, paragraphs apart by a blank line"),
        sa.Column(
            "provenance",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="for each field the rule that won, what it read, how sure it is, and at most three rivals",
        ),
        sa.Column("repairs", sa.JSON(none_as_null=True), nullable=True, comment="changes made to strings so that they could be kept"),
        sa.Column("text_digest", sa.LargeBinary(length=16), nullable=True, comment="16-byte blake2b of the text"),
        sa.Column(
            "simhash",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="64-bit simhash of the text's word shingles, signed",
        ),
        sa.Column("captured_at", storage.columns.UtcTime(), nullable=False, comment="when the page was fetched"),
        sa.Column("stored_at", storage.columns.UtcTime(), nullable=False, comment="when this reading was stored"),
        sa.CheckConstraint("cause IN ('crawl', 'reextract', 'import')", name=op.f("ck_article_revisions_cause")),
        sa.CheckConstraint("change IN ('created', 'material', 'cosmetic')", name=op.f("ck_article_revisions_change")),
        sa.CheckConstraint(
            "modified_precision IN ('minute', 'day', 'month', 'year')", name=op.f("ck_article_revisions_modified_precision")
        ),
        sa.CheckConstraint(
            "published_precision IN ('minute', 'day', 'month', 'year')", name=op.f("ck_article_revisions_published_precision")
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_article_revisions_article_id")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_article_revisions_capture_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_revisions")),
        comment="every different reading of an article",
    )
    op.create_index(op.f("ix_article_revisions_article_id"), "article_revisions", ["article_id"], unique=False)
    op.create_index(op.f("ix_article_revisions_capture_id"), "article_revisions", ["capture_id"], unique=False)
    op.create_index(op.f("ix_article_revisions_language"), "article_revisions", ["language"], unique=False)
    op.create_index(op.f("ix_article_revisions_published_on"), "article_revisions", ["published_on"], unique=False)
    op.create_index(op.f("ix_article_revisions_text_digest"), "article_revisions", ["text_digest"], unique=False)
    op.create_index(
        "uq_article_revisions_current",
        "article_revisions",
        ["article_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "event_aliases",
        sa.Column(
            "event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False, comment="event it names"
        ),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as printed, its first 300 characters"),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when it was first read"),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_aliases_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "name", name=op.f("pk_event_aliases")),
        comment="every name an event was printed under",
    )
    op.create_table(
        "event_revisions",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the revision"),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="event it is a reading of"),
        sa.Column("is_current", sa.Boolean(), nullable=False, comment="the reading that listings show; one for each event"),
        sa.Column("capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="capture that was read"),
        sa.Column("extractor_version", storage.columns.Words(), nullable=False, comment="version of the rules that read it"),
        sa.Column("cause", storage.columns.Words(), nullable=False, comment="crawl, reextract or import"),
        sa.Column("change", storage.columns.Words(), nullable=False, comment="created, material or cosmetic, against the revision before"),
        sa.Column(
            "fields_digest",
            sa.LargeBinary(length=16),
            nullable=False,
            comment="16-byte blake2b of all fields: an equal reading adds no revision",
        ),
        sa.Column(
            "changed_fields", sa.JSON(none_as_null=True), nullable=True, comment="names of the fields that differ from the revision before"
        ),
        sa.Column("type", storage.columns.Words(), nullable=False, comment="schema.org type"),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as printed"),
        sa.Column(
            "starts_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when it begins, UTC; null unless a time of day and an offset are both known",
        ),
        sa.Column("starts_on", sa.Date(), nullable=True, comment="the local day it begins"),
        sa.Column("starts_value", storage.columns.Words(), nullable=True, comment="ISO 8601 as listings print it"),
        sa.Column(
            "ends_at",
            storage.columns.UtcTime(),
            nullable=True,
            comment="when it ends, UTC; null unless a time of day and an offset are both known",
        ),
        sa.Column("ends_on", sa.Date(), nullable=True, comment="the local day it ends"),
        sa.Column("ends_value", storage.columns.Words(), nullable=True, comment="ISO 8601 as listings print it"),
        sa.Column("precision", storage.columns.Words(), nullable=True, comment="minute, day, month or year"),
        sa.Column("time_zone", storage.columns.Words(), nullable=True, comment="IANA name where known"),
        sa.Column("status", storage.columns.Words(), nullable=False, comment="scheduled, moved, postponed or cancelled"),
        sa.Column("attendance", storage.columns.Words(), nullable=True, comment="offline, online or mixed"),
        sa.Column("url", storage.columns.Words(), nullable=True, comment="address of the event"),
        sa.Column("uid", storage.columns.Words(), nullable=True, comment="identifier that the source gives it"),
        sa.Column("series", storage.columns.Words(), nullable=True, comment="recurring name"),
        sa.Column("edition", storage.columns.Words(), nullable=True, comment="one year of the series"),
        sa.Column("venue_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="where it happens"),
        sa.Column("organiser", storage.columns.Words(), nullable=True, comment="who holds it"),
        sa.Column("room", storage.columns.Words(), nullable=True, comment="room of a session"),
        sa.Column("track", storage.columns.Words(), nullable=True, comment="track of a session"),
        sa.Column("abstract", storage.columns.Words(), nullable=True, comment="description"),
        sa.Column("language", storage.columns.Words(), nullable=True, comment="language, BCP 47"),
        sa.Column("captured_at", storage.columns.UtcTime(), nullable=False, comment="when the page was fetched"),
        sa.Column("stored_at", storage.columns.UtcTime(), nullable=False, comment="when this reading was stored"),
        sa.CheckConstraint("cause IN ('crawl', 'reextract', 'import')", name=op.f("ck_event_revisions_cause")),
        sa.CheckConstraint("change IN ('created', 'material', 'cosmetic')", name=op.f("ck_event_revisions_change")),
        sa.CheckConstraint("precision IN ('minute', 'day', 'month', 'year')", name=op.f("ck_event_revisions_precision")),
        sa.CheckConstraint("status IN ('scheduled', 'moved', 'postponed', 'cancelled')", name=op.f("ck_event_revisions_status")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_event_revisions_capture_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_revisions_event_id")),
        sa.ForeignKeyConstraint(["venue_id"], ["venues.id"], name=op.f("fk_event_revisions_venue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_revisions")),
        comment="every different reading of an event",
    )
    op.create_index(op.f("ix_event_revisions_capture_id"), "event_revisions", ["capture_id"], unique=False)
    op.create_index(op.f("ix_event_revisions_ends_on"), "event_revisions", ["ends_on"], unique=False)
    op.create_index(op.f("ix_event_revisions_event_id"), "event_revisions", ["event_id"], unique=False)
    op.create_index("ix_event_revisions_name", "event_revisions", ["name"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_event_revisions_starts_on"), "event_revisions", ["starts_on"], unique=False)
    op.create_index(op.f("ix_event_revisions_venue_id"), "event_revisions", ["venue_id"], unique=False)
    op.create_index(
        "uq_event_revisions_current",
        "event_revisions",
        ["event_id"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "event_sources",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the source"),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="event it describes"),
        sa.Column("capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="capture that first said so"),
        sa.Column(
            "format", storage.columns.Words(), nullable=False, comment="json-ld, microdata, h-event, icalendar, frab, wordpress or text"
        ),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address that describes the event"),
        sa.Column("first_seen_at", storage.columns.UtcTime(), nullable=False, comment="when it was first read"),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_event_sources_capture_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_sources_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_sources")),
        sa.UniqueConstraint("event_id", "format", "url", name=op.f("uq_event_sources_event_id_format_url")),
        comment="which addresses and formats described an event",
    )
    op.create_index(op.f("ix_event_sources_capture_id"), "event_sources", ["capture_id"], unique=False)
    op.create_table(
        "event_people",
        sa.Column(
            "revision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="revision that names them",
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order on the programme, from 0"),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="who it is"),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as printed"),
        sa.Column("role", storage.columns.Words(), nullable=True, comment="speaker, moderator, organiser …, or a job title as printed"),
        sa.Column("affiliation", storage.columns.Words(), nullable=True, comment="employer as printed"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_event_people_person_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["event_revisions.id"], name=op.f("fk_event_people_revision_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_event_people")),
        comment="people on the programme of an event",
    )
    op.create_index("ix_event_people_name", "event_people", ["name"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_event_people_person_id"), "event_people", ["person_id"], unique=False)
    op.create_table(
        "issues",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False, comment="number of the issue"),
        sa.Column("crawl_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="crawl that found it"),
        sa.Column(
            "page_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=True,
            comment="page it speaks of; null when nothing answered",
        ),
        sa.Column("capture_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="capture it speaks of"),
        sa.Column(
            "revision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="reading of an article it speaks of"
        ),
        sa.Column("url", storage.columns.Words(), nullable=True, comment="address it speaks of"),
        sa.Column("class", storage.columns.Words(), nullable=False, comment="one of a closed list"),
        sa.Column("severity", storage.columns.Words(), nullable=False, comment="info, warning or error"),
        sa.Column("field", storage.columns.Words(), nullable=True, comment="field of the article or event"),
        sa.Column("detail", storage.columns.Words(), nullable=True, comment="what was seen, at most 500 characters"),
        sa.Column("created_at", storage.columns.UtcTime(), nullable=False, comment="when it was stored"),
        sa.CheckConstraint("severity IN ('info', 'warning', 'error')", name=op.f("ck_issues_severity")),
        sa.ForeignKeyConstraint(["capture_id"], ["captures.id"], name=op.f("fk_issues_capture_id")),
        sa.ForeignKeyConstraint(["crawl_id"], ["crawls.id"], name=op.f("fk_issues_crawl_id")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_issues_page_id")),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revisions.id"], name=op.f("fk_issues_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issues")),
        comment="findings about kept data, on a revision, a capture or a crawl",
    )
    op.create_index(op.f("ix_issues_capture_id"), "issues", ["capture_id"], unique=False)
    op.create_index(op.f("ix_issues_class"), "issues", ["class"], unique=False)
    op.create_index(op.f("ix_issues_crawl_id"), "issues", ["crawl_id"], unique=False)
    op.create_index(op.f("ix_issues_page_id"), "issues", ["page_id"], unique=False)
    op.create_index(op.f("ix_issues_revision_id"), "issues", ["revision_id"], unique=False)
    op.create_table(
        "revision_authors",
        sa.Column(
            "revision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="revision that credits",
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order of the credits, from 0"),
        sa.Column("person_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True, comment="who is credited"),
        sa.Column("name", storage.columns.Words(), nullable=False, comment="name as normalised"),
        sa.Column("role", storage.columns.Words(), nullable=True, comment="reporter, photographer, agency, translator, editor or speaker"),
        sa.Column("printed", storage.columns.Words(), nullable=True, comment="name as printed"),
        sa.Column("affiliation", storage.columns.Words(), nullable=True, comment="outlet, agency or employer named with the author"),
        sa.Column("bio", storage.columns.Words(), nullable=True, comment="author bio of the page"),
        sa.Column("url", storage.columns.Words(), nullable=True, comment="the author's page"),
        sa.Column("method", storage.columns.Words(), nullable=True, comment="json-ld, microdata, meta, byline, bio, feed, api or profile"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_revision_authors_person_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["article_revisions.id"], name=op.f("fk_revision_authors_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_authors")),
        comment="authors of a revision",
    )
    op.create_index("ix_revision_authors_name", "revision_authors", ["name"], unique=False, postgresql_using="hash")
    op.create_index(op.f("ix_revision_authors_person_id"), "revision_authors", ["person_id"], unique=False)
    op.create_table(
        "revision_images",
        sa.Column(
            "revision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="revision that shows it",
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order on the page, from 0"),
        sa.Column("url", storage.columns.Words(), nullable=True, comment="address of the picture"),
        sa.Column("caption", storage.columns.Words(), nullable=True, comment="caption as printed"),
        sa.Column("credit", storage.columns.Words(), nullable=True, comment="credit as printed"),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revisions.id"], name=op.f("fk_revision_images_revision_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_images")),
        comment="images of a revision",
    )
    op.create_table(
        "revision_tags",
        sa.Column(
            "revision_id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
            comment="revision that carries it",
        ),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order on the page, from 0"),
        sa.Column("tag", storage.columns.Words(), nullable=False, comment="tag as printed"),
        sa.ForeignKeyConstraint(["revision_id"], ["article_revisions.id"], name=op.f("fk_revision_tags_revision_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_tags")),
        comment="tags of a revision",
    )
    op.create_index("ix_revision_tags_tag", "revision_tags", ["tag"], unique=False, postgresql_using="hash")


def downgrade() -> None:
    op.drop_index("ix_revision_tags_tag", table_name="revision_tags", postgresql_using="hash")
    op.drop_table("revision_tags")
    op.drop_table("revision_images")
    op.drop_index(op.f("ix_revision_authors_person_id"), table_name="revision_authors")
    op.drop_index("ix_revision_authors_name", table_name="revision_authors", postgresql_using="hash")
    op.drop_table("revision_authors")
    op.drop_index(op.f("ix_issues_revision_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_page_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_crawl_id"), table_name="issues")
    op.drop_index(op.f("ix_issues_class"), table_name="issues")
    op.drop_index(op.f("ix_issues_capture_id"), table_name="issues")
    op.drop_table("issues")
    op.drop_index(op.f("ix_event_people_person_id"), table_name="event_people")
    op.drop_index("ix_event_people_name", table_name="event_people", postgresql_using="hash")
    op.drop_table("event_people")
    op.drop_index(op.f("ix_event_sources_capture_id"), table_name="event_sources")
    op.drop_table("event_sources")
    op.drop_index(
        "uq_event_revisions_current",
        table_name="event_revisions",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_index(op.f("ix_event_revisions_venue_id"), table_name="event_revisions")
    op.drop_index(op.f("ix_event_revisions_starts_on"), table_name="event_revisions")
    op.drop_index("ix_event_revisions_name", table_name="event_revisions", postgresql_using="hash")
    op.drop_index(op.f("ix_event_revisions_event_id"), table_name="event_revisions")
    op.drop_index(op.f("ix_event_revisions_ends_on"), table_name="event_revisions")
    op.drop_index(op.f("ix_event_revisions_capture_id"), table_name="event_revisions")
    op.drop_table("event_revisions")
    op.drop_table("event_aliases")
    op.drop_index(
        "uq_article_revisions_current",
        table_name="article_revisions",
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.drop_index(op.f("ix_article_revisions_text_digest"), table_name="article_revisions")
    op.drop_index(op.f("ix_article_revisions_published_on"), table_name="article_revisions")
    op.drop_index(op.f("ix_article_revisions_language"), table_name="article_revisions")
    op.drop_index(op.f("ix_article_revisions_capture_id"), table_name="article_revisions")
    op.drop_index(op.f("ix_article_revisions_article_id"), table_name="article_revisions")
    op.drop_table("article_revisions")
    op.drop_index(op.f("ix_events_site_id"), table_name="events")
    op.drop_index(op.f("ix_events_parent_id"), table_name="events")
    op.drop_index(op.f("ix_events_page_id"), table_name="events")
    op.drop_index(op.f("ix_events_merged_into_id"), table_name="events")
    op.drop_table("events")
    op.drop_index(op.f("ix_captures_page_id"), table_name="captures")
    op.drop_index(op.f("ix_captures_crawl_id"), table_name="captures")
    op.drop_index(op.f("ix_captures_captured_at"), table_name="captures")
    op.drop_index(op.f("ix_captures_body_digest"), table_name="captures")
    op.drop_table("captures")
    op.drop_table("articles")
    op.drop_index(op.f("ix_people_merged_into_id"), table_name="people")
    op.drop_table("people")
    op.drop_index(op.f("ix_pages_site_id"), table_name="pages")
    op.drop_index(op.f("ix_pages_next_due_at"), table_name="pages")
    op.drop_index(op.f("ix_pages_host"), table_name="pages")
    op.drop_index(op.f("ix_pages_duplicate_of_id"), table_name="pages")
    op.drop_index(op.f("ix_pages_canonical_key"), table_name="pages")
    op.drop_table("pages")
    op.drop_index("ix_frontier_lease", table_name="frontier")
    op.drop_table("frontier")
    op.drop_index(op.f("ix_feeds_site_id"), table_name="feeds")
    op.drop_index(op.f("ix_feeds_next_poll_at"), table_name="feeds")
    op.drop_table("feeds")
    op.drop_table("venues")
    op.drop_table("sites")
    op.drop_index("ix_crawls_target_key", table_name="crawls", postgresql_using="hash")
    op.drop_index(op.f("ix_crawls_started_at"), table_name="crawls")
    op.drop_table("crawls")
