"""Reads what linking needs: events with every name they go by, articles with where they stand, what has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, insert, or_, select

from storage.listed_articles import articles_by_id
from storage.listed_events import events_by_id
from storage.models import (
    article_revisions,
    articles,
    coverage_events,
    event_aliases,
    event_revisions,
    event_sources,
    events,
    pages,
    related,
    revision_tags,
    told_events,
)
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from sqlalchemy import Connection

    from storage.records import Row

PORTION = 200
ALIASES = 40  #: of one event


class Place(NamedTuple):
    """Where an article stands: what an event that it tells of needs to be stored."""

    revision_id: int
    page_id: int
    site_id: int | None
    capture_id: int | None
    url: str


def event_rows(connection: Connection, numbers: Sequence[int] | None = None) -> Iterator[Row]:
    """Yield the events (contract rows, sessions nested) with ``aliases``; those merged into one give it their names."""
    query = select(events.c.id).where(events.c.parent_id.is_(None), events.c.merged_into_id.is_(None)).order_by(events.c.id)
    chosen = connection.execute(query).scalars().all() if numbers is None else _tops(connection, numbers)
    for piece in portions(chosen, PORTION):
        rows = events_by_id(connection, piece)
        names: dict[int, list[str]] = {}
        merged = dict(
            connection.execute(select(events.c.id, events.c.merged_into_id).where(events.c.merged_into_id.in_(piece))).tuples().all()
        )
        alias = event_aliases.c
        for event, name in connection.execute(
            select(alias.event_id, alias.name).where(alias.event_id.in_([*piece, *merged])).order_by(alias.event_id, alias.name)
        ):
            names.setdefault(merged.get(event) or event, []).append(name)
        for row in rows:
            yield row | {"aliases": [name for name in names.get(row["id"], ()) if name != row["name"]][:ALIASES]}


def _tops(connection: Connection, numbers: Sequence[int]) -> list[int]:
    """The events that these are or belong to."""
    found: set[int] = set()
    todo = set(numbers)
    for _ in range(4):
        above: set[int] = set()
        for piece in portions(sorted(todo)):
            query = select(events.c.id, events.c.parent_id, events.c.merged_into_id).where(events.c.id.in_(piece))
            for number, parent, into in connection.execute(query):
                if parent or into:
                    above.add(parent or into)
                else:
                    found.add(number)
        todo = above
        if not todo:
            break
    return sorted(found)


def article_rows(connection: Connection, numbers: Sequence[int]) -> list[tuple[Row, Place]]:
    """Return the current readings of these articles as contract rows, each with its place; one that is gone is left out."""
    places: dict[int, Place] = {}
    query = (
        select(articles.c.id, article_revisions.c.id, pages.c.id, pages.c.site_id, article_revisions.c.capture_id, pages.c.url)
        .join(article_revisions, (article_revisions.c.article_id == articles.c.id) & article_revisions.c.is_current)
        .join(pages, pages.c.id == articles.c.page_id)
    )
    found: list[tuple[Row, Place]] = []
    for piece in portions(numbers, PORTION):
        for number, *place in connection.execute(query.where(articles.c.id.in_(piece))).tuples():
            places[number] = Place(*place)
        found += [(row, places[row["id"]]) for row in articles_by_id(connection, piece) if row["id"] in places]
    return found


def changes(connection: Connection) -> tuple[list[int], list[int]]:
    """Return the events that are new or read differently since articles were linked last, and those that are gone, sessions included."""
    known = dict(connection.execute(select(coverage_events.c.event_id, coverage_events.c.revision)).tuples().all())
    query = (
        select(events.c.id, event_revisions.c.id)
        .join(event_revisions, (event_revisions.c.event_id == events.c.id) & event_revisions.c.is_current)
        .where(events.c.merged_into_id.is_(None))
    )
    now = dict(connection.execute(query).tuples().all())
    return [event for event, revision in now.items() if known.get(event) != revision], [event for event in known if event not in now]


def any_linked(connection: Connection) -> bool:
    """Return whether articles have been linked before."""
    return connection.execute(select(related.c.article_id).where(related.c.kind == "coverage").limit(1)).first() is not None


def note(connection: Connection, changed: Sequence[int], gone: Sequence[int]) -> None:
    """Note that articles are linked with the present readings of these events."""
    for piece in portions([*changed, *gone]):
        connection.execute(delete(coverage_events).where(coverage_events.c.event_id.in_(piece)))
    for piece in portions(changed):
        query = select(event_revisions.c.event_id, event_revisions.c.id.label("revision")).where(
            event_revisions.c.event_id.in_(piece), event_revisions.c.is_current
        )
        rows = [dict(row) for row in connection.execute(query).mappings()]
        if rows:
            connection.execute(insert(coverage_events), rows)


def texts(connection: Connection, since: date | None, until: date | None, words: Sequence[str] = ()) -> Iterator[Row]:
    """Yield number, words and tags of the articles published in a span of days, or on no known day, that hold one of the ``words``."""
    revision = article_revisions.c
    query = select(
        revision.article_id.label("id"),
        revision.id.label("revision"),
        revision.headline,
        revision.kicker,
        revision.standfirst,
        revision.description,
        revision.text,
    ).where(revision.is_current)
    if since is not None and until is not None:
        query = query.where(or_(revision.published_on.is_(None), revision.published_on.between(since, until)))
    if words:
        query = query.where(
            or_(
                *(
                    column.contains(word, autoescape=True)
                    for word in words
                    for column in (revision.headline, revision.standfirst, revision.text)
                )
            )
        )
    for rows in connection.execute(query.order_by(revision.id).execution_options(yield_per=PORTION)).mappings().partitions(PORTION):
        tags: dict[int, list[str]] = {}
        tag = revision_tags.c
        for number, word in connection.execute(
            select(tag.revision_id, tag.tag).where(tag.revision_id.in_([row["revision"] for row in rows]))
        ):
            tags.setdefault(number, []).append(word)
        for row in rows:
            yield dict(row) | {"tags": tags.get(row["revision"], [])}


def only_told(connection: Connection) -> list[int]:
    """Return the events that only articles tell of and that a person has not set apart."""
    described = event_sources.c
    query = (
        select(told_events.c.event_id)
        .join(events, events.c.id == told_events.c.event_id)
        .where(events.c.merged_into_id.is_(None), events.c.parent_id.is_(None))
        .group_by(told_events.c.event_id)
        .order_by(told_events.c.event_id)
    )
    numbers = list(connection.execute(query).scalars())
    told: list[int] = []
    for piece in portions(numbers):
        tellers = {
            (event, url)
            for event, url in connection.execute(
                select(told_events.c.event_id, pages.c.url)
                .join(articles, articles.c.id == told_events.c.article_id)
                .join(pages, pages.c.id == articles.c.page_id)
                .where(told_events.c.event_id.in_(piece))
            )
        }
        others = {
            event
            for event, form, url in connection.execute(
                select(described.event_id, described.format, described.url).where(described.event_id.in_(piece))
            )
            if form != "text" or (event, url) not in tellers
        }
        apart = set(
            connection.execute(select(told_events.c.event_id).where(told_events.c.event_id.in_(piece), told_events.c.apart)).scalars()
        )
        told += [number for number in piece if number not in others and number not in apart]
    return told


def tell(connection: Connection, rows: Iterable[Row]) -> None:
    """Note which article tells of which event (``event_id article_id field quote start end attendees length_days apart told_at``)."""
    for row in rows:
        here = (told_events.c.event_id == row["event_id"], told_events.c.article_id == row["article_id"])
        apart = connection.execute(
            select(told_events.c.apart).where(told_events.c.event_id == row["event_id"], told_events.c.apart).limit(1)
        ).scalar()
        connection.execute(delete(told_events).where(*here))
        connection.execute(insert(told_events), row | {"apart": bool(apart)})


def untell(connection: Connection, article: int, still: set[int]) -> None:
    """Forget that an article told of other events than ``still``; of one merged into another it is kept, so that they can be separated."""
    merged = select(events.c.id).where(events.c.merged_into_id.is_not(None))
    here = [told_events.c.article_id == article, told_events.c.event_id.not_in(merged)]
    if still:
        here.append(told_events.c.event_id.not_in(still))
    connection.execute(delete(told_events).where(*here))
