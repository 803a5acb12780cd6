"""Writes issues: findings about a reading, a capture, or an address that never answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from storage.bulk import insert_rows
from storage.models import captures, issues, pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row
    from storage.visits import Visit

DETAIL_CHARACTERS = 500


def write(connection: Connection, visits: Sequence[Visit], now: datetime) -> None:
    """Store the issues of every visit whose answer or reading is new; one that a reading already carries is not repeated."""
    found = [visit for visit in visits if (visit.outcome.issues or (visit.outcome.article or {}).get("issues")) and not _told(visit)]
    reread = [visit.revision_id for visit in found if visit.revision_id is not None and not visit.revisions]
    told: set[tuple[int, str, str | None]] = set()
    if reread:
        query = select(issues.c.revision_id, issues.c["class"], issues.c.field).where(issues.c.revision_id.in_(reread))
        told = {(row[0], row[1], row[2]) for row in connection.execute(query)}
    rows: list[Row] = []
    for visit in found:
        fresh = [row for row in _rows(visit, now) if (row["revision_id"], row["class"], row["field"]) not in told]
        visit.issues = len(fresh)
        rows += fresh
    insert_rows(connection, issues, rows)


def tell(connection: Connection, crawl_id: int, found: Sequence[tuple[str, bytes, Row]], now: datetime) -> int:
    """Store findings about pages that were stored before: (address, key, issue) each; return how many."""
    query = (
        select(pages.c.url_key, pages.c.id, func.max(captures.c.id).label("capture"))
        .outerjoin(captures, captures.c.page_id == pages.c.id)
        .where(pages.c.url_key.in_([key for _, key, _ in found]))
        .group_by(pages.c.url_key, pages.c.id)
    )
    known = {row.url_key: row for row in connection.execute(query)}
    rows = []
    for url, key, issue in found:
        page = known.get(key)
        rows.append(
            {
                "crawl_id": crawl_id,
                "page_id": page.id if page else None,
                "capture_id": page.capture if page else None,
                "url": url,
                "class": issue["class"],
                "severity": issue.get("severity") or "warning",
                "field": issue.get("field"),
                "detail": (issue.get("detail") or "")[:DETAIL_CHARACTERS] or None,
                "created_at": now,
            }
        )
    insert_rows(connection, issues, rows)
    return len(rows)


def _told(visit: Visit) -> bool:
    """Return whether the same answer was stored before and nothing new was read out of it."""
    return visit.page_id is not None and visit.same_body and not visit.revisions


def _rows(visit: Visit, now: datetime) -> list[Row]:
    """Return the rows of a visit's issues, those of its article included, one for each class and field."""
    rows: dict[tuple[str, str | None], Row] = {}
    for issue in (*visit.outcome.issues, *((visit.outcome.article or {}).get("issues") or ())):
        detail = issue.get("detail")
        rows.setdefault(
            (issue["class"], issue.get("field")),
            {
                "crawl_id": visit.outcome.crawl_id,
                "page_id": visit.page_id,
                "capture_id": visit.capture_id,
                "revision_id": visit.revision_id,
                "url": visit.outcome.url,
                "class": issue["class"],
                "severity": issue.get("severity") or "warning",
                "field": issue.get("field"),
                "detail": None if detail is None else detail[:DETAIL_CHARACTERS],
                "created_at": now,
            },
        )
    return list(rows.values())
