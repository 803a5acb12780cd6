"""Reads articles as contract rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import null, select

from storage.filters import current
from storage.listed_events import events_by_page
from storage.listing_order import among
from storage.models import article_revisions, articles, issues, pages, revision_authors, revision_images, revision_tags

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from storage.filters import Day
    from storage.records import Row

_REVISION = article_revisions.c
KEYS = (
    "id",
    "url",
    "canonical_url",
    "kind",
    "headline",
    "kicker",
    "standfirst",
    "description",
    "byline",
    "authors",
    "dateline_place",
    "dateline_date",
    "published_at",
    "published_precision",
    "published_printed",
    "modified_at",
    "language",
    "declared_language",
    "section",
    "tags",
    "images",
    "text",
    "events",
    "issues",
    "provenance",
    "repairs",
)  #: of a contract row, in order
_PRINTED = {"published_at": _REVISION.published_value, "modified_at": _REVISION.modified_value}
_NESTED = frozenset({"authors", "tags", "images", "events", "issues"})


def _column(name: str) -> ColumnElement[Any]:
    """The column that a key of a contract row comes from; nothing yet for what hangs on the reading."""
    if name in _NESTED:
        return null().label(name)
    by_name: dict[str, ColumnElement[Any]] = {"id": articles.c.id, "url": pages.c.url, "kind": pages.c.kind, **_PRINTED}
    return (by_name[name] if name in by_name else _REVISION[name]).label(name)


_SELECT = (
    select(*(_column(name) for name in KEYS), _REVISION.id.label("revision_id"), pages.c.id.label("page_id"))
    .select_from(articles)
    .join(article_revisions, _REVISION.article_id == articles.c.id)
    .join(pages, pages.c.id == articles.c.page_id)
)
_AUTHOR = ("name", "role", "printed", "affiliation", "bio", "url")
_PROVENANCE = ("rule", "printed", "confidence")


def articles_by_id(connection: Connection, ids: Sequence[int], as_of: Day = None) -> list[Row]:
    """Return the contract rows of these articles' readings of now or of a day, in the order of ``ids``, in seven statements."""
    found: dict[int, Row] = {}
    by_revision: dict[int, Row] = {}
    by_page: dict[int, Row] = {}
    for *values, revision, page in connection.execute(
        _SELECT.where(among(connection, articles.c.id, ids), current(article_revisions, as_of))
    ).all():
        row: Row = dict(zip(KEYS, values, strict=True))
        row |= {"authors": [], "tags": [], "images": [], "events": [], "issues": [], "repairs": row["repairs"] or []}
        row["provenance"] = {field: {key: entry.get(key) for key in _PROVENANCE} for field, entry in (row["provenance"] or {}).items()}
        found[row["id"]] = by_revision[revision] = by_page[page] = row
    _fill(connection, by_revision)
    for page, described in events_by_page(connection, list(by_page), as_of).items():
        by_page[page]["events"] = described
    return [found[number] for number in ids if number in found]


def _fill(connection: Connection, rows: dict[int, Row]) -> None:
    """Add authors, images, tags and issues to the rows, by revision."""
    credit, image, tag, issue = revision_authors.c, revision_images.c, revision_tags.c, issues.c
    authors = select(credit.revision_id, *(credit[name] for name in _AUTHOR)).where(among(connection, credit.revision_id, list(rows)))
    for number, *values in connection.execute(authors.order_by(credit.revision_id, credit.position)).all():
        rows[number]["authors"].append(dict(zip(_AUTHOR, values, strict=True)))
    images = select(image.revision_id, image.url, image.caption, image.credit).where(among(connection, image.revision_id, list(rows)))
    for number, url, caption, by in connection.execute(images.order_by(image.revision_id, image.position)).all():
        rows[number]["images"].append({"url": url, "caption": caption, "credit": by})
    tags = select(tag.revision_id, tag.tag).where(among(connection, tag.revision_id, list(rows)))
    for number, word in connection.execute(tags.order_by(tag.revision_id, tag.position)).all():
        rows[number]["tags"].append(word)
    findings = select(issue.revision_id, issue["class"], issue.severity, issue.field, issue.detail).where(
        among(connection, issue.revision_id, list(rows))
    )
    for number, cls, severity, field, detail in connection.execute(findings.order_by(issue.revision_id, issue.id)).all():
        rows[number]["issues"].append({"class": cls, "severity": severity, "field": field, "detail": detail})
