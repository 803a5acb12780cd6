"""Writes pages and captures, and says when a page is due again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import and_, bindparam, func, or_, select, update

from storage.bulk import insert_all
from storage.models import captures, pages, sites
from storage.moments import take_apart
from storage.sites import host_of, site_ids

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from storage.records import CaptureRecord, Row
    from storage.visits import Visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DUE = ((DAY, HOUR), (7 * DAY, 6 * HOUR), (30 * DAY, DAY), (180 * DAY, 7 * DAY))  # (younger than, due again after)
DUE_OLD = 30 * DAY


def next_due(kind: str | None, published: str | None, first_seen: datetime, now: datetime) -> datetime:
    """Return when a page is to be taken again: listings always, articles the more often the younger they are."""
    if kind == "listing":
        return now
    moment = take_apart(published)
    born = moment.at or (datetime(moment.on.year, moment.on.month, moment.on.day, tzinfo=UTC) if moment.on else first_seen)
    age = now - born
    return now + next((wait for limit, wait in DUE if age < limit), DUE_OLD)


_PAGE = (
    select(
        pages.c.id,
        pages.c.site_id,
        pages.c.host,
        sites.c.key.label("site"),
        pages.c.url_key,
        pages.c.kind,
        pages.c.canonical_url,
        pages.c.canonical_key,
        pages.c.duplicate_of_id,
        pages.c.published_value,
        pages.c.first_seen_at,
        pages.c.gone_at,
        pages.c.body_digest,
        pages.c.status,
    )
    .join(sites, sites.c.id == pages.c.site_id)
    .where(
        or_(
            pages.c.url_key.in_(bindparam("keys", expanding=True)),
            and_(  # pages that wait for the original they name
                pages.c.canonical_key.in_(bindparam("keys", expanding=True)),
                pages.c.duplicate_of_id.is_(None),
                pages.c.canonical_key != pages.c.url_key,
            ),
        )
    )
)


def write(connection: Connection, visits: Sequence[Visit], now: datetime) -> None:
    """Insert or touch the page and insert the capture of every visit; no two visits share a page."""
    answered = [visit for visit in visits if visit.outcome.capture or visit.outcome.unchanged or visit.outcome.gone]
    if not answered:
        return
    keys = {visit.outcome.url_key for visit in answered} | {visit.outcome.canonical_key for visit in answered} - {None}
    known = {row["url_key"]: dict(row) for row in connection.execute(_PAGE, {"keys": list(keys)}).mappings()}
    fresh = [visit for visit in answered if visit.outcome.url_key not in known and visit.outcome.capture is not None]
    _insert_pages(connection, fresh, known, now)
    for visit in answered:
        page = known.get(visit.outcome.url_key)
        if page is None:  # a 404 or 304 of a page that was never stored
            continue
        visit.page_id, visit.site_id = page["id"], page["site_id"]
        visit.places = (page["site"], page["host"])
        if "new" not in page:
            visit.known = page
    failing = _last_captures(connection, [visit.known["id"] for visit in answered if visit.known and visit.bad])
    for visit in answered:
        before = failing.get(visit.page_id, visit.known) if visit.bad else visit.known
        visit.new_capture = visit.page_id is not None and visit.outcome.capture is not None and not _answered_before(visit, before)
    _insert_captures(connection, [visit for visit in answered if visit.new_capture])
    _update_pages(connection, [visit for visit in answered if visit.known is not None], now)
    _mark_duplicates(connection, answered, known)


def _answered_before(visit: Visit, before: Row | None) -> bool:
    """Return whether the last capture already says what this outcome says."""
    capture, page = visit.outcome.capture, visit.known
    if page is None or before is None or capture is None:
        return False
    if visit.outcome.unchanged or (visit.outcome.gone and page["gone_at"] is not None):
        return True
    return capture.body_digest is not None and (capture.body_digest, capture.status) == (before["body_digest"], before["status"])


def _last_captures(connection: Connection, page_ids: Sequence[int]) -> dict[int | None, Row]:
    """Return status and body digest of each page's last capture: a page that keeps failing in one way adds one capture."""
    if not page_ids:
        return {}
    latest = select(func.max(captures.c.id)).where(captures.c.page_id.in_(page_ids)).group_by(captures.c.page_id)
    query = select(captures.c.page_id, captures.c.status, captures.c.body_digest).where(captures.c.id.in_(latest))
    return {row["page_id"]: dict(row) for row in connection.execute(query).mappings()}


def _insert_pages(connection: Connection, visits: Sequence[Visit], known: dict[bytes, Row], now: datetime) -> None:
    if not visits:
        return
    hosts = [host_of(visit.outcome.url) for visit in visits]
    keys = [visit.outcome.site or host.removeprefix("www.") for visit, host in zip(visits, hosts, strict=True)]
    numbers = site_ids(connection, keys, now)
    rows: list[Row] = []
    for visit, host, key in zip(visits, hosts, keys, strict=True):
        outcome, capture = visit.outcome, visit.outcome.capture
        assert capture is not None
        rows.append(
            {
                "site_id": numbers[key],
                "url_key": outcome.url_key,
                "url": outcome.url,
                "host": host,
                "first_seen_at": capture.captured_at,
                **_answer(visit, capture, capture.captured_at, now),
            }
        )
    ids = insert_all(connection, pages, rows, "url_key")
    for row, key in zip(rows, keys, strict=True):
        known[row["url_key"]] = row | {"id": ids[row["url_key"]], "site": key, "duplicate_of_id": None, "new": True}


