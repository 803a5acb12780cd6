"""The conditions that every listing shares: site, days, language, author, event, tag."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, TypedDict

from sqlalchemy import ColumnElement, SelectBase, func, or_, select, union_all

from storage.columns import LARGEST_KEY
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
from storage.plans import Unled

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

Day = date | str | None


class Limits(TypedDict, total=False):
    """The keywords by which every listing is limited; what they mean is said in :class:`Filters`."""

    site: str | None
    since: Day
    until: Day
    language: str | None
    author: str | None
    event: str | int | None
    tag: str | None


class DatedLimits(Limits, total=False):
    """The keywords of a listing that also answers as of a day."""

    as_of: Day


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
    as_of: Day = None  #: the readings that were current at the end of this day, UTC; None: that are now


@dataclass(frozen=True, slots=True)
class Where:
    """The sites that a name stands for: those of its key or host whole, others only where the host is theirs too."""

    whole: tuple[int, ...]
    partly: tuple[int, ...]
    hosts: tuple[str, str]

    def pages(self) -> ColumnElement[bool]:
        """Return the condition on a page."""
        mine = pages.c.site_id.in_(self.whole)
        return or_(mine, pages.c.site_id.in_(self.partly) & pages.c.host.in_(self.hosts)) if self.partly else mine

    def revisions(self) -> list[ColumnElement[bool]]:
        """Return the conditions on a reading joined with its page, the one on the reading by itself first."""
        mine = article_revisions.c.site_id
        if len(self.whole) == 1 and not self.partly:
            return [mine == self.whole[0]]
        return [mine.in_((*self.whole, *self.partly)), *([self.pages()] if self.partly else [])]


def where_is(connection: Connection, name: str) -> Where:
    """Return the sites that ``name`` stands for: by their key or host, or as a registrable host above it."""
    wanted = name.lower().removeprefix("www.")
    whole = {row.id for row in connection.execute(select(sites.c.id, sites.c.key)) if row.key == name or _within(row.key.lower(), wanted)}
    hosts = (wanted, f"www.{wanted}")
    there: set[int] = set()
    for host in hosts:  # one look-up in an index for each site of a host
        query, last = select(func.min(pages.c.site_id)).where(pages.c.host == host), 0
        while (found := connection.execute(query.where(pages.c.site_id > last)).scalar()) is not None:
            there.add(found)
            last = found
    return Where(tuple(sorted(whole)), tuple(sorted(there - whole)), hosts)


def of_site(connection: Connection, name: str) -> ColumnElement[bool]:
    """Return the condition that a page's site is ``name``: its key or host, or a registrable host above it."""
    return where_is(connection, name).pages()


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


def end_of(day: Day) -> datetime | None:
    """Return when a day ends in UTC; None for None, and for the last day that there is."""
    known = as_day(day)
    return None if known is None or known == date.max else datetime.combine(known, time(), UTC) + timedelta(days=1)


def begin_of(day: Day) -> datetime | None:
    """Return when a day begins in UTC; None for None."""
    known = as_day(day)
    return None if known is None else datetime.combine(known, time(), UTC)


def current(table: Table, day: Day) -> ColumnElement[bool]:
    """Return the condition that a reading is its article's or event's current one, or was at the end of a day, UTC.

    That is the reading of the latest capture by then; of several readings of one capture, the one stored last.
    """
    end = end_of(day)
    if end is None:
        mine: ColumnElement[bool] = table.c.is_current
        return mine
    later, owner = table.alias(), "article_id" if "article_id" in table.c else "event_id"
    newer = or_(later.c.captured_at > table.c.captured_at, (later.c.captured_at == table.c.captured_at) & (later.c.id > table.c.id))
    replaced = select(later.c.id).where(later.c[owner] == table.c[owner], later.c.captured_at < end, newer)
    return (Unled(table.c.captured_at) < end) & ~replaced.exists()


