"""Answers from the database: listings in the contract's shape, streamed, ordered to the last tie.

Each listing streams numbers first and takes the rows in portions, with a fixed number of statements a portion, all in
one consistent view of the database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import Select, func, or_, select, union_all

from storage import filters as conditions
from storage.filters import DatedLimits, Day, Filters, Limits
from storage.health import check, stats
from storage.history import edits, history
from storage.listed_articles import articles_by_id
from storage.listed_coverage import links as coverage
from storage.listed_events import events_by_id
from storage.listing_order import among, article_ids, event_ids, few, walk
from storage.models import article_revisions, captures, event_revisions, frontier, pages
from storage.models import crawls as crawl_table
from storage.models import issues as issue_table
from storage.plans import Unled
from storage.portions import portions
from storage.search import search

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import Row

__all__ = ["articles", "check", "coverage", "crawl_urls", "crawls", "edits", "events", "history", "issues", "search", "stats"]

PORTION = 200  # rows in memory at a time
REPORT = (
    "crawl",
    "targets",
    "started_at",
    "finished_at",
    "reason",
    "exit_code",
    "pages",
    "articles",
    "events",
    "issues",
    "outcomes",
    "requests",
    "bytes",
    "loop_lag_max_s",
    "rss_max_mb",
    "traps",
)  #: keys of a crawl's report


def articles(database: Database, *, limit: int | None = None, **limits: Unpack[DatedLimits]) -> Iterator[Row]:
    """Yield the current reading of each article as a contract row, the newest first; duplicates of a stored original are left out.

    With ``as_of`` each article comes as it was read by the end of that day, UTC; those first seen later are left out.
    """
    chosen = Filters(**limits)
    with database.reading() as connection:
        for piece in portions(article_ids(connection, chosen, limit), PORTION):
            yield from articles_by_id(connection, piece, chosen.as_of)


def events(database: Database, *, limit: int | None = None, **limits: Unpack[DatedLimits]) -> Iterator[Row]:
    """Yield top-level events as contract rows in order of their beginning, sessions nested; ``author`` is somebody on the programme.

    With ``as_of`` each event and session comes as it was told by the end of that day, UTC; those first told of later are left out.
    """
    chosen = Filters(**limits)
    with database.reading() as connection:
        for piece in portions(event_ids(connection, chosen, limit), PORTION):
            yield from events_by_id(connection, piece, chosen.as_of)


def issues(database: Database, *, limit: int | None = None, **limits: Unpack[Limits]) -> Iterator[Row]:
    """Yield the stored findings, the newest first; days are those of storing, in UTC."""
    table, revision = issue_table.c, article_revisions.c
    chosen = Filters(**limits, as_of=None)  # refuses a day by keyword: findings are as they are
    rare = conditions.revisions_of(chosen)
    with database.reading() as connection:
        of_reading: list[Any] = [Unled(revision.id).in_(ids) for ids in rare]
        if chosen.language is not None:
            of_reading.append(Unled(revision.language).in_(conditions.languages(connection, revision.language, chosen.language)))
        query = (
            select(
                table.id, table["class"], table.severity, table.field, table.detail, table.url,
                table.crawl_id.label("crawl"), revision.article_id.label("article"), table.created_at,
            )
            .outerjoin(article_revisions, revision.id == table.revision_id)
            .outerjoin(pages, pages.c.id == table.page_id)
            .where(*_stored_between(table.created_at, chosen.since, chosen.until), *of_reading)
            .order_by(table.created_at.desc(), table.id.desc())
        )  # fmt: skip
        found: list[Any] = [select(table.id).where(table.revision_id.in_(ids)) for ids in rare]
        if chosen.site is not None:
            where = conditions.where_is(connection, chosen.site).pages()
            unanswered = table.page_id.is_(None) & table.url.contains(f"://{chosen.site.lower()}/", autoescape=True)
            query = query.where(or_(where, unanswered))
            found.append(
                union_all(select(table.id).join(pages, pages.c.id == table.page_id).where(where), select(table.id).where(unanswered))
            )
        rarest = few(connection, found)
        if rarest is not None:
            query = query.where(among(connection, table.id, rarest))
        for row in walk(connection, [query], limit):
            yield dict(row._mapping) | {"created_at": _printed(row.created_at)}  # noqa: SLF001 - SQLAlchemy's public name for a row as a mapping


def crawls(database: Database, *, site: str | None = None, since: Day = None, until: Day = None, limit: int | None = None) -> Iterator[Row]:
    """Yield each crawl's report, the newest first; one that is unfinished is counted now. Days are those of its start, in UTC."""
    table = crawl_table.c
    query = select(crawl_table).where(*_stored_between(table.started_at, since, until)).order_by(table.started_at.desc(), table.id.desc())
    with database.reading() as connection:
        if site is not None:
            where = conditions.of_site(connection, site)
            mine = few(connection, [select(pages.c.id).where(where)])
            there = select(captures.c.crawl_id).join(pages, pages.c.id == captures.c.page_id)
            if mine is not None:
                query = query.where(table.id.in_(there.where(among(connection, captures.c.page_id, mine))))
            else:  # each crawl of a large site has a page of it among its first
                page = select(pages.c.id).where(pages.c.id == captures.c.page_id, where).scalar_subquery()
                first = select(captures.c.id).where(captures.c.crawl_id == table.id, page.is_not(None)).limit(1)
                query = query.where(first.scalar_subquery().is_not(None))
        rows = connection.execute(query.limit(limit)).mappings().all()  # one short row a crawl
        for row in rows:
            report: Row = dict.fromkeys(REPORT) | (row["report"] or {})
            if not row["report"]:
                report |= _counted(connection, row["id"])
            report |= {"crawl": row["id"], "targets": row["targets"], "reason": row["reason"], "exit_code": row["exit_code"]}
            report |= {"started_at": _printed(row["started_at"]), "finished_at": _printed(row["finished_at"])}
            yield report


