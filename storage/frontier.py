"""A crawl's addresses: who owns the crawl, what is waiting, what was handed out, how each address ended."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.records import CrawlHandle, FoundUrl, LeasedUrl, Row


def this_owner() -> Row:
    """Who this process is: ``{host, boot, pid, started}``, JSON."""
    raise NotImplementedError


def open_crawl(
    conn: Connection,
    *,
    targets: Sequence[str],
    spider: str,
    owner: Row,
    now: datetime,
    fresh: bool = False,
    refresh: bool = False,
    options: Row | None = None,
    version: str = "",
    profile_hash: str = "",
) -> CrawlHandle:
    """Resume the targets' unfinished crawl, else start one. Raises storage.errors.CrawlBusy when a live process owns it."""
    raise NotImplementedError


def beat(conn: Connection, handle: CrawlHandle, now: datetime) -> bool:
    """Say that the owner lives; False when another owner has taken the crawl."""
    raise NotImplementedError


def add_urls(conn: Connection, crawl_id: int, epoch: int, found: Sequence[FoundUrl]) -> int:
    """Insert the addresses that are new to the crawl; returns how many. Hints of a waiting address are merged."""
    raise NotImplementedError


def lease_urls(
    conn: Connection,
    handle: CrawlHandle,
    *,
    limit: int,
    now: datetime,
    per_origin: int = 16,
    exclude_origins: Sequence[str] = (),
    after_origin: str = "",
) -> list[LeasedUrl]:
    """Hand out waiting addresses: breadth first within an origin, in turn between origins, those after ``after_origin`` first."""
    raise NotImplementedError


def close_url(
    conn: Connection,
    crawl_id: int,
    epoch: int,
    frontier_id: int,
    state: str,
    reason: str | None = None,
    *,
    due_at: datetime | None = None,
    status: int | None = None,
    answered_url: str | None = None,
) -> bool:
    """Close one lease; False (and nothing written) when it was not leased under this epoch."""
    raise NotImplementedError


def skip_waiting(conn: Connection, handle: CrawlHandle, reason: str, *, pattern: str | None = None) -> int:
    """End every waiting address (of one pattern) as skipped, e.g. ``budget_pages`` or ``trap_stopped``; returns how many."""
    raise NotImplementedError


def release_urls(conn: Connection, handle: CrawlHandle, frontier_ids: Sequence[int]) -> int:
    """Put leased addresses that were not asked for back to waiting, as if never leased."""
    raise NotImplementedError


def release(conn: Connection, handle: CrawlHandle, now: datetime) -> None:
    """Let go of an unfinished crawl, all its leases back to waiting: the next process resumes it at once."""
    raise NotImplementedError


def finish_crawl(
    conn: Connection, handle: CrawlHandle, *, now: datetime, reason: str, exit_code: int = 0, report: Row | None = None
) -> bool:
    """Write the crawl's end; False when it was superseded."""
    raise NotImplementedError


def counts(conn: Connection, crawl_id: int) -> Row:
    """``{"states": {state: n}, "reasons": {reason: n}}`` of a crawl's addresses."""
    raise NotImplementedError


def next_due(conn: Connection, crawl_id: int, *, now: datetime, exclude_origins: Sequence[str] = ()) -> datetime | None:
    """When the next waiting address may be handed out (``now`` when one already may), None when none waits."""
    raise NotImplementedError
