"""Starts a crawl in this process and returns its report."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from crawler.errors import SettingsError
from crawler.session import CrawlOptions, Session
from crawler.workers.nursery import PAGES, Nursery
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from storage.archive_index import Reach

__all__ = ["CrawlOptions", "Progress", "run_crawl"]

logger = logging.getLogger(__name__)

Report = dict[str, Any]
SPIDERS: Final = ("site", "feeds", "sitemaps", "wordpress", "listings", "conference", "probe")
_RELATED: Final = (0, 7, 9)  #: exit codes after which what is stored is related: complete, budget reached, nothing extracted
#: beside ``crawler.settings``: logging is our caller's, the tally counts, and a module of spiders that is not asked for need not load
_SETTINGS: Final[dict[str, Any]] = {
    "LOG_INSTALL_ROOT_HANDLER": False,
    "EXTENSIONS": {},
    "STATS_CLASS": "scrapy.statscollectors.DummyStatsCollector",
}
_YOUNG: Final = 5_000  #: new objects between two collections of a crawl: most go by themselves, the usual 700 find next to nothing
_LAST_RESORT: Final = 20.0  #: seconds after an interrupt at which the loop is stopped, whatever is under way


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a crawl is."""

    pages: int
    articles: int
    events: int
    issues: int
    waiting: int  #: addresses that wait in the frontier
    pages_per_s: float  #: since the last progress
    outcomes: Mapping[str, int] = field(default_factory=dict)  #: how addresses ended, by reason; ``stored`` without one
    origins: Mapping[str, int] = field(default_factory=dict)  #: answers by origin


