"""Keeps SQLite from choosing the wrong index: it has no statistics, and takes a null to be as rare as any value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

if TYPE_CHECKING:
    from sqlalchemy.sql.compiler import SQLCompiler


class Unled(ColumnElement[Any]):
    """A column in a condition that is to be tested, not to lead the way to the rows."""

    inherit_cache = True
    _traverse_internals = [("column", InternalTraversal.dp_clauseelement)]  # noqa: RUF012 - SQLAlchemy's own form

    def __init__(self, column: ColumnElement[Any]) -> None:
        self.column = column
        self.type = column.type


@compiles(Unled)
def _plainly(element: Unled, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.column, **given)


@compiles(Unled, "sqlite")
def _without_index(element: Unled, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{compiler.process(element.column, **given)}"
