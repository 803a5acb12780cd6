"""Hands out a crawl's waiting addresses: breadth first within an origin, in turn between origins."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, insert, or_, select, update

from storage.models import feeds, frontier, pages
from storage.ownership import holds
from storage.records import LeasedUrl

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import CrawlHandle, FoundUrl, Row

FURTHEST = timedelta(minutes=2)  # no address waits longer within a crawl: a later due time says that the clock was set back
MAX_LOOKED_AT = 2000  # rows that one lease passes over because their pages are not due
_BATCH = 500
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _origins_statement() -> Any:
    waiting = (frontier.c.crawl_id == bindparam("crawl"), frontier.c.state == "waiting")
    step = select(func.min(frontier.c.origin).label("origin")).where(*waiting).cte("origins", recursive=True)
    after = select(func.min(frontier.c.origin)).where(*waiting, frontier.c.origin > step.c.origin).scalar_subquery()
    every = step.union_all(select(after).where(step.c.origin.is_not(None)))
    return select(every.c.origin).where(every.c.origin.is_not(None)).order_by(every.c.origin)


def _due_statement(*, suspects: bool) -> Any:
    f, p, d = frontier.c, pages.c, feeds.c
    known = p.etag, p.last_modified, p.body_digest, p.last_seen_at, p.next_due_at, p.changed_at
    feed = d.id.label("feed_id"), d.etag.label("feed_etag"), d.last_modified.label("feed_modified"), d.body_digest.label("feed_digest")
    return (
        select(f.id, f.url, f.url_key, f.origin, f.pattern, f.depth, f.kind, f.tries, f.found_on, f.hints, f.always, *known, *feed)
        .select_from(frontier.outerjoin(pages, p.url_key == f.url_key).outerjoin(feeds, d.url_key == f.url_key))
        .where(
            f.crawl_id == bindparam("crawl"),
            f.state == "waiting",
            f.origin == bindparam("origin"),
            f.lost > 0 if suspects else f.lost == 0,
            or_(
                f.due_at.is_(None),
                f.due_at <= bindparam("at", type_=f.due_at.type),
                f.due_at > bindparam("far", type_=f.due_at.type),
            ),
        )
        .order_by(*((f.lost,) if suspects else ()), f.depth, f.priority.desc(), f.id)
        .limit(bindparam("number"))
    )


_ORIGINS = _origins_statement()
_DUE = {suspects: _due_statement(suspects=suspects) for suspects in (False, True)}
_ANSWERED = (
    update(frontier)
    .where(frontier.c.id == bindparam("row"), frontier.c.state == "leased", frontier.c.lost > 0)
    .values(lost=frontier.c.lost - 1)
)
_LEASE = (
    update(frontier)
    .where(frontier.c.id.in_(bindparam("rows", expanding=True)))
    .values(state="leased", tries=frontier.c.tries + 1, due_at=None)
)
_ASKED = (
    update(frontier)
    .where(frontier.c.id.in_(bindparam("rows", expanding=True)), frontier.c.state == "leased")
    .values(lost=frontier.c.lost + 1)
)


def lease_urls(
    conn: Connection,
    handle: CrawlHandle,
    *,
    limit: int,
    now: datetime,
    per_origin: int = 16,
    exclude_origins: Collection[str] = (),
    after_origin: str = "",
    suspects: bool = False,
) -> list[LeasedUrl]:
    """Hand out up to ``limit`` waiting addresses, at most ``per_origin`` of one origin.

    Within an origin: the smallest depth first, then the highest priority, then the oldest. Between origins: one each in
    turn, beginning behind ``after_origin``, so that a caller who passes the last origin it was given starves none.
    An address whose page is known and not due yet (``pages.next_due_at``) ends here as skipped ``unchanged``, unless it
    is taken always, the crawl refreshes, or a hint says that it was modified on a later day than it was last seen.
    An address that was asked for when an owner died is a suspect: it is left out, or with ``suspects`` they alone are taken,
    to be asked for one at a time when nothing else is under way. So only what kills its process again and again is given up.
    Empty when nothing may be handed out now (see :func:`next_due`) or the crawl is somebody else's.
    """
    if not holds(conn, handle.crawl_id, handle.epoch):
        return []
    shut = set(exclude_origins)
    origins = [origin for origin in _waiting_origins(conn, handle.crawl_id) if origin not in shut]
    origins = [o for o in origins if o > after_origin] + [o for o in origins if o <= after_origin]
    budget = [MAX_LOOKED_AT]
    chosen: list[Any] = []
    for start in range(0, len(origins), limit):  # the first ones may all have nothing but addresses that are due later
        chosen = _fair_rows(conn, handle, origins[start : start + limit], limit, min(per_origin, limit), now, budget, suspects)
        if chosen or budget[0] <= 0:
            break
    if chosen:
        conn.execute(_LEASE, {"rows": [row.id for row in chosen]})
    return [
        LeasedUrl(
            frontier_id=row.id,
            url=row.url,
            url_key=row.url_key,
            origin=row.origin,
            pattern=row.pattern,
            depth=row.depth,
            kind=row.kind,
            tries=row.tries + 1,
            found_on=row.found_on,
            hints=tuple(row.hints or ()),
            etag=None if handle.fresh else row.etag or row.feed_etag,
            last_modified=None if handle.fresh else row.last_modified or row.feed_modified,
            body_digest=row.body_digest or row.feed_digest,
            known=row.last_seen_at is not None or row.feed_id is not None,
            changed_at=row.changed_at,
        )
        for row in chosen
    ]


def _fair_rows(
    conn: Connection, handle: CrawlHandle, origins: Sequence[str], limit: int, most: int, now: datetime, budget: list[int], suspects: bool
) -> list[Any]:
    """Up to ``limit`` rows that are due, one of each origin in turn, at most ``most`` of one."""
    share = min(most, -(-limit // len(origins)))
    lanes = [_due_rows(conn, handle, origin, share, now, budget, suspects) for origin in origins]
    if share < most and sum(map(len, lanes)) < limit:  # some have less than their share: the others fill up
        lanes = [
            _due_rows(conn, handle, o, most, now, budget, suspects) if len(lane) == share else lane
            for o, lane in zip(origins, lanes, strict=True)
        ]
    return [lane[turn] for turn in range(max(map(len, lanes), default=0)) for lane in lanes if turn < len(lane)][:limit]


def note_asked(conn: Connection, handle: CrawlHandle, frontier_ids: Sequence[int]) -> None:
    """Note that leased addresses were asked for; from now on their process's death speaks against them."""
    if frontier_ids and holds(conn, handle.crawl_id, handle.epoch):
        conn.execute(_ASKED, {"rows": list(frontier_ids)})