def crawl_urls(database: Database, crawl_id: int) -> Iterator[Row]:
    """Yield how each address of a crawl ended, in the order they were found."""
    table = frontier.c
    query = select(
        func.coalesce(table.answered_url, table.url).label("url"),
        table.url.label("requested_url"),
        table.state,
        table.reason,
        table.tries,
        table.depth,
        table.found_on,
        table.status,
    )
    with database.reading() as connection:
        ordered = query.where(table.crawl_id == crawl_id).order_by(table.id)
        for row in connection.execution_options(yield_per=1000).execute(ordered).mappings():
            yield dict(row)


def _counted(connection: Connection, crawl_id: int) -> Row:
    """Return what the rows of an unfinished crawl say so far."""
    ended = select(frontier.c.reason, func.count()).where(frontier.c.crawl_id == crawl_id, frontier.c.reason.is_not(None))
    fetched = select(captures.c.id).where(captures.c.crawl_id == crawl_id)

    def number(query: Select[Any]) -> int:
        return int(connection.execute(query).scalar_one())

    return {
        "pages": number(select(func.count()).select_from(fetched.subquery())),
        "articles": number(
            select(func.count(article_revisions.c.article_id.distinct())).where(article_revisions.c.capture_id.in_(fetched))
        ),
        "events": number(select(func.count(event_revisions.c.event_id.distinct())).where(event_revisions.c.capture_id.in_(fetched))),
        "issues": number(select(func.count()).where(issue_table.c.crawl_id == crawl_id)),
        "outcomes": dict(connection.execute(ended.group_by(frontier.c.reason).order_by(frontier.c.reason)).tuples().all()),
    }


def _stored_between(column: Any, since: Day, until: Day) -> list[Any]:
    begin, end = conditions.begin_of(since), conditions.end_of(until)
    found = [] if begin is None else [column >= begin]
    return found if end is None else [*found, column < end]


def _printed(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
