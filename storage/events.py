"""Writes events: identity, a revision for every differing description by the page that speaks for it, names and sources."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, tuple_, update

from storage.bulk import insert_all
from storage.event_identity import Described, described, own_page
from storage.event_revisions import event_fields, insert_revisions
from storage.fingerprints import digest_fields
from storage.models import event_aliases, event_revisions, event_sources, events
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row
    from storage.visits import Visit


NAME_CHARACTERS = 300  # of an alias: an index takes no more


def write(connection: Connection, visits: Sequence[Visit], now: datetime, cause: str = "crawl") -> None:
    """Store the events and sessions of every visit that has some; sets the visits' counts."""
    found = [event for visit in visits if visit.outcome.events and visit.page_id is not None for event in described(visit)]
    if not found:
        return
    known = _known(connection, {event.key for event in found})
    found.sort(key=lambda event: event.depth)
    for _, level in groupby(found, key=lambda event: event.depth):
        _identify(connection, list(level), known, now)
    spoken = [event for event in found if event.speaks]
    fields = [(event, event_fields(event)) for event in spoken]
    changed = [(event, values, digest) for event, values in fields if (digest := digest_fields(values)) != _digest(event)]
    latest = {event.key: (event, values, digest) for event, values, digest in changed}  # two pages of one batch may describe one event
    insert_revisions(connection, list(latest.values()), now, cause)
    _update_events(connection, [event for event, *_ in latest.values() if event.known is not None])
    _insert_names(connection, found, now)
    _insert_sources(connection, found, now)


def _digest(event: Described) -> bytes | None:
    return event.known["fields_digest"] if event.known else None


def _known(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, Row]:
    """Return by key the stored events and what tells whether a new revision is due."""
    query = select(
        events.c.event_key,
        events.c.id,
        events.c.page_id,
        event_revisions.c.id.label("revision_id"),
        event_revisions.c.fields_digest,
        event_revisions.c.extractor_version,
    ).outerjoin(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
    return {
        row["event_key"]: dict(row)
        for piece in portions(sorted(keys))
        for row in connection.execute(query.where(events.c.event_key.in_(piece))).mappings()
    }


def _identify(connection: Connection, level: Sequence[Described], known: dict[bytes, Row], now: datetime) -> None:
    """Give every event of one depth its number, inserting new ones, and say whose description counts."""
    fresh: dict[bytes, Described] = {}
    for event in level:
        event.known = known.get(event.key)
        if event.known is None:
            fresh.setdefault(event.key, event)
            event.speaks = fresh[event.key] is event or own_page(event)
            continue
        event.event_id = event.known["id"]
        repeated = event.visit.same_body and event.known["extractor_version"] == event.visit.outcome.extractor_version
        counts = event.known["page_id"] == event.visit.page_id or own_page(event) or (event.parent is not None and event.parent.speaks)
        event.speaks = counts and not repeated
    rows: list[Row] = []
    for event in fresh.values():
        event.visit.events += event.parent is None
        rows.append(
            {
                "event_key": event.key,
                "site_id": event.visit.site_id,
                "page_id": event.visit.page_id,
                "parent_id": event.parent.event_id if event.parent else None,
                "first_seen_at": now,
                **_summary(event),
            }
        )
    numbers = insert_all(connection, events, rows, "event_key")
    for event in level:
        event.event_id = numbers.get(event.key, event.event_id)


def _summary(event: Described) -> Row:
    return {"series": event.row.get("series"), "edition": event.row.get("edition"), "status": event.row.get("status") or "scheduled"}


_update_event = (
    update(events)
    .where(events.c.id == bindparam("event"))
    .values({name: bindparam(f"new_{name}") for name in ("page_id", "series", "edition", "status")})
)


def _update_events(connection: Connection, changed: Sequence[Described]) -> None:
    if changed:
        connection.execute(
            _update_event,
            [
                {
                    "event": event.event_id,
                    "new_page_id": event.visit.page_id,
                    **{f"new_{name}": value for name, value in _summary(event).items()},
                }
                for event in changed
            ],
        )


def _insert_names(connection: Connection, found: Sequence[Described], now: datetime) -> None:
    named = {(event.event_id, event.row["name"][:NAME_CHARACTERS]): None for event in found if event.row.get("name")}
    table = event_aliases
    rows = [
        {"event_id": event, "name": name, "first_seen_at": now}
        for event, name in _missing(connection, table.c.event_id, table.c.name, named)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _insert_sources(connection: Connection, found: Sequence[Described], now: datetime) -> None:
    table = event_sources
    said: dict[tuple[Any, ...], Described] = {}
    for event in found:
        for source in event.row.get("sources") or ():
            said.setdefault((event.event_id, source.get("format") or "text", source.get("url") or event.visit.outcome.url), event)
    numbers = sorted({key[0] for key in said})
    if not numbers:
        return
    query = select(table.c.event_id, table.c.format, table.c.url)
    there = {tuple(row) for piece in portions(numbers) for row in connection.execute(query.where(table.c.event_id.in_(piece)))}
    rows = [
        {"event_id": key[0], "format": key[1], "url": key[2], "capture_id": event.visit.capture_id, "first_seen_at": now}
        for key, event in said.items()
        if key not in there
    ]
    if rows:
        connection.execute(insert(table), rows)


def _missing(connection: Connection, first: Any, second: Any, pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the pairs that the two columns do not hold yet."""
    wanted = list(pairs)
    query = select(first, second)
    there = {tuple(row) for piece in portions(wanted) for row in connection.execute(query.where(tuple_(first, second).in_(piece)))}
    return [pair for pair in wanted if pair not in there]
