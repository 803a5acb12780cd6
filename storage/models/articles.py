"""Tables of articles, every different reading of them, and the people who wrote them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint
from sqlalchemy import text as sql

from storage.columns import day, digest, document, exact_match, flag, key, large, one_of, part_of, position, reference, text, time, whole
from storage.models.schema import metadata

CAUSES = ("crawl", "reextract", "import")
CHANGES = ("created", "material", "cosmetic")
PRECISIONS = ("minute", "day", "month", "year")


def _moment(name: str, what: str) -> list[Column[Any]]:
    """Return the columns that hold one moment as far as it is known."""
    return [
        time(f"{name}_at", f"when it was {what}, UTC; null unless a time of day and an offset are both known"),
        day(f"{name}_on", f"the local day it was {what}; null when only the month or year is known"),
        text(f"{name}_precision", "minute, day, month or year"),
        whole(f"{name}_offset_minutes", "offset from UTC in minutes as printed; null: unknown, which is not UTC"),
        text(f"{name}_printed", "the date as printed on the page"),
        text(f"{name}_value", "ISO 8601 as listings print it: no more than is known"),
    ]


articles = Table(
    "articles",
    metadata,
    key("number of the article"),
    reference("page_id", "pages.id", "page it stands on, one article a page", null=False, index=False),
    time("first_seen_at", "when it was first stored", null=False),
    UniqueConstraint("page_id"),
    comment="articles; their content is in article_revisions",
)

article_revisions = Table(
    "article_revisions",
    metadata,
    key("number of the revision"),
    reference("article_id", "articles.id", "article it is a reading of", null=False),
    large("site_id", "site of its page, repeated so that a site's newest articles are found by one index"),
    flag("is_current", "the reading that listings show; one for each article"),
    reference("capture_id", "captures.id", "capture that was read"),
    text("extractor_version", "version of the rules that read it", null=False),
    text("cause", "crawl, reextract or import", null=False),
    text("change", "created, material (headline, text, authors, dates) or cosmetic, against the revision before", null=False),
    digest("fields_digest", "16-byte blake2b of all fields: an equal reading adds no revision", null=False),
    document("changed_fields", "names of the fields that differ from the revision before"),
    text("canonical_url", "address the page declares as its own"),
    text("headline", "heading"),
    text("kicker", "label above the headline"),
    text("standfirst", "printed intro below the headline"),
    text("description", "the description meta tag"),
    text("byline", "the credit line as printed"),
    text("dateline_place", "place at the head of the text, where it stays"),
    text("dateline_date", "ISO day at the head of the text, where it stays"),
    *_moment("published", "published"),
    *_moment("modified", "modified"),
    text("language", "decided language, BCP 47"),
    text("declared_language", "what the page claims, BCP 47"),
    text("section", "section or category it stands in"),
    text("text", "the story, paragraphs apart by a blank line"),
    document("provenance", "for each field the rule that won, what it read, how sure it is, and at most three rivals"),
    document("repairs", "changes made to strings so that they could be kept"),
    digest("text_digest", "16-byte blake2b of the text", index=True),
    large("simhash", "64-bit simhash of the text's word shingles, signed"),
    time("captured_at", "when the page was fetched", null=False),
    time("stored_at", "when this reading was stored", null=False),
    CheckConstraint(one_of("cause", CAUSES), name="cause"),
    CheckConstraint(one_of("change", CHANGES), name="change"),
    CheckConstraint(one_of("published_precision", PRECISIONS), name="published_precision"),
    CheckConstraint(one_of("modified_precision", PRECISIONS), name="modified_precision"),
    Index("uq_article_revisions_current", "article_id", unique=True, sqlite_where=sql("is_current"), postgresql_where=sql("is_current")),
    Index("ix_article_revisions_captured_at", "captured_at"),
    Index(
        "ix_article_revisions_edits",
        "captured_at",
        "id",
        sqlite_where=sql("change = 'material'"),
        postgresql_where=sql("change = 'material'"),
    ),
    Index("ix_article_revisions_published", "published_on", "published_value"),  # the order of listings
    Index("ix_article_revisions_language_published", "language", "published_on", "published_value"),
    Index("ix_article_revisions_site_published", "site_id", "published_on", "published_value"),
    comment="every different reading of an article",
)

people = Table(
    "people",
    metadata,
    key("number of the person"),
    reference(
        "site_id", "sites.id", "site that names the person; namesakes of two sites are two people until merged", null=False, index=False
    ),
    text("name_key", "the name with case and spacing folded, its first 300 characters", null=False, index=True),
    text("name", "name as normalised when first seen", null=False),
    reference("merged_into_id", "people.id", "the same person, known before"),
    time("first_seen_at", "when the person was first stored", null=False),
    UniqueConstraint("site_id", "name_key"),
    comment="people and agencies credited with articles, or on the programme of events",
)

revision_authors = Table(
    "revision_authors",
    metadata,
    part_of("revision_id", "article_revisions.id", "revision that credits"),
    position("order of the credits, from 0"),
    reference("person_id", "people.id", "who is credited"),
    text("name", "name as normalised", null=False),
    text("role", "reporter, photographer, agency, translator, editor or speaker"),
    text("printed", "name as printed"),
    text("affiliation", "outlet, agency or employer named with the author"),
    text("bio", "author bio of the page"),
    text("url", "the author's page"),
    text("method", "json-ld, microdata, meta, byline, bio, feed, api or profile"),
    exact_match("revision_authors", "name"),
    comment="authors of a revision",
)

revision_images = Table(
    "revision_images",
    metadata,
    part_of("revision_id", "article_revisions.id", "revision that shows it"),
    position("order on the page, from 0"),
    text("url", "address of the picture"),
    text("caption", "caption as printed"),
    text("credit", "credit as printed"),
    comment="images of a revision",
)

revision_tags = Table(
    "revision_tags",
    metadata,
    part_of("revision_id", "article_revisions.id", "revision that carries it"),
    position("order on the page, from 0"),
    text("tag", "tag as printed", null=False),
    exact_match("revision_tags", "tag"),
    comment="tags of a revision",
)
