"""Finds the stored event that each described one is, and merges stored ones that turn out to be the same."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update

from storage.bulk import insert_all
from storage.event_identity import Described, Identities, agree, fold, identities, is_telling
from storage.fingerprints import digest_fields
from storage.models import event_aliases, event_identities, event_revisions, event_sources, events, venues
from storage.moments import take_apart
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.records import Row

_LEVELS = 4


@dataclass(slots=True, eq=False)
class Known:
    """An event that is stored, or about to be, with what tells whether another description speaks of it."""

    number: int | None
    site_id: int | None
    name: str
    starts: str | None = None
    ends: str | None = None
    place: tuple[str | None, str | None, str | None] = (None, None, None)
    edition: str | None = None
    parent_id: int | None = None
    is_part: bool = False
    sources: set[tuple[str, str]] = field(default_factory=set)
    keys: set[bytes] = field(default_factory=set)


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
                and _are_one(match, other, sure=_by_strong(keys, known, match, other))
            ):
                merge(connection, match.number, other.number, touched)
                _replace(known, other, match)
        if match is None:
            match = _fresh(event)
        elif event.parent is not None and match.number is not None:
            if match.parent_id is None and match.number != event.parent.event_id:
                _adopt(connection, match.number, event.parent.event_id, touched)
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
            each
            for each in known.get(key, ())
            if each not in found and _is_same(event, each) and (id(event.visit), id(each)) not in claimed
        ]
    if not found:
        for key in keys.weak:
            likely = [each for each in known.get(key, ()) if (id(event.visit), id(each)) not in claimed]
            if len(likely) == 1 and _may_be(event, likely[0]):
                found.append(likely[0])
    return sorted(found, key=lambda each: (each.is_part is not (event.parent is not None), each.number is None, each.number or 0))


def _by_strong(keys: Identities, known: dict[bytes, list[Known]], *found: Known) -> bool:
    """Whether a description has a uid or address of every one of these events."""
    return all(any(each in known.get(key, ()) for key in keys.strong) for each in found)


def _are_one(one: Known, other: Known, *, sure: bool) -> bool:
    """Whether two stored events that one description fits may be merged: not an event with its session, and alike in name or time.

    Of two that it has a uid or address of the day is enough.
    """
    if other.number == one.parent_id or one.number == other.parent_id:
        return False
    if one.is_part and other.is_part and one.starts and other.starts and not _same_time(one.starts, other.starts):
        return False
    same_time = take_apart(one.starts).precision == "minute" and _same_time(one.starts, other.starts)
    alike = one.name == other.name or one.name in other.name or other.name in one.name
    same_day = sure and one.is_part is other.is_part and take_apart(one.starts).on == take_apart(other.starts).on
    return alike or same_day or (same_time and one.is_part is not other.is_part)


def _is_same(event: Described, known: Known) -> bool:
    """Whether a name and day in common make one event: times and places must not speak against it."""
    row = event.row
    mine, theirs = take_apart(row.get("starts_at")), take_apart(known.starts)
    if mine.precision == theirs.precision == "minute" and not _same_time(row.get("starts_at"), known.starts):
        return False
    if event.parent is not None or known.is_part:
        return True
    if row.get("edition") and known.edition and row["edition"] != known.edition:
        return False
    need = event.visit.site_id != known.site_id and not is_telling(row)
    return agree(_place(row), known.place, need=need)


def _same_time(one: str | None, other: str | None) -> bool:
    left, right = take_apart(one), take_apart(other)
    if left.at is not None and right.at is not None:
        return left.at == right.at
    return (one or "")[:16] == (other or "")[:16]


def _may_be(event: Described, known: Known) -> bool:
    """Whether a name alone in common makes one event: the same source says so again, or days do not speak against it."""
    row = event.row
    if set(event.formats) & known.sources:
        return True
    mine, theirs = take_apart(row.get("starts_at")), take_apart(known.starts)
    if event.parent is not None:
        if mine.on is None or theirs.on is None:
            return True
        return mine.on == theirs.on and "minute" not in {mine.precision, theirs.precision} - {
            mine.precision if mine.precision == theirs.precision else None
        }
    if mine.on is None or theirs.on is None:
        return True
    left, right = take_apart(row.get("ends_at")).on or mine.on, take_apart(known.ends).on or theirs.on
    return mine.on <= right and theirs.on <= left and agree(_place(row), known.place, need=False)


def _place(row: Row) -> tuple[str | None, str | None, str | None]:
    venue = row.get("venue") or {}
    return venue.get("name"), venue.get("locality"), venue.get("country")


def _fresh(event: Described) -> Known:
    row = event.row
    return Known(
        None,
        event.visit.site_id,
        fold(row.get("name")),
        row.get("starts_at"),
        row.get("ends_at"),
        _place(row),
        row.get("edition"),
        event.parent.event_id if event.parent else None,
        event.parent is not None,
    )


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


def _adopt(connection: Connection, event: int, parent: int | None, touched: set[int]) -> None:
    """Make a stored event a session of another, unless that would make a circle."""
    above, steps = parent, 0
    while above is not None and steps < 10:
        if above == event:
            return
        above = connection.execute(select(events.c.parent_id).where(events.c.id == above)).scalar()
        steps += 1
    connection.execute(update(events).where(events.c.id == event).values(parent_id=parent))
    touched.add(event)


def merge(connection: Connection, kept: int, gone: int, touched: set[int], depth: int = 0) -> None:
    """Let one stored event stand for another: its sources, names, identities and sessions become those of ``kept``.

    Sessions that are the same in both are merged in turn. The other row stays, pointing at ``kept``.
    """
    if kept == gone or depth > _LEVELS:
        return
    for table in (event_sources, event_aliases, event_identities):
        _move(connection, table, kept, gone)
    connection.execute(update(events).where(events.c.merged_into_id == gone).values(merged_into_id=kept))
    connection.execute(update(events).where(events.c.id == kept, events.c.parent_id == gone).values(parent_id=None))
    connection.execute(update(events).where(events.c.id == gone).values(merged_into_id=kept, parent_id=None))
    touched.add(kept)
    touched.discard(gone)
    parts = _parts(connection, kept)
    for number, name, starts in _parts(connection, gone):
        connection.execute(update(events).where(events.c.id == number, events.c.id != kept).values(parent_id=kept))
        same = [
            n
            for n, other, at in parts
            if n != number and fold(other) == fold(name) and (_same_time(at, starts) or at is None or starts is None)
        ]
        if len(same) == 1:
            merge(connection, min(same[0], number), max(same[0], number), touched, depth + 1)


def _parts(connection: Connection, event: int) -> list[tuple[int, str | None, str | None]]:
    query = (
        select(events.c.id, event_revisions.c.name, event_revisions.c.starts_value)
        .outerjoin(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
        .where(events.c.parent_id == event, events.c.merged_into_id.is_(None))
        .order_by(events.c.id)
    )
    return [(row.id, row.name, row.starts_value) for row in connection.execute(query)]


_SAME = {"event_sources": ("format", "url"), "event_aliases": ("name",), "event_identities": ("identity",)}


def _move(connection: Connection, table: object, kept: int, gone: int) -> None:
    """Give the rows of one event to another; of what both have the kept one's stays."""
    columns = [table.c[name] for name in _SAME[table.name]]  # type: ignore[attr-defined]  # one of the three tables above
    owner = table.c.event_id  # type: ignore[attr-defined]
    there = {tuple(row) for row in connection.execute(select(*columns).where(owner == kept))}
    for row in connection.execute(select(*columns).where(owner == gone)).all():
        place = [column == value for column, value in zip(columns, row, strict=True)]
        if tuple(row) in there:
            connection.execute(delete(table).where(owner == gone, *place))  # type: ignore[arg-type]
        else:
            connection.execute(update(table).where(owner == gone, *place).values(event_id=kept))  # type: ignore[arg-type]
