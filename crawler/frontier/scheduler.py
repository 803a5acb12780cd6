"""The Scrapy scheduler: hands leased addresses to the engine and never touches the database on the event loop.

Settings: ``PRESSROW_DB`` (SQLAlchemy URL) where the spider brings no ``grant`` of its own; ``PRESSROW_DELAY`` and
``PRESSROW_CONCURRENCY``, else ``DOWNLOAD_DELAY`` and ``CONCURRENT_REQUESTS_PER_DOMAIN``, are taken per origin (scheme, host,
port) from here, so that Scrapy's own slots, named after the origin, find nothing left to wait for.

A spider of ours has ``parse_page`` and ``failed`` and gets a request for every leased address; what it yields from
``start`` without a callback becomes an address of the frontier. Requests of other spiders carry callbacks that no
database can keep: they wait in memory under the same manners, each address once, and are lost when the process dies.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING

from scrapy.core.scheduler import BaseScheduler
from scrapy.utils.defer import deferred_from_coro

from crawler.frontier.engine import Engine
from crawler.frontier.grant import Grant, take
from crawler.frontier.lanes import Lanes
from crawler.frontier.leases import Leases
from crawler.frontier.losses import Losses
from crawler.frontier.notes import Notes
from crawler.frontier.origins import Origins
from crawler.frontier.refill import Refill
from crawler.frontier.requests import belongs_to_us, found_of, origin_of, request_of
from storage.frontier import beat, lease_one, release_urls
from storage.ownership import BEAT

if TYPE_CHECKING:
    from concurrent.futures import Future

    from scrapy import Request, Spider
    from scrapy.crawler import Crawler
    from twisted.internet.defer import Deferred

    from storage.records import CrawlHandle, FoundUrl, LeasedUrl, Outcome, Stored

logger = logging.getLogger(__name__)

MOST_IN_HAND = 64  # answers that may be read or stored at a time


class Scheduler(BaseScheduler):
    """Reached at ``crawler.engine.scheduler``; ``leases`` and ``origins`` are for the pipelines and middlewares."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self.crawler = crawler
        self._engine = Engine(crawler)
        self.origins = Origins(
            delay=settings.getfloat("PRESSROW_DELAY", settings.getfloat("DOWNLOAD_DELAY")),
            concurrency=settings.getint("PRESSROW_CONCURRENCY", settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN")) or 1,
        )
        self.superseded = False  #: another process has taken the crawl: nothing is handed out or written any more
        self.fault: BaseException | None = None  #: why nothing can be stored any more
        self.leases: Leases
        self.grant: Grant
        self._own_grant = False
        self._lanes = Lanes()
        self._refill: Refill
        self._notes: Notes
        self._losses: Losses
        self._seen: set[bytes] = set()  # fingerprints of foreign requests
        self._asked: dict[int, str] = {}  # frontier id of an open lease to the address last asked for
        self._opened = self._closed = False
        self._ours = False  # the spider reads pages for the frontier
        self._timer: asyncio.TimerHandle | None = None
        self._pulse: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Scheduler:
        return cls(crawler)

    @property
    def crawl(self) -> CrawlHandle:
        """The crawl that this process holds."""
        return self.grant.handle

    # what the engine calls

    def open(self, spider: Spider) -> Deferred[None]:
        return deferred_from_coro(self._open(spider))

    def close(self, reason: str) -> Deferred[None]:
        return deferred_from_coro(self._close(reason))

    def has_pending_requests(self) -> bool:
        if self._stopped:
            return not self._closed  # the spider is being closed, with its reason
        self._losses.drop_orphans()
        return bool(self._lanes or self._refill.expects_more or self.leases.pending) or not self._refill.confirm()

    def enqueue_request(self, request: Request) -> bool:
        if self._closed:
            return False
        lease: LeasedUrl | None = request.meta.get("lease")
        if lease is not None:
            return self._take_back(request, lease)
        found = found_of(request, self.crawler.spider)
        if found is not None:
            self._refill.add(found)
            return True
        if not request.dont_filter:
            fingerprint = self.crawler.request_fingerprinter.fingerprint(request)
            if fingerprint in self._seen:
                return False
            self._seen.add(fingerprint)
        origin = request.meta["download_slot"] = origin_of(request)
        self._lanes.put(origin, request)
        return True

    def next_request(self) -> Request | None:
        if self._stopped or self._full_hands:
            return None
        self.origins.free(self._engine.downloading.__contains__)
        picked = self._lanes.pop(self.origins)
        self._refill.look()
        if picked is None:
            self._wake_when_ready()
            return None
        origin, request = picked
        self.origins.started(origin, request)
        lease: LeasedUrl | None = request.meta.get("lease")
        if lease is not None:
            self.leases.opened(lease)
            if lease.frontier_id not in self._asked:
                self._notes.asked(lease)
            self._asked[lease.frontier_id] = request.url
        return request

    # what others call

    def wake(self) -> None:
        """Let the engine look for requests, or see that the crawl has ended."""
        self._engine.wake()

    def add(self, found: FoundUrl) -> None:
        """Put an address into the frontier."""
        self._refill.add(found)

    def answered(self, lease: LeasedUrl) -> None:
        """The answer to a lease goes to a worker: should this process die now, it is not the page's doing."""
        self._notes.answered(lease)

    def fail(self, error: BaseException) -> None:
        """End the crawl, resumable, because of ``error``: nothing can be stored any more."""
        self._failed(error)

    def describe(self) -> str:
        """What is under way, in one line, for those who ask why a crawl does not go on."""
        working = {request.url for request in self._engine.under_way or ()}
        leases = [
            f"{lease.url} ({'under way' if lease.url in working else self._asked.get(lease.frontier_id, 'not asked')})"
            for lease in self.leases.open
        ]
        return (
            f"{len(leases)} open leases {leases[:5]}, {self.leases.pending - len(leases)} uncommitted, {len(self._lanes)} buffered "
            f"(ready in {self._lanes.ready_in(self.origins)} s), {len(self._engine.downloading)} downloads, {self._refill.describe()}"
        )

    async def lease_now(self, found: FoundUrl) -> LeasedUrl | None:
        """A lease for an item that came without one, from a spider of somebody else's; None when the crawl was taken over."""
        handle, now = self.crawl, self.grant.clock()
        lease = await asyncio.wrap_future(self.grant.writer.submit(lambda conn: lease_one(conn, handle, found, now=now)))
        if lease is not None:
            self.leases.opened(lease)
        return lease

    # opening and closing

    async def _open(self, spider: Spider) -> None:
        grant: Grant | None = getattr(spider, "grant", None)
        if grant is None:
            db = self.crawler.settings.get("PRESSROW_DB", "sqlite:///pressrow.db")
            grant = await asyncio.to_thread(take, db, targets=[spider.name], spider=spider.name)
            self._own_grant = True
        self.grant = grant
        self.leases = Leases(grant.handle, self._store, committed=self._committed, failed=self._failed)
        self._notes = Notes(grant, self._failed)
        self._ours = belongs_to_us(spider)
        build = partial(request_of, spider=spider) if self._ours else None
        self._refill = Refill(grant, self._lanes, self.origins, build, arrived=self._arrived, failed=self._failed, refused=self._refused)
        self._losses = Losses(self._engine, self.leases, self._lanes, self._asked, stopped=lambda: self._stopped)
        self._losses.listen(self.crawler.signals)
        self._pulse = asyncio.ensure_future(self._beat())
        self._opened = True

    async def _close(self, reason: str) -> None:
        self._closed = True
        if not self._opened:  # the crawl could not be had
            return
        if self._timer is not None:
            self._timer.cancel()
        if self._pulse is not None:
            self._pulse.cancel()
        self._notes.stop()
        await self.leases.settled()
        leased = await self._refill.stop()
        buffered = [request.meta["lease"].frontier_id for request in self._lanes.clear() if "lease" in request.meta]
        unasked = [*leased, *buffered, *self.leases.forget()]
        if unasked and self.fault is None:
            await asyncio.wrap_future(self.grant.writer.submit(lambda conn: release_urls(conn, self.crawl, sorted(set(unasked)))))
        if self._own_grant:
            end = partial(self.grant.finish, reason) if reason == "finished" and self.fault is None else self.grant.give_back
            await asyncio.to_thread(end)

    @property
    def _full_hands(self) -> bool:
        """Whether so many answers are being read or stored that further ones would only take memory; each that is done wakes the engine.

        Scrapy itself counts the bytes of bodies, of which small pages have few.
        """
        return self._ours and self._engine.answers_in_hand >= MOST_IN_HAND

    @property
    def _stopped(self) -> bool:
        return self._closed or self.superseded or self.fault is not None

    async def _beat(self) -> None:
        while not self._stopped:
            await asyncio.sleep(BEAT.total_seconds())
            handle, now = self.crawl, self.grant.clock()
            try:
                alive = await asyncio.wrap_future(self.grant.writer.submit(lambda conn: beat(conn, handle, now)))  # noqa: B023
            except Exception as error:  # noqa: BLE001 - whatever it is, nothing can be written any more
                self._failed(error)
                return
            if not alive:
                self._lose()
            self._losses.drop_orphans()

    def _stop(self, reason: str) -> None:
        if not self._closed:
            self._engine.close(reason)

    def _lose(self) -> None:
        if not self.superseded:
            self.superseded = True
            logger.error("Another process has taken crawl %d over: stopping", self.crawl.crawl_id)
            self._stop("superseded")

    def _failed(self, error: BaseException) -> None:
        if self.fault is None and not self._closed:
            self.fault = error
            logger.error("Nothing can be stored any more: %s", error)
            self._stop("storage_failed")

    # requests and leases

    def _store(self, outcome: Outcome) -> Future[Stored]:
        return self.grant.writer.store(outcome, soon=self._is_awaited(outcome))

    def _is_awaited(self, outcome: Outcome) -> bool:
        """Whether the crawl comes to a stand until the outcome is written: others that share its commit make each far cheaper."""
        if not self._lanes and (outcome.found or outcome.state == "waiting" or self.leases.unanswered <= 1):
            return True  # nothing is left to be asked for but what this page leads to, or it is the last one
        full = self._full_hands or not self._engine.has_room_for_bodies
        return full and 2 * (self.leases.uncommitted + 1) >= self._engine.answers_in_hand

    def _take_back(self, request: Request, lease: LeasedUrl) -> bool:
        """Queue the redirect or retry of a lease that is still open: a retry at the end of its origin's lane."""
        if not self.leases.is_open(lease):
            return False
        if request.url != lease.url:  # validators speak of one address only
            request.headers.pop("If-None-Match", None)
            request.headers.pop("If-Modified-Since", None)
        origin = request.meta["download_slot"] = origin_of(request)
        self._lanes.put(origin, request, first=self._asked.get(lease.frontier_id) != request.url)
        return True

    def _arrived(self, superseded: bool) -> None:
        """A refill has come, with or without addresses."""
        if superseded:
            self._lose()
        if not self._closed:
            self.wake()

    def _refused(self, lease: LeasedUrl) -> None:
        """Close the lease of an address that Scrapy makes no request of."""
        self.leases.opened(lease)
        self.leases.drop(lease, "skipped", "bad_url")

    def _wake_when_ready(self) -> None:
        """Have the engine look again when the next origin's delay or pause is over."""
        wait = self._lanes.ready_in(self.origins)
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if wait is not None and wait != float("inf"):
            self._timer = asyncio.get_running_loop().call_later(wait, self.wake)

    def _committed(self, outcome: Outcome, stored: Stored) -> None:
        self._asked.pop(outcome.frontier_id, None)
        if stored.superseded:
            self._lose()
        elif stored.found or outcome.state == "waiting":
            self._refill.found(url.origin for url in outcome.found)
        if not self._closed:
            self.wake()
