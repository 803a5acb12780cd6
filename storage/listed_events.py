"""Reads events as contract rows, their sessions nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, nulls_last, select

from storage.filters import current
from storage.listing_order import among
from storage.models import event_people, event_revisions, event_sources, events, venues
from storage.plans import Unled
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from storage.filters import Day
    from storage.records import Row

_PLACE = ("name", "address", "locality", "region", "country")
_SELECT = (
    select(
        events.c.id,
        events.c.parent_id,
        events.c.page_id,
        event_revisions,
        *(venues.c[name].label(f"venue_{name}") for name in _PLACE),
    )
    .join(event_revisions, event_revisions.c.event_id == events.c.id)
    .outerjoin(venues, venues.c.id == event_revisions.c.venue_id)
)
ORDER: tuple[ColumnElement[Any], ...] = (
    nulls_last(event_revisions.c.starts_on.asc()),
    nulls_last(event_revisions.c.starts_at.asc()),
    event_revisions.c.name,
    nulls_last(event_revisions.c.room.asc()),
    events.c.id,
)


def events_by_id(connection: Connection, ids: Sequence[int], as_of: Day = None) -> list[Row]:
    """Return the contract rows of these events, as of now or of a day, in order of their beginning, sessions nested."""
    return [row for row, _ in _nested(connection, events.c.id, ids, as_of)]


def events_by_page(connection: Connection, page_ids: Sequence[int], as_of: Day = None) -> dict[int, list[Row]]:
    """Return by page the contract rows of the events that it speaks for, sessions nested."""
    found: dict[int, list[Row]] = {}
    for row, page in _nested(connection, events.c.page_id, page_ids, as_of):
        found.setdefault(page, []).append(row)
    return found


def _nested(connection: Connection, column: ColumnElement[Any], values: Sequence[int], as_of: Day) -> list[tuple[Row, int]]:
    """Return the top-level events that match, each with its page, after filling in what hangs on them: a level a statement."""
    shown = current(event_revisions, as_of)
    top = _level(connection, column, values, shown, Unled(events.c.parent_id).is_(None))
    level, every = top, list(top)
    while level:
        parents = {record["id_event"]: record for record in level}
        level = _level(connection, events.c.parent_id, list(parents), shown, Unled(events.c.merged_into_id).is_(None))
        for record in level:
            parent = parents[record["parent_id"]]
            record["row"]["parent"] = parent["row"]["name"]
            parent["row"]["sessions"].append(record["row"])
        every += level
    _fill(connection, every)
    return [(record["row"], record["page_id"]) for record in top]


def _level(connection: Connection, column: ColumnElement[Any], values: Iterable[int], *conditions: ColumnElement[bool]) -> list[Row]:
    records: list[Row] = []
    for piece in portions(values):
        query = _SELECT.where(among(connection, column, piece), *conditions).order_by(*ORDER)
        for found in connection.execute(query):
            stored = found._mapping  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping
            event_id, revision_id = stored[events.c.id], stored[event_revisions.c.id]
            records.append(
                {
                    "id_event": event_id,
                    "id_revision": revision_id,
                    "parent_id": stored[events.c.parent_id],
                    "page_id": stored[events.c.page_id],
                    "row": _row(event_id, stored),
                }
            )
    return records


def _row(event_id: int, stored: Any) -> Row:
    revision = event_revisions.c
    place = {name: stored[f"venue_{name}"] for name in _PLACE}
    return {
        "id": event_id,
        "type": stored[revision.type],
        "name": stored[revision.name],
        "starts_at": stored[revision.starts_value],
        "ends_at": stored[revision.ends_value],
        "precision": stored[revision.precision],
        "time_zone": stored[revision.time_zone],
        "status": "vanished" if stored[revision.vanished] else stored[revision.status],
        "attendance": stored[revision.attendance],
        "url": stored[revision.url],
        "uid": stored[revision.uid],
        "series": stored[revision.series],
        "edition": stored[revision.edition],
        "parent": None,
        "venue": None if stored[revision.venue_id] is None else place,
        "organiser": stored[revision.organiser],
        "room": stored[revision.room],
        "track": stored[revision.track],
        "abstract": stored[revision.abstract],
        "language": stored[revision.language],
        "people": [],
        "offers": stored[revision.offers] or [],
        "sources": [],
        "sessions": [],
    }


def _fill(connection: Connection, records: Sequence[Row]) -> None:
    """Add people and sources."""
    by_revision = {record["id_revision"]: record["row"] for record in records}
    by_event = {record["id_event"]: record["row"] for record in records}
    for piece in portions(by_revision):
        named = event_people.c
        query = select(named.revision_id, named.name, named.role, named.affiliation).where(among(connection, named.revision_id, piece))
        for number, name, role, affiliation in connection.execute(query.order_by(named.revision_id, named.position)):
            by_revision[number]["people"].append({"name": name, "role": role, "affiliation": affiliation})
    for piece in portions(by_event):
        said = event_sources.c
        sources = select(said.event_id, said.format, said.url).where(among(connection, said.event_id, piece))
        for number, form, url in connection.execute(sources.order_by(said.event_id, said.format, said.url)):
            by_event[number]["sources"].append({"format": form, "url": url})
