"""Errors of the store, one tree, and the one place where drivers' errors become them.

StorageError
├── Unavailable   the database cannot be reached, is missing, or stays locked by another process
├── ReadOnly      it can be read but not written
├── SchemaError   its tables are not this version's: ``state`` says behind, ahead, foreign or damaged
├── DiskFull      nothing more fits; what was committed stands
├── Damaged       the file or table is corrupt, or no database at all
├── ArchiveError  an archive file that cannot be read: no WARC file, damaged, or no response at the place
├── ScheduleError a schedule that cannot be, or is not there: the name, what is wrong with it, the nearest names
├── CopyError     a copy of the database that cannot be made: the target holds rows, or a row does not fit
├── ExportError   an export that cannot be made: its place, its name, its format, a value too large
├── SearchError   a query that asks for nothing that can be looked for: what is wrong with it
├── RemovalError  what is to be forgotten is not stored, or would stay in an archive that was not named
├── MergeError    a merge of people that cannot be: who, why not, what to do
├── CrawlBusy     another live process owns the crawl
└── Superseded    another process has taken the crawl over
"""

from __future__ import annotations

import errno
import sqlite3
from typing import Literal

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

SchemaState = Literal["behind", "ahead", "foreign", "damaged"]


class StorageError(Exception):
    """Root of the tree. ``str()`` is one line that says what went wrong, where, and what to do; never a password."""


class Unavailable(StorageError):  # noqa: N818 - named after what happened
    """The database cannot be reached, is missing, or stays locked."""


class ReadOnly(StorageError):  # noqa: N818 - named after what happened
    """The database can be read but not written."""


class SchemaError(StorageError):
    """The tables are not this version's."""

    def __init__(self, message: str, state: SchemaState) -> None:
        self.state = state
        super().__init__(message)


class DiskFull(StorageError):  # noqa: N818 - named after what happened
    """Nothing more fits."""


class Damaged(StorageError):  # noqa: N818 - named after what happened
    """The file is corrupt or no database."""


class ArchiveError(StorageError):
    """An archive file cannot be read, or holds no response at the place."""


class ScheduleError(StorageError):
    """A schedule whose rhythm or name makes no sense, or that does not exist."""


class CopyError(StorageError):
    """A copy that cannot be made: the target holds something else, or a row of the source does not fit."""


class ExportError(StorageError):
    """An export whose place or name will not do, whose format does not fit, or that meets a value too large for it."""


class SearchError(StorageError):
    """A query that is malformed, empty, too long or too broad to be answered in time."""


class RemovalError(StorageError):
    """What is to be forgotten is not stored, or its archived records would be left."""


class MergeError(StorageError):
    """Two people who cannot be merged, or one who cannot be split."""


class CrawlBusy(StorageError):  # noqa: N818 - named after what happened
    """Another live process owns the crawl."""


class Superseded(StorageError):  # noqa: N818 - named after what happened
    """Another process has taken the crawl over."""


_LOST = ("08", "57P0")  # connection exceptions; administrator's shutdown, crash, cannot connect now
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_CLASH = ("40001", "40P01")  # serialisation failure, deadlock: the same transaction may pass the next time
_WRITE_FAILED = 778  # SQLITE_IOERR_WRITE: over quota, past a limit on file sizes, or the disk fails
_SHM_FULL = 4874  # SQLITE_IOERR_SHMSIZE: the disk is full while the shared memory of the log grows


def from_driver(error: BaseException, where: str) -> StorageError | None:
    """Return the storage error that a driver's error means for the database ``where``, or None when it concerns one row only."""
    if isinstance(error, StorageError):
        return error
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _from_sqlite(cause, where)
    if isinstance(cause, ModuleNotFoundError):
        return Unavailable(f"{where}: the driver {cause.name} is not installed; install pressrow[pg]")
    if cause is not None and _is_psycopg(cause):
        return _from_postgresql(cause, where)
    if isinstance(error, SQLAlchemyError) and getattr(error, "connection_invalidated", False):
        return Unavailable(f"{where}: the connection was lost; is the server running?")
    return None


