"""A crawl's beginning, watch and end, shared by all spiders."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
from typing import TYPE_CHECKING, Any, Final

from crawler.frontier.grant import take
from crawler.normalise.urls import origin, pattern
from crawler.settings import EXTRACTOR_VERSION
from crawler.spiders import ending
from crawler.workers.pool import WorkerPool
from storage.frontier import counts, known_pages
from storage.records import FoundUrl
from storage.sites import describe_sites

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from crawler.frontier.grant import Grant
    from crawler.session import CrawlOptions, Session
    from crawler.sites.profile import Profile
    from crawler.workers.nursery import Nursery
    from crawler.workers.task import Setup
    from storage.records import Row

logger = logging.getLogger(__name__)

GRACE: Final = 5.0  #: seconds that an interrupted crawl gives to what is under way, before downloads and again before workers are ended
_BEAT: Final = 0.05  #: seconds between two looks at the loop
_STILL: Final = 90.0  #: seconds without any request, answer or commit after which it is said what is under way


def take_crawl(session: Session) -> Grant:
    """Take the unfinished crawl of the targets, else a new one. Blocks; raises StorageError."""
    options = session.options
    return take(
        options.db,
        targets=list(options.targets),
        spider=f"{options.spider}:replay" if options.replay else options.spider,
        fresh=options.fresh,
        refresh=options.refresh,
        options={
            "delay": options.delay,
            "concurrency": options.concurrency,
            "max_pages": options.max_pages,
            "max_depth": options.max_depth,
            "scope": list(options.scope),
        },
        version=EXTRACTOR_VERSION,
        profile_hash=session.profile_hash,
        clock=session.clock,
    )


def worker_pool(options: CrawlOptions, setup: Setup, nursery: Nursery | None = None) -> WorkerPool:
    """The pool that reads a crawl's pages; its nursery may have been started before."""
    count = options.workers or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else options.workers or os.cpu_count() or 1
    return WorkerPool(count, setup=setup, timeout=options.page_timeout, memory_mb=options.page_memory, nursery=nursery)


async def begin(session: Session, grant: Grant, hosts: Sequence[str]) -> list[FoundUrl]:
    """Note what the crawl has already; returns the stored pages of the hosts that it takes beside its seeds.

    A resumed crawl takes them too: its process may have died before they were written, and the frontier holds each once.
    """
    handle, now = grant.handle, session.clock()
    session.crawl_id = handle.crawl_id
    session.started_at = handle.started_at

    def look(conn: Connection) -> tuple[Row, list[Row]]:
        return counts(conn, handle.crawl_id), known_pages(conn, hosts, now=now, refresh=handle.refresh)

    counted, known = await asyncio.wrap_future(grant.writer.submit(look))
    session.waiting = counted["states"].get("waiting", 0)
    session.resumed_with_pages = handle.resumed and counted["states"].get("done", 0) > 0
    return [
        FoundUrl(row["url"], row["url_key"], origin(row["url"]) or "", pattern(row["url"]), depth=1, always=row["kind"] == "listing")
        for row in known
        if not session.scope.refuses(row["url"])
    ]


class Watch:
    """Measures how long the event loop keeps others waiting, and the memory of the processes; tells when a crawl stands still."""

    def __init__(self, session: Session, pool: WorkerPool, describe: Callable[[], str] = str, *, still: float = _STILL) -> None:
        self._session = session
        self._pool = pool
        self._describe = describe
        self._still = still
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to look."""
        self._task = asyncio.ensure_future(self._look())

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        tally = self._session.tally
        moved, done = loop.time(), (0, 0, 0)
        while True:
            before = loop.time()
            await asyncio.sleep(_BEAT)
            after = loop.time()
            tally.loop_lag_max_s = max(tally.loop_lag_max_s, after - before - _BEAT)
            now = (tally.requests, tally.responses, tally.outcomes.total() + tally.retries)
            if now != done:
                moved, done = after, now
            elif after - moved > self._still:
                moved = after
                logger.warning("Nothing has happened for %.0f s: %s; %s", self._still, self._describe(), self._pool.describe())

    @property
    def rss_mb(self) -> tuple[int, int]:
        """Largest resident memory in MB of the crawler and of any worker."""
        return _peak_mb(), self._pool.rss_max_mb


async def end(spider: Any, scheduler: Any, reason: str) -> tuple[str, int]:
    """End the workers and write the crawl's end; returns its reason and exit code, and leaves the report in ``spider.result``.

    An interrupted crawl is given back unfinished, to be resumed at once; one that another process has taken, or whose
    database cannot be written, is left as it is.
    """
    session: Session = spider.session
    spider.watch.stop()
    rss = spider.watch.rss_mb
    await spider.pool.close()
    fault = getattr(scheduler, "fault", None)
    superseded = bool(getattr(scheduler, "superseded", False))
    ended = ending.of(session, reason=reason, fault=fault, superseded=superseded)
    spider.result = ending.report(session, ended, now=session.clock(), rss_mb=rss, traps=spider.traps.report())
    grant: Grant = spider.grant
    try:
        if session.profiles and fault is None and not superseded:
            described = [_described(profile) for profile in session.profiles]
            grant.writer.submit(lambda conn: describe_sites(conn, described))  # written with the crawl's end
        if ended[1] == ending.INTERRUPTED:
            await asyncio.to_thread(grant.give_back)
        elif fault is not None or superseded or ended[1] == ending.FAULT:
            await asyncio.to_thread(grant.close)
        else:
            report = dict(spider.result)
            await asyncio.to_thread(lambda: grant.finish(ended[0], exit_code=ended[1], report=report))
    except Exception as error:  # noqa: BLE001  # what keeps the end from being written is how the crawl ended
        ended = ending.of_error(error)
        spider.result |= {"reason": ended[0], "exit_code": ended[1]}
    return ended


def _described(profile: Profile) -> Row:
    """What a profile says of its site, for those who query what was stored."""
    about = {"name": profile.name, "kind": profile.kind, "language": profile.language, "time_zone": profile.time_zone}
    return {"key": profile.key, "home_url": profile.home} | about


def _peak_mb() -> int:
    """The largest resident memory of this process, in MB.

    ``ru_maxrss`` would name that of the process which forked this one where that was larger (Linux keeps it over an exec).
    """
    try:
        with open("/proc/self/status", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
