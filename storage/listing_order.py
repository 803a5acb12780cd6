"""Walks articles and events in the order of listings so that a first page costs the same however much is stored.

What is asked for is either rare (an author's articles, an event's): its rows are found by an index and sorted. Or it is
frequent: an index is walked in the order of the listing until the page is full. Which of the two is found out by asking
for a few rows more than may be sorted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Select, any_, bindparam, func, nulls_last, select

from storage import filters as conditions
from storage.columns import to_json
from storage.models import article_revisions, articles, event_revisions, events, pages
from storage.plans import Unled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from storage.filters import Day, Filters, Where

FEW = 1_000  # rows that may be sorted for one page
AHEAD = 200  # rows that are fetched at a time
_REVISION = article_revisions.c
_TOLD = event_revisions.c


def article_ids(connection: Connection, chosen: Filters, limit: int | None) -> Iterator[int]:
    """Yield the numbers of articles, the newest first, without duplicates of a stored original."""
    site = conditions.where_is(connection, chosen.site) if chosen.site is not None else None
    tags = conditions.languages(connection, _REVISION.language, chosen.language) if chosen.language is not None else None
    rare = [*conditions.revisions_of(chosen)]
    if tags is not None and (site is not None or len(tags) != 1):
        rare.append(select(_REVISION.id).where(_REVISION.language.in_(tags)))
    if site is not None and len(site.whole) + len(site.partly) != 1:
        rare.append(select(_REVISION.id).where(site.revisions()[0]))
    if (end := conditions.end_of(chosen.as_of)) is not None:
        rare.append(select(_REVISION.id).where(_REVISION.captured_at < end))
    rarest = few(connection, rare)
    met = _article_conditions(chosen, site, tags, walking=rarest is None)
    query = articles_shown(chosen.as_of).where(*met)
    if rarest is not None:
        query = query.where(among(connection, _REVISION.id, rarest))
        query = query.where(*conditions.between(chosen.since, chosen.until, _REVISION.published_on, _REVISION.published_value))
        yield from _numbers(connection, [query.order_by(nulls_last(_REVISION.published_on.desc()), *_ARTICLES_LAST)], limit)
        return
    on, value = _REVISION.published_on, _REVISION.published_value
    dated = query.where(*conditions.dated_between(chosen.since, chosen.until, on)).order_by(on.desc(), *_ARTICLES_LAST)
    roughly = query.where(on.is_(None), value.is_not(None), *conditions.between(chosen.since, chosen.until, on, value))
    steps = [dated, roughly.order_by(value.desc(), *_ARTICLES_LAST[2:])]
    if chosen.since is None and chosen.until is None:
        steps.append(query.where(on.is_(None), value.is_(None)).order_by(*_ARTICLES_LAST[2:]))
    yield from _numbers(connection, steps, limit)


_ARTICLES_LAST = (nulls_last(_REVISION.published_at.desc()), nulls_last(_REVISION.published_value.desc()), pages.c.url, articles.c.id)


def articles_shown(as_of: Day) -> Select[int]:
    """Return the query for the articles that listings show, now or at the end of a day, without an order."""
    original = articles.alias()
    duplicate = select(original.c.id).where(original.c.page_id == pages.c.duplicate_of_id).exists()
    return (
        select(articles.c.id)
        .select_from(article_revisions)
        .join(articles, articles.c.id == _REVISION.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
        .where(conditions.current(article_revisions, as_of), ~duplicate)
    )


def _article_conditions(chosen: Filters, site: Where | None, tags: list[str] | None, *, walking: bool) -> list[ColumnElement[bool]]:
    """Return the conditions; those that are not to choose the way are written so that no index answers them."""
    found: list[ColumnElement[bool]] = [Unled(_REVISION.id).in_(ids) for ids in conditions.revisions_of(chosen)]
    if tags is not None:
        alone = walking and site is None and len(tags) == 1
        found.append(_REVISION.language == tags[0] if alone else Unled(_REVISION.language).in_(tags))
    if site is not None:
        mine, *others = site.revisions()
        if not walking or len(site.whole) + len(site.partly) != 1:
            mine = Unled(_REVISION.site_id).in_((*site.whole, *site.partly))
        found += [mine, *others]
    return found


def event_ids(connection: Connection, chosen: Filters, limit: int | None) -> Iterator[int]:
    """Yield the numbers of top-level events in order of their beginning."""
    rare = conditions.events_of(chosen)
    site = conditions.where_is(connection, chosen.site) if chosen.site is not None else None
    if site is not None:
        rare.append(select(events.c.id).where(events.c.site_id.in_((*site.whole, *site.partly)), *_TOP))
    tags = conditions.languages(connection, _TOLD.language, chosen.language) if chosen.language is not None else None
    if tags is not None:
        rare.append(select(_TOLD.event_id).where(_TOLD.language.in_(tags), conditions.current(event_revisions, chosen.as_of)))
    query = events_shown(chosen.as_of).where(*(Unled(events.c.id).in_(ids) for ids in rare))
    if site is not None and site.partly:
        query = query.where(site.pages())
    if (end := conditions.end_of(chosen.as_of)) is not None:
        rare.append(select(_TOLD.event_id).where(_TOLD.captured_at < end))
    rarest = few(connection, rare)
    on = _TOLD.starts_on
    since, until = conditions.as_day(chosen.since), conditions.as_day(chosen.until)
    if rarest is not None:
        query = query.where(among(connection, events.c.id, rarest), *conditions.of_event_days(chosen))
        yield from _numbers(connection, [query.order_by(nulls_last(on.asc()), *_EVENTS_LAST)], limit)
        return
    steps = []
    begun = query.where(*([] if until is None else [on <= until]))
    if since is not None:
        steps.append(begun.where(_TOLD.ends_on >= since, Unled(on) < since).order_by(on, *_EVENTS_LAST))
    steps.append(begun.where(*conditions.dated_between(since, until, on)).order_by(on, *_EVENTS_LAST))
    steps.append(query.where(on.is_(None), *conditions.of_event_days(chosen)).order_by(*_EVENTS_LAST))
    yield from _numbers(connection, steps, limit)


_TOP = (Unled(events.c.parent_id).is_(None), Unled(events.c.merged_into_id).is_(None))
_EVENTS_LAST = (nulls_last(_TOLD.starts_at.asc()), _TOLD.name, nulls_last(_TOLD.room.asc()), events.c.id)


def events_shown(as_of: Day) -> Select[int]:
    """Return the query for the top-level events that listings show, now or at the end of a day, without an order."""
    return (
        select(events.c.id)
        .select_from(event_revisions)
        .join(events, events.c.id == _TOLD.event_id)
        .join(pages, pages.c.id == events.c.page_id)
        .where(conditions.current(event_revisions, as_of), *_TOP)
    )


def few(connection: Connection, rare: Sequence[Any]) -> list[int] | None:
    """Return what the first of these queries finds that finds few; None where each of them finds much."""
    for query in rare:
        found = list(connection.execute(query.limit(FEW + 1)).scalars())
        if len(found) <= FEW:
            return found
    return None


def among(connection: Connection, column: ColumnElement[Any], numbers: Sequence[int]) -> ColumnElement[bool]:
    """Return the condition that a column has one of these values, any number of them, in one parameter."""
    if connection.dialect.name == "sqlite":
        return column.in_(select(func.json_each(to_json(list(numbers))).table_valued("value").c.value))
    return column == any_(bindparam(None, list(numbers), type_=ARRAY(BigInteger)))


def walk(connection: Connection, steps: Sequence[Select[Any]], limit: int | None) -> Iterator[Any]:
    """Yield the rows of one query after the other as the database gives them, together at most ``limit``."""
    left = limit
    for step in steps:
        if left is not None and left <= 0:
            return
        ahead: dict[str, Any] = {} if left is not None and left <= AHEAD else {"yield_per": AHEAD}
        for row in connection.execute(step.limit(left), execution_options=ahead):
            yield row
            left = None if left is None else left - 1


def _numbers(connection: Connection, steps: Sequence[Select[int]], limit: int | None) -> Iterator[int]:
    for row in walk(connection, steps, limit):
        yield row[0]