def run_crawl(
    options: CrawlOptions,
    on_progress: Callable[[Progress], None] | None = None,
    *,
    settings: Mapping[str, Any] | None = None,
    interval: float = 1.0,
    on_archive: Callable[[Reach], None] | None = None,
) -> Report:
    """Crawl the targets in this process and return the report; ``report["exit_code"]`` is the command's.

    Call it once in a process, from the main thread: Twisted's reactor starts only once. SIGINT and SIGTERM end the crawl
    within half a minute; what is left is taken up by the next crawl of the same targets. ``on_progress`` is called about
    every ``interval`` seconds and at the end, ``on_archive`` while an archive that is to be replayed is looked through.

    Raises :class:`crawler.errors.CrawlerError` for targets, profiles and options that make no sense, before anything is
    asked for, and :class:`storage.errors.StorageError` when the database or the crawl cannot be had. A database that is
    lost later ends the crawl with its exit code.
    """
    if options.spider not in SPIDERS:
        raise SettingsError(f"no spider {options.spider!r}; there are {', '.join(SPIDERS)}")
    with _seldom_collecting():
        return _crawled(options, on_progress, settings, interval, on_archive)


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Look for garbage less often than is usual, and after :func:`gc.freeze` not among what the modules hold."""
    usual = gc.get_threshold()
    gc.set_threshold(_YOUNG, 10, 10)
    try:
        yield
    finally:
        gc.unfreeze()
        gc.set_threshold(*usual)


def _crawled(
    options: CrawlOptions,
    on_progress: Callable[[Progress], None] | None,
    settings: Mapping[str, Any] | None,
    interval: float,
    on_archive: Callable[[Reach], None] | None,
) -> Report:
    session = Session(options, tell=on_archive)
    options = session.options
    if session.is_public and not options.contact:
        logger.warning("no contact is given: tell site owners whom to ask with --contact MAIL|URL")
    nursery = Nursery(PAGES)
    nursery.start()  # it loads the reader while we load Scrapy

    for name in ("tls", "contextfactory"):  # each looks through all modules for all imports that led to it: while these are few
        import_module(f"scrapy.core.downloader.{name}")

    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from crawler.spiders import crawl

    try:
        grant = crawl.take_crawl(session)
    except BaseException:
        nursery.end()
        raise
    try:
        own = Settings()
        own.setmodule("crawler.settings")
        own.update({**_SETTINGS, "SPIDER_MODULES": [f"crawler.spiders.{options.spider}"], **(settings or {})}, priority="cmdline")
        process = AsyncCrawlerProcess(own)
        runner = process.create_crawler(options.spider)
        crawling = process.crawl(runner, options=options, session=session, grant=grant, nursery=nursery)
        run = _Run(runner, session, on_progress, interval)
        run.install()
        process.start(install_signal_handlers=False)
        run.restore()
        if crawling.done() and not crawling.cancelled() and runner.spider is None:
            crawling.result()  # raises what kept the spider from being made
    except BaseException:
        nursery.end()
        with suppress(StorageError):
            grant.give_back()
        raise
    report = run.report()
    if options.relate and report["exit_code"] in _RELATED and options.spider != "probe":
        from crawler.relating.after_crawl import relate_new

        relate_new(options.db)
    return report


class _Run:
    """Signals and progress of the one crawl of this process."""

    def __init__(self, runner: Any, session: Session, on_progress: Callable[[Progress], None] | None, interval: float) -> None:
        self._runner = runner
        self._session = session
        self._on_progress = on_progress
        self._interval = interval
        self._before: dict[int, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._task: asyncio.Task[None] | None = None
        self._last = (0.0, 0)
        self._interrupting: set[asyncio.Task[Any]] = set()

    def install(self) -> None:
        """Take the signals, and begin to tell progress once the reactor runs."""
        from twisted.internet import reactor

        reactor.callWhenRunning(lambda: reactor.callLater(0, self._begin))  # by then asyncio's loop runs too
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._signalled)

    def restore(self) -> None:
        """Give the signals back."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _signalled(self, number: int, frame: Any) -> None:
        del number, frame
        if self._loop is None:
            self._session.stopping = "interrupted"  # before the loop runs: seen when it does
            return
        self._loop.call_soon_threadsafe(self._interrupt)

    def _begin(self) -> None:
        gc.freeze()  # all is loaded: what is there now stays
        self._loop = asyncio.get_running_loop()
        self._last = (self._loop.time(), 0)
        self._task = self._loop.create_task(self._tell())
        if self._session.stopping == "interrupted":
            self._interrupt()

    def _interrupt(self) -> None:
        assert self._loop is not None
        spider = self._runner.spider
        if spider is None or self._runner.engine is None or self._runner.engine.spider is None:
            self._session.interrupt()
            self._loop.call_later(0.1, self._interrupt)
            return
        if not self._session.interrupted or self._runner.engine.running:
            task = self._loop.create_task(spider.interrupt())
            self._interrupting.add(task)
            task.add_done_callback(self._interrupting.discard)
        self._loop.call_later(_LAST_RESORT, self._stop_hard)

    def _stop_hard(self) -> None:
        """Stop the loop under whatever still holds it; leases that are open then are taken up by the next crawl."""
        from twisted.internet import reactor

        if reactor.running:
            reactor.stop()

    async def _tell(self) -> None:
        while self._on_progress is not None:
            await asyncio.sleep(self._interval)
            self._on_progress(self._progress())

    def _progress(self) -> Progress:
        session, tally = self._session, self._session.tally
        now = self._loop.time() if self._loop else 0.0
        before, pages = self._last
        self._last = (now, tally.pages)
        ended = sum(tally.outcomes.values())
        return Progress(
            pages=tally.pages,
            articles=tally.articles,
            events=tally.events,
            issues=tally.issues,
            waiting=max(0, session.waiting + tally.found - ended),
            pages_per_s=round((tally.pages - pages) / (now - before), 1) if now > before else 0.0,
            outcomes=dict(tally.outcomes),
            origins=dict(tally.origins),
        )

    def report(self) -> Report:
        """The report, also of a crawl whose loop was stopped."""
        from crawler.spiders import ending

        if self._on_progress is not None:
            self._on_progress(self._progress())
        spider = self._runner.spider
        result: Report | None = getattr(spider, "result", None)
        if result is not None:
            return result
        ended = ("interrupted", ending.INTERRUPTED) if self._session.interrupted else ("fault", ending.FAULT)
        if spider is not None and ended[1] == ending.INTERRUPTED:
            spider.grant.give_back()
        elif spider is not None:
            spider.grant.close()
        return ending.report(self._session, ended, now=self._session.clock(), rss_mb=(0, 0), traps=())
