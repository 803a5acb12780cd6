"""Tells how articles and events changed: every reading of one, and the edits of all, owned up to or silent."""

from __future__ import annotations

from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal_column, select

from storage import changes, corrections, differences
from storage import filters as conditions
from storage.articles import fields_of as article_fields
from storage.event_revisions import fields_of as event_fields
from storage.models import article_revisions, articles, event_revisions, events, pages
from storage.moments import take_apart
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from storage.database import Database
    from storage.filters import Day
    from storage.records import Row

PORTION = 100  # edits read at a time
EDIT_KEYS = (
    "kind", "captured_at", "seen_before_at", "article", "event", "url", "headline", "fields", "note", "published_at", "modified_at",
    "revision", "before", "same_rules",
)  #: of an edit, in order  # fmt: skip
HISTORY_KEYS = ("revision", "captured_at", "stored_at", "cause", "change", "extractor_version", "is_current", "differences")
_EVENT_FIELDS = ("name", "starts_at", "ends_at", "status", "vanished", "time_zone", "room", "venue", "people")
_ARTICLE_FIELDS = ("headline", "standfirst", "text", "authors", "published_at", "dateline_date")


def find(database: Database, subject: int | str, *, event: bool = False) -> int | None:
    """Return the number of an article or event given by its number or by an address as listings print it; None for an unknown one.

    Of an event that was merged with another, the other's number.
    """
    with database.reading() as connection:
        if isinstance(subject, str):
            key = blake2b(subject.encode("utf-8", "surrogatepass"), digest_size=16).digest()
            page = select(pages.c.id).where((pages.c.url_key == key) | (pages.c.canonical_key == key)).order_by(pages.c.id)
            if event:
                query = select(events.c.id).where(
                    events.c.page_id.in_(page), events.c.parent_id.is_(None), events.c.merged_into_id.is_(None)
                )
                return connection.execute(query.order_by(events.c.id).limit(1)).scalar()
            return connection.execute(select(articles.c.id).where(articles.c.page_id.in_(page)).order_by(articles.c.id).limit(1)).scalar()
        if event:
            return connection.execute(select(func.coalesce(events.c.merged_into_id, events.c.id)).where(events.c.id == subject)).scalar()
        return connection.execute(select(articles.c.id).where(articles.c.id == subject)).scalar()


def history(database: Database, subject: int | str, *, event: bool = False) -> Iterator[Row]:
    """Yield every reading of an article or event, the oldest capture first; nothing for an unknown one.

    ``subject`` is its number or an address as listings print it. Rows have ``HISTORY_KEYS``; ``differences`` are
    ``{field, before, after}`` against the reading before, none for the first; ``change`` is judged against that one too.
    """
    number = find(database, subject, event=event)
    if number is None:
        return
    table, read, judge = _kind(event=event)
    columns = [table.c[name] for name in ("id", "captured_at", "stored_at", "cause", "extractor_version", "is_current")]
    query = select(*columns).where(table.c["event_id" if event else "article_id"] == number).order_by(table.c.captured_at, table.c.id)
    with database.reading() as connection:
        before: Row | None = None
        for piece in portions(connection.execute(query).all(), 20):
            fields = read(connection, [row.id for row in piece])
            for row in piece:
                after = fields[row.id]
                yield {
                    "revision": row.id,
                    "captured_at": _printed(row.captured_at),
                    "stored_at": _printed(row.stored_at),
                    "cause": row.cause,
                    "change": "created" if before is None else judge(before, after),
                    "extractor_version": row.extractor_version,
                    "is_current": row.is_current,
                    "differences": [] if before is None else differences.fields(before, after),
                }
                before = after


