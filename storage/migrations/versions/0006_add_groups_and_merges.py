"""Add groups of copies, language variants, and merges of people."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "prints",
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="article whose current text it is of"),
        sa.Column("revision_id", number, nullable=False, comment="reading that it was made of"),
        sa.Column("site_id", number, nullable=False, comment="site of the article"),
        sa.Column("language", storage.columns.Words(), nullable=True, comment="decided language of the article, BCP 47"),
        sa.Column("day", sa.Date(), nullable=True, comment="local day of publication"),
        sa.Column("words", sa.Integer(), nullable=False, comment="words of the text, or characters where words are not spaced"),
        sa.Column("size", sa.Integer(), nullable=False, comment="distinct shingles of the text"),
        sa.Column("writing", storage.columns.Words(), nullable=False, comment="spaced, han or south: how the text is taken apart"),
        sa.Column(
            "text_key",
            sa.LargeBinary(length=16),
            nullable=True,
            comment="16-byte blake2b of the words: texts with the same one are exact copies",
        ),
        sa.Column(
            "copy_of_id",
            number,
            nullable=True,
            comment="article of the same words that is found by its keys; null for one that has keys itself",
        ),
        sa.Column(
            "sketch", sa.LargeBinary(), nullable=True, comment="first hashes of the shingles, 32 bits each: tells how much two texts share"
        ),
        sa.Column("numbers", sa.LargeBinary(), nullable=True, comment="hashes of the numbers printed, 32 bits each"),
        sa.Column("names", sa.LargeBinary(), nullable=True, comment="hashes of the names printed, 32 bits each"),
        sa.Column("address_key", number, nullable=True, comment="hash of the address without its language"),
        sa.Column(
            "sources",
            sa.JSON(none_as_null=True),
            nullable=True,
            comment="who is named as its source: list of kind (agency, note, canonical, byline), name and quote",
        ),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_prints_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["copy_of_id"], ["articles.id"], name=op.f("fk_prints_copy_of_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["site_id"], ["sites.id"], name=op.f("fk_prints_site_id")),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_prints")),
        comment="what is kept of each article's current text to find its copies and variants",
    )
    op.create_index("ix_prints_address_key", "prints", ["address_key"], unique=False)
    op.create_index(op.f("ix_prints_copy_of_id"), "prints", ["copy_of_id"], unique=False)
    op.create_index(op.f("ix_prints_text_key"), "prints", ["text_key"], unique=False)
    op.create_index("ix_prints_variants", "prints", ["site_id", "language", "day"], unique=False)
    op.create_table(
        "print_keys",
        sa.Column("key", number, autoincrement=False, nullable=False, comment="64-bit hash of one of the text's first shingles, signed"),
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="article that can be found by it"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_print_keys_article_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "article_id", name=op.f("pk_print_keys")),
        comment="keys by which candidates for a copy are found; one that many articles share is given to no more",
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_print_keys_article_id"), "print_keys", ["article_id"], unique=False)
    op.create_table(
        "clusters",
        sa.Column("id", number, nullable=False, comment="number of the cluster"),
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="exact, near or syndication: the widest link within"),
        sa.Column("score", sa.Float(), nullable=False, comment="lowest link by which a member belongs to it, from 0 to 1"),
        sa.Column(
            "origin_article_id",
            number,
            nullable=True,
            comment="probable origin among the members; null after that article was removed, until articles are related again",
        ),
        sa.Column("origin_rule", storage.columns.Words(), nullable=False, comment="named, published or first_seen: why it is the origin"),
        sa.Column("origin_name", storage.columns.Words(), nullable=True, comment="source that members name, whether stored or not"),
        sa.Column(
            "named", sa.JSON(none_as_null=True), nullable=True, comment="names of the sources that members name, the weightiest first"
        ),
        sa.Column("formed_at", storage.columns.UtcTime(), nullable=False, comment="when it was formed"),
        sa.Column("changed_at", storage.columns.UtcTime(), nullable=False, comment="when it last changed"),
        sa.CheckConstraint("kind IN ('exact', 'near', 'syndication')", name=op.f("ck_clusters_kind")),
        sa.CheckConstraint("origin_rule IN ('named', 'published', 'first_seen')", name=op.f("ck_clusters_origin_rule")),
        sa.ForeignKeyConstraint(["origin_article_id"], ["articles.id"], name=op.f("fk_clusters_origin_article_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clusters")),
        comment="groups of articles with the same text or nearly so",
    )
    op.create_index(op.f("ix_clusters_origin_article_id"), "clusters", ["origin_article_id"], unique=False)
    op.create_table(
        "cluster_members",
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="member; an article is in one cluster at most"),
        sa.Column("cluster_id", number, nullable=False, comment="cluster it belongs to"),
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="exact, near or syndication: its strongest link"),
        sa.Column(
            "score", sa.Float(), nullable=False, comment="part of the smaller text that its strongest link's other end shares, from 0 to 1"
        ),
        sa.Column("joined_at", storage.columns.UtcTime(), nullable=False, comment="when it joined"),
        sa.CheckConstraint("kind IN ('exact', 'near', 'syndication')", name=op.f("ck_cluster_members_kind")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_cluster_members_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_members_cluster_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_cluster_members")),
        comment="articles of clusters",
    )
    op.create_index(op.f("ix_cluster_members_cluster_id"), "cluster_members", ["cluster_id"], unique=False)
    op.create_table(
        "cluster_links",
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="the later seen of two articles"),
        sa.Column("other_id", number, autoincrement=False, nullable=False, comment="the earlier seen"),
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="exact, near or syndication"),
        sa.Column("contained", sa.Float(), nullable=False, comment="part of the smaller text's shingles that the larger has"),
        sa.Column("jaccard", sa.Float(), nullable=False, comment="part of all their shingles that both have"),
        sa.CheckConstraint("kind IN ('exact', 'near', 'syndication')", name=op.f("ck_cluster_links_kind")),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_cluster_links_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["articles.id"], name=op.f("fk_cluster_links_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_cluster_links")),
        comment="pairs of articles whose texts were compared and found to be copies; clusters are what hangs together by them",
    )
    op.create_index(op.f("ix_cluster_links_other_id"), "cluster_links", ["other_id"], unique=False)
    op.create_table(
        "translations",
        sa.Column("article_id", number, autoincrement=False, nullable=False, comment="article with the lower number"),
        sa.Column("other_id", number, autoincrement=False, nullable=False, comment="the same story in another language"),
        sa.Column("rule", storage.columns.Words(), nullable=False, comment="weightiest evidence: hreflang, address, images or facts"),
        sa.Column("score", sa.Float(), nullable=False, comment="how sure it is, from 0 to 1"),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True, comment="what was found in common, by kind"),
        sa.Column("linked_at", storage.columns.UtcTime(), nullable=False, comment="when it was linked"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name=op.f("fk_translations_article_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["other_id"], ["articles.id"], name=op.f("fk_translations_other_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("article_id", "other_id", name=op.f("pk_translations")),
        comment="language variants of one story",
    )
    op.create_index(op.f("ix_translations_other_id"), "translations", ["other_id"], unique=False)
    op.create_table(
        "revision_alternates",
        sa.Column("revision_id", number, autoincrement=False, nullable=False, comment="revision whose page names them"),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False, comment="order on the page, from 0"),
        sa.Column("language", storage.columns.Words(), nullable=True, comment="language as printed (hreflang)"),
        sa.Column("url", storage.columns.Words(), nullable=False, comment="address of the variant"),
        sa.Column("url_key", sa.LargeBinary(length=16), nullable=False, comment="16-byte blake2b of the normalised address"),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["article_revisions.id"], name=op.f("fk_revision_alternates_revision_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("revision_id", "position", name=op.f("pk_revision_alternates")),
        comment="addresses that a page names as itself in other languages",
    )
    op.create_index(op.f("ix_revision_alternates_url_key"), "revision_alternates", ["url_key"], unique=False)
    op.create_table(
        "person_keys",
        sa.Column("kind", storage.columns.Words(), nullable=False, comment="author_page, contact, bio or affiliation"),
        sa.Column(
            "value", storage.columns.Words(), nullable=False, comment="what was printed, folded, at most 300 characters; of a bio a digest"
        ),
        sa.Column("person_id", number, autoincrement=False, nullable=False, comment="person who was credited with it"),
        sa.Column("revision_id", number, nullable=False, comment="reading that first said so"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_keys_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kind", "value", "person_id", name=op.f("pk_person_keys")),
        comment="what people were credited with that tells them apart from namesakes",
    )
    op.create_index(op.f("ix_person_keys_person_id"), "person_keys", ["person_id"], unique=False)
    op.create_table(
        "people_merges",
        sa.Column("id", number, nullable=False, comment="number of the merge"),
        sa.Column("person_id", number, nullable=False, comment="one of two persons found to be the same"),
        sa.Column("into_id", number, nullable=False, comment="the other one, known before"),
        sa.Column("rule", storage.columns.Words(), nullable=False, comment="author_page, contact, bio, affiliation or verdict"),
        sa.Column("evidence", sa.JSON(none_as_null=True), nullable=True, comment="what both were credited with"),
        sa.Column("made_by", storage.columns.Words(), nullable=False, comment="rules or person"),
        sa.Column("made_at", storage.columns.UtcTime(), nullable=False, comment="when it was made"),
        sa.Column("undone_at", storage.columns.UtcTime(), nullable=True, comment="when it was undone; null while it stands"),
        sa.Column("undone_by", storage.columns.Words(), nullable=True, comment="rules or person"),
        sa.CheckConstraint("made_by IN ('rules', 'person')", name=op.f("ck_people_merges_made_by")),
        sa.CheckConstraint("rule IN ('author_page', 'contact', 'bio', 'affiliation', 'verdict')", name=op.f("ck_people_merges_rule")),
        sa.ForeignKeyConstraint(["into_id"], ["people.id"], name=op.f("fk_people_merges_into_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_people_merges_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_merges")),
        comment="merges of people, undone ones included; people.merged_into_id follows from those that stand",
    )
    op.create_index(op.f("ix_people_merges_into_id"), "people_merges", ["into_id"], unique=False)
    op.create_index(op.f("ix_people_merges_person_id"), "people_merges", ["person_id"], unique=False)
    op.create_table(
        "person_verdicts",
        sa.Column("person_id", number, autoincrement=False, nullable=False, comment="person with the lower number"),
        sa.Column("other_id", number, autoincrement=False, nullable=False, comment="person with the higher number"),
        sa.Column("verdict", storage.columns.Words(), nullable=False, comment="same or different"),
        sa.Column("decided_at", storage.columns.UtcTime(), nullable=False, comment="when somebody decided"),
        sa.CheckConstraint("verdict IN ('same', 'different')", name=op.f("ck_person_verdicts_verdict")),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name=op.f("fk_person_verdicts_other_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_verdicts_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("person_id", "other_id", name=op.f("pk_person_verdicts")),
        comment="what somebody decided about two persons; no rule goes against it",
    )
    op.create_index(op.f("ix_person_verdicts_other_id"), "person_verdicts", ["other_id"], unique=False)
    op.create_index(op.f("ix_people_name_key"), "people", ["name_key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_people_name_key"), table_name="people")
    op.drop_index(op.f("ix_person_verdicts_other_id"), table_name="person_verdicts")
    op.drop_table("person_verdicts")
    op.drop_index(op.f("ix_people_merges_person_id"), table_name="people_merges")
    op.drop_index(op.f("ix_people_merges_into_id"), table_name="people_merges")
    op.drop_table("people_merges")
    op.drop_index(op.f("ix_person_keys_person_id"), table_name="person_keys")
    op.drop_table("person_keys")
    op.drop_index(op.f("ix_revision_alternates_url_key"), table_name="revision_alternates")
    op.drop_table("revision_alternates")
    op.drop_index(op.f("ix_translations_other_id"), table_name="translations")
    op.drop_table("translations")
    op.drop_index(op.f("ix_cluster_links_other_id"), table_name="cluster_links")
    op.drop_table("cluster_links")
    op.drop_index(op.f("ix_cluster_members_cluster_id"), table_name="cluster_members")
    op.drop_table("cluster_members")
    op.drop_index(op.f("ix_clusters_origin_article_id"), table_name="clusters")
    op.drop_table("clusters")
    op.drop_index(op.f("ix_print_keys_article_id"), table_name="print_keys")
    op.drop_table("print_keys")
    op.drop_index("ix_prints_variants", table_name="prints")
    op.drop_index(op.f("ix_prints_text_key"), table_name="prints")
    op.drop_index(op.f("ix_prints_copy_of_id"), table_name="prints")
    op.drop_index("ix_prints_address_key", table_name="prints")
    op.drop_table("prints")