def dated_between(since: Day, until: Day, on: ColumnElement[Any]) -> list[ColumnElement[bool]]:
    """Return the conditions on a local day that is known: an index answers them."""
    first, last = as_day(since), as_day(until)
    found: list[ColumnElement[bool]] = [on.is_not(None) if first is None else on >= first]
    return found if last is None else [*found, on <= last]


def of_event_days(filters: Filters) -> list[ColumnElement[bool]]:
    """Return the conditions on the days of events: one that began before ``since`` and goes on counts."""
    revision = event_revisions.c
    conditions = between(filters.since, None, func.coalesce(revision.ends_on, revision.starts_on), revision.starts_value)
    return [*conditions, *between(None, filters.until, revision.starts_on, revision.starts_value)]


def languages(connection: Connection, column: ColumnElement[Any], wanted: str) -> list[str]:
    """Return the stored tags that are ``wanted`` or a variety of it; one look-up in an index for each stored tag."""
    found: list[str] = []
    last, name = "", wanted.lower()
    while (tag := connection.execute(select(func.min(column)).where(column > last)).scalar()) is not None:
        if tag.lower() == name or tag.lower().startswith(f"{name}-"):
            found.append(tag)
        last = tag
    return found


def revisions_of(filters: Filters) -> list[SelectBase]:
    """Return the queries for the readings that bear an author or a tag, or whose article covers an event: each a small part of all."""
    revision, credit, label = article_revisions.c, revision_authors.c, revision_tags.c
    found: list[SelectBase] = []
    if filters.author is not None:
        named = known_as(filters.author)
        mine = select(credit.revision_id)  # two questions: PostgreSQL takes no index where OR stands between
        found.append(union_all(mine.where(credit.name == filters.author), mine.where(credit.person_id.in_(named))))
    if filters.tag is not None:
        found.append(select(label.revision_id).where(label.tag == filters.tag))
    if filters.event is not None:
        described = select(articles.c.id).join(events, events.c.page_id == articles.c.page_id).where(is_event(filters.event))
        linked = select(coverage.c.article_id).join(events, events.c.id == coverage.c.event_id).where(is_event(filters.event))
        linked = linked.where(func.coalesce(coverage.c.verdict, "confirmed") == "confirmed")
        shown = current(article_revisions, filters.as_of)
        found.append(select(revision.id).where(shown, revision.article_id.in_(union_all(described, linked))))
    return found


def events_of(filters: Filters) -> list[SelectBase]:
    """Return the queries for the events with somebody on the programme, of a name, or of a track; each a small part of all."""
    revision, named = event_revisions.c, event_people.c
    shown = current(event_revisions, filters.as_of)
    found: list[SelectBase] = []
    if filters.author is not None:
        known = known_as(filters.author)
        mine = select(named.revision_id)
        spoken = union_all(mine.where(named.name == filters.author), mine.where(named.person_id.in_(known)))
        found.append(select(revision.event_id).where(shown, revision.id.in_(spoken)))
    if filters.event is not None:
        found.append(select(events.c.id).where(is_event(filters.event)))
    if filters.tag is not None:
        found.append(select(revision.event_id).where(shown, revision.track == filters.tag))
    return found


def as_key(wanted: str | int) -> int | None:
    """Return the number that was asked for, at most the largest that a row may have; None for a name."""
    if isinstance(wanted, str) and not wanted.isdecimal():
        return None
    return min(int(wanted if isinstance(wanted, int) else wanted[:20]), LARGEST_KEY)


def is_event(wanted: str | int) -> ColumnElement[bool]:
    """Return the condition that an event has this number, name, series or alias."""
    number = as_key(wanted)
    if number is not None or isinstance(wanted, int):
        same: ColumnElement[bool] = events.c.id == number
        return same
    alias = select(event_aliases.c.event_id).where(event_aliases.c.name == wanted[:300])
    return or_(events.c.series == wanted, events.c.id.in_(alias))
