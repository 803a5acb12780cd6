"""Tables of sites, crawls, the frontier, pages and their captures."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table, UniqueConstraint

from storage.columns import digest, document, exact_match, flag, key, large, one_of, reference, text, time, whole
from storage.models.schema import metadata

sites = Table(
    "sites",
    metadata,
    key("number of the site"),
    text("key", "profile key, or for a site without profile its host name (and port) without www.", null=False, unique=True),
    text("home_url", "home page"),
    text("name", "name of the site as it gives it"),
    text("kind", "organiser, news or blog"),
    text("language", "default language, BCP 47"),
    text("time_zone", "default time zone, IANA name"),
    time("first_seen_at", "when a page of it was first stored", null=False),
    comment="websites that pages belong to",
)

feeds = Table(
    "feeds",
    metadata,
    key("number of the feed"),
    reference("site_id", "sites.id", "site that publishes it"),
    digest("url_key", "16-byte blake2b of the normalised address", null=False, unique=True),
    text("url", "address that answered", null=False),
    text("format", "rss, atom, jsonfeed, sitemap, news-sitemap, wordpress …"),
    text("title", "title as printed"),
    text("etag", "validator of the last answer"),
    text("last_modified", "validator of the last answer, as printed"),
    digest("body_digest", "16-byte blake2b of the last body"),
    whole("failures", "failures in a row", null=False, default="0"),
    time("first_seen_at", "when it was first read", null=False),
    time("last_seen_at", "when it was last read"),
    time("next_poll_at", "when it is due again", index=True),
    comment="feeds and sitemaps that announce pages",
)

crawls = Table(
    "crawls",
    metadata,
    key("number of the crawl"),
    text("target_key", "the targets sorted, one a line: an unfinished crawl of the same targets is resumed", null=False),
    document("targets", "targets as given"),
    text("spider", "spider that ran", null=False),
    text("owner", "process that holds the crawl (JSON: host, boot id, pid, start time); null when nobody does"),
    whole("epoch", "raised by every take-over; a write of an older epoch is void", null=False, default="1"),
    time("heartbeat_at", "last sign of life of the owner"),
    time("started_at", "when it began", null=False, index=True),
    time("finished_at", "when it ended; null while unfinished"),
    text("reason", "why it ended"),
    whole("exit_code", "exit code of the command"),
    document("report", "the report"),
    text("software_version", "version of Pressrow", null=False),
    text("profile_hash", "hash of the site profiles used"),
    document("options", "options of the command"),
    exact_match("crawls", "target_key"),
    comment="runs of a spider over targets",
)

frontier = Table(
    "frontier",
    metadata,
    key("number of the row"),
    reference("crawl_id", "crawls.id", "crawl it belongs to", null=False, index=False),
    digest("url_key", "16-byte blake2b of the normalised address", null=False),
    text("url", "address to ask for", null=False),
    text("answered_url", "address that answered, where it differs from the one asked"),
    text("origin", "scheme, host and port: manners and budgets count by it", null=False),
    text("pattern", "URL pattern that budgets and traps count by", null=False),
    whole("depth", "links away from a seed", null=False, default="0"),
    whole("priority", "within one depth, higher first", null=False, default="0"),
    text("kind", "page, robots, sitemap, feed or api", null=False),
    flag("always", "taken in every crawl, due or not (seed, feed, sitemap, listing)"),
    text("state", "waiting, leased, done, failed or skipped", null=False),
    text("reason", "why it ended as it did, from the closed list"),
    whole("status", "HTTP status of the last answer"),
    whole("tries", "how often it was leased; a lease that its process gave back or died with does not count", null=False, default="0"),
    whole(
        "lost",
        "how often in a row it was asked for without an end; if a third process dies so, it fails as crawl_died",
        null=False,
        default="0",
    ),
    text("found_on", "address of the page, feed or sitemap that named it first"),
    document("hints", "list of what feeds and sitemaps said about it"),
    time("due_at", "not before this time; null means now"),
    time("added_at", "when it was added"),
    time("closed_at", "when it reached done, failed or skipped"),
    UniqueConstraint("crawl_id", "url_key"),
    CheckConstraint(one_of("state", ("waiting", "leased", "done", "failed", "skipped")), name="state"),
    comment="addresses of one crawl, waiting and ended: the crawl's record",
)
Index("ix_frontier_crawl_id_id", frontier.c.crawl_id, frontier.c.id)  # the order of their listing
# the order in which addresses are handed out
Index(
    "ix_frontier_lease",
    frontier.c.crawl_id,
    frontier.c.state,
    frontier.c.origin,
    frontier.c.depth,
    frontier.c.priority.desc(),
    frontier.c.id,
)

pages = Table(
    "pages",
    metadata,
    key("number of the page"),
    reference("site_id", "sites.id", "site it belongs to", null=False),
    digest("url_key", "16-byte blake2b of the normalised address", null=False, unique=True),
    text("url", "address that answered", null=False),
    text("host", "host name in lower case, with the port where it is not the scheme's own", null=False),
    text("canonical_url", "address the page declares as its own"),
    digest("canonical_key", "16-byte blake2b of the normalised canonical_url", index=True),
    reference("duplicate_of_id", "pages.id", "stored page that its canonical_url names"),
    text("kind", "article, event, listing or other, when it was last read; null when it never was"),
    text("published_value", "what its article says of its publication, for the time it is due again"),
    time("first_seen_at", "first capture", null=False),
    time("last_seen_at", "last answer, changed or not", null=False),
    time("changed_at", "last time the body differed"),
    time("next_due_at", "when a crawl takes it again", index=True),
    time("gone_at", "when it first answered 404 or 410; null once it answers again"),
    text("etag", "validator of the last good capture"),
    text("last_modified", "validator of the last good capture, as printed"),
    digest("body_digest", "16-byte blake2b of the last good capture's body"),
    whole("status", "HTTP status of the last good capture"),
    Index("ix_pages_host_site_id", "host", "site_id"),
    comment="addresses that answered",
)

captures = Table(
    "captures",
    metadata,
    key("number of the capture"),
    reference("page_id", "pages.id", "page that was fetched", null=False),
    reference("crawl_id", "crawls.id", "crawl that fetched it; null for an import"),
    text("url", "address that answered", null=False),
    text("requested_url", "address asked for", null=False),
    time("captured_at", "when the answer came", null=False, index=True),
    whole("status", "HTTP status", null=False),
    document("headers", "a bounded choice of the answer's headers, lower-case names"),
    text("content_type", "media type"),
    text("charset", "as the HTTP header says"),
    text("etag", "validator"),
    text("last_modified", "validator, as printed"),
    digest("body_digest", "16-byte blake2b of the decompressed body", index=True),
    large("body_length", "bytes of the decompressed body"),
    text("warc_file", "file of the archive that holds it"),
    large("warc_offset", "offset of the record in bytes"),
    large("warc_length", "length of the record in bytes"),
    comment="what was fetched from a page once; an unchanged answer adds none",
)
