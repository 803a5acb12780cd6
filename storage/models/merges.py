"""Tables that say which names are one person: the evidence, the merges made on it, and what people decided."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Table

from storage.columns import Key, Words, document, key, one_of, part_of, text, time
from storage.models.schema import metadata

MERGE_RULES = ("author_page", "contact", "bio", "affiliation", "verdict")
MAKERS = ("rules", "person")
VERDICTS = ("same", "different")

person_keys = Table(
    "person_keys",
    metadata,
    Column("kind", Words, primary_key=True, comment="author_page, contact, bio or affiliation"),
    Column("value", Words, primary_key=True, comment="what was printed, folded, at most 300 characters; of a bio a digest"),
    part_of("person_id", "people.id", "person who was credited with it", index=True),
    Column("revision_id", Key, nullable=False, comment="reading that first said so"),
    comment="what people were credited with that tells them apart from namesakes",
)

people_merges = Table(
    "people_merges",
    metadata,
    key("number of the merge"),
    Column(
        "person_id",
        Key,
        ForeignKey("people.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
        comment="one of two persons found to be the same",
    ),
    Column("into_id", Key, ForeignKey("people.id", ondelete="CASCADE"), nullable=False, index=True, comment="the other one, known before"),
    text("rule", "author_page, contact, bio, affiliation or verdict", null=False),
    document("evidence", "what both were credited with"),
    text("made_by", "rules or person", null=False),
    time("made_at", "when it was made", null=False),
    time("undone_at", "when it was undone; null while it stands"),
    text("undone_by", "rules or person"),
    CheckConstraint(one_of("rule", MERGE_RULES), name="rule"),
    CheckConstraint(one_of("made_by", MAKERS), name="made_by"),
    comment="merges of people, undone ones included; people.merged_into_id follows from those that stand",
)

person_verdicts = Table(
    "person_verdicts",
    metadata,
    part_of("person_id", "people.id", "person with the lower number"),
    part_of("other_id", "people.id", "person with the higher number", index=True),
    text("verdict", "same or different", null=False),
    time("decided_at", "when somebody decided", null=False),
    CheckConstraint(one_of("verdict", VERDICTS), name="verdict"),
    comment="what somebody decided about two persons; no rule goes against it",
)
