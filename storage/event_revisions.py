"""Writes the readings of events with their venues and people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, insert, select, update

from storage import changes
from storage.bulk import insert_all
from storage.event_merging import VENUE
from storage.fingerprints import digest_fields
from storage.models import event_people, event_revisions, venues
from storage.moments import take_apart
from storage.people import fold, person_ids
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.event_identity import Described
    from storage.records import Row
    from storage.visits import Visit

WORDS = (
    "type",
    "name",
    "precision",
    "time_zone",
    "status",
    "attendance",
    "url",
    "uid",
    "series",
    "edition",
    "organiser",
    "room",
    "track",
    "abstract",
    "language",
)  #: fields kept as they are
PERSON = ("name", "role", "affiliation")
OFFER = ("price", "currency", "availability", "url")


@dataclass(frozen=True, slots=True)
class Changed:
    """An event whose sources together say something new."""

    event_id: int
    known: Row | None  #: its current revision's number
    visit: Visit  #: what made the difference
    fields: Row
    digest: bytes
    provenance: Row
    page_id: int | None  #: the page that spoke for it so far


def event_fields(event: Described) -> Row:
    """Return what makes two descriptions different, every key there, in the shape that is stored."""
    row = event.row
    fields = {name: row.get(name) for name in (*WORDS, "starts_at", "ends_at")}
    fields["type"] = row.get("type") or "Event"
    fields["name"] = row.get("name") or row.get("url") or event.visit.outcome.url
    fields["status"] = row.get("status") or "scheduled"
    venue = row.get("venue") or {}
    fields["venue"] = {name: venue.get(name) for name in VENUE} if any(venue.get(name) for name in VENUE) else None
    fields["offers"] = [{name: offer.get(name) for name in OFFER} for offer in row.get("offers") or ()] or None
    fields["people"] = [{name: person.get(name) for name in PERSON} for person in row.get("people") or () if person.get("name")]
    return fields


_retire = update(event_revisions).where(event_revisions.c.id == bindparam("revision")).values(is_current=False)


def insert_revisions(connection: Connection, changed: Sequence[Changed], now: datetime, cause: str) -> None:
    """Insert one reading for each changed event, saying what differs from the one before, which is no longer current."""
    if not changed:
        return
    before = fields_of(connection, [each.known["revision_id"] for each in changed if each.known])
    places = _venue_ids(connection, [each.fields["venue"] for each in changed if each.fields["venue"]])
    rows = [_revision(each, before, places, now, cause) for each in changed]
    if before:
        connection.execute(_retire, [{"revision": number} for number in before])
    ids = insert_all(connection, event_revisions, rows, "event_id")
    named = ((each.visit.site_id, person["name"]) for each in changed for person in each.fields["people"] if each.visit.site_id)
    known = person_ids(connection, named, now)
    programme: list[Row] = []
    for each in changed:
        number = ids[each.event_id]
        site = each.visit.site_id or 0
        programme += [
            {"revision_id": number, "position": place, "person_id": known.get((site, fold(person["name"]))), **person}
            for place, person in enumerate(each.fields["people"])
        ]
    if programme:
        connection.execute(insert(event_people), programme)


def _revision(each: Changed, before: dict[int, Row], places: dict[bytes, int], now: datetime, cause: str) -> Row:
    fields, visit = each.fields, each.visit
    starts, ends = take_apart(fields["starts_at"]), take_apart(fields["ends_at"])
    previous = before.get(each.known["revision_id"]) if each.known else None
    differing = None if previous is None else sorted(name for name in fields if fields[name] != previous.get(name))
    capture = visit.outcome.capture
    return {
        "event_id": each.event_id,
        "is_current": True,
        "capture_id": visit.capture_id,
        "extractor_version": visit.outcome.extractor_version,
        "cause": cause,
        "change": "created" if previous is None else changes.of_event(previous, fields),
        "fields_digest": each.digest,
        "changed_fields": differing,
        **{name: fields[name] for name in WORDS},
        "offers": fields["offers"],
        "vanished": fields["vanished"],
        "provenance": each.provenance,
        "starts_at": starts.at,
        "starts_on": starts.on,
        "starts_value": fields["starts_at"],
        "ends_at": ends.at,
        "ends_on": ends.on,
        "ends_value": fields["ends_at"],
        "venue_id": places[digest_fields(fields["venue"])] if fields["venue"] else None,
        "captured_at": capture.captured_at if capture else now,
        "stored_at": now,
    }


def _venue_ids(connection: Connection, wanted: Iterable[Row]) -> dict[bytes, int]:
    """Return the number of each venue by its key, new ones inserted."""
    by_key = {digest_fields(venue): venue for venue in wanted}
    if not by_key:
        return {}
    query = select(venues.c.venue_key, venues.c.id)
    known = {
        row.venue_key: row.id
        for piece in portions(sorted(by_key))
        for row in connection.execute(query.where(venues.c.venue_key.in_(piece)))
    }
    rows = [{"venue_key": key, **by_key[key]} for key in sorted(by_key) if key not in known]
    if rows:
        known |= insert_all(connection, venues, rows, "venue_key")
    return known


def fields_of(connection: Connection, revisions: Sequence[int]) -> dict[int, Row]:
    """Return by revision the fields as :func:`event_fields` gave them."""
    found: dict[int, Row] = {}
    place = [venues.c[name].label(f"venue_{name}") for name in VENUE]
    query = select(event_revisions, *place).outerjoin(venues, venues.c.id == event_revisions.c.venue_id)
    programme = select(event_people).order_by(event_people.c.revision_id, event_people.c.position)
    for piece in portions(revisions):
        for row in connection.execute(query.where(event_revisions.c.id.in_(piece))).mappings():
            fields: Row = {name: row[name] for name in WORDS}
            fields |= {"starts_at": row["starts_value"], "ends_at": row["ends_value"], "people": []}
            fields |= {"offers": row["offers"], "vanished": row["vanished"]}
            fields["venue"] = None if row["venue_id"] is None else {name: row[f"venue_{name}"] for name in VENUE}
            found[row["id"]] = fields
        for row in connection.execute(programme.where(event_people.c.revision_id.in_(piece))).mappings():
            found[row["revision_id"]]["people"].append({name: row[name] for name in PERSON})
    return found
