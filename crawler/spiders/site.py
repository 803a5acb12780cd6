"""The spider `site`, which uses every way of discovery at once."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider, signals

from crawler.errors import WorkerError
from crawler.items import Page
from crawler.middlewares.connect import downloads_cancelled
from crawler.middlewares.manners import next_try
from crawler.middlewares.refusals import Refused, reason_of
from crawler.normalise.urls import normalise, origin, pattern, url_key
from crawler.pipelines.fetch import Fetch
from crawler.session import DEFAULT_DB, CrawlOptions, Session
from crawler.settings import EXTRACTOR_VERSION
from crawler.spiders import crawl
from crawler.spiders.answers import capture_of, finished, is_list, task_of, tried_for_luck
from crawler.spiders.found import Addresses
from crawler.workers.task import Setup
from storage.records import LeasedUrl

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from crawler.frontier.grant import Grant
    from crawler.middlewares.traps import Traps
    from crawler.pipelines.fetch import Received
    from crawler.workers.nursery import Nursery
    from crawler.workers.pool import WorkerPool
    from crawler.workers.task import Reading
    from storage.records import FoundUrl

logger = logging.getLogger(__name__)


class SiteSpider(Spider):
    """Reads a leased address, yields its one page; what the page links to travels inside it."""

    name = "site"
    ways: ClassVar[tuple[str, ...]] = ("feed", "sitemap", "api", "page")  #: kinds of addresses it starts from and looks for

    session: Session
    addresses: Addresses
    grant: Grant
    setup: Setup
    pool: WorkerPool
    watch: crawl.Watch
    _closing: asyncio.Future[None] | None = None
    result: dict[str, Any] | None  #: the report, once the crawl has ended
    ended: tuple[str, int] | None  #: reason and exit code

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's entry. ``options`` (CrawlOptions), ``grant`` and ``nursery`` come from ``crawler.run``, else the options from ``-a`` arguments.

        Raises CrawlerError for targets and options that make no sense, StorageError when the crawl cannot be had.
        """
        options: CrawlOptions | None = kwargs.pop("options", None)
        grant = kwargs.pop("grant", None)
        session: Session | None = kwargs.pop("session", None)
        nursery: Nursery | None = kwargs.pop("nursery", None)
        if options is None:
            settings = crawler.settings
            given = {
                "db": settings.get("PRESSROW_DB") or os.environ.get("PRESSROW_DB") or DEFAULT_DB,
                "delay": settings.getfloat("DOWNLOAD_DELAY"),
                "concurrency": settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN"),
                "timeout": settings.getfloat("DOWNLOAD_TIMEOUT"),
                "allow_address": tuple(settings.getlist("PRESSROW_ALLOW_ADDRESS")),
                "contact": settings.get("PRESSROW_CONTACT"),
                "archive": settings.get("PRESSROW_ARCHIVE"),
                "replay": settings.get("PRESSROW_REPLAY"),
            }
            options = CrawlOptions.from_strings({**given, **kwargs, "spider": cls.name})
        spider = super().from_crawler(crawler, *args)
        spider.session = session or Session(options)
        options = spider.session.options
        spider.grant = grant or crawl.take_crawl(spider.session)
        spider.addresses = Addresses(spider.session, spider.grant, cls.ways)
        spider.setup = Setup(
            scope=spider.session.scope,
            guard=spider.session.guard,
            profiles={profile.key: profile for profile in spider.session.profiles},
            since=options.since,
            until=options.until,
            languages=options.languages,
            max_depth=options.max_depth,
        )
        spider.pool = crawl.worker_pool(options, spider.setup, nursery)
        spider.watch = crawl.Watch(spider.session, spider.pool, spider.under_way)
        spider.result = None
        spider.ended = None
        for name, value in (
            ("PRESSROW_DELAY", options.delay),
            ("PRESSROW_CONCURRENCY", max(options.concurrency, 1)),
            ("DOWNLOAD_DELAY", 0),  # the scheduler and the manners keep the pace, which profiles and robots.txt files set by origin
            ("CONCURRENT_REQUESTS_PER_DOMAIN", crawler.settings.getint("CONCURRENT_REQUESTS")),
            ("DOWNLOAD_TIMEOUT", options.timeout),
            ("USER_AGENT", spider.session.user_agent),
            ("PRESSROW_REPLAY", options.replay),
        ):
            crawler.settings.set(name, value, priority="cmdline")
        crawler.signals.connect(spider.on_closed, signals.spider_closed)
        return spider

    # what it starts from

    async def start(self) -> AsyncIterator[Any]:
        """Put the start addresses into the frontier; yields nothing."""
        scheduler: Any = self.crawler.engine.scheduler
        await self.pool.start()
        self.watch.start()
        for profile in self.session.profiles:
            if profile.delay is not None:
                for place in {origin(url) or "" for url in profile.starts}:
                    scheduler.origins.allow(place, delay=profile.delay, concurrency=max(self.session.options.concurrency, 1))
        hosts = sorted({place.partition("://")[2] for place in self.session.scope.origins})
        known = await crawl.begin(self.session, self.grant, hosts)
        for found in [*self.seeds(), *known]:
            self.addresses.met(found.origin)
            scheduler.add(found)
        return
        yield  # an async generator that gives nothing

    def seeds(self) -> list[FoundUrl]:
        """The start addresses of the targets: their pages, robots.txt, feeds and sitemaps."""
        return self.addresses.seeds()

    def follow(self, kind: str, depth: int) -> tuple[str, ...]:
        """Kinds of addresses that are taken from a page of this kind and depth."""
        del kind, depth
        return self.ways

    # what becomes of an address

    async def parse_page(self, response: Response) -> AsyncIterator[Page]:
        """The page of a response."""
        meta = response.meta
        lease: LeasedUrl = meta["lease"]
        received: Received = meta["received"]
        if received.hints is not None and lease.kind == "page":  # a replayed page is read with what was known of it in its day
            lease = replace(lease, hints=received.hints)
        fetch = Fetch(lease=lease, received=received, status=response.status, version=EXTRACTOR_VERSION, quiet=tried_for_luck(lease))
        page = Page(url=response.url, requested_url=lease.url, captured_at=received.at, capture=fetch)
        if response.status == 304:
            fetch.received, fetch.not_modified = None, received
            page.reason = "unchanged"
            yield finished(page)
            return
        capture = capture_of(response, lease, received)
        fetch.passed = meta.get("passed", ())
        fetch.charset, fetch.content_type, fetch.length = capture.charset, capture.content_type, len(capture.body)
        profile = self.session.scope.profile_for(response.url) if self.session.profiles else None
        fetch.site = profile.key if profile else None
        if lease.kind == "robots" and response.status >= 400:
            fetch.received = None
        kept = fetch.received if self.session.archive_dir is not None else None
        task = task_of(capture, lease, profile=fetch.site, follow=self.follow(lease.kind, lease.depth), received=kept)
        scheduler: Any = self.crawler.engine.scheduler
        scheduler.answered(lease)
        try:
            reading: Reading = await self.pool.run(task)
        except WorkerError as error:
            fetch.digest = blake2b(capture.body, digest_size=16).digest()
            page.reason = error.reason
            page.issue(error.reason, "error", None, error.detail)
            if self.session.interrupted:
                fetch.retry, fetch.due_at = True, self.session.clock()
            elif self.pool.broken:  # it is not the page's fault: the crawl ends and can be resumed
                fetch.retry, fetch.due_at = True, self.session.clock()
                self._stop("workers_do_not_start")
            else:
                logger.warning("%s: %s", response.url, error)
            yield finished(page)
            return
        page = reading.page
        page.capture = fetch
        fetch.digest, fetch.prepared, fetch.records = reading.digest, reading.prepared, reading.records
        if fetch.quiet and not is_list(page):
            yield finished(page)  # a home or error page where a feed or sitemap might have been
            return
        fetch.found = self.take(page, lease, reading.found)
        yield page

    def parse(self, response: Response) -> Iterator[Any]:
        """Scrapy's default callback, for ``scrapy parse`` and shells: the page of a response, and requests for where it leads."""
        from crawler.workers.pages import run as read_page  # only here is a page read in this process

        url = normalise(response.url) or response.url
        lease = LeasedUrl(0, url, url_key(url), origin(url) or "", pattern(url), depth=0, kind="page", tries=1)
        received: Received = response.meta["received"]
        profile = self.session.scope.profile_for(url) if self.session.profiles else None
        capture = capture_of(response, lease, received)
        reading = read_page(task_of(capture, lease, profile=profile.key if profile else None, follow=self.follow("page", 0)), self.setup)
        reading.page.capture = Fetch(
            lease=None, received=received, digest=reading.digest, status=response.status, version=EXTRACTOR_VERSION
        )
        yield reading.page
        yield from (response.follow(found.url, callback=self.parse) for found in reading.found if found.kind == "page")

    async def failed(self, failure: Failure) -> AsyncIterator[Page]:
        """The page of an address that gave no response to be read: its reason, or when it is tried again."""
        request: Any = failure.request
        lease: LeasedUrl = request.meta["lease"]
        error = failure.value
        refused = error if isinstance(error, Refused) else None
        reason, detail = reason_of(error)
        now = self.session.clock()
        fetch = Fetch(lease=lease, status=refused.status if refused else None, quiet=tried_for_luck(lease))
        page = Page(url=request.url, requested_url=lease.url, captured_at=now, reason=reason, capture=fetch)
        due = (
            now
            if self.session.interrupted and refused is None
            else next_try(reason, refused, lease.tries, self.session.options.retries, now)
        )
        if due is not None:
            fetch.retry, fetch.due_at = True, due
        else:
            fetch.due_at = refused.due_at if refused else None
            if detail and refused is None:
                page.issue(reason, "error", None, detail)
        if reason == "budget_pages":
            self.addresses.end_waiting("budget_pages")
        yield finished(page)

    def take(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> list[FoundUrl]:
        """The addresses of a page that go to the frontier."""
        return self.addresses.take(page, lease, links)

    # how it ends

    def _stop(self, reason: str) -> None:
        """End the crawl for a fault of ours."""
        engine: Any = self.crawler.engine
        if not self.session.stopping:
            self.session.stopping = reason
            logger.error("the crawl ends: %s", reason)
            self._closing = asyncio.ensure_future(engine.close_spider_async(reason=reason))

    async def interrupt(self) -> None:
        """End the crawl soon and resumable: nothing further is asked for, what is under way is given up after a moment."""
        if self.session.interrupted:
            self.give_up()
            return
        self.session.interrupt()
        engine: Any = self.crawler.engine
        closing = asyncio.ensure_future(engine.close_spider_async(reason="interrupted"))
        await asyncio.wait([closing], timeout=crawl.GRACE)
        self.give_up()
        await asyncio.wait([closing], timeout=crawl.GRACE)
        await self.pool.close()
        await closing

    @property
    def traps(self) -> Traps:
        """What the guards refuse to ask for."""
        return self.addresses.traps

    def under_way(self) -> str:
        """What the crawl is at, in one line."""
        scheduler: Any = self.crawler.engine.scheduler if self.crawler.engine else None
        return scheduler.describe() if scheduler is not None else "no scheduler"

    def give_up(self) -> None:
        """End every download under way."""
        self.crawler.signals.send_catch_log(downloads_cancelled)

    async def on_closed(self, reason: str) -> None:
        """Scrapy's signal: end the workers, write the crawl's end."""
        scheduler: Any = self.crawler.engine.scheduler if self.crawler.engine else None
        self.ended = await crawl.end(self, scheduler, reason)
