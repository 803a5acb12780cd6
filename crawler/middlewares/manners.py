"""Who waits, and until when: the pace of an origin, 429 and 503, statuses that end an address."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from crawler.middlewares.refusals import RETRIED, RETRIED_STATUSES, Refused
from crawler.normalise.urls import origin
from crawler.session import session_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.session import Session

LONGEST_PAUSE: Final = 60.0  #: seconds; a server that asks for more gets its due time recorded and no further request
_IN_A_ROW: Final = 3  #: 503 answers after which the whole origin pauses
_MARGIN: Final = 0.25  #: seconds added to what a server asks for, since clocks and queues differ


class Manners:
    """Keeps the pace of each origin and judges the statuses that ask for patience."""

    def __init__(
        self,
        session: Session,
        pause: Callable[[str, float], None],
        clock: Callable[[], float] = monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._session = session
        self._pause = pause
        self._clock = clock
        self._sleep = sleep
        self._last: dict[str, float] = {}
        self._paused: dict[str, float] = {}
        self._unavailable: dict[str, int] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Manners:
        """Scrapy's entry; pauses are told to the scheduler, so that a paused origin takes no slot."""

        def pause(place: str, seconds: float) -> None:
            scheduler: Any = crawler.engine.scheduler if crawler.engine else None
            if scheduler is not None and hasattr(scheduler, "origins"):
                scheduler.origins.pause(place, seconds)

        session = session_of(crawler)
        return cls(session, pause, sleep=session.sleep)

    async def process_request(self, request: Request) -> None:
        """Wait until the origin may be asked again: requests that waited for its robots.txt would leave in one burst."""
        place = origin(request.url) or ""
        while True:
            delay = self._session.delay_of(place)  # it may become known while we wait
            now = self._clock()
            start = max(self._paused.get(place, 0.0), self._last.get(place, -delay) + delay)
            if start <= now:
                break
            await self._sleep(start - now)
            if self._session.interrupted:
                raise Refused("interrupted", final=False)
        self._last[place] = now

    def process_response(self, request: Request, response: Response) -> Response:
        """The response of a status that can be read. Raises Refused ``http_NNN``, with the time from which it may be tried again."""
        status = response.status
        if "robots" in request.meta:
            return response
        place = origin(request.url) or ""
        if status != 503:
            self._unavailable.pop(place, None)
        if 200 <= status < 300 or status == 304:
            return response
        lease = request.meta.get("lease")
        if lease is not None and lease.kind == "robots" and 400 <= status < 500:
            return response
        reason = f"http_{status}"
        if status not in RETRIED_STATUSES:
            raise Refused(reason, status=status)
        now = self._session.clock()
        asked = retry_after(response.headers.get(b"Retry-After"), now)
        tries = lease.tries if lease is not None else 1
        wait = asked + _MARGIN if asked is not None else backoff(tries)
        capped = min(wait, LONGEST_PAUSE)
        if status == 429:
            self._pause_origin(place, capped)
        elif status == 503:
            row = self._unavailable[place] = self._unavailable.get(place, 0) + 1
            if row >= _IN_A_ROW:
                self._unavailable.pop(place)
                self._pause_origin(place, capped)
        raise Refused(reason, due_at=now + timedelta(seconds=wait), status=status, final=asked is not None and asked > LONGEST_PAUSE)

    def _pause_origin(self, place: str, seconds: float) -> None:
        self._paused[place] = max(self._paused.get(place, 0.0), self._clock() + seconds)
        self._pause(place, seconds)


def backoff(tries: int) -> float:
    """Seconds before the next try of an address that was tried so often: 1, 2, 4 …, at most a minute."""
    return min(float(2 ** (min(tries, 10) - 1)), LONGEST_PAUSE)


def retry_after(header: bytes | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for, as a number or a date (RFC 9110, section 10.2.3); None where it says nothing."""
    if not header:
        return None
    text = header.decode("latin-1").strip()
    if text.isascii() and text.isdigit():
        return float(min(int(text[:12]), 10**9))
    try:
        when = parsedate_to_datetime(text)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return max((when - now).total_seconds(), 0.0)


def next_try(reason: str, refused: Refused | None, tries: int, retries: int, now: datetime) -> datetime | None:
    """When a failed address may be tried again under its crawl; None when it has failed for good."""
    if refused is not None and refused.reason == "interrupted":
        return now
    if tries > retries:
        return None
    if refused is not None:
        return None if refused.final else (refused.due_at or now + timedelta(seconds=backoff(tries)))
    return now + timedelta(seconds=backoff(tries)) if reason in RETRIED else None
