"""A crawl taken by this process: its handle, the writer thread, and how it is given back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from storage.database import open_database
from storage.frontier import finish_crawl, open_crawl, release, this_owner
from storage.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.database import Database
    from storage.records import CrawlHandle, Row


PATIENCE = 0.25  #: seconds that a page waits for others to share its commit with, at most


def utc_now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True)
class Grant:
    """The right to write a crawl, until it is taken over."""

    handle: CrawlHandle
    writer: Writer
    database: Database
    clock: Callable[[], datetime] = utc_now

    def finish(self, reason: str, *, exit_code: int = 0, report: Row | None = None) -> bool:
        """Write the crawl's end and close the database; False when another process has taken the crawl."""
        handle, now = self.handle, self.clock()
        try:
            work = self.writer.submit(lambda conn: finish_crawl(conn, handle, now=now, reason=reason, exit_code=exit_code, report=report))
            return work.result()
        finally:
            self.close()

    def give_back(self) -> None:
        """Leave the crawl unfinished, to be resumed by the next process at once, and close the database."""
        handle, now = self.handle, self.clock()
        try:
            self.writer.submit(lambda conn: release(conn, handle, now)).result()
        finally:
            self.close()

    def close(self) -> None:
        """Write what is queued and close the database; the crawl stays this process's until its heartbeat expires."""
        self.writer.close()
        self.database.close()


def take(
    db: str,
    *,
    targets: Sequence[str],
    spider: str,
    fresh: bool = False,
    refresh: bool = False,
    options: Row | None = None,
    version: str = "",
    profile_hash: str = "",
    clock: Callable[[], datetime] = utc_now,
) -> Grant:
    """Open the database, start its writer and take the targets' crawl: the unfinished one, else a new one.

    Blocks for a moment. Raises :class:`storage.errors.StorageError`: ``CrawlBusy`` when a live process owns the crawl.
    """
    database = open_database(db, upgrade=True)
    writer = Writer(database, clock=clock, patience=PATIENCE)
    try:
        owner, now = this_owner(), clock()
        handle = writer.submit(
            lambda conn: open_crawl(
                conn,
                targets=targets,
                spider=spider,
                owner=owner,
                now=now,
                fresh=fresh,
                refresh=refresh,
                options=options,
                version=version,
                profile_hash=profile_hash,
            )
        ).result()
    except BaseException:
        writer.close()
        database.close()
        raise
    return Grant(handle, writer, database, clock)