def _answer(visit: Visit, capture: CaptureRecord, first_seen: datetime, now: datetime) -> Row:
    """Return the columns of a page that a new capture sets; a bad answer leaves no validators, so that the page is read again."""
    outcome, page = visit.outcome, visit.known or {}
    read = outcome.kind is not None
    kind = outcome.kind or page.get("kind")
    published = outcome.article.get("published_at") if outcome.article else page.get("published_value")
    return {
        "kind": kind,
        "canonical_url": outcome.canonical_url if read else page.get("canonical_url"),
        "canonical_key": outcome.canonical_key if read else page.get("canonical_key"),
        "published_value": published,
        "last_seen_at": capture.captured_at,
        "changed_at": capture.captured_at,
        "next_due_at": now + DUE_OLD if outcome.gone else next_due(kind, published, first_seen, now),
        "gone_at": capture.captured_at if outcome.gone else None,
        "etag": None if visit.bad else capture.etag,
        "last_modified": None if visit.bad else capture.last_modified,
        "body_digest": None if visit.bad else capture.body_digest,
        "status": capture.status,
    }


def _insert_captures(connection: Connection, visits: Sequence[Visit]) -> None:
    rows: list[Row] = []
    for visit in visits:
        capture = visit.outcome.capture
        assert capture is not None
        rows.append(
            {
                "page_id": visit.page_id,
                "crawl_id": visit.outcome.crawl_id,
                "url": capture.url,
                "requested_url": capture.requested_url,
                "captured_at": capture.captured_at,
                "status": capture.status,
                "headers": capture.headers,
                "content_type": capture.content_type,
                "charset": capture.charset,
                "etag": capture.etag,
                "last_modified": capture.last_modified,
                "body_digest": capture.body_digest,
                "body_length": capture.body_length,
                "warc_file": capture.warc_file,
                "warc_offset": capture.warc_offset,
                "warc_length": capture.warc_length,
            }
        )
    ids = insert_all(connection, captures, rows, "page_id")
    for visit in visits:
        visit.capture_id = ids[visit.page_id]


_CHANGED = (
    "kind",
    "canonical_url",
    "canonical_key",
    "published_value",
    "last_seen_at",
    "changed_at",
    "next_due_at",
    "gone_at",
    "etag",
    "last_modified",
    "body_digest",
    "status",
)
_TOUCHED = ("last_seen_at", "next_due_at", "gone_at")
_update_changed = update(pages).where(pages.c.id == bindparam("page")).values({name: bindparam(f"new_{name}") for name in _CHANGED})
_update_touched = update(pages).where(pages.c.id == bindparam("page")).values({name: bindparam(f"new_{name}") for name in _TOUCHED})


def _update_pages(connection: Connection, visits: Sequence[Visit], now: datetime) -> None:
    changed: list[Row] = []
    touched: list[Row] = []
    for visit in visits:
        page, outcome = visit.known, visit.outcome
        assert page is not None
        if visit.new_capture and outcome.capture is not None and not visit.bad:
            values = _answer(visit, outcome.capture, page["first_seen_at"], now)
            changed.append({"page": page["id"], **{f"new_{name}": value for name, value in values.items()}})
            continue
        seen = outcome.capture.captured_at if outcome.capture else now
        due = next_due(page["kind"], page["published_value"], page["first_seen_at"], now)
        touched.append(
            {
                "page": page["id"],
                "new_last_seen_at": seen,
                "new_next_due_at": now + DUE_OLD if outcome.gone else due,
                "new_gone_at": (page["gone_at"] or seen) if outcome.gone else page["gone_at"] if visit.bad else None,
            }
        )
    if changed:
        connection.execute(_update_changed, changed)
    if touched:
        connection.execute(_update_touched, touched)


_set_duplicate = update(pages).where(pages.c.id == bindparam("page")).values(duplicate_of_id=bindparam("original"))


def _mark_duplicates(connection: Connection, visits: Sequence[Visit], known: dict[bytes, Row]) -> None:
    """Point pages whose canonical address is another stored page to it, whichever of the two was stored first."""
    marks: dict[int, int | None] = {}
    for visit in visits:
        page, key = known.get(visit.outcome.url_key), visit.outcome.canonical_key
        if page is None or visit.outcome.kind is None or visit.same_body:
            continue
        original = known.get(key) if key is not None and key != visit.outcome.url_key else None
        number = (
            original["id"] if original and original["duplicate_of_id"] != page["id"] and marks.get(original["id"]) != page["id"] else None
        )
        if number != page["duplicate_of_id"]:
            marks[page["id"]] = number
    for page in known.values():
        original = known.get(page["canonical_key"]) if page["canonical_key"] != page["url_key"] else None
        if original and "new" in original and page["id"] not in marks and marks.get(original["id"]) != page["id"]:
            marks[page["id"]] = original["id"]
    if marks:
        connection.execute(_set_duplicate, [{"page": page, "original": original} for page, original in sorted(marks.items())])
