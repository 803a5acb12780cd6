"""Column types that mean the same on SQLite and PostgreSQL, and short constructors for commented columns."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec.json import Encoder
from sqlalchemy import BigInteger, Boolean, Column, Date, DateTime, Float, ForeignKey, Index, Integer, LargeBinary, String, Text
from sqlalchemy.types import JSON, TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Dialect
    from sqlalchemy.types import TypeEngine

LARGEST_KEY = 2**63 - 1
Key = BigInteger().with_variant(Integer(), "sqlite")  # SQLite numbers rows itself only in an INTEGER primary key


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_encode_fast = Encoder().encode
_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # the escape of NUL, not a printed backslash before "u0000"


class UtcTime(TypeDecorator[datetime]):
    """An aware point in time, in UTC.

    PostgreSQL keeps ``timestamptz``; SQLite keeps text of one fixed width (``2017-04-23T10:00:00.000000Z``), whose
    order is the order of time and which SQLite's own date functions read.
    """

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(27) if dialect.name == "sqlite" else DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without an offset cannot be stored: {value!r}")
        value = value.astimezone(UTC)
        if dialect.name != "sqlite":
            return value
        return value.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the interface's signature
        if value is None:
            return None
        if isinstance(value, datetime):
            return value.astimezone(UTC)
        return datetime.fromisoformat(value)


class Words(TypeDecorator[str]):
    """Text ordered by code point on both databases; refuses what one of the two cannot keep (NUL, lone surrogates)."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text(collation="C") if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the interface's signature
        if value is not None and "\0" in value:
            raise ValueError("text with a NUL character cannot be stored")
        return value


def to_json(value: Any) -> str:
    """Return ``value`` as compact JSON; raise ``ValueError`` for NaN, infinities and NUL characters."""
    try:
        text = _encode_fast(value).decode()
    except (OverflowError, TypeError):  # whole numbers past 64 bits
        text = "null"
    if "null" not in text and "\\u0000" not in text:
        return text
    text = _encode(value)  # NaN and infinities, which the fast one writes as null, are refused by this one
    if "\\u0000" in text and _NUL.search(text):
        raise ValueError("text with a NUL character cannot be stored")
    return text


def key(comment: str) -> Column[int]:
    """Return the numbered primary key of a table."""
    return Column("id", Key, primary_key=True, comment=comment)


def part_of(name: str, target: str, comment: str, *, index: bool = False) -> Column[int]:
    """Return a column of a child's primary key: the row goes when its parent goes; ``index`` is for one that is not the first."""
    return Column(name, Key, ForeignKey(target, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=index, comment=comment)


def position(comment: str) -> Column[int]:
    """Return the place of a child row among its siblings, the second column of its primary key."""
    return Column("position", Integer, primary_key=True, autoincrement=False, comment=comment)


def reference(name: str, target: str, comment: str, *, null: bool = True, index: bool = True) -> Column[int]:
    """Return a foreign key to ``target`` (``table.column``)."""
    return Column(name, Key, ForeignKey(target), nullable=null, index=index, comment=comment)


def text(name: str, comment: str, *, null: bool = True, index: bool = False, unique: bool = False) -> Column[str]:
    """Return a text column ordered by code point."""
    return Column(name, Words, nullable=null, index=index, unique=unique, comment=comment)


def time(name: str, comment: str, *, null: bool = True, index: bool = False) -> Column[datetime]:
    """Return an aware UTC time column."""
    return Column(name, UtcTime, nullable=null, index=index, comment=comment)


def day(name: str, comment: str, *, index: bool = False) -> Column[Any]:
    """Return a calendar day, local to what it describes."""
    return Column(name, Date, index=index, comment=comment)


def whole(name: str, comment: str, *, null: bool = True, default: str | None = None) -> Column[int]:
    """Return an integer column."""
    return Column(name, Integer, nullable=null, server_default=default, comment=comment)


def large(name: str, comment: str) -> Column[int]:
    """Return a signed 64-bit integer column."""
    return Column(name, Key, comment=comment)


def fraction(name: str, comment: str, *, null: bool = True) -> Column[float]:
    """Return a floating-point column, for scores and weights."""
    return Column(name, Float, nullable=null, comment=comment)


def flag(name: str, comment: str) -> Column[bool]:
    """Return a boolean that is always known."""
    return Column(name, Boolean, nullable=False, comment=comment)


def digest(name: str, comment: str, *, null: bool = True, index: bool = False, unique: bool = False) -> Column[bytes]:
    """Return a 16-byte hash."""
    return Column(name, LargeBinary(16), nullable=null, index=index, unique=unique, comment=comment)


def document(name: str, comment: str) -> Column[Any]:
    """Return open-ended matter as JSON text, keys in the order given, SQL NULL for None."""
    return Column(name, JSON(none_as_null=True), comment=comment)


def exact_match(table: str, column: str) -> Index:
    """Return an index for equality on text of any length: PostgreSQL's ordinary index refuses values past 2,700 bytes."""
    return Index(f"ix_{table}_{column}", column, postgresql_using="hash")


def one_of(name: str, values: Sequence[str]) -> str:
    """Return the SQL condition that holds ``name`` to a closed list."""
    return f"{name} IN ({', '.join(repr(value) for value in values)})"
