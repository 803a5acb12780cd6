"""Inserts many rows at once and tells their numbers by a key of their own.

The numbers are drawn beforehand: rows that come back from an INSERT come in no promised order on SQLite, and need a
statement with a parameter for each value on both databases, which the drivers take several times as long to read as to send.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, insert, select

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection, Dialect, Table

    from storage.records import Row


def insert_all(connection: Connection, table: Table, rows: Sequence[Row], *by: str) -> dict[Any, int]:
    """Insert the rows and return the number of each by its value of ``by`` (a tuple where several columns are named).

    In a transaction of the writing engine: on SQLite nobody else can insert before it ends.
    """
    if not rows:
        return {}
    numbered = [{"id": number, **row} for number, row in zip(_numbers(connection, table, len(rows)), rows, strict=True)]
    insert_rows(connection, table, numbered)
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


class _Insert(NamedTuple):
    """An INSERT as the driver takes it."""

    text: str
    names: tuple[str, ...]
    converted: tuple[tuple[int, Callable[[Any], Any]], ...]  # places of values that the driver does not take as they are
    positional: bool


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that all have the same keys.

    SQLAlchemy works out the statement and the types once for each table; of every row it would look at each value anew,
    which costs more than the inserting.
    """
    if not rows:
        return
    made = _insert(table, tuple(rows[0]), connection.dialect)
    values: list[Any] = []
    for row in rows:
        value = [row[name] for name in made.names]
        for place, convert in made.converted:
            value[place] = convert(value[place])
        values.append(tuple(value) if made.positional else dict(zip(made.names, value, strict=True)))
    connection.exec_driver_sql(made.text, values)


@lru_cache(maxsize=256)  # a few for each database that a process opens
def _insert(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Insert:
    compiled: Any = insert(table).compile(dialect=dialect, column_keys=list(names))
    order = tuple(compiled.positiontup) if compiled.positional else names
    converts = (table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in order)
    return _Insert(
        str(compiled), order, tuple((place, convert) for place, convert in enumerate(converts) if convert), bool(compiled.positional)
    )
