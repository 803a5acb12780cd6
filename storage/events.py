"""Writes events: identity across pages, formats and sites, what each source says, a revision for every differing whole."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, tuple_, update

from storage import event_matching, event_sources
from storage.event_identity import Described, described
from storage.event_merging import combine, vanished
from storage.event_revisions import Changed, insert_revisions
from storage.fingerprints import digest_fields
from storage.issues import tell
from storage.models import event_aliases, event_revisions, events, pages
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row
    from storage.visits import Visit


NAME_CHARACTERS = 300  # of an alias: an index takes no more
_NAMED = 10  # vanished events that an issue names


def write(connection: Connection, visits: Sequence[Visit], now: datetime, cause: str = "crawl") -> None:
    """Store the events and sessions of every visit that has some; sets the visits' counts."""
    by_visit = [(visit, described(visit)) for visit in visits if visit.outcome.events and visit.page_id is not None]
    found = [event for _, each in by_visit for event in each]
    if not found:
        return
    touched: set[int] = set()
    found.sort(key=lambda event: event.depth)
    for _, level in groupby(found, key=lambda event: event.depth):
        event_matching.find(connection, list(level), now, touched)
    event_sources.write(connection, found, now)
    lost: list[tuple[Visit, list[int]]] = []
    for visit, each in by_visit:
        if visit.known is not None:  # a page read for the first time cannot miss anything
            lost.append((visit, event_sources.drop_missing(connection, visit, each, now)))
    touched |= {event.event_id for event in found if event.event_id is not None}
    touched |= {number for _, numbers in lost for number in numbers}
    latest = {event.event_id: event for event in found if event.event_id is not None}
    gone = _revise(connection, touched, latest, by_visit[0][0], now, cause)
    for visit, numbers in lost:
        _tell_lost(connection, visit, [gone[number] for number in numbers if number in gone], now)
    _insert_names(connection, found, now)


def _revise(
    connection: Connection, touched: set[int], latest: dict[int, Described], usual: Visit, now: datetime, cause: str
) -> dict[int, str]:
    """Write a reading of each event whose sources together say something new; return those that vanished, with their names."""
    known = _known(connection, touched)
    changed: list[Changed] = []
    gone: dict[int, str] = {}
    said = event_sources.said(connection, touched)
    for number in sorted(touched):
        stored = known.get(number)
        told = said.get(number)
        if stored is None or not told:
            continue
        fields, provenance = combine(told)
        fields["vanished"] = vanished(told)
        digest = digest_fields(fields)
        if digest == stored["fields_digest"]:
            continue
        if fields["vanished"] and not stored["vanished"]:
            gone[number] = fields["name"] or ""
        event = latest.get(number)
        visit = event.visit if event else usual
        changed.append(Changed(number, stored if stored["revision_id"] else None, visit, fields, digest, provenance, stored["page_id"]))
    insert_revisions(connection, changed, now, cause)
    _update_events(connection, changed)
    return gone


def _known(connection: Connection, numbers: Iterable[int]) -> dict[int, Row]:
    """Return the stored events and what tells whether a new revision is due."""
    query = select(
        events.c.id,
        events.c.page_id,
        event_revisions.c.id.label("revision_id"),
        event_revisions.c.fields_digest,
        event_revisions.c.vanished,
    ).outerjoin(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
    return {
        row["id"]: dict(row)
        for piece in portions(sorted(numbers))
        for row in connection.execute(query.where(events.c.id.in_(piece), events.c.merged_into_id.is_(None))).mappings()
    }


_update_event = (
    update(events)
    .where(events.c.id == bindparam("event"))
    .values({name: bindparam(f"new_{name}") for name in ("page_id", "series", "edition", "status")})
    .values(site_id=select(pages.c.site_id).where(pages.c.id == bindparam("new_page_id")).scalar_subquery())
)


def _update_events(connection: Connection, changed: Sequence[Changed]) -> None:
    if changed:
        connection.execute(
            _update_event,
            [
                {
                    "event": each.event_id,
                    "new_page_id": _speaker(each),
                    **{f"new_{name}": each.fields[name] for name in ("series", "edition", "status")},
                }
                for each in changed
            ],
        )


def _speaker(changed: Changed) -> int | None:
    """The page that gave the name: this one where it did, else the one before."""
    naming = next((source for source, names in changed.provenance.items() if "name" in names), "")
    urls = {changed.visit.outcome.url, changed.visit.outcome.canonical_url}
    return changed.visit.page_id if naming.partition(" ")[2] in urls or changed.page_id is None else changed.page_id


def _tell_lost(connection: Connection, visit: Visit, names: list[str], now: datetime) -> None:
    if names:
        shown = ", ".join(name[:60] for name in names[:_NAMED])
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        issue = {"class": "event_vanished", "severity": "warning", "field": "events", "detail": f"named no more: {shown}{more}"}
        visit.issues += tell(connection, visit.outcome.crawl_id, [(visit.outcome.url, visit.outcome.url_key, issue)], now)


def _insert_names(connection: Connection, found: Sequence[Described], now: datetime) -> None:
    named = {(event.event_id, event.row["name"][:NAME_CHARACTERS]): None for event in found if event.row.get("name") and event.event_id}
    table = event_aliases
    rows = [
        {"event_id": event, "name": name, "first_seen_at": now}
        for event, name in _missing(connection, table.c.event_id, table.c.name, named)
    ]
    if rows:
        connection.execute(insert(table), rows)


def _missing(connection: Connection, first: Any, second: Any, pairs: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the pairs that the two columns do not hold yet."""
    wanted = list(pairs)
    query = select(first, second)
    there = {tuple(row) for piece in portions(wanted) for row in connection.execute(query.where(tuple_(first, second).in_(piece)))}
    return [pair for pair in wanted if pair not in there]
