"""What each origin allows right now: the delay between requests, a pause it asked for, free slots."""

from __future__ import annotations

import time
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


@dataclass(slots=True)
class _Manners:
    delay: float
    concurrency: int
    last_start: float = -inf
    paused_until: float = -inf
    busy: int = 0


class Origins:
    """The manners of every origin of a crawl. Seconds are those of ``clock`` (monotonic unless given).

    The scheduler asks :meth:`ready_in` before it hands out a request and tells :meth:`started` and :meth:`free`;
    middlewares tell what an origin asks for: :meth:`pause` (Retry-After, 429, 503) and :meth:`slow_down` (Crawl-delay).
    """

    def __init__(self, *, delay: float = 1.0, concurrency: int = 1, clock: Callable[[], float] = time.monotonic) -> None:
        self.delay, self.concurrency, self.clock = delay, concurrency, clock
        self._manners: dict[str, _Manners] = {}
        self._under_way: dict[Any, str] = {}  # request to origin

    def ready_in(self, origin: str) -> float:
        """Seconds until the origin may be asked; 0 now, ``inf`` while every slot is taken."""
        manners = self._manners.get(origin)
        if manners is None:
            return 0.0
        if manners.busy >= manners.concurrency:
            return inf
        return max(0.0, max(manners.last_start + manners.delay, manners.paused_until) - self.clock())

    def started(self, origin: str, request: Hashable) -> None:
        """A request goes out and takes a slot."""
        manners = self._of(origin)
        manners.last_start = self.clock()
        manners.busy += 1
        before = self._under_way.pop(request, None)
        if before is not None:  # the same request once more: it holds one slot
            self._manners[before].busy -= 1
        self._under_way[request] = origin

    def free(self, under_way: Callable[[Any], bool]) -> None:
        """Free the slots of the requests that are not under way any more, as ``under_way`` says of each."""
        for request in [request for request in self._under_way if not under_way(request)]:
            self._manners[self._under_way.pop(request)].busy -= 1

    def pause(self, origin: str, seconds: float) -> None:
        """Ask nothing of the origin for so long; a longer pause stands."""
        manners = self._of(origin)
        manners.paused_until = max(manners.paused_until, self.clock() + seconds)

    def slow_down(self, origin: str, delay: float, concurrency: int | None = None) -> None:
        """Take the origin's own delay where it is longer than ours, and its concurrency where it is smaller."""
        manners = self._of(origin)
        manners.delay = max(manners.delay, delay)
        if concurrency is not None:
            manners.concurrency = max(1, min(manners.concurrency, concurrency))

    def allow(self, origin: str, *, delay: float, concurrency: int) -> None:
        """Set what a site's profile says of the origin, in place of the crawl's own values."""
        manners = self._of(origin)
        manners.delay, manners.concurrency = delay, concurrency

    def delay_of(self, origin: str) -> float:
        """Seconds between the starts of two requests."""
        manners = self._manners.get(origin)
        return manners.delay if manners else self.delay

    def _of(self, origin: str) -> _Manners:
        manners = self._manners.get(origin)
        if manners is None:
            manners = self._manners[origin] = _Manners(self.delay, self.concurrency)
        return manners
