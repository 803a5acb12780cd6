"""Writes what is known of feeds and sitemaps."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from storage.models import feeds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row
    from storage.visits import Visit

POLL = timedelta(hours=1)
FAILURES = 24  # a feed that keeps failing is asked at least once a day


def write(connection: Connection, visits: Sequence[Visit], now: datetime) -> None:
    """Insert or touch the feed of every visit that read one, and count the failures of known ones."""
    keys = {
        visit.outcome.url_key: visit for visit in visits if visit.outcome.feed or visit.outcome.unchanged or visit.outcome.state == "failed"
    }
    if not keys:
        return
    query = select(feeds.c.id, feeds.c.url_key, feeds.c.failures, feeds.c.title).where(feeds.c.url_key.in_(sorted(keys)))
    known = {row.url_key: row for row in connection.execute(query)}
    for key, visit in keys.items():
        row, outcome = known.get(key), visit.outcome
        if outcome.state == "failed" and row is not None:
            failures = row.failures + 1
            due = now + POLL * min(failures, FAILURES)
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(failures=failures, next_poll_at=due))
        elif outcome.state != "failed" and row is not None:
            values = _answer(visit, now) if outcome.feed else {"last_seen_at": now, "failures": 0, "next_poll_at": now + POLL}
            connection.execute(update(feeds).where(feeds.c.id == row.id).values(values))
        elif outcome.feed:
            connection.execute(insert(feeds).values(url_key=key, first_seen_at=now, **_answer(visit, now)))


def _answer(visit: Visit, now: datetime) -> Row:
    outcome, capture = visit.outcome, visit.outcome.capture
    feed = outcome.feed or {}
    values: Row = {
        "site_id": visit.site_id,
        "url": outcome.url,
        "format": feed.get("format"),
        "title": feed.get("title"),
        "failures": 0,
        "last_seen_at": now,
        "next_poll_at": now + POLL,
    }
    if capture is not None:
        values |= {"etag": capture.etag, "last_modified": capture.last_modified, "body_digest": capture.body_digest}
    return values
