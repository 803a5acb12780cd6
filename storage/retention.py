"""Removes what has grown old: readings that were replaced, captures nothing was read from, addresses of ended crawls, issues."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, insert, or_, select

from storage.models import (
    article_revisions,
    captures,
    crawls,
    event_revisions,
    event_sources,
    frontier,
    issues,
    metadata,
    removals,
)
from storage.removing import remove, tidy

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from sqlalchemy import Connection, Select

    from storage.database import Database

PORTION = 2_000  #: rows of one transaction, so that a crawl that writes at the same time never waits long


@dataclass(frozen=True, slots=True)
class Rules:
    """How long each kind of row is kept; None keeps it for ever. What is current is always kept."""

    readings: timedelta | None = None  #: of articles and events, after they were replaced by a later one
    captures: timedelta | None = None  #: that no kept reading was made from, but the latest of each page
    addresses: timedelta | None = None  #: of crawls, after the crawl ended; the crawl and its report stay
    issues: timedelta | None = None  #: of crawls, pages and captures; those of current readings stay


def prune(database: Database, rules: Rules, removed_by: str, now: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Remove what is older than the rules allow and return how many rows went by table; with ``dry_run`` how many would at least.

    Runs in small transactions beside a crawl; when it is stopped, the next run goes on. One line of ``removals`` says what went.
    """
    wanted = [(field.name, getattr(rules, field.name)) for field in fields(rules) if getattr(rules, field.name) is not None]
    removed: Counter[str] = Counter()
    for name, age in wanted:
        for table, old in _OLD[name](now - age):
            if dry_run:
                with database.reading() as connection:
                    removed[table.name] += connection.execute(select(func.count()).select_from(old.subquery())).scalar_one()
                continue
            while True:
                with database.writing() as connection:
                    numbers = connection.execute(old.limit(PORTION)).scalars().all()
                    if table is frontier:  # nothing refers to it
                        removed[table.name] += connection.execute(delete(frontier).where(frontier.c.id.in_(numbers))).rowcount
                    else:
                        remove(connection, table, numbers, removed)
                if len(numbers) < PORTION:
                    break
    rows = {table: count for table, count in sorted(removed.items()) if count}
    if rows and not dry_run:
        with database.writing() as connection:
            tidy(connection, removed)
            rows = {table: count for table, count in sorted(removed.items()) if count}
            connection.execute(insert(removals), {"subject": "retention", "removed_by": removed_by, "rows": rows, "removed_at": now})
    return rows


def _readings(before: datetime) -> list[tuple[Any, Select[Any]]]:
    found: list[tuple[Any, Select[Any]]] = []
    for table, owner in ((article_revisions, "article_id"), (event_revisions, "event_id")):
        later = table.alias("later")
        replaced = select(later.c.id).where(later.c[owner] == table.c[owner], later.c.id > table.c.id, later.c.stored_at < before)
        found.append((table, select(table.c.id).where(~table.c.is_current, replaced.exists()).order_by(table.c.id)))
    return found


def _captures(before: datetime) -> list[tuple[Any, Select[Any]]]:
    later = captures.alias("later")
    replaced = select(later.c.id).where(later.c.page_id == captures.c.page_id, later.c.id > captures.c.id)
    used = [
        select(table.c.id).where(table.c.capture_id == captures.c.id).exists()
        for table in (article_revisions, event_revisions, event_sources)
    ]
    old = select(captures.c.id).where(captures.c.captured_at < before, replaced.exists(), ~or_(*used)).order_by(captures.c.id)
    return [(captures, old)]


def _addresses(before: datetime) -> list[tuple[Any, Select[Any]]]:
    ended = select(crawls.c.id).where(crawls.c.finished_at < before)
    return [(frontier, select(frontier.c.id).where(frontier.c.crawl_id.in_(ended)).order_by(frontier.c.id))]


def _issues(before: datetime) -> list[tuple[Any, Select[Any]]]:
    current = select(article_revisions.c.id).where(article_revisions.c.id == issues.c.revision_id, article_revisions.c.is_current)
    return [(issues, select(issues.c.id).where(issues.c.created_at < before, ~current.exists()).order_by(issues.c.id))]


_OLD = {"readings": _readings, "captures": _captures, "addresses": _addresses, "issues": _issues}


def vacuum(database: Database) -> int:
    """Give room that removed rows left back to the disk and refresh the planner's statistics; return the bytes gained.

    SQLite rewrites the file, which takes as much free room as it holds and waits for a moment without readers.
    """
    with database.reading() as connection:
        before = _bytes(connection)
    with database.translating(), database.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        if database.dialect == "sqlite":
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.execute("VACUUM")
            raw.execute("ANALYZE")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for name in metadata.tables:
                connection.exec_driver_sql(f'VACUUM (ANALYZE) "{name}"')
    with database.reading() as connection:
        return before - _bytes(connection)


def _bytes(connection: Connection) -> int:
    if connection.dialect.name == "postgresql":
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
    pages_held = int(connection.exec_driver_sql("PRAGMA page_count").scalar_one())
    return pages_held * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
