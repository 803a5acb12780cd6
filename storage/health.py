"""Says how much a database holds, how well its fields are filled, and whether its rows hang together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select, text

from storage import archive_check, growth, schema, schema_check
from storage.models import (
    article_revisions,
    articles,
    event_revisions,
    events,
    metadata,
    pages,
    sites,
)

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import Row


def stats(database: Database) -> Row:
    """Return ``{database, schema, size_bytes, rows, articles_by_site, articles_by_language, fill, fill_by_site, growth}``.

    Fill rates run from 0 to 1; growth has ``{month, articles, captures, bytes}`` for each UTC month.
    """
    current = article_revisions.c.is_current
    by_site = (
        select(sites.c.key, func.count())
        .select_from(articles)
        .join(pages, pages.c.id == articles.c.page_id)
        .join(sites, sites.c.id == pages.c.site_id)
        .group_by(sites.c.key)
        .order_by(func.count().desc(), sites.c.key)
    )
    language = func.coalesce(article_revisions.c.language, "unknown")
    by_language = select(language, func.count()).where(current).group_by(language).order_by(func.count().desc(), language)
    with database.reading() as connection:
        rows = {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in sorted(metadata.tables.items())
        }
        filled = growth.fill_by_site(connection)
        return {
            "database": database.name,
            "schema": connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one(),
            "size_bytes": _size(database, connection),
            "rows": rows,
            "articles_by_site": dict(connection.execute(by_site).tuples().all()),
            "articles_by_language": dict(connection.execute(by_language).tuples().all()),
            "fill": growth.shares(sum(total for total, _ in filled.values()), _together(filled)),
            "fill_by_site": {site: growth.shares(*counted) for site, counted in filled.items()},
            "growth": growth.months(connection),
        }


def _together(filled: dict[str, tuple[int, growth.Counts]]) -> growth.Counts:
    """Return by field how many current readings of all sites have it."""
    names = (*growth.FIELDS, "authors", "images", "tags")
    return {name: sum(counts[name] for _, counts in filled.values()) for name in names}


def _size(database: Database, connection: Connection) -> int:
    if database.dialect == "postgresql":
        return int(connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one())
    name = str(connection.exec_driver_sql("PRAGMA database_list").one()[2])
    return sum(file.stat().st_size for end in ("", "-wal") if (file := Path(name + end)).exists())


def check(database: Database, archive: Path | None = None) -> list[Row]:
    """Return what was checked and found: ``{check, ok, detail}``; reads the whole of a SQLite file, and of the archive where one is given."""
    with database.reading() as connection:
        missing = schema_check.problems(connection)
        found = [_structure(schema.state(connection), missing)]
        if database.dialect == "sqlite":
            problems = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
            found.append({"check": "file", "ok": problems == ["ok"], "detail": "; ".join(problems)})
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            found.append(_counted("references", len(orphans)))
        for name, query in _RULES.items():
            found.append(_counted(name, connection.execute(query).scalar_one()))
    return found if archive is None else [*found, *archive_check.check(database, archive)]


def _structure(state: str, missing: list[schema_check.Problem]) -> Row:
    """Return whether tables, indexes and views are this version's, what is missing, and what to do."""
    detail = state
    if missing:
        named = ", ".join(problem.what for problem in missing[:20])
        todo = "run `pressrow db reindex`" if all(problem.mended for problem in missing) else "restore a copy"
        detail = f"missing: {named}; {todo}"
    return {"check": "tables", "ok": state == "current" and not missing, "detail": detail}


def _counted(name: str, number: int) -> Row:
    return {"check": name, "ok": number == 0, "detail": f"{number} rows" if number else "ok"}


def _without(parent: Any, child: Any, key: Any) -> Select[int]:
    return select(func.count()).select_from(parent).where(~select(child.c.id).where(key == parent.c.id, child.c.is_current).exists())


_RULES: dict[str, Select[int]] = {
    "articles without a current reading": _without(articles, article_revisions, article_revisions.c.article_id),
    "events without a current reading": _without(events, event_revisions, event_revisions.c.event_id),
    "duplicates of themselves": select(func.count()).select_from(pages).where(pages.c.duplicate_of_id == pages.c.id),
}
