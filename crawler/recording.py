"""Fetches one page by a crawl of its own, with every guard of a crawl, for the fixtures."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from crawler.items import Capture
from crawler.run import run_crawl
from storage import archive, queries
from storage.database import open_database

if TYPE_CHECKING:
    from crawler.session import CrawlOptions
    from storage.archive import ArchivedResponse


@dataclass(frozen=True, slots=True)
class Recording:
    """What came of asking for one page."""

    capture: Capture | None  #: None when there is nothing to record
    reason: str | None  #: of the closed list, where the address did not end as stored
    exit_code: int  #: of the crawl


def fetch(options: CrawlOptions) -> Recording:
    """Ask for the one target of the options, and for nothing else but its robots.txt; nothing is left on disk.

    A page that a crawl skips for what it holds (challenge, noindex, no article) is recorded all the same; one that asks
    not to be archived is not. Call it once in a process: Twisted's reactor starts only once. Raises as ``run_crawl``.
    """
    with TemporaryDirectory(prefix="pressrow-record-") as folder:
        kept = Path(folder) / "archive"
        db = f"sqlite:///{Path(folder) / 'record.db'}"
        report = run_crawl(replace(options, db=db, spider="listings", archive=str(kept), max_pages=1, max_depth=0, workers=1, relate=False))
        ended = _ended(db, int(report["crawl"]))
        answered = ended.get("url")
        responses = [answer for answer in archive.iterate(kept) if answer.url == answered] if kept.is_dir() else []
        capture = capture_of(responses[-1], str(ended.get("requested_url"))) if responses else None
        return Recording(capture, ended.get("reason"), int(report["exit_code"]))


def _ended(db: str, crawl_id: int) -> dict[str, Any]:
    """How the crawl's one page ended: what lies deeper was found on it, robots.txt is no page."""
    database = open_database(db, write=False, create=False)
    try:
        rows = [row for row in queries.crawl_urls(database, crawl_id) if row["depth"] == 0 and row["state"] != "waiting"]
    finally:
        database.close()
    return rows[0] if rows else {}


def capture_of(answer: ArchivedResponse, requested: str) -> Capture:
    """The capture that an archived response was, for the address asked for."""
    media, _, parameters = (answer.header("content-type") or "").partition(";")
    charset = parameters.partition("charset=")[2].partition(";")[0].strip().strip("\"'")
    return Capture(
        url=answer.url,
        body=answer.body,
        captured_at=answer.captured_at,
        requested_url=requested,
        status=answer.status,
        headers={name.lower(): value[:1000] for name, value in answer.headers},
        charset=charset[:60] or None,
        content_type=media.strip().lower()[:100] or None,
    )
