"""How a crawl ended: its report, its reason and its exit code, decided in this one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from storage.errors import CrawlBusy, DiskFull, SchemaError, StorageError, Superseded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from crawler.session import Session

COMPLETE: Final = 0
FAULT: Final = 1
STORAGE: Final = 3
SCHEMA: Final = 4
DISK_FULL: Final = 5
INTERRUPTED: Final = 6
BUDGET: Final = 7
SUPERSEDED: Final = 8
NOTHING: Final = 9
UNREACHABLE: Final = 10


def of_error(error: BaseException) -> tuple[str, int]:
    """Reason and exit code of what ended a crawl against its will."""
    if isinstance(error, (CrawlBusy, Superseded)):
        return "superseded", SUPERSEDED
    if isinstance(error, DiskFull):
        return "disk_full", DISK_FULL
    if isinstance(error, SchemaError):
        return "schema", SCHEMA
    if isinstance(error, StorageError):
        return "storage", STORAGE
    return "fault", FAULT


def of(session: Session, *, reason: str, fault: BaseException | None, superseded: bool) -> tuple[str, int]:
    """Reason and exit code of a crawl whose spider closed with Scrapy's ``reason``: of several the first that applies."""
    tally = session.tally
    if fault is not None:
        return of_error(fault)
    if superseded:
        return "superseded", SUPERSEDED
    if session.interrupted or reason == "shutdown":
        return "interrupted", INTERRUPTED
    if reason not in {"finished", "budget_pages"}:
        return reason, FAULT
    if not tally.responses and not session.resumed_with_pages:
        return "unreachable", UNREACHABLE
    if session.stopping == "budget_pages":
        return "budget_pages", BUDGET
    if not (tally.articles or tally.events or tally.outcomes["unchanged"] or tally.unchanged or session.resumed_with_pages):
        return "nothing_extracted", NOTHING
    return "finished", COMPLETE


def report(session: Session, ended: tuple[str, int], *, now: datetime, rss_mb: tuple[int, int], traps: Iterable[Any]) -> dict[str, Any]:
    """The report of a crawl under its printed keys."""
    tally = session.tally
    return {
        "crawl": session.crawl_id,
        "targets": list(session.options.targets),
        "started_at": session.started_at.isoformat(timespec="seconds"),
        "finished_at": now.isoformat(timespec="seconds"),
        "reason": ended[0],
        "exit_code": ended[1],
        "pages": tally.pages,
        "articles": tally.articles,
        "events": tally.events,
        "issues": tally.issues,
        "outcomes": dict(sorted(tally.outcomes.items())),
        "requests": tally.requests,
        "bytes": tally.bytes,
        "loop_lag_max_s": round(tally.loop_lag_max_s, 3),
        "rss_max_mb": {"crawler": rss_mb[0], "worker": rss_mb[1]},
        "traps": list(traps),
    }