def edits(
    database: Database, *, event: bool = False, site: str | None = None, since: Day = None, until: Day = None, limit: int | None = None
) -> Iterator[Row]:
    """Yield the material changes that sites made to published articles (or to events), the latest capture first, as rows of ``EDIT_KEYS``.

    ``kind`` is ``corrected`` where the new reading carries a note of correction that the one before did not, or says that
    it was modified later than the one before said; else ``silent``. ``fields`` are those that changed materially.
    ``same_rules`` is false where the two readings were made by different versions of the rules: then the difference may
    be the reader's and not the site's. Days are those of the capture, in UTC. What only a later extraction of the same
    capture read differently is no edit.
    """
    table, read, judge = _kind(event=event)
    owner = table.c["event_id" if event else "article_id"]
    query = select(table.c.id, owner.label("owner"), pages.c.url).where(table.c.change == literal_column("'material'"))
    if event:
        query = query.join(events, events.c.id == owner).outerjoin(pages, pages.c.id == events.c.page_id)
    else:
        query = query.join(articles, articles.c.id == owner).join(pages, pages.c.id == articles.c.page_id)
    if since is not None:
        query = query.where(table.c.captured_at >= conditions.begin_of(since))
    if (end := conditions.end_of(until)) is not None:
        query = query.where(table.c.captured_at < end)
    left = limit
    with database.reading() as connection:
        if site is not None:
            query = query.where(conditions.of_site(connection, site))
        ordered = query.order_by(table.c.captured_at.desc(), table.c.id.desc()).execution_options(yield_per=PORTION)
        for piece in portions(connection.execute(ordered), PORTION):
            if left is not None and left <= 0:
                return
            before = _before(connection, table, owner, piece)
            fields = read(connection, sorted({number for pair in before.values() for number in (pair[0].id, pair[1].id)}))
            for row in piece:
                pair = before.get(row.id)
                if pair is None or judge(fields[pair[0].id], fields[row.id]) != "material" or left == 0:
                    continue
                left = None if left is None else left - 1
                yield _edit(row, pair, fields, event=event)


def _kind(*, event: bool) -> tuple[Table, Any, Any]:
    return (event_revisions, event_fields, changes.of_event) if event else (article_revisions, article_fields, changes.of_article)


def _before(connection: Connection, table: Table, owner: Any, piece: Sequence[Any]) -> dict[int, tuple[Any, Any]]:
    """Return by reading the one before it and itself, left out where there is none or both are of one capture."""
    wanted = {row.id for row in piece}
    columns = table.c.id, owner.label("owner"), table.c.captured_at, table.c.capture_id, table.c.extractor_version, table.c.cause
    query = select(*columns).where(owner.in_({row.owner for row in piece})).order_by(owner, table.c.captured_at, table.c.id)
    return {
        row.id: (before, row)
        for before, row in pairwise(connection.execute(query))
        if row.id in wanted and before.owner == row.owner and before.captured_at != row.captured_at and row.cause != "reextract"
    }


def _edit(row: Any, pair: tuple[Any, Any], fields: dict[int, Row], *, event: bool) -> Row:
    old, new = fields[pair[0].id], fields[row.id]
    judge = changes.of_event if event else changes.of_article
    material = [
        name
        for name in (_EVENT_FIELDS if event else _ARTICLE_FIELDS)
        if old.get(name) != new.get(name) and judge({name: old.get(name)}, {name: new.get(name)}) == "material"
    ]
    note = None if event else _note(old, new)
    return {
        "kind": "corrected" if note or (not event and _modified_later(old, new)) else "silent",
        "captured_at": _printed(pair[1].captured_at),
        "seen_before_at": _printed(pair[0].captured_at),
        "article": None if event else row.owner,
        "event": row.owner if event else None,
        "url": row.url,
        "headline": new["name"] if event else new["headline"],
        "fields": material,
        "note": note,
        "published_at": None if event else new["published_at"],
        "modified_at": None if event else new["modified_at"],
        "revision": row.id,
        "before": pair[0].id,
        "same_rules": pair[0].extractor_version == pair[1].extractor_version,
    }


def _note(old: Row, new: Row) -> str | None:
    """Return the first note of correction that only the new reading carries."""
    known = {note for name in ("headline", "standfirst", "text") for note in corrections.notes(old[name])}
    fresh = (note for name in ("text", "standfirst", "headline") for note in corrections.notes(new[name]) if note not in known)
    return next(fresh, None)


def _modified_later(old: Row, new: Row) -> bool:
    """Whether the new reading says that it was modified after what the old one said, or after its publication."""
    if not new["modified_at"] or new["modified_at"] == old["modified_at"]:
        return False
    said, earlier = take_apart(new["modified_at"]), take_apart(old["modified_at"] or new["published_at"])
    if said.at is not None and earlier.at is not None:
        return said.at > earlier.at
    return said.on is not None and earlier.on is not None and said.on > earlier.on


def _printed(moment: datetime) -> str:
    return moment.isoformat()
