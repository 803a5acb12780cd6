"""Keeps the scheduler's buffer filled from the frontier, one trip to the writer thread at a time."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from storage.frontier import add_urls, holds, lease_urls, next_due, release_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from scrapy import Request
    from sqlalchemy import Connection

    from crawler.frontier.grant import Grant
    from crawler.frontier.lanes import Lanes
    from crawler.frontier.origins import Origins
    from storage.records import FoundUrl, LeasedUrl

HIGH = 256  # buffered requests over all origins
BATCH = 64  # addresses of one lease
FAST, SLOW = 32, 4  # buffered requests of one origin: without a delay, and with one


@dataclass(frozen=True, slots=True)
class _Answer:
    leased: list[LeasedUrl] = field(default_factory=list)
    due: datetime | None = None  #: when nothing was leased: the next time that something may be
    superseded: bool = False


class Refill:
    """Asks the writer for addresses when an origin's lane runs low.

    After an answer without addresses the frontier counts as dry until something can have changed: addresses were added,
    a page brought new ones, one went back to waiting, the due time has come, a lane ran low whose origin may have more.
    Only an answer without addresses while nothing was buffered is proof that none wait.
    """

    def __init__(
        self,
        grant: Grant,
        lanes: Lanes,
        origins: Origins,
        build: Callable[[LeasedUrl], Request] | None,
        *,
        arrived: Callable[[bool], None],
        failed: Callable[[BaseException], None],
        refused: Callable[[LeasedUrl], None],
    ) -> None:
        self._grant, self._lanes, self._build = grant, lanes, build
        self._arrived, self._failed, self._refused = arrived, failed, refused
        self._per_origin = SLOW if origins.delay > 0 else FAST
        self._low = max(1, self._per_origin // 4)
        self._adding: list[FoundUrl] = []
        self._asking: asyncio.Future[_Answer] | None = None
        self._dry = self._empty = build is None  # without a build nothing is ever leased
        self._confirmed = build is None
        self._alone = False  # no lease was open when the last question was asked
        self._due: datetime | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._stocked: set[str] = set()  # origins that the last question left out
        self._spent: set[str] = set()  # origins that gave less than they were asked for
        self._last_origin = ""
        self._stopped = False

    @property
    def expects_more(self) -> bool:
        """Whether addresses may still come: from an answer under way, from what was added, or at a due time."""
        return bool(self._adding) or self._asking is not None or not self._empty or self._due is not None

    def describe(self) -> str:
        """Its state in a few words."""
        words = {
            "asking": self._asking,
            "adding": self._adding,
            "due": self._due,
            "dry": self._dry,
            "empty": self._empty,
            "sure": self._confirmed,
        }
        return "frontier " + " ".join(f"{name}={value if name == 'due' else bool(value)}" for name, value in words.items())

    def confirm(self) -> bool:
        """Whether the frontier has been seen empty while no lease was open; if not, look now.

        A commit whose answer was lost with the connection may have leased addresses that nobody knows of.
        """
        if not self._confirmed and self._asking is None and not self._stopped:
            self._stocked = set()
            self._ask(alone=True)
        return self._confirmed

    def add(self, found: FoundUrl) -> None:
        """Put an address into the frontier, together with what else is added before the loop's next turn."""
        self._adding.append(found)
        self._spent.discard(found.origin)
        self._wet()
        asyncio.get_running_loop().call_soon(self.look)

    def found(self, origins: Iterable[str]) -> None:
        """A page brought new addresses of these origins, or, where none is given, an address went back to waiting."""
        names = set(origins)
        self._spent -= names
        low = {origin for origin in names if self._lanes.size(origin) < self._low}
        if low or not names:
            self._wet()
        self._stocked |= names - low  # asked for once they run low, whoever else still has some
        self._empty = self._build is None

    def look(self) -> None:
        """Ask for more if some origin may have some and the buffer has room."""
        if self._stopped or self._asking is not None or len(self._lanes) >= HIGH:
            return
        stocked = set(self._lanes.stocked(self._low))
        ran_low = self._stocked - stocked - self._spent
        if not (self._adding or not self._dry or ran_low or (not self._empty and not self._lanes)):
            return
        self._stocked = stocked
        self._ask(alone=False)

    def _ask(self, *, alone: bool) -> None:
        self._alone = alone
        found, self._adding = self._adding, []
        question = partial(self._question, found, sorted(self._stocked), self._last_origin, alone, self._grant.clock())
        self._asking = asyncio.wrap_future(self._grant.writer.submit(question))
        self._asking.add_done_callback(self._answered)

    async def stop(self) -> list[int]:
        """Ask for nothing more, and write what was added; returns the frontier ids that were leased too late to be buffered."""
        self._stopped = True
        if self._timer is not None:
            self._timer.cancel()
        late: list[int] = []
        if self._asking is not None:
            asking = self._asking
            await asyncio.wait([asking])
            if not asking.cancelled() and asking.exception() is None:
                late = [lease.frontier_id for lease in asking.result().leased]
        if self._adding:
            found, handle, now = self._adding, self._grant.handle, self._grant.clock()
            adding = self._grant.writer.submit(lambda conn: add_urls(conn, handle.crawl_id, handle.epoch, found, now=now))
            await asyncio.wrap_future(adding)
        return late

    def _question(self, found: list[FoundUrl], stocked: list[str], after: str, alone: bool, now: datetime, conn: Connection) -> _Answer:
        """Runs in the writer thread."""
        handle = self._grant.handle
        if not holds(conn, handle.crawl_id, handle.epoch):
            return _Answer(superseded=True)
        add_urls(conn, handle.crawl_id, handle.epoch, found, now=now)
        if self._build is None:
            return _Answer()
        lease = partial(lease_urls, limit=BATCH, now=now, per_origin=self._per_origin, exclude_origins=stocked, after_origin=after)
        leased = lease(conn, handle)
        if alone and not leased and release_all(conn, handle):
            leased = lease(conn, handle)
        if alone and not leased:
            leased = lease_urls(conn, handle, limit=1, now=now, suspects=True)
        return _Answer(leased, None if leased else next_due(conn, handle.crawl_id, now=now, exclude_origins=stocked, suspects=alone))

    def _answered(self, asking: asyncio.Future[_Answer]) -> None:
        if self._stopped:
            return
        self._asking = None
        if asking.cancelled():
            return
        error = asking.exception()
        if error is not None:
            self._failed(error)
            return
        answer = asking.result()
        for lease in answer.leased:
            assert self._build is not None
            try:
                request = self._build(lease)
            except ValueError:
                self._refused(lease)
            else:
                self._lanes.put(lease.origin, request)
        self._note(answer)
        self._arrived(answer.superseded)

    def _note(self, answer: _Answer) -> None:
        """Draw from an answer what may still wait."""
        numbers = Counter(lease.origin for lease in answer.leased)
        if numbers:
            self._last_origin = list(numbers)[-1]
            if len(answer.leased) < BATCH:
                self._spent |= {origin for origin, number in numbers.items() if number < self._per_origin}
        self._dry = not answer.leased
        self._confirmed = self._build is None or (self._alone and not answer.leased and answer.due is None)
        self._empty = self._build is None or (not answer.leased and not self._stocked)
        self._due = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if answer.due is not None:
            self._due = answer.due
            wait = max(0.0, (answer.due - self._grant.clock()).total_seconds())
            self._timer = asyncio.get_running_loop().call_later(wait, self._now_due)

    def _now_due(self) -> None:
        self._timer, self._due = None, None
        self._wet()
        self.look()

    def _wet(self) -> None:
        if self._build is not None:
            self._dry = self._empty = self._confirmed = False
