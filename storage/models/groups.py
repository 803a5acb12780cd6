"""Tables of groups: the prints by which copies of a text are found, clusters of copies, language variants of one story."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, LargeBinary, Table

from storage.columns import Key, day, digest, document, fraction, key, large, one_of, part_of, position, reference, text, time, whole
from storage.models.schema import metadata

KINDS = ("exact", "near", "syndication")
ORIGIN_RULES = ("named", "published", "first_seen")

prints = Table(
    "prints",
    metadata,
    part_of("article_id", "articles.id", "article whose current text it is of"),
    Column("revision_id", Key, nullable=False, comment="reading that it was made of"),
    reference("site_id", "sites.id", "site of the article", null=False, index=False),
    text("language", "decided language of the article, BCP 47"),
    day("day", "local day of publication"),
    whole("words", "words of the text, or characters where words are not spaced", null=False),
    whole("size", "distinct shingles of the text", null=False),
    text("writing", "spaced, han or south: how the text is taken apart", null=False),
    digest("text_key", "16-byte blake2b of the words: texts with the same one are exact copies", index=True),
    Column(
        "copy_of_id",
        Key,
        ForeignKey("articles.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        comment="article of the same words that is found by its keys; null for one that has keys itself",
    ),
    Column("sketch", LargeBinary, comment="first hashes of the shingles, 32 bits each: tells how much two texts share"),
    Column("numbers", LargeBinary, comment="hashes of the numbers printed, 32 bits each"),
    Column("names", LargeBinary, comment="hashes of the names printed, 32 bits each"),
    large("address_key", "hash of the address without its language"),
    document("sources", "who is named as its source: list of kind (agency, note, canonical, byline), name and quote"),
    Index("ix_prints_address_key", "address_key"),
    Index("ix_prints_variants", "site_id", "language", "day"),
    comment="what is kept of each article's current text to find its copies and variants",
)

print_keys = Table(
    "print_keys",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=False, comment="64-bit hash of one of the text's first shingles, signed"),
    part_of("article_id", "articles.id", "article that can be found by it", index=True),
    comment="keys by which candidates for a copy are found; one that many articles share is given to no more",
    sqlite_with_rowid=False,
)

clusters = Table(
    "clusters",
    metadata,
    key("number of the cluster"),
    text("kind", "exact, near or syndication: the widest link within", null=False),
    fraction("score", "lowest link by which a member belongs to it, from 0 to 1", null=False),
    Column(
        "origin_article_id",
        Key,
        ForeignKey("articles.id", ondelete="SET NULL"),
        nullable=True,
        index=True,
        comment="probable origin among the members; null after that article was removed, until articles are related again",
    ),
    text("origin_rule", "named, published or first_seen: why it is the origin", null=False),
    text("origin_name", "source that members name, whether stored or not"),
    document("named", "names of the sources that members name, the weightiest first"),
    time("formed_at", "when it was formed", null=False),
    time("changed_at", "when it last changed", null=False),
    CheckConstraint(one_of("kind", KINDS), name="kind"),
    CheckConstraint(one_of("origin_rule", ORIGIN_RULES), name="origin_rule"),
    comment="groups of articles with the same text or nearly so",
)

cluster_members = Table(
    "cluster_members",
    metadata,
    part_of("article_id", "articles.id", "member; an article is in one cluster at most"),
    Column("cluster_id", Key, ForeignKey("clusters.id", ondelete="CASCADE"), nullable=False, index=True, comment="cluster it belongs to"),
    text("kind", "exact, near or syndication: its strongest link", null=False),
    fraction("score", "part of the smaller text that its strongest link's other end shares, from 0 to 1", null=False),
    time("joined_at", "when it joined", null=False),
    CheckConstraint(one_of("kind", KINDS), name="kind"),
    comment="articles of clusters",
)

cluster_links = Table(
    "cluster_links",
    metadata,
    part_of("article_id", "articles.id", "the later seen of two articles"),
    part_of("other_id", "articles.id", "the earlier seen", index=True),
    text("kind", "exact, near or syndication", null=False),
    fraction("contained", "part of the smaller text's shingles that the larger has", null=False),
    fraction("jaccard", "part of all their shingles that both have", null=False),
    CheckConstraint(one_of("kind", KINDS), name="kind"),
    comment="pairs of articles whose texts were compared and found to be copies; clusters are what hangs together by them",
)

translations = Table(
    "translations",
    metadata,
    part_of("article_id", "articles.id", "article with the lower number"),
    part_of("other_id", "articles.id", "the same story in another language", index=True),
    text("rule", "weightiest evidence: hreflang, address, images or facts", null=False),
    fraction("score", "how sure it is, from 0 to 1", null=False),
    document("evidence", "what was found in common, by kind"),
    time("linked_at", "when it was linked", null=False),
    comment="language variants of one story",
)

revision_alternates = Table(
    "revision_alternates",
    metadata,
    part_of("revision_id", "article_revisions.id", "revision whose page names them"),
    position("order on the page, from 0"),
    text("language", "language as printed (hreflang)"),
    text("url", "address of the variant", null=False),
    digest("url_key", "16-byte blake2b of the normalised address", null=False, index=True),
    comment="addresses that a page names as itself in other languages",
)
