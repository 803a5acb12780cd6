"""The scheduler's buffer: for each origin a short queue of requests that are ours to send."""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy import Request

    from crawler.frontier.origins import Origins


class Lanes:
    """Requests by origin, served in turn."""

    def __init__(self) -> None:
        self._lanes: OrderedDict[str, deque[Request]] = OrderedDict()

    def __len__(self) -> int:
        return sum(map(len, self._lanes.values()))

    def __iter__(self) -> Iterator[Request]:
        for lane in self._lanes.values():
            yield from lane

    def size(self, origin: str) -> int:
        """How many requests to the origin are buffered."""
        return len(self._lanes.get(origin, ()))

    def stocked(self, number: int) -> list[str]:
        """The origins with so many requests or more."""
        return [origin for origin, lane in self._lanes.items() if len(lane) >= number]

    def put(self, origin: str, request: Request, *, first: bool = False) -> None:
        """Queue a request at the end of its origin's lane, or ``first``."""
        lane = self._lanes.setdefault(origin, deque())
        if first:
            lane.appendleft(request)
        else:
            lane.append(request)

    def pop(self, origins: Origins) -> tuple[str, Request] | None:
        """The next request of the origin that may be asked and was not for the longest; None when none may be."""
        for origin, lane in self._lanes.items():
            if origins.ready_in(origin) <= 0:
                request = lane.popleft()
                if lane:
                    self._lanes.move_to_end(origin)
                else:
                    del self._lanes[origin]
                return origin, request
        return None

    def ready_in(self, origins: Origins) -> float | None:
        """Seconds until one of the buffered requests may go out (``inf``: when a slot is freed); None when there is none."""
        return min((origins.ready_in(origin) for origin in self._lanes), default=None)

    def clear(self) -> list[Request]:
        """Empty the buffer and return what was in it."""
        requests = list(self)
        self._lanes.clear()
        return requests
