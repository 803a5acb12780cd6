"""Removes rows together with all that hangs on them, in the order that references allow."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select, update

from storage import search_index
from storage.models import (
    article_revisions,
    cluster_members,
    clusters,
    event_people,
    event_revisions,
    event_sources,
    events,
    metadata,
    people,
    people_merges,
    person_keys,
    revision_authors,
    venues,
)
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Column, Connection, Table

# references that may stay empty and whose rows go all the same: without what they speak of they say nothing
_GO_ALONG = {
    ("issues", "page_id"),
    ("issues", "capture_id"),
    ("issues", "revision_id"),
    ("event_sources", "capture_id"),
}


def remove(connection: Connection, table: Table, numbers: Iterable[int], removed: Counter[str] | None = None) -> Counter[str]:
    """Remove the rows of ``table`` with these numbers and every row that refers to them; return how many went, by table.

    An optional reference to a removed row becomes null, except where the row only speaks of what is removed (an issue,
    a source). Entries of the search index go with their readings. Call :func:`tidy` when all is removed.
    """
    removed = Counter() if removed is None else removed
    for piece in portions(sorted(set(numbers))):
        _remove(connection, table, piece, removed)
    return removed


def _remove(connection: Connection, table: Table, numbers: list[int], removed: Counter[str]) -> None:
    if not numbers:
        return
    if table is article_revisions:
        search_index.remove(connection, numbers)
        connection.execute(delete(person_keys).where(person_keys.c.revision_id.in_(numbers)))
    for child, column in _references(table):
        here = column.in_(numbers)
        if column.nullable and (child.name, column.name) not in _GO_ALONG:
            connection.execute(update(child).where(here).values({column.name: None}))
        elif "id" in child.c:
            remove(connection, child, connection.execute(select(child.c.id).where(here)).scalars().all(), removed)
        else:
            removed[child.name] += connection.execute(delete(child).where(here)).rowcount
    removed[table.name] += connection.execute(delete(table).where(table.c.id.in_(numbers))).rowcount


def _references(table: Table) -> list[tuple[Table, Column[Any]]]:
    """Return every column that refers to the rows of ``table``, with its table."""
    return [
        (child, column)
        for child in metadata.sorted_tables
        for column in child.columns
        if any(key.column.table is table and key.column.name == "id" for key in column.foreign_keys)
    ]


def tidy(connection: Connection, removed: Counter[str]) -> None:
    """Mend what removed rows left: events without a description, venues and people of nothing, clusters of one."""
    described = select(event_revisions.c.id).where(event_revisions.c.event_id == events.c.id)
    latest = (
        select(event_revisions.c.id).where(event_revisions.c.event_id == events.c.id).order_by(event_revisions.c.id.desc()).limit(1)
    ).scalar_subquery()
    undescribed = select(latest).select_from(events).where(~described.where(event_revisions.c.is_current).exists(), described.exists())
    for piece in portions(connection.execute(undescribed).scalars()):
        connection.execute(update(event_revisions).where(event_revisions.c.id.in_(piece)).values(is_current=True))
    unsaid = select(events.c.id).where(~described.exists())
    while numbers := connection.execute(unsaid).scalars().all():
        remove(connection, events, numbers, removed)
    unused = select(venues.c.id).where(~select(event_revisions.c.id).where(event_revisions.c.venue_id == venues.c.id).exists())
    remove(connection, venues, connection.execute(unused).scalars().all(), removed)
    remove(connection, people, connection.execute(_uncredited()).scalars().all(), removed)
    members = select(cluster_members.c.article_id).where(cluster_members.c.cluster_id == clusters.c.id)
    alone = select(clusters.c.id).where(~members.offset(1).limit(1).exists())
    remove(connection, clusters, connection.execute(alone).scalars().all(), removed)


def _uncredited() -> Any:
    """Return the query for people that nothing names and no standing person was merged into."""
    other = people.alias("other")
    return select(people.c.id).where(
        ~select(revision_authors.c.position).where(revision_authors.c.person_id == people.c.id).exists(),
        ~select(event_people.c.position).where(event_people.c.person_id == people.c.id).exists(),
        ~select(other.c.id).where(other.c.merged_into_id == people.c.id).exists(),
        ~select(people_merges.c.id).where(people_merges.c.into_id == people.c.id).exists(),
    )


def release_events(connection: Connection, page_ids: Iterable[int]) -> None:
    """Give every event that another page describes too to that page, so that it stays when these pages go."""
    from storage.models import captures

    gone = sorted(set(page_ids))
    for piece in portions(gone):
        sources = (
            select(event_sources.c.event_id, captures.c.page_id)
            .join(captures, captures.c.id == event_sources.c.capture_id)
            .join(events, events.c.id == event_sources.c.event_id)
            .where(events.c.page_id.in_(piece), captures.c.page_id.not_in(gone))
            .order_by(event_sources.c.id.desc())
        )
        heirs = {row.event_id: row.page_id for row in connection.execute(sources)}
        if heirs:
            statement = update(events).where(events.c.id == bindparam("event")).values(page_id=bindparam("heir"))
            connection.execute(statement, [{"event": event, "heir": page} for event, page in heirs.items()])
