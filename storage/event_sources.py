"""Keeps what each source says of an event, and sees which events a source names no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from storage.event_identity import own_page
from storage.event_merging import Said, quality
from storage.event_revisions import event_fields
from storage.models import event_revisions, event_sources, events
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.event_identity import Described
    from storage.records import Row
    from storage.visits import Visit

#: exports name the whole programme each time
_WHOLE = frozenset({"frab", "indico", "sessionize", "icalendar"})
_CUT = frozenset({"link_cap", "too_large", "too_deep", "api_unreadable", "unreadable", "xml_bomb"})

_table = event_sources.c


def write(connection: Connection, found: Sequence[Described], now: datetime) -> None:
    """Store what every source says, newest reading first; a reading older than the stored one changes nothing."""
    rows: dict[tuple[int, str, str], Row] = {}
    for event in found:
        seen = _captured(event.visit, now)
        for place, (form, url) in enumerate(event.formats or [("text", event.visit.outcome.url)]):
            if event.event_id is None or (event.event_id, form, url) in rows:
                continue
            told = place == 0
            rows[(event.event_id, form, url)] = {
                "event_id": event.event_id,
                "format": form,
                "url": url,
                "quality": quality(form if event.formats else None, own=own_page(event)) if told else None,
                "fields": event_fields(event) if told else None,
                "seen_at": seen,
                "missing_at": None,
                "capture_id": event.visit.capture_id,
                "first_seen_at": now,
            }
    there = _there(connection, {key[0] for key in rows})
    fresh = [row for key, row in rows.items() if key not in there]
    again = [
        row | {"source": there[key][0]}
        for key, row in rows.items()
        if key in there and not (there[key][1] and there[key][1] > row["seen_at"])
    ]
    if fresh:
        connection.execute(insert(event_sources), fresh)
    if again:
        connection.execute(_update, [{f"new_{name}": row[name] for name in _NEW} | {"source": row["source"]} for row in again])


_NEW = ("quality", "fields", "seen_at", "missing_at")
_update = (
    update(event_sources)
    .where(_table.id == bindparam("source"))
    .values({name: bindparam(f"new_{name}", type_=_table[name].type) for name in _NEW})
)


def _there(connection: Connection, numbers: Iterable[int]) -> dict[tuple[int, str, str], tuple[int, Any]]:
    query = select(_table.id, _table.event_id, _table.format, _table.url, _table.seen_at)
    return {
        (row.event_id, row.format, row.url): (row.id, row.seen_at)
        for piece in portions(sorted(numbers))
        for row in connection.execute(query.where(_table.event_id.in_(piece)))
    }


def drop_missing(connection: Connection, visit: Visit, found: Sequence[Described], now: datetime) -> list[int]:
    """Mark the sources of this reading that it should name again and does not; return the numbers of their events.

    Only a whole reading tells: one that was cut does not. Exports name everything, a calendar what lies between today
    and its last event; of a page only sessions are missed, whose event it still describes.
    """
    if _CUT.intersection(issue["class"] for issue in visit.outcome.issues):
        return []
    seen = _captured(visit, now)
    named: dict[tuple[str, str], set[int]] = {}
    for event in found:
        for source in event.formats:
            named.setdefault(source, set()).add(event.event_id or 0)
    here = {event.event_id for event in found}
    last = max(((event.row.get("starts_at") or "")[:10] for event in found), default="")
    gone: list[tuple[int, int]] = []
    query = (
        select(_table.id, _table.event_id, events.c.parent_id, event_revisions.c.starts_value, _table.seen_at)
        .join(events, events.c.id == _table.event_id)
        .outerjoin(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
        .where(_table.missing_at.is_(None), events.c.merged_into_id.is_(None))
    )
    for (form, url), numbers in named.items():
        if not any(event.depth for event in found) and form not in _WHOLE:
            continue
        for row in connection.execute(query.where(_table.format == form, _table.url == url)):
            starts = (row.starts_value or "")[:10]
            calendar = form == "icalendar" and not (seen.date().isoformat() <= starts <= last)
            part = row.parent_id in here if form not in _WHOLE or (form == "icalendar" and row.parent_id) else True
            if row.event_id not in numbers and not calendar and part and not (row.seen_at and row.seen_at >= seen):
                gone.append((row.id, row.event_id))
    if gone:
        connection.execute(
            update(event_sources).where(_table.id == bindparam("source")).values(missing_at=bindparam("at", type_=_table.missing_at.type)),
            [{"source": source, "at": seen} for source, _ in gone],
        )
    return [event for _, event in gone]


def said(connection: Connection, numbers: Iterable[int]) -> dict[int, list[Said]]:
    """Return by event what its sources say."""
    found: dict[int, list[Said]] = {}
    for piece in portions(sorted(numbers)):
        for row in connection.execute(
            select(event_sources).where(_table.event_id.in_(piece), _table.fields.is_not(None)).order_by(_table.id)
        ):
            found.setdefault(row.event_id, []).append(Said(row.format, row.url, row.quality or 0, row.seen_at, row.missing_at, row.fields))
    return found


def _captured(visit: Visit, now: datetime) -> datetime:
    return visit.outcome.capture.captured_at if visit.outcome.capture else now
