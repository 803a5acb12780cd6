"""A crawl's addresses: what was found, how each ended.

Who owns the crawl stands in :mod:`storage.ownership`, what is handed out next in :mod:`storage.leasing`.

Every function runs on the writer's connection, inside its transaction, and takes the time as an argument.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from storage.leasing import known_pages, lease_one, lease_urls, next_due, note_answered, note_asked
from storage.models import frontier
from storage.ownership import beat, finish_crawl, holds, open_crawl, release, this_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import CrawlHandle, FoundUrl, Row

__all__ = [
    "add_urls",
    "beat",
    "counts",
    "finish_crawl",
    "holds",
    "known_pages",
    "lease_one",
    "lease_urls",
    "next_due",
    "note_answered",
    "note_asked",
    "open_crawl",
    "release",
    "release_all",
    "release_urls",
    "skip_waiting",
    "this_owner",
]

MAX_HINTS = 8  # kept for one address: its feeds, its sitemap, the API
_BATCH = 500


def add_urls(conn: Connection, crawl_id: int, epoch: int, found: Sequence[FoundUrl], *, now: datetime | None = None) -> int:
    """Insert the addresses that are new to the crawl and return how many were; none when the crawl is somebody else's.

    An address that waits already takes over a new hint, the smaller depth, the higher priority, and ``always``.
    """
    if not found or not holds(conn, crawl_id, epoch):
        return 0
    plain = [url for url in found if url.kind == "page" and url.state == "waiting" and not (url.always or url.hint)]
    added = _insert_plain(conn, crawl_id, plain, now)
    if len(plain) < len(found):
        rich = [url for url in found if not (url.kind == "page" and url.state == "waiting" and not (url.always or url.hint))]
        more = max(0, conn.execute(_ignoring(conn), [_row(crawl_id, url, now) for url in rich]).rowcount)
        if more < len(rich):
            _merge(conn, crawl_id, [url for url in rich if url.state == "waiting"])
        added += more
    return added


def skip_waiting(
    conn: Connection,
    handle: CrawlHandle,
    reason: str,
    *,
    belongs: Callable[[str], bool] | None = None,
    now: datetime | None = None,
) -> int:
    """End every waiting address (whose URL pattern ``belongs``) as skipped, e.g. ``budget_pages`` or ``trap_stopped``; return how many."""
    if not holds(conn, handle.crawl_id, handle.epoch):
        return 0
    waiting = (frontier.c.crawl_id == handle.crawl_id, frontier.c.state == "waiting")
    shut = update(frontier).where(*waiting).values(state="skipped", reason=reason, closed_at=now)
    if belongs is None:
        return conn.execute(shut).rowcount
    patterns = [name for name in conn.execute(select(frontier.c.pattern).distinct().where(*waiting)).scalars() if belongs(name)]
    portions = (patterns[start : start + _BATCH] for start in range(0, len(patterns), _BATCH))
    return sum(conn.execute(shut.where(frontier.c.pattern.in_(portion))).rowcount for portion in portions)


def release_urls(conn: Connection, handle: CrawlHandle, frontier_ids: Sequence[int]) -> int:
    """Put leased addresses that were never asked for back to waiting, as if they had not been leased; return how many."""
    if not frontier_ids or not holds(conn, handle.crawl_id, handle.epoch):
        return 0
    mine = (frontier.c.id.in_(frontier_ids), frontier.c.crawl_id == handle.crawl_id, frontier.c.state == "leased")
    return conn.execute(update(frontier).where(*mine).values(state="waiting", tries=frontier.c.tries - 1, lost=0)).rowcount


def release_all(conn: Connection, handle: CrawlHandle) -> int:
    """Put every leased address of the crawl back to waiting: for an owner that knows of no open lease; return how many."""
    if not holds(conn, handle.crawl_id, handle.epoch):
        return 0
    mine = (frontier.c.crawl_id == handle.crawl_id, frontier.c.state == "leased")
    return conn.execute(update(frontier).where(*mine).values(state="waiting", tries=frontier.c.tries - 1, lost=0)).rowcount


def counts(conn: Connection, crawl_id: int) -> Row:
    """``{"states": {state: n}, "reasons": {reason: n}}`` over a crawl's addresses."""
    ended = frontier.c.state, frontier.c.reason
    rows = conn.execute(select(*ended, func.count()).where(frontier.c.crawl_id == crawl_id).group_by(*ended).order_by(*ended)).all()
    states: dict[str, int] = {}
    reasons: dict[str, int] = {}
    for state, reason, number in rows:
        states[state] = states.get(state, 0) + number
        if reason is not None:
            reasons[reason] = reasons.get(reason, 0) + number
    return {"states": states, "reasons": reasons}


