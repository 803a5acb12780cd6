"""Tables that say which readings of articles the relating steps (groups, people, coverage) have seen."""

from __future__ import annotations

from sqlalchemy import Column, Table

from storage.columns import Key, Words, part_of
from storage.models.schema import metadata

related = Table(
    "related",
    metadata,
    part_of("article_id", "articles.id", "article that was looked at"),
    Column("kind", Words, primary_key=True, comment="step that looked: groups, people, coverage …"),
    Column("revision_id", Key, nullable=False, comment="reading that was current then; it may have been removed since"),
    Column("rules", Words, nullable=False, comment="version of the step's rules"),
    comment="which reading of each article every relating step has seen",
)

related_marks = Table(
    "related_marks",
    metadata,
    Column("kind", Words, primary_key=True, comment="step that looked"),
    Column("rules", Words, nullable=False, comment="version of the step's rules"),
    Column("revision_id", Key, nullable=False, comment="every current reading up to this number has been seen by these rules"),
    comment="how far each relating step has seen all, so that what is new is found without looking at the rest",
)
