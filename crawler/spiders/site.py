"""The spider `site`, which uses every way of discovery at once."""

from __future__ import annotations

import asyncio
import logging
import os
from dataclasses import replace
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar

from scrapy import Spider, signals

from crawler.discover.places import usual_feeds, usual_sitemaps
from crawler.errors import WorkerError
from crawler.items import Capture, Hint, Page
from crawler.middlewares.connect import downloads_cancelled
from crawler.middlewares.manners import next_try
from crawler.middlewares.refusals import Refused, reason_of
from crawler.middlewares.traps import Traps, belongs
from crawler.normalise.urls import normalise, origin, pattern, url_key
from crawler.pipelines.fetch import Fetch
from crawler.reading import EXTRACTOR_VERSION, steps
from crawler.session import DEFAULT_DB, CrawlOptions, Session
from crawler.spiders import crawl
from crawler.spiders.seen import Seen
from crawler.workers.task import PageTask, Setup
from crawler.workers.task import run as read_page
from storage.frontier import skip_waiting
from storage.issues import tell
from storage.records import FoundUrl, LeasedUrl

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from sqlalchemy import Connection
    from twisted.python.failure import Failure

    from crawler.frontier.grant import Grant
    from crawler.pipelines.fetch import Received
    from crawler.workers.pool import WorkerPool
    from crawler.workers.task import Reading

logger = logging.getLogger(__name__)

_FEEDS_TRIED = 7
_SITEMAPS_TRIED = 3
_TRAPPED_TOLD = 20  #: links of one page into a trap that are recorded as not taken
_HINTS = frozenset(Hint.__dataclass_fields__)
_FEED_SORTS = frozenset({"rss", "atom", "jsonfeed", "wordpress", "urlset", "sitemapindex", "text-sitemap"})


