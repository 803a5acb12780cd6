"""Inserts many rows at once and tells their numbers by a key of their own.

SQLite gives RETURNING rows in no promised order, for which SQLAlchemy falls back to one statement a row; a column that
is unique among the rows tells them apart at a fifth of the cost.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection, Table

    from storage.records import Row


def insert_all(connection: Connection, table: Table, rows: Sequence[Row], *by: str) -> dict[Any, int]:
    """Insert the rows and return the number of each by its value of ``by`` (a tuple where several columns are named)."""
    if not rows:
        return {}
    found = connection.execute(_statement(table, by), rows)
    return {key[0] if len(key) == 1 else tuple(key): number for number, *key in found}


@cache
def _statement(table: Table, by: tuple[str, ...]) -> Any:
    return insert(table).returning(table.c.id, *(table.c[name] for name in by))
