"""Compares the tables, columns, indexes and views of a database with what this version makes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import Index, UniqueConstraint, select, text

from storage import search_index, views
from storage.models import article_revisions, metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

SAMPLE = 200  # newest readings that are looked up in the search index


class Problem(NamedTuple):
    """Something that is missing; ``mended`` says whether ``pressrow db reindex`` makes it anew from what is there."""

    what: str
    mended: bool


def found_columns(connection: Connection) -> dict[str, set[str]]:
    """Return the columns of every table, in one statement; none of a virtual table, whose module may be unknown."""
    if connection.dialect.name == "sqlite":
        query = (
            "SELECT m.name, c.name FROM sqlite_master m LEFT JOIN "
            "pragma_table_info(CASE WHEN m.sql LIKE 'CREATE VIRTUAL%' THEN '' ELSE m.name END) c WHERE m.type = 'table'"
        )
    else:
        query = (
            "SELECT r.relname, a.attname FROM pg_class r LEFT JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 "
            "AND NOT a.attisdropped WHERE r.relnamespace = current_schema()::regnamespace AND r.relkind IN ('r', 'p')"
        )
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(text(query)):
        found.setdefault(table, set()).add(column)
    return found


def missing_columns(found: dict[str, set[str]]) -> list[Problem]:
    """Return the tables and columns that are not there."""
    problems = [Problem(f"table {name}", mended=False) for name in sorted(metadata.tables) if name not in found]
    if search_index.TABLE not in found:
        problems.append(Problem(f"search index {search_index.TABLE}", mended=False))
    for name, table in sorted(metadata.tables.items()):
        problems += [
            Problem(f"column {name}.{column.name}", mended=False) for column in table.c if name in found and column.name not in found[name]
        ]
    return problems


def problems(connection: Connection) -> list[Problem]:
    """Return everything that is missing: tables, columns, indexes, views, entries of the search index."""
    found = found_columns(connection)
    missing = missing_columns(found)
    present = _index_names(connection)
    missing += [Problem(f"index {name}", mended=True) for name in sorted(set(_own_indexes(connection)) - present)]
    missing += [Problem(f"view {name}", mended=True) for name in views.missing(connection)]
    if search_index.TABLE in found and article_revisions.name in found:
        lost = _lost_entries(connection)
        if lost:
            missing.append(Problem(f"search entries of {lost} of the newest {SAMPLE} articles", mended=True))
    return missing


def _own_indexes(connection: Connection) -> Iterator[str]:
    postgresql = connection.dialect.name == "postgresql"
    for table in metadata.tables.values():
        yield from (str(index.name) for index in table.indexes)
        if postgresql:
            yield from (str(one.name)[:63] for one in table.constraints if isinstance(one, UniqueConstraint))
    if postgresql:
        yield search_index.INDEX


def _index_names(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        return set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'")).scalars())
    valid = "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indisvalid AND c.relnamespace = current_schema()::regnamespace"
    return set(connection.execute(text(valid)).scalars())


def _lost_entries(connection: Connection) -> int:
    """Return how many of the newest readings search does not know."""
    newest = select(article_revisions.c.id).where(article_revisions.c.is_current).order_by(article_revisions.c.id.desc()).limit(SAMPLE)
    entries = search_index.read(connection, list(connection.execute(newest).scalars()))
    return sum(not search_index.has(connection, entry) for entry in entries)


def mend(connection: Connection) -> list[str]:
    """Make missing indexes and all views anew and return the names of the indexes that were missing."""
    present = _index_names(connection)
    made: list[str] = []
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            if isinstance(index, Index) and str(index.name) not in present:
                index.create(connection)
                made.append(str(index.name))
    views.drop(connection)
    views.create(connection)
    return made