class SiteSpider(Spider):
    """Reads a leased address, yields its one page; what the page links to travels inside it."""

    name = "site"
    ways: ClassVar[tuple[str, ...]] = ("feed", "sitemap", "api", "page")  #: kinds of addresses it starts from and looks for

    session: Session
    traps: Traps
    seen: Seen
    grant: Grant
    setup: Setup
    pool: WorkerPool
    watch: crawl.Watch
    api_answers: set[bytes]  #: digests of what the API gave, so that one that pages in a circle is left
    origins_met: set[str]  #: whose robots.txt went into the frontier
    waiting_ended: bool = False
    _closing: asyncio.Future[None] | None = None
    result: dict[str, Any] | None  #: the report, once the crawl has ended
    ended: tuple[str, int] | None  #: reason and exit code

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> SiteSpider:
        """Scrapy's entry. ``options`` (CrawlOptions) and ``grant`` come from ``crawler.run``, else the options from ``-a`` arguments.

        Raises CrawlerError for targets and options that make no sense, StorageError when the crawl cannot be had.
        """
        options: CrawlOptions | None = kwargs.pop("options", None)
        grant = kwargs.pop("grant", None)
        session: Session | None = kwargs.pop("session", None)
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
        spider.traps = Traps()
        spider.seen = Seen()
        spider.grant = grant or crawl.take_crawl(spider.session)
        spider.setup = Setup(
            scope=spider.session.scope,
            guard=spider.session.guard,
            profiles={profile.key: profile for profile in spider.session.profiles},
            since=options.since,
            until=options.until,
            languages=options.languages,
            max_depth=options.max_depth,
        )
        spider.pool = crawl.worker_pool(options, spider.setup)
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
        spider.origins_met, spider.api_answers = set(), set()
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
            self.origins_met.add(found.origin)
            scheduler.add(found)
        return
        yield  # an async generator that gives nothing

    def seeds(self) -> list[FoundUrl]:
        """The start addresses of the targets: their pages, robots.txt, feeds and sitemaps."""
        found: dict[bytes, FoundUrl] = {}
        for url, profile in self.session.targets:
            wanted = [(url, "page", 100)]
            if "sitemap" in self.ways:
                wanted.append((f"{origin(url)}/robots.txt", "robots", 200))
            if profile is not None:
                wanted += [(feed, "feed", 50) for feed in profile.feeds if "feed" in self.ways]
                wanted += [(sitemap, "sitemap", 50) for sitemap in profile.sitemaps if "sitemap" in self.ways]
            for address, kind, priority in wanted:
                entry = seed(address, kind, priority)
                found.setdefault(entry.url_key, entry)
        return list(found.values())

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
        fetch = Fetch(lease=lease, received=received, status=response.status, version=EXTRACTOR_VERSION, quiet=_tried_for_luck(lease))
        page = Page(url=response.url, requested_url=lease.url, captured_at=received.at, capture=fetch)
        if response.status == 304:
            fetch.received, fetch.not_modified = None, received
            page.reason = "unchanged"
            yield finished(page)
            return
        capture = _capture(response, lease, received)
        fetch.passed = meta.get("passed", ())
        fetch.charset, fetch.content_type, fetch.length = capture.charset, capture.content_type, len(capture.body)
        profile = self.session.scope.profile_for(response.url) if self.session.profiles else None
        fetch.site = profile.key if profile else None
        if lease.kind == "robots" and response.status >= 400:
            fetch.received = None
        own = {name: value for hint in lease.hints for name, value in hint.items() if name not in _HINTS}
        task = PageTask(
            capture=capture,
            kind=lease.kind,
            depth=lease.depth,
            profile=fetch.site,
            refreshes=int(own.get("refreshes", 0)),
            nest=int(own.get("nest", 0)),
            follow=self.follow(lease.kind, lease.depth),
        )
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
        fetch.digest = reading.digest
        if fetch.quiet and page.kind_rule not in _FEED_SORTS:
            yield finished(page)  # a home or error page where a feed or sitemap might have been
            return
        fetch.found = self._take(page, lease, reading.found)
        yield page

    def parse(self, response: Response) -> Iterator[Any]:
        """Scrapy's default callback, for ``scrapy parse`` and shells: the page of a response, and requests for where it leads."""
        url = normalise(response.url) or response.url
        lease = LeasedUrl(0, url, url_key(url), origin(url) or "", pattern(url), depth=0, kind="page", tries=1)
        received: Received = response.meta["received"]
        profile = self.session.scope.profile_for(url) if self.session.profiles else None
        task = PageTask(_capture(response, lease, received), profile=profile.key if profile else None, follow=self.follow("page", 0))
        reading = read_page(task, self.setup)
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
        fetch = Fetch(lease=lease, status=refused.status if refused else None, quiet=_tried_for_luck(lease))
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
            self._end_waiting("budget_pages")
        yield finished(page)

    def _take(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> list[FoundUrl]:
        """The addresses of a page that are new to the crawl, with those that are worth a try where it names none."""
        if lease.kind == "page" and page.reason not in {"challenge", "noindex"}:
            fruit = page.reason is None and page.kind in {"article", "event"}
            ways = ((link.pattern, link.url_key) for link in links)
            closed = self.traps.read(lease.pattern, fruit=fruit, leads_to=ways, url=page.url)
            if closed:
                logger.warning("%s looks like a trap: it is left", closed)
                page.issue("trap_stopped", "warning", None, f"the last page read of {closed}")
                self._end_waiting("trap_stopped", closed, page.url)
        if lease.kind == "api":
            links = self._unless_repeated(page, links)
        found = [link for link in links if not self.traps.is_closed(link.pattern)]
        trapped = [link for link in links if self.traps.is_closed(link.pattern)] if len(found) < len(links) else []
        kinds = {link.kind for link in found}
        if lease.kind == "page" and lease.depth == 0 and "feed" in self.ways and "feed" not in kinds:
            found += [seed(link.url, "feed", 5, luck=True) for link in usual_feeds(page.url)[:_FEEDS_TRIED]]
        if lease.kind == "robots" and "sitemap" not in kinds:
            found += [seed(link.url, "sitemap", 10, luck=True) for link in usual_sitemaps(page.url)[:_SITEMAPS_TRIED]]
        if "sitemap" in self.ways:
            for place in {link.origin for link in found} - self.origins_met:
                found.append(seed(f"{place}/robots.txt", "robots", 200))
        self.origins_met.update(link.origin for link in found)
        if self.session.stopping == "budget_pages":
            found = [replace(link, state="skipped", reason="budget_pages") if link.state == "waiting" else link for link in found]
        found += [replace(link, state="skipped", reason="trap_stopped") for link in trapped[:_TRAPPED_TOLD] if link.state == "waiting"]
        return self.seen.new(found)

    def _unless_repeated(self, page: Page, links: list[FoundUrl]) -> list[FoundUrl]:
        """The addresses of an API's answer, without its next page where the same answer was given before."""
        digest = page.capture.digest
        if not any(link.kind == "api" for link in links):
            return links
        if digest in self.api_answers:
            page.issue("loop_stopped", "warning", None, "the API gives the same posts again")
            return [link for link in links if link.kind != "api"]
        self.api_answers.add(digest)
        return links

    def _end_waiting(self, reason: str, trap: str | None = None, told_at: str = "") -> None:
        """Close what waits in the frontier, of one trap or all of it, without handing it out; tell so at each of the trap's patterns."""
        handle, now = self.grant.handle, self.session.clock()
        if trap is None and self.waiting_ended:
            return
        self.waiting_ended = self.waiting_ended or trap is None
        issue = {"class": reason, "detail": f"belongs to {trap}, which is left"}
        told = [(url, url_key(url), issue) for _, url in self.traps.members(trap) if url != told_at] if trap else []

        def end(conn: Connection) -> int:
            tell(conn, handle.crawl_id, told, now)
            return skip_waiting(conn, handle, reason, belongs=partial(belongs, closed=trap) if trap else None, now=now)

        ending = asyncio.wrap_future(self.grant.writer.submit(end))
        ending.add_done_callback(lambda done: self._ended_waiting(reason, done))

    def _ended_waiting(self, reason: str, ending: asyncio.Future[int]) -> None:
        if not ending.cancelled() and ending.exception() is None:  # a storage error reaches the scheduler with the next outcome
            self.session.tally.outcomes[reason] += ending.result()

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


def seed(url: str, kind: str, priority: int, *, luck: bool = False) -> FoundUrl:
    """An address to start from; one tried for luck is a place where feeds or sitemaps usually lie."""
    return FoundUrl(
        url=url,
        url_key=url_key(url),
        origin=origin(url) or "",
        pattern=pattern(url),
        depth=0,
        priority=priority,
        kind=kind,
        always=True,
        hint={"luck": True} if luck else None,
    )


def finished(page: Page) -> Page:
    """A page that no step has anything to do with any more, but the store."""
    page.steps = [step.name for step in steps()]
    return page


def _tried_for_luck(lease: LeasedUrl) -> bool:
    return bool(lease.hints) and any("luck" in hint for hint in lease.hints) and not any("source" in hint for hint in lease.hints)


def _capture(response: Response, lease: LeasedUrl, received: Received) -> Capture:
    printed = response.headers.get(b"Content-Type") or b""
    media, _, parameters = printed.decode("latin-1").partition(";")
    charset = parameters.partition("charset=")[2].partition(";")[0].strip().strip("\"'") if "charset=" in parameters else None
    headers = {
        name.decode("latin-1").lower(): values[-1].decode("latin-1")[:1000]
        for name, values in response.headers.items()
        if values and name.lower() in {b"content-type", b"content-language", b"last-modified", b"x-robots-tag", b"x-wp-totalpages", b"date"}
    }
    if links := response.headers.getlist(b"Link"):
        headers["link"] = b", ".join(links).decode("latin-1")[:2000]
    if len(tags := response.headers.getlist(b"X-Robots-Tag")) > 1:
        headers["x-robots-tag"] = b",".join(tags).decode("latin-1")[:1000]
    return Capture(
        url=response.url,
        body=response.body,
        captured_at=received.at,
        requested_url=lease.url,
        status=response.status,
        headers=headers,
        charset=charset[:60] if charset else None,
        content_type=media.strip().lower()[:100] or None,
        hints=[Hint(**{name: value for name, value in hint.items() if name in _HINTS}) for hint in lease.hints if "source" in hint],
    )
