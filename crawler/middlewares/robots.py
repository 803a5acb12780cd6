"""robots.txt after RFC 9309: fetched once for each origin before anything else is asked of it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, signals
from scrapy.exceptions import StopDownload

from crawler.middlewares.manners import backoff
from crawler.middlewares.refusals import Refused, reason_of
from crawler.middlewares.robots_rules import LARGEST, Rules, read
from crawler.normalise.urls import origin
from crawler.session import PRODUCT, session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.session import Session

LONGEST_DELAY: Final = 30.0  #: seconds between requests that we wait; an origin that asks for more is left alone
_FRESH: Final = 24 * 3600.0  #: seconds a robots.txt is believed (RFC 9309, section 2.4)
_FRESH_FAILURE: Final = 600.0  #: seconds until one that could not be had is asked for again
# a robots.txt that cannot be had for these reasons says that the whole origin cannot: its pages end with that reason
_OF_THE_ORIGIN: Final = frozenset({"dns", "connect_refused", "tls", "blocked_address", "blocked_scheme"})
# an answer that leads nowhere is an unavailable file, which allows all (RFC 9309, section 2.3.1.3)
_LEADS_NOWHERE: Final = frozenset({"redirect_loop", "bad_redirect", "out_of_scope", "bad_url", "url_too_long"})


@dataclass(slots=True)
class Known:
    """What is known of an origin's robots.txt."""

    rules: Rules = field(default_factory=Rules)
    reason: str | None = None  #: why nothing of the origin may be asked for
    failure: str | None = None  #: why the file itself could not be had
    response: Response | None = None
    expires: float = 0.0


class Robots:
    """Asks for each origin's robots.txt before its first page, and applies it."""

    def __init__(
        self,
        session: Session,
        download: Callable[[Request], Awaitable[Response]],
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        delayed: Callable[[str, float], None] = lambda _place, _seconds: None,
    ) -> None:
        self._session = session
        self._download = download
        self._clock = clock
        self._sleep = sleep
        self._delayed = delayed
        self._known: dict[str, Known] = {}
        self._fetching: dict[str, asyncio.Future[Known]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Robots:
        """Scrapy's entry; crawl delays are told to the scheduler."""

        async def download(request: Request) -> Response:
            assert crawler.engine is not None
            return await crawler.engine.download_async(request)

        def delayed(place: str, seconds: float) -> None:
            scheduler: Any = crawler.engine.scheduler if crawler.engine else None
            if scheduler is not None and hasattr(scheduler, "origins"):
                scheduler.origins.slow_down(place, seconds)

        session = session_of(crawler)
        robots = cls(session, download, sleep=session.sleep, delayed=delayed)
        crawler.signals.connect(robots.cut, signals.bytes_received)
        return robots

    def cut(self, data: bytes, request: Request) -> None:
        """Scrapy's signal for each piece of a body: end the download of a robots.txt past what is read of it."""
        if "robots" in request.meta:
            request.meta["robots"] += len(data)
            if request.meta["robots"] > LARGEST:
                raise StopDownload(fail=False)

    async def process_request(self, request: Request) -> Response | None:
        """Answer a robots.txt address from what is known. Raises Refused for what robots.txt, or its absence, forbids."""
        if "robots" in request.meta:
            return None
        place = origin(request.url) or ""
        known = await self.of(place)
        if self._session.interrupted and known.failure:
            raise Refused("interrupted", final=False)
        lease = request.meta.get("lease")
        if lease is not None and lease.kind == "robots" and request.url == f"{place}/robots.txt":
            if known.response is None:
                raise Refused(known.failure or "robots_unreachable")
            return known.response.replace(request=request, flags=[*known.response.flags, "cached"])
        if known.reason:
            raise Refused(known.reason, f"robots.txt: {known.failure}" if known.failure else "")
        if not known.rules.allows(_path(request.url)):
            raise Refused("robots_disallowed")
        return None

    async def of(self, place: str) -> Known:
        """What is known of an origin, asked for when it is not or no longer."""
        known = self._known.get(place)
        if known is not None and known.expires > self._clock():
            return known
        waiting = self._fetching.get(place)
        if waiting is None:
            waiting = self._fetching[place] = asyncio.ensure_future(self._fetch(place))
            waiting.add_done_callback(lambda _: self._fetching.pop(place, None))
        return await asyncio.shield(waiting)

    async def _fetch(self, place: str) -> Known:
        known = Known()
        for attempt in range(1, self._session.options.retries + 2):
            known = await self._try(place)
            if known.failure is None or self._session.stopping:
                break
            if attempt <= self._session.options.retries:
                await self._sleep(backoff(attempt))
        delay = known.rules.delay
        if delay is not None and not known.reason:
            if delay > LONGEST_DELAY:
                known.reason = "crawl_delay_too_long"
            else:
                self._session.delays[place] = delay
                self._delayed(place, self._session.delay_of(place))
        known.expires = self._clock() + (_FRESH_FAILURE if known.failure else _FRESH)
        self._known[place] = known
        return known

    async def _try(self, place: str) -> Known:
        request = Request(f"{place}/robots.txt", meta={"robots": 0}, dont_filter=True)
        try:
            response = await self._download(request)
        except Exception as error:  # noqa: BLE001  # every failure of a download has a row in the table of reasons
            reason, _ = reason_of(error)
            if reason in _LEADS_NOWHERE:
                return Known()
            return Known(reason=reason if reason in _OF_THE_ORIGIN else "robots_unreachable", failure=reason)
        if response.status >= 500:
            return Known(reason="robots_unreachable", failure=f"http_{response.status}")
        if 200 <= response.status < 300:
            return Known(rules=read(response.body, PRODUCT), response=response)
        return Known(response=response)


def _path(url: str) -> str:
    """Path and query of an address as they are sent."""
    rest = url.partition("#")[0].partition("://")[2]
    at = min((place for place in (rest.find("/"), rest.find("?")) if place >= 0), default=-1)
    return rest[at:] if at >= 0 else "/"
