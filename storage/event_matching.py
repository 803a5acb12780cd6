"""Finds the stored event that each described one is, has those that turn out to be the same made one, and stores the new ones."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from storage.bulk import insert_all
from storage.event_identity import Described, Identities, fold, identities
from storage.event_likeness import Known, are_one, is_same, may_be
from storage.event_union import adopt, merge
from storage.fingerprints import digest_fields
from storage.models import event_identities, event_revisions, event_sources, events, venues
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row


def find(connection: Connection, level: Sequence[Described], now: datetime, touched: set[int]) -> None:
    """Give every event of one depth its number, inserting those that are new; ``touched`` gains the numbers of merged ones."""
    wanted = {id(event): identities(event, event.parent.event_id if event.parent else None) for event in level}
    known = _stored(connection, {key for each in wanted.values() for key in each.all})
    claimed: set[tuple[int, int]] = set()
    chosen: list[tuple[Described, Known]] = []
    other_parents: Counter[tuple[int, int]] = Counter()
    for event in level:
        keys = wanted[id(event)]
        matches = _matches(event, keys, known, claimed)
        match = matches[0] if matches else None
        for other in matches[1:]:
            if (
                match is not None
                and match.number is not None
                and other.number is not None
                and are_one(match, other, sure=_by_strong(keys, known, match, other))
            ):
                merge(connection, match.number, other.number, touched)
                _replace(known, other, match)
        if match is None:
            match = Known.of(event)
        elif event.parent is not None and match.number is not None:
            if match.parent_id is None and match.number != event.parent.event_id:
                adopt(connection, match.number, event.parent.event_id, touched)
                match.parent_id, match.is_part = event.parent.event_id, True
            elif match.parent_id not in {None, event.parent.event_id} and event.parent.event_id is not None:
                other_parents[(match.parent_id or 0, event.parent.event_id)] += 1
        claimed.add((id(event.visit), id(match)))
        match.sources |= set(event.formats)
        for key in keys.all:
            known.setdefault(key, [])
            if match not in known[key]:
                known[key].append(match)
        match.keys |= set(keys.all)
        chosen.append((event, match))
    _insert(connection, chosen, now)
    _remember(connection, chosen)
    for (parent, duplicate), count in sorted(other_parents.items()):
        if count >= 2 and parent != duplicate:  # two sessions in common: one event under two names
            merge(connection, parent, duplicate, touched)
            for event in level:
                if event.parent is not None and event.parent.event_id == duplicate:
                    event.parent.event_id = parent


def _matches(event: Described, keys: Identities, known: dict[bytes, list[Known]], claimed: set[tuple[int, int]]) -> list[Known]:
    """The known events that this one is, the surest first; more than one where they are found to be one."""
    found: list[Known] = []
    for key in keys.strong:
        found += [each for each in known.get(key, ()) if each not in found]
    for key in keys.named:
        found += [
            each for each in known.get(key, ()) if each not in found and is_same(event, each) and (id(event.visit), id(each)) not in claimed
        ]
    if not found:
        for key in keys.weak:
            likely = [each for each in known.get(key, ()) if (id(event.visit), id(each)) not in claimed]
            if len(likely) == 1 and may_be(event, likely[0]):
                found.append(likely[0])
    return sorted(found, key=lambda each: (each.is_part is not (event.parent is not None), each.number is None, each.number or 0))


def _by_strong(keys: Identities, known: dict[bytes, list[Known]], *found: Known) -> bool:
    """Whether a description has a uid or address of every one of these events."""
    return all(any(each in known.get(key, ()) for key in keys.strong) for each in found)


def _replace(known: dict[bytes, list[Known]], gone: Known, kept: Known) -> None:
    for key in gone.keys:
        known[key] = list(dict.fromkeys(kept if each is gone else each for each in known.get(key, ())))
    kept.keys |= gone.keys
    kept.sources |= gone.sources


_stored_events = (
    select(
        event_identities.c.identity,
        events.c.id,
        events.c.site_id,
        events.c.parent_id,
        event_revisions.c.name,
        event_revisions.c.starts_value,
        event_revisions.c.ends_value,
        event_revisions.c.edition,
        venues.c.name.label("hall"),
        venues.c.locality,
        venues.c.country,
    )
    .join(events, events.c.id == event_identities.c.event_id)
    .outerjoin(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
    .outerjoin(venues, venues.c.id == event_revisions.c.venue_id)
    .where(events.c.merged_into_id.is_(None))
)


def _stored(connection: Connection, keys: Iterable[bytes]) -> dict[bytes, list[Known]]:
    """The stored events by what they are known by."""
    by_id: dict[int, Known] = {}
    found: dict[bytes, list[Known]] = {}
    for piece in portions(sorted(keys)):
        for row in connection.execute(_stored_events.where(event_identities.c.identity.in_(piece)).order_by(events.c.id)):
            known = by_id.get(row.id)
            if known is None:
                known = by_id[row.id] = Known(
                    row.id,
                    row.site_id,
                    fold(row.name),
                    row.starts_value,
                    row.ends_value,
                    (row.hall, row.locality, row.country),
                    row.edition,
                    row.parent_id,
                    row.parent_id is not None,
                )
            known.keys.add(row.identity)
            found.setdefault(row.identity, []).append(known)
    said = select(event_sources.c.event_id, event_sources.c.format, event_sources.c.url)
    for numbers in portions(sorted(by_id)):
        for number, form, url in connection.execute(said.where(event_sources.c.event_id.in_(numbers))):
            by_id[number].sources.add((form, url))
    return found


def _insert(connection: Connection, chosen: Sequence[tuple[Described, Known]], now: datetime) -> None:
    """Insert what is new, and tell every description its event's number."""
    fresh: dict[int, tuple[Described, Known, bytes]] = {}
    taken: set[bytes] = set()
    for event, known in chosen:
        if known.number is None and id(known) not in fresh:
            key = digest_fields([sorted(each.hex() for each in known.keys), event.visit.site_id, known.parent_id, len(fresh)])
            fresh[id(known)] = (event, known, key)
            taken.add(key)
    there: set[bytes] = set()
    for piece in portions(sorted(taken)):
        there |= {row.event_key for row in connection.execute(select(events.c.event_key).where(events.c.event_key.in_(piece)))}
    rows: list[Row] = []
    keys: dict[int, bytes] = {}
    for identity, (event, known, key) in fresh.items():
        unique = digest_fields([key.hex(), now.isoformat()]) if key in there else key
        keys[identity] = unique
        event.visit.events += event.parent is None
        rows.append(
            {
                "event_key": unique,
                "site_id": event.visit.site_id,
                "page_id": event.visit.page_id,
                "parent_id": known.parent_id,
                "series": event.row.get("series"),
                "edition": event.row.get("edition"),
                "status": event.row.get("status") or "scheduled",
                "first_seen_at": now,
            }
        )
    numbers = insert_all(connection, events, rows, "event_key")
    for identity, (_, known, _) in fresh.items():
        known.number = numbers[keys[identity]]
    for event, known in chosen:
        event.event_id = known.number


def _remember(connection: Connection, chosen: Sequence[tuple[Described, Known]]) -> None:
    """Store by what each event is known, as far as that is new."""
    wanted = {(key, known.number) for _, known in chosen for key in known.keys}
    there: set[tuple[bytes, int | None]] = set()
    table = event_identities.c
    for piece in portions(sorted({number for _, number in wanted if number is not None})):
        there |= {
            (row.identity, row.event_id)
            for row in connection.execute(select(table.identity, table.event_id).where(table.event_id.in_(piece)))
        }
    rows = [{"identity": key, "event_id": number} for key, number in sorted(wanted - there, key=lambda each: (each[1] or 0, each[0]))]
    if rows:
        connection.execute(insert(event_identities), rows)
