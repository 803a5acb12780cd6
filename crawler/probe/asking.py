"""Asks a site for a sample of its pages and lists, by a crawl of its own with every guard and manner of a crawl."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from crawler.recording import capture_of
from crawler.run import run_crawl
from storage import archive, queries
from storage.database import open_database

if TYPE_CHECKING:
    from collections.abc import Callable

    from crawler.items import Capture
    from crawler.run import Progress
    from crawler.session import CrawlOptions

PAGES = 8  #: likely articles that are read beside the start page
TIMEOUT = 10.0  #: seconds that a request may take


@dataclass(slots=True)
class Sample:
    """What came of asking."""

    url: str
    report: dict[str, Any]
    ends: list[dict[str, Any]] = field(default_factory=list)  #: how each address ended, as ``crawls urls`` prints it
    captures: list[Capture] = field(default_factory=list)  #: in the order in which they came
    stored: dict[str, dict[str, Any]] = field(default_factory=dict)  #: rows of the articles by address, feeds' evidence included


def ask(options: CrawlOptions, on_progress: Callable[[Progress], None] | None = None) -> Sample:
    """Ask for the one target of the options and for what lies near it; nothing is left on disk.

    Call it once in a process, as :func:`crawler.run.run_crawl`, whose errors it raises.
    """
    (url,) = options.targets
    with TemporaryDirectory(prefix="pressrow-probe-") as folder:
        kept = Path(folder) / "archive"
        db = f"sqlite:///{Path(folder) / 'probe.db'}"
        wanted = replace(
            options, db=db, spider="probe", archive=str(kept), fresh=True, workers=1, retries=1, max_pages=options.max_pages or PAGES + 1
        )
        report = run_crawl(wanted, on_progress)
        sample = Sample(url, report)
        database = open_database(db, write=False, create=False)
        try:
            sample.ends = list(queries.crawl_urls(database, int(report["crawl"])))
            sample.stored = {str(row["url"]): row for row in queries.articles(database)}
        finally:
            database.close()
        asked = {str(end["url"]): str(end["requested_url"]) for end in sample.ends}
        if kept.is_dir():
            sample.captures = [capture_of(answer, asked.get(answer.url, answer.url)) for answer in archive.iterate(kept)]
    return sample
