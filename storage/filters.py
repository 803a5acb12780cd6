"""The conditions that every listing shares: site, days, language, author, event, tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, union_all

from storage.models import (
    article_revisions,
    articles,
    coverage,
    event_aliases,
    event_people,
    event_revisions,
    events,
    pages,
    revision_authors,
    revision_tags,
    sites,
)
from storage.people import known_as

if TYPE_CHECKING:
    from sqlalchemy import Connection

Day = date | str | None


@dataclass(frozen=True, slots=True)
class Filters:
    """What a listing is limited to; None means no limit. Days are local to what they describe and both included."""

    site: str | None = None
    since: Day = None
    until: Day = None
    language: str | None = None
    author: str | None = None
    event: str | int | None = None
    tag: str | None = None


def of_site(connection: Connection, name: str) -> ColumnElement[bool]:
    """Return the condition that a page's site is ``name``: its key or host, or a registrable host above it."""
    wanted = name.lower().removeprefix("www.")
    ids = [row.id for row in connection.execute(select(sites.c.id, sites.c.key)) if row.key == name or _within(row.key.lower(), wanted)]
    return or_(pages.c.site_id.in_(ids), pages.c.host.in_([wanted, f"www.{wanted}"]))


def _within(host: str, wanted: str) -> bool:
    bare = host.rpartition(":")[0] if ":" in host and ":" not in wanted else host
    return bare == wanted or bare.endswith(f".{wanted}")


def between(since: Day, until: Day, on: ColumnElement[Any], value: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Return the conditions on a local day ``on``; where only month or year is known, ``value`` is compared as far as it goes."""
    conditions: list[ColumnElement[bool]] = []
    for day, at_least in ((as_day(since), True), (as_day(until), False)):
        if day is None:
            continue
        known = on >= day if at_least else on <= day
        limit = func.substr(day.isoformat(), 1, func.length(value))
        conditions.append(or_(known, on.is_(None) & (value >= limit if at_least else value <= limit)))
    return conditions


def as_day(day: Day) -> date | None:
    """Return a day given as one or as ``YYYY-MM-DD``."""
    return date.fromisoformat(day) if isinstance(day, str) else day


def of_language(column: ColumnElement[Any], language: str) -> ColumnElement[bool]:
    """Return the condition that a BCP 47 tag is ``language`` or a variety of it."""
    return or_(func.lower(column) == language.lower(), func.lower(column).startswith(f"{language.lower()}-", autoescape=True))


def of_articles(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on articles, joined with their current revision and page."""
    revision = article_revisions.c
    conditions = between(filters.since, filters.until, revision.published_on, revision.published_value)
    if filters.site is not None:
        conditions.append(of_site(connection, filters.site))
    if filters.language is not None:
        conditions.append(of_language(revision.language, filters.language))
    return [*conditions, *(revision.id.in_(chosen) for chosen in revisions_of(filters))]


def revisions_of(filters: Filters) -> list[Select[int]]:
    """Return the queries for the readings that bear an author or a tag, or whose article covers an event: each a small part of all."""
    revision, credit, label = article_revisions.c, revision_authors.c, revision_tags.c
    found: list[Select[int]] = []
    if filters.author is not None:
        named = known_as(filters.author)
        found.append(select(credit.revision_id).where(or_(credit.name == filters.author, credit.person_id.in_(named))))
    if filters.tag is not None:
        found.append(select(label.revision_id).where(label.tag == filters.tag))
    if filters.event is not None:
        described = select(articles.c.id).join(events, events.c.page_id == articles.c.page_id).where(is_event(filters.event))
        linked = select(coverage.c.article_id).join(events, events.c.id == coverage.c.event_id).where(is_event(filters.event))
        linked = linked.where(func.coalesce(coverage.c.verdict, "confirmed") == "confirmed")
        found.append(select(revision.id).where(revision.is_current, revision.article_id.in_(union_all(described, linked))))
    return found


def of_events(connection: Connection, filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on events, joined with their current revision and page; a tag is a track here."""
    revision = event_revisions.c
    conditions = between(filters.since, filters.until, func.coalesce(revision.ends_on, revision.starts_on), revision.starts_value)
    if filters.until is not None and filters.since is None:
        conditions = between(None, filters.until, revision.starts_on, revision.starts_value)
    elif filters.until is not None:
        conditions = [*conditions[:1], *between(None, filters.until, revision.starts_on, revision.starts_value)]
    if filters.site is not None:
        conditions.append(of_site(connection, filters.site))
    if filters.language is not None:
        conditions.append(of_language(revision.language, filters.language))
    if filters.author is not None:
        named = event_people.c
        known = named.person_id.in_(known_as(filters.author))
        conditions.append(exists().where(named.revision_id == revision.id, or_(named.name == filters.author, known)))
    if filters.event is not None:
        conditions.append(is_event(filters.event))
    if filters.tag is not None:
        conditions.append(revision.track == filters.tag)
    return conditions


def is_event(wanted: str | int) -> ColumnElement[bool]:
    """Return the condition that an event has this number, name, series or alias."""
    if isinstance(wanted, int) or wanted.isdecimal():
        return events.c.id == int(wanted)
    alias = exists().where(event_aliases.c.event_id == events.c.id, event_aliases.c.name == wanted[:300])
    return or_(events.c.series == wanted, alias)