def from_disk(error: OSError, where: str) -> StorageError:
    """Return the storage error that a failed write to the archive means: DiskFull, ReadOnly or Unavailable."""
    if error.errno in _NO_ROOM:
        return DiskFull(f"{where}: the disk takes no more ({error.strerror}); free some space and start again, what was stored is intact")
    if error.errno in {errno.EROFS, errno.EACCES, errno.EPERM}:
        return ReadOnly(f"{where}: the archive cannot be written ({error.strerror}); check the rights of the folder")
    return Unavailable(f"{where}: the archive cannot be written ({error.strerror or error}); check the disk")


def is_lost(error: BaseException) -> bool:
    """Return whether the connection broke, or two transactions clashed, so that the same work may succeed when tried again."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if cause is None or not _is_psycopg(cause):
        return False
    state = str(getattr(cause, "sqlstate", None) or "")
    if state.startswith(_LOST) or state in _CLASH:
        return True
    return not state and (type(cause).__name__ == "OperationalError" or bool(getattr(error, "connection_invalidated", False)))


def _is_psycopg(error: BaseException) -> bool:
    return type(error).__module__.startswith("psycopg")


def _from_sqlite(error: sqlite3.Error, where: str) -> StorageError | None:
    code = getattr(error, "sqlite_errorcode", None) or 0
    primary, text = code & 0xFF, str(error)
    if primary == sqlite3.SQLITE_FULL or code == _SHM_FULL or "disk is full" in text:
        return DiskFull(f"{where}: the disk is full; free some space and start again, what was stored is intact")
    if code == _WRITE_FAILED:
        return DiskFull(f"{where}: the disk takes no more (full, over quota, or a limit on file sizes); free some space and start again")
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM} or "readonly" in text:
        return ReadOnly(f"{where}: the database is read-only; check the rights of the file and its folder")
    if primary == sqlite3.SQLITE_NOTADB or "not a database" in text:
        return Damaged(f"{where}: this file is not a SQLite database; name another file")
    if primary == sqlite3.SQLITE_CORRUPT or "malformed" in text:
        return Damaged(f"{where}: the database is damaged; restore a copy or recover it with sqlite3 .recover")
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED} or "locked" in text:
        return Unavailable(f"{where}: the database stays locked by another process; wait for it or end it")
    if primary == sqlite3.SQLITE_CANTOPEN or "unable to open" in text:
        return Unavailable(f"{where}: the database cannot be opened; check that the folder exists and its rights")
    if primary in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM}:
        return Unavailable(f"{where}: the database cannot be read or written ({text}); check the disk")
    return None


def _from_postgresql(error: BaseException, where: str) -> StorageError | None:
    state = str(getattr(error, "sqlstate", None) or "") or _state_of_refusal(str(error))
    if state in {"53100", "53200"}:
        what = "the server's disk is full; free some space" if state == "53100" else "the server is out of memory"
        return DiskFull(f"{where}: {what} and start again, what was stored is intact")
    if state in {"25006", "42501"}:
        return ReadOnly(f"{where}: this user or server may only read; grant writing or name another server")
    if state in {"XX001", "XX002"}:
        return Damaged(f"{where}: the database is damaged; restore a backup")
    if state == "3D000":
        return Unavailable(f"{where}: the server has no such database; make it with createdb")
    if state.startswith("28"):
        return Unavailable(f"{where}: the server refuses this user or password")
    if not state and "invalid connection option" in str(error):
        return Unavailable(f"{where}: the address has an option that PostgreSQL does not know")
    if state.startswith(_LOST) or state in _CLASH or state == "53300" or (not state and type(error).__name__ in _CONNECTION_ERRORS):
        return Unavailable(f"{where}: the server cannot be reached; is it running?")
    return None


def _state_of_refusal(text: str) -> str:
    """Return the SQLSTATE of a refused connection, which libpq gives in words only."""
    if "database" in text and "does not exist" in text:
        return "3D000"
    return "28000" if "authentication failed" in text or ("role" in text and "does not exist" in text) else ""


_CONNECTION_ERRORS = {"OperationalError", "ConnectionTimeout", "ConnectionFailure"}
