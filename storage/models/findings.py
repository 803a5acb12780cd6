"""The table of issues: stored findings about kept data."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index, Table

from storage.columns import key, one_of, reference, text, time
from storage.models.schema import metadata

issues = Table(
    "issues",
    metadata,
    key("number of the issue"),
    reference("crawl_id", "crawls.id", "crawl that found it"),
    reference("page_id", "pages.id", "page it speaks of; null when nothing answered"),
    reference("capture_id", "captures.id", "capture it speaks of"),
    reference("revision_id", "article_revisions.id", "reading of an article it speaks of"),
    text("url", "address it speaks of"),
    text("class", "one of a closed list", null=False, index=True),
    text("severity", "info, warning or error", null=False),
    text("field", "field of the article or event"),
    text("detail", "what was seen, at most 500 characters"),
    time("created_at", "when it was stored", null=False),
    Index("ix_issues_created_at", "created_at", "id"),
    CheckConstraint(one_of("severity", ("info", "warning", "error")), name="severity"),
    comment="findings about kept data, on a revision, a capture or a crawl",
)
