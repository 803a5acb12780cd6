"""Says how a database grew, month by month, and how well the fields of each site are filled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select

from storage.models import article_revisions, articles, captures, revision_authors, revision_images, revision_tags, sites

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.records import Row

FIELDS = (
    "canonical_url",
    "headline",
    "kicker",
    "standfirst",
    "description",
    "byline",
    "dateline_place",
    "dateline_date",
    "published_at",
    "published_on",
    "modified_at",
    "language",
    "declared_language",
    "section",
    "text",
)  #: of an article, that may be empty
_LISTS = (("authors", revision_authors), ("images", revision_images), ("tags", revision_tags))
Counts = dict[str, int]


def months(connection: Connection) -> list[Row]:
    """Return ``{month, articles, captures, bytes}`` in order: articles first seen, captures made and what they held, by UTC month."""
    found: dict[str, Row] = {}
    seen = _month(connection, articles.c.first_seen_at)
    for month, number in connection.execute(select(seen, func.count()).group_by(seen)):
        found[month] = {"month": month, "articles": number, "captures": 0, "bytes": 0}
    made = _month(connection, captures.c.captured_at)
    held = func.coalesce(func.sum(captures.c.body_length), 0)
    for month, number, size in connection.execute(select(made, func.count(), held).group_by(made)):
        row = found.setdefault(month, {"month": month, "articles": 0})
        row |= {"captures": number, "bytes": int(size)}
    return [found[month] for month in sorted(found)]


def _month(connection: Connection, moment: ColumnElement[Any]) -> ColumnElement[Any]:
    if connection.dialect.name == "sqlite":
        return func.substr(moment, 1, 7)
    return func.to_char(func.timezone("UTC", moment), "YYYY-MM")


def fill_by_site(connection: Connection) -> dict[str, tuple[int, Counts]]:
    """Return by site, the one with most articles first, how many current readings it has and how many of them have each field."""
    revision = article_revisions.c
    keys = {row.id: row.key for row in connection.execute(select(sites.c.id, sites.c.key))}
    query = select(revision.site_id, func.count(), *(func.count(revision[name]) for name in FIELDS)).where(revision.is_current)
    found = {
        site: (total, dict(zip(FIELDS, filled, strict=True)))
        for site, total, *filled in connection.execute(query.group_by(revision.site_id))
    }
    for name, table in _LISTS:
        having = select(revision.site_id, func.count(table.c.revision_id.distinct())).join(table, table.c.revision_id == revision.id)
        counted: dict[int | None, int] = dict(
            connection.execute(having.where(revision.is_current).group_by(revision.site_id)).tuples().all()
        )
        for site, (_, counts) in found.items():
            counts[name] = counted.get(site, 0)
    ordered = sorted(found.items(), key=lambda item: (-item[1][0], keys.get(item[0], "")))
    return {keys.get(site, "unknown"): counts for site, counts in ordered}


def shares(total: int, counts: Counts) -> dict[str, float]:
    """Return by field the share of readings that have it, from 0 to 1."""
    return {name: round(count / total, 4) if total else 0.0 for name, count in counts.items()}