def note_answered(conn: Connection, handle: CrawlHandle, frontier_ids: Sequence[int]) -> None:
    """Note that the answers are with a worker process: what becomes of the crawler's is not their doing any more."""
    if frontier_ids and holds(conn, handle.crawl_id, handle.epoch):
        conn.execute(_ANSWERED, [{"row": number} for number in frontier_ids])


def next_due(
    conn: Connection, crawl_id: int, *, now: datetime, exclude_origins: Collection[str] = (), suspects: bool = False
) -> datetime | None:
    """When the next waiting address may be handed out (``suspects`` too): ``now`` when one may already, None when none waits."""
    shut = set(exclude_origins)
    times = []
    for origin in _waiting_origins(conn, crawl_id):
        if origin in shut:
            continue
        waiting = [frontier.c.crawl_id == crawl_id, frontier.c.state == "waiting", frontier.c.origin == origin]
        if not suspects:
            waiting.append(frontier.c.lost == 0)
        due = frontier.c.due_at
        ready = select(frontier.c.id).where(*waiting, or_(due.is_(None), due <= now, due > now + FURTHEST)).limit(1)
        if conn.execute(ready).first():
            return now
        times.append(conn.execute(select(func.min(frontier.c.due_at)).where(*waiting)).scalar_one())
    return min((time for time in times if time is not None), default=None)


