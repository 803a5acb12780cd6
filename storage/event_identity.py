"""Says which stored event a described one is: by its uid, its address, or where and how it is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.fingerprints import digest_fields

if TYPE_CHECKING:
    from storage.records import Row
    from storage.visits import Visit


@dataclass(slots=True)
class Described:
    """An event or session as one page describes it."""

    visit: Visit
    row: Row
    key: bytes
    parent: Described | None = None
    depth: int = 0
    event_id: int | None = None
    speaks: bool = False  #: whether this page's description is the one that counts
    known: Row | None = field(default=None, repr=False)  #: the stored event and its current revision


def described(visit: Visit) -> list[Described]:
    """Return every event and session of a visit, parents before their sessions; an event described twice counts once."""
    found: list[Described] = []
    taken: set[bytes] = set()
    rows: list[tuple[Row, Described | None]] = [(row, None) for row in visit.outcome.events]
    alone = len(rows) == 1
    for row, parent in rows:  # grows while it is walked: sessions come after their parents
        key = _key(visit, row, parent, alone=alone)
        if key in taken:  # a series of dates under one address
            key = digest_fields([key.hex(), row.get("name"), row.get("starts_at"), row.get("room")])
        if key in taken:
            continue
        taken.add(key)
        event = Described(visit, row, key, parent, parent.depth + 1 if parent else 0)
        found.append(event)
        rows.extend((session, event) for session in row.get("sessions") or ())
    return found


def own_page(event: Described) -> bool:
    """Return whether the page that describes the event is the event's own."""
    address = event.row.get("url")
    return address is not None and address in {event.visit.outcome.url, event.visit.outcome.canonical_url}


def _key(visit: Visit, row: Row, parent: Described | None, *, alone: bool) -> bytes:
    scope = parent.key.hex() if parent else visit.site_id
    if row.get("uid"):
        return digest_fields([scope, "uid", row["uid"]])
    address = row.get("url")
    if address and (parent is None or address != parent.row.get("url")):
        return digest_fields([scope, "url", address])
    page = visit.outcome.canonical_url or visit.outcome.url
    if parent is None and alone and visit.outcome.kind == "event":
        return digest_fields([scope, "url", page])
    return digest_fields([scope, "name", row.get("name"), None if parent else page])
