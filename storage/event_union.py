"""Makes one stored event of two, and of a stored event a session of another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from storage.event_identity import fold
from storage.event_likeness import same_time
from storage.models import event_aliases, event_identities, event_revisions, event_sources, events

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

_LEVELS = 4
#: what an event has in other tables, with the columns in which two rows of one event never agree
_BELONGINGS = ((event_sources, ("format", "url")), (event_aliases, ("name",)), (event_identities, ("identity",)))


def adopt(connection: Connection, event: int, parent: int | None, touched: set[int]) -> None:
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
    for table, distinct in _BELONGINGS:
        _move(connection, table, distinct, kept, gone)
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
            if n != number and fold(other) == fold(name) and (same_time(at, starts) or at is None or starts is None)
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


def _move(connection: Connection, table: Table, same: tuple[str, ...], kept: int, gone: int) -> None:
    """Give the rows of one event to another; of what both have the kept one's stays."""
    columns = [table.c[name] for name in same]
    owner = table.c.event_id
    there = {tuple(row) for row in connection.execute(select(*columns).where(owner == kept))}
    for row in connection.execute(select(*columns).where(owner == gone)).all():
        place = [column == value for column, value in zip(columns, row, strict=True)]
        if tuple(row) in there:
            connection.execute(delete(table).where(owner == gone, *place))
        else:
            connection.execute(update(table).where(owner == gone, *place).values(event_id=kept))
