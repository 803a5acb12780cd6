"""Opens the database: one engine that writes, one that only reads, the schema checked before either is used."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from sqlalchemy import URL, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from storage import schema
from storage.columns import to_json
from storage.errors import Unavailable, from_driver

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from sqlalchemy import Connection

BUSY_MS = 30_000  # how long a writer waits for another process's transaction
CONNECT_SECONDS = 5  # a host may have two addresses, each gets this long: an answer within 10 s


class Database:
    """An open database. ``writer`` is for one thread at a time; ``reader`` connections may be many, each a consistent view. As a context manager it is closed at the end."""

    def __init__(self, url: URL, *, write: bool) -> None:
        self.url = url
        self.name = url.render_as_string(hide_password=True)  #: for messages
        self.dialect = url.get_backend_name()
        self.write = write
        make = _sqlite_engine if self.dialect == "sqlite" else _postgresql_engine
        self.writer: Engine = make(url, write=True)
        self.reader: Engine = make(url, write=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Yield a connection that sees one state of the data and cannot change it; driver errors come as storage errors."""
        with self.translating(), self.reader.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in one writing transaction, committed at the end; driver errors come as storage errors."""
        with self.translating(), self.writer.begin() as connection:
            yield connection

    @contextmanager
    def translating(self) -> Iterator[None]:
        """Turn driver errors that concern the whole database into storage errors with this database's name."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, ModuleNotFoundError) as error:
            mapped = from_driver(error, self.name)
            if mapped is None:
                raise
            raise mapped from error

    def close(self) -> None:
        """Close every pooled connection."""
        self.writer.dispose()
        self.reader.dispose()


def open_database(url: str, *, write: bool = True, create: bool = True, upgrade: bool = False) -> Database:
    """Return the open database at an SQLAlchemy URL, its schema that of this version.

    An empty database gets the schema when ``create`` and ``write`` are set. One of an older version is brought up to
    date when ``upgrade`` is set. Raises :class:`~storage.errors.SchemaError` when the schema is another's,
    :class:`~storage.errors.Unavailable` within 10 s when nothing answers, :class:`~storage.errors.Damaged` for a file
    that is no database.
    """
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite":
        _check_file(parsed, create=create and write)
    try:
        database = Database(parsed, write=write)
    except (ImportError, NoSuchModuleError) as error:
        raise from_driver(error, parsed.render_as_string(hide_password=True)) or Unavailable(str(error)) from error
    except (ArgumentError, TypeError) as error:
        raise Unavailable(f"{parsed.render_as_string(hide_password=True)}: {error}".splitlines()[0]) from error
    try:
        with database.translating():
            schema.prepare(database, create=create and write, update=upgrade and write)
    except BaseException:
        database.close()
        raise
    return database


def _parse(url: str) -> URL:
    """Return the parsed URL with its driver spelt out; raise Unavailable, without repeating the URL, when it is none."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise Unavailable("the database address is no SQLAlchemy URL; write sqlite:///FILE or postgresql://USER@HOST/NAME") from error
    backend = parsed.get_backend_name()
    if backend == "postgresql":
        if parsed.drivername not in {"postgresql", "postgresql+psycopg"}:
            raise Unavailable(f"{parsed.drivername}: this driver is not supported; write postgresql+psycopg://")
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "sqlite+pysqlite"}:
        raise Unavailable(f"{parsed.drivername}: this kind of database is not supported; use SQLite or PostgreSQL")
    return parsed


def _check_file(url: URL, *, create: bool) -> None:
    """Raise Unavailable for a SQLite address that names no usable file."""
    name = url.database
    if not name or name == ":memory:" or "mode=memory" in name:
        raise Unavailable("a database in memory cannot be shared by threads and processes; name a file: sqlite:///FILE")
    path = Path(name.removeprefix("file:").partition("?")[0])
    try:
        if path.is_dir():
            raise Unavailable(f"{path}: this is a folder; name a file in it")
        if not path.exists() and not create:
            raise Unavailable(f"{path}: there is no database; a crawl makes it, or check the address")
        if not path.parent.is_dir():
            raise Unavailable(f"{path}: the folder {path.parent} does not exist; make it first")
    except (OSError, ValueError) as error:  # a folder that may not be entered, a name that no file can have
        raise Unavailable(f"{path}: {getattr(error, 'strerror', None) or error}") from error


def _sqlite_engine(url: URL, *, write: bool) -> Engine:
    engine = create_engine(url, json_serializer=to_json, connect_args={"timeout": BUSY_MS / 1000})
    begin = "BEGIN IMMEDIATE" if write else "BEGIN"

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver begins nothing by itself: the statement below does
        cursor = connection.cursor()
        if write:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=NORMAL")
            cursor.execute("PRAGMA foreign_keys=ON")
        else:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql_engine(url: URL, *, write: bool) -> Engine:
    options: dict[str, Any] = {} if write else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    query = {"connect_timeout": str(CONNECT_SECONDS), "application_name": "pressrow", **url.query}
    return create_engine(
        url.set(query=query),
        json_serializer=to_json,
        pool_pre_ping=True,  # the server may have been restarted since
        execution_options=options,
    )
