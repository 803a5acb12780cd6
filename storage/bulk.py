"""Inserts many rows at once and tells their numbers by a key of their own.

The numbers are drawn beforehand: rows that come back from an INSERT come in no promised order on SQLite, and need a
statement with a parameter for each value on both databases, which the drivers take several times as long to read as to send.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, insert, select

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection, Table

    from storage.records import Row


def insert_all(connection: Connection, table: Table, rows: Sequence[Row], *by: str) -> dict[Any, int]:
    """Insert the rows and return the number of each by its value of ``by`` (a tuple where several columns are named).

    In a transaction of the writing engine: on SQLite nobody else can insert before it ends.
    """
    if not rows:
        return {}
    numbered = [{"id": number, **row} for number, row in zip(_numbers(connection, table, len(rows)), rows, strict=True)]
    connection.execute(_statement(table), numbered)
    if len(by) == 1:
        return {row[by[0]]: row["id"] for row in numbered}
    return {tuple(row[name] for name in by): row["id"] for row in numbered}


def _numbers(connection: Connection, table: Table, count: int) -> Iterable[int]:
    """Numbers that no row of the table has."""
    if connection.dialect.name == "sqlite":
        last = connection.execute(_last(table)).scalar() or 0  # as SQLite itself numbers rows
        return range(last + 1, last + 1 + count)
    drawn = connection.exec_driver_sql("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (table.name, count))
    return drawn.scalars().all()


@cache
def _last(table: Table) -> Any:
    return select(func.max(table.c.id))


@cache
def _statement(table: Table) -> Any:
    return insert(table)
