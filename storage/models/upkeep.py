"""The table of what was removed on purpose."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Table

from storage.columns import digest, document, key, one_of, text, time
from storage.models.schema import metadata

SUBJECTS = ("url", "person", "retention")

removals = Table(
    "removals",
    metadata,
    key("number of the removal"),
    text("subject", "what was removed: url, person or retention (what had grown old)", null=False),
    digest(
        "subject_key",
        "16-byte blake2b of the normalised address or the folded name, so that the line does not repeat it; null for retention",
    ),
    text("reason", "reason as given"),
    text("removed_by", "who asked for it, as given or the name of the account", null=False),
    document("rows", "how many rows were removed, by table"),
    document("archive", "how many records were erased, in how many files; null where no archive was named"),
    time("removed_at", "when it was done", null=False),
    CheckConstraint(one_of("subject", SUBJECTS), name="subject"),
    comment="the record of what was removed on purpose, and by whom; what it was is not repeated",
)