_COLUMNS = "crawl_id, url_key, url, origin, pattern, found_on, depth, priority, kind, always, state, added_at, tries, lost"
_POSTGRESQL = (
    f"INSERT INTO frontier ({_COLUMNS}) SELECT %s, v.*, 'page', false, 'waiting', %s::timestamptz, 0, 0"  # noqa: S608 - constants
    " FROM unnest(%b::bytea[], %b::text[], %b::text[], %b::text[], %b::text[], %b::int[], %b::int[]) AS v ON CONFLICT DO NOTHING"
)
_SIZES = (128, 16, 1)  # rows of one statement on SQLite: few statements, so that the driver keeps them prepared


def _insert_plain(conn: Connection, crawl_id: int, found: Sequence[FoundUrl], now: datetime | None) -> int:
    """Insert links as they come from pages: by far the most rows, so one statement for many and no more parameters than differ."""
    if not found:
        return 0
    if conn.dialect.name == "postgresql":
        columns = zip(*((u.url_key, u.url, u.origin, u.pattern, u.found_on, u.depth, u.priority) for u in found), strict=True)
        return max(0, conn.exec_driver_sql(_POSTGRESQL, (crawl_id, now, *map(list, columns))).rowcount)
    to_driver = frontier.c.added_at.type.bind_processor(conn.dialect)
    added_at = to_driver(now) if to_driver else now
    at = added = 0
    for size in _SIZES:
        while len(found) - at >= size:
            values: list[Any] = [crawl_id, added_at]
            for url in found[at : at + size]:
                values += (url.url_key, url.url, url.origin, url.pattern, url.found_on, url.depth, url.priority)
            added += max(0, conn.exec_driver_sql(_sqlite_statement(size), tuple(values)).rowcount)
            at += size
    return added


@cache
def _sqlite_statement(size: int) -> str:
    rows = ", ".join(["(?, ?, ?, ?, ?, ?, ?)"] * size)
    varying = ", ".join(f"column{number}" for number in range(1, 8))
    return (
        f"INSERT INTO frontier ({_COLUMNS}) SELECT ?, {varying}, 'page', false, 'waiting', ?, 0, 0"  # noqa: S608 - constants
        f" FROM (VALUES {rows}) WHERE true ON CONFLICT DO NOTHING"
    )


def _ignoring(conn: Connection) -> Any:
    insert = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    return (
        insert(frontier).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    )  # also where one row is inserted with RETURNING


def _row(crawl_id: int, url: FoundUrl, now: datetime | None) -> Row:
    return {
        "crawl_id": crawl_id,
        "url_key": url.url_key,
        "url": url.url,
        "origin": url.origin,
        "pattern": url.pattern,
        "depth": url.depth,
        "priority": url.priority,
        "kind": url.kind,
        "always": url.always,
        "state": url.state,
        "reason": url.reason,
        "found_on": url.found_on,
        "hints": [url.hint] if url.hint else None,
        "added_at": now,
        "closed_at": now if url.state == "skipped" else None,
    }


def _merge(conn: Connection, crawl_id: int, found: Sequence[FoundUrl]) -> None:
    f = frontier.c
    for start in range(0, len(found), _BATCH):
        part = {url.url_key: url for url in found[start : start + _BATCH]}
        rows = conn.execute(
            select(f.id, f.url_key, f.hints, f.depth, f.priority, f.always).where(
                f.crawl_id == crawl_id, f.state == "waiting", f.url_key.in_(list(part))
            )
        ).all()
        changes = []
        for row in rows:
            url, hints = part[row.url_key], list(row.hints or ())
            if url.hint and url.hint not in hints and len(hints) < MAX_HINTS:
                hints.append(url.hint)
            new = (hints or None, min(row.depth, url.depth), max(row.priority, url.priority), row.always or url.always)
            if new != (row.hints, row.depth, row.priority, row.always):
                changes.append(dict(zip(("row", "h", "d", "p", "a"), (row.id, *new), strict=True)))
        if changes:
            conn.execute(
                update(frontier)
                .where(f.id == bindparam("row"))
                .values(hints=bindparam("h"), depth=bindparam("d"), priority=bindparam("p"), always=bindparam("a")),
                changes,
            )
