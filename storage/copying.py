"""Copies a whole database into another one, SQLite or PostgreSQL, resumable, and compares the two row by row.

Tables go in the order of their references, rows in the order of their keys, some thousand a transaction: what stands in
the target is always a beginning of every table, so a copy that broke off goes on behind each table's last row. A
reference that points ahead (a page to the page it repeats, a session to its event) is filled in at the end. The source
is read in one transaction: the copy is of one moment, whatever is written meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from hashlib import blake2b
from operator import and_
from typing import TYPE_CHECKING, Any

from sqlalchemy import MetaData, Table, bindparam, func, insert, inspect, select, tuple_, update
from sqlalchemy.exc import SQLAlchemyError

from storage import search_index
from storage.columns import text as words
from storage.errors import CopyError, from_driver
from storage.models import metadata
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy import ColumnElement, Connection

    from storage.database import Database

ROWS = 2_000  #: of one transaction

_marker = Table("copying", MetaData(), words("source", "database that is being copied", null=False))


@dataclass(frozen=True, slots=True)
class Compared:
    """One table in source and target: how many rows, and a digest over all of them in the order of their keys."""

    table: str
    rows: int
    copied: int
    digest: str
    copied_digest: str

    @property
    def equal(self) -> bool:
        """Whether every row is the same."""
        return self.rows == self.copied and self.digest == self.copied_digest


def copy(source: Database, target: Database, tell: Callable[[str, int, int], None]) -> list[Compared]:
    """Copy every row of ``source`` into ``target``, whose tables exist, and return how the tables compare.

    ``tell`` hears the table, the rows done and the rows in all. A target that holds rows is only gone on with when a
    copy of the same source broke off in it. Raises CopyError, and storage errors of either database.
    """
    _claim(source, target)
    with source.reading() as reader:
        for table in metadata.sorted_tables:
            _copy_table(reader, target, table, tell)
        for table in metadata.sorted_tables:
            _fill_references(reader, target, table)
        if target.dialect == "postgresql":
            _count_on(target)
        compared = list(_compare(reader, target, tell))
    if all(row.equal for row in compared):
        with target.writing() as connection:
            search_index.rebuild(connection, lambda done, total: tell("search index", done, total))
            _marker.drop(connection)
    return compared


def _claim(source: Database, target: Database) -> None:
    """Mark the target as this source's copy in the making; raise CopyError where that would touch somebody's rows."""
    with target.writing() as connection:
        if inspect(connection).has_table(_marker.name):
            begun = connection.execute(select(_marker.c.source)).scalar()
            if begun != source.name:
                raise CopyError(f"{target.name}: a copy of {begun} was begun here; finish that one, or name an empty database")
            return
        for table in metadata.sorted_tables:
            if connection.execute(select(table).limit(1)).first() is not None:
                raise CopyError(f"{target.name}: the table {table.name} holds rows already; name an empty or a new database")
        _marker.create(connection)
        connection.execute(insert(_marker), {"source": source.name})


def _keys(table: Table) -> list[Any]:
    return list(table.primary_key.columns)


def _ahead(table: Table) -> list[str]:
    """Return the columns that point into this table or a later one."""
    order = [other.name for other in metadata.sorted_tables]
    return [
        column.name
        for column in table.columns
        if any(order.index(key.column.table.name) >= order.index(table.name) for key in column.foreign_keys)
    ]


def _copy_table(reader: Connection, target: Database, table: Table, tell: Callable[[str, int, int], None]) -> None:
    keys, ahead = _keys(table), _ahead(table)
    total = reader.execute(select(func.count()).select_from(table)).scalar_one()
    with target.reading() as connection:
        done = connection.execute(select(func.count()).select_from(table)).scalar_one()
        last = connection.execute(select(*keys).order_by(*(key.desc() for key in keys)).limit(1)).first()
    query = select(table).order_by(*keys)
    if last is not None:
        query = query.where(_beyond(keys, last))
    statement = insert(table)
    for rows in reader.execute(query.execution_options(yield_per=ROWS)).mappings().partitions():
        batch = [dict(row) | dict.fromkeys(ahead) for row in rows]
        with target.writing() as connection:
            try:
                connection.execute(statement, batch)
            except (SQLAlchemyError, ValueError, TypeError) as error:
                _refuse(error, target, table, batch)
        done += len(batch)
        tell(table.name, done, total)


def _beyond(keys: Sequence[Any], last: Sequence[Any]) -> ColumnElement[bool]:
    if len(keys) == 1:
        condition: ColumnElement[bool] = keys[0] > last[0]
        return condition
    values = [bindparam(None, value, type_=key.type) for key, value in zip(keys, last, strict=True)]
    return tuple_(*keys) > tuple_(*values)


def _refuse(error: Exception, target: Database, table: Table, batch: Sequence[dict[str, Any]]) -> None:
    """Raise what a refused batch means: an error of the whole target as it is, else CopyError with the place."""
    with target.translating():
        if isinstance(error, SQLAlchemyError):
            mapped = from_driver(error, target.name)
            if mapped is not None:
                raise mapped from error
    first = {key.name: batch[0][key.name] for key in _keys(table)}
    reason = str(getattr(error, "orig", None) or error).splitlines()[0]
    raise CopyError(
        f"{target.name}: {table.name} takes one of the {len(batch)} rows from {first} on not: {reason}; mend that row in the source and run the copy again"
    ) from error


def _fill_references(reader: Connection, target: Database, table: Table) -> None:
    keys = _keys(table)
    for name in _ahead(table):
        column = table.c[name]
        same = reduce(and_, [key == bindparam(f"key_{key.name}") for key in keys])
        statement = update(table).where(same).values({name: bindparam("value")})
        rows = reader.execute(select(*keys, column).where(column.is_not(None)).order_by(*keys).execution_options(yield_per=ROWS))
        for piece in rows.partitions():
            with target.writing() as connection:
                values = [{f"key_{key.name}": value for key, value in zip(keys, row, strict=False)} | {"value": row[-1]} for row in piece]
                connection.execute(statement, values)


def _count_on(target: Database) -> None:
    """Let PostgreSQL number new rows behind the copied ones."""
    with target.writing() as connection:
        for table in metadata.sorted_tables:
            if "id" in table.c:
                highest = select(func.max(table.c.id)).scalar_subquery()
                sequence = func.pg_get_serial_sequence(table.name, "id")
                connection.execute(select(func.setval(sequence, func.coalesce(highest, 1), highest.is_not(None))))


def _compare(reader: Connection, target: Database, tell: Callable[[str, int, int], None]) -> Iterator[Compared]:
    with target.reading() as connection:
        for number, table in enumerate(metadata.sorted_tables, 1):
            rows, digest = _digest(reader, table)
            copied, copied_digest = _digest(connection, table)
            tell("compared", number, len(metadata.sorted_tables))
            yield Compared(table.name, rows, copied, digest, copied_digest)


def _digest(connection: Connection, table: Table) -> tuple[int, str]:
    """Return the number of rows and a blake2b over their values as Python has them, in the order of their keys."""
    digest, count = blake2b(digest_size=16), 0
    for rows in connection.execute(select(table).order_by(*_keys(table)).execution_options(yield_per=ROWS)).partitions():
        for piece in portions(rows, 100):
            digest.update(repr([tuple(row) for row in piece]).encode("utf-8", "surrogatepass"))
            count += len(piece)
    return count, digest.hexdigest()