def known_pages(conn: Connection, hosts: Collection[str], *, now: datetime, refresh: bool = False) -> list[Row]:
    """``{url, url_key, kind}`` of the stored pages of the hosts that a new crawl takes: listings, and what is due (all on refresh).

    ``hosts`` as in ``pages.host``: lower case, with the port where it is not the scheme's own. Pages that are gone and
    duplicates of others are left out; oldest due first.
    """
    taken = select(pages.c.url, pages.c.url_key, pages.c.kind).where(
        pages.c.host.in_(list(hosts)), pages.c.gone_at.is_(None), pages.c.duplicate_of_id.is_(None)
    )
    if not refresh:
        taken = taken.where(or_(pages.c.kind == "listing", pages.c.next_due_at <= now))
    return [row._asdict() for row in conn.execute(taken.order_by(pages.c.next_due_at.nulls_last(), pages.c.id))]


def _waiting_origins(conn: Connection, crawl_id: int) -> Sequence[str]:
    """The origins with waiting addresses, in code point order, by one index seek each however many addresses wait."""
    return conn.execute(_ORIGINS, {"crawl": crawl_id}).scalars().all()


def _due_rows(
    conn: Connection, handle: CrawlHandle, origin: str, number: int, now: datetime, budget: list[int], suspects: bool
) -> list[Any]:
    """Up to ``number`` rows of an origin that are due; those whose pages are not due are closed on the way."""
    found: list[Any] = []
    size = number
    wanted = {"crawl": handle.crawl_id, "origin": origin, "at": now, "far": now + FURTHEST}
    while len(found) < number and budget[0] > 0:
        rows = conn.execute(_DUE[suspects], {**wanted, "number": len(found) + size}).all()
        rows, size = rows[len(found) :], _BATCH
        idle = [row.id for row in rows if not handle.refresh and _is_idle(row, now)]
        if idle:
            budget[0] -= len(idle)
            unchanged = {"state": "skipped", "reason": "unchanged", "closed_at": now}
            conn.execute(update(frontier).where(frontier.c.id.in_(idle)).values(unchanged))
        kept = set(idle)
        found += [row for row in rows if row.id not in kept]
        if not idle:
            break
    return found[:number]


def _is_idle(row: Any, now: datetime) -> bool:
    if row.always or row.next_due_at is None or row.next_due_at <= now:
        return False
    seen = row.last_seen_at.date().isoformat()
    days = (_DAY.match(str(hint.get("modified") or "")) for hint in row.hints or ())
    return not any(day and day[0] > seen for day in days)


def lease_one(conn: Connection, handle: CrawlHandle, found: FoundUrl, *, now: datetime) -> LeasedUrl | None:
    """Lease one address, added where it is new and whatever state it had: for an item that came without a lease.

    None when the crawl is somebody else's, or the address is leased already.
    """
    if not holds(conn, handle.crawl_id, handle.epoch):
        return None
    f = frontier.c
    mine = (f.crawl_id == handle.crawl_id, f.url_key == found.url_key)
    row = conn.execute(select(f.id, f.state, f.tries).where(*mine)).one_or_none()
    if row is not None and row.state == "leased":
        return None
    if row is None:
        values = {
            "crawl_id": handle.crawl_id,
            "url_key": found.url_key,
            "url": found.url,
            "origin": found.origin,
            "pattern": found.pattern,
            "depth": found.depth,
            "kind": found.kind,
            "always": found.always,
            "state": "leased",
            "tries": 1,
            "found_on": found.found_on,
            "added_at": now,
        }
        number, tries = conn.execute(insert(frontier).values(values).returning(f.id)).scalar_one(), 1
    else:
        number, tries = row.id, row.tries + 1
        conn.execute(_LEASE, {"rows": [number]})
    return LeasedUrl(number, found.url, found.url_key, found.origin, found.pattern, found.depth, found.kind, tries, found.found_on)
