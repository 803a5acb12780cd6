"""Closes the leases whose requests, answers or items were lost on their way through Scrapy, each with its reason."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable

    from scrapy import Request
    from scrapy.signalmanager import SignalManager

    from crawler.frontier.engine import Engine
    from crawler.frontier.leases import Leases
    from storage.records import LeasedUrl

logger = logging.getLogger(__name__)


class Losses:
    """Hears from Scrapy what it drops, and looks for leases that nothing works on any more.

    ``asked`` holds the frontier ids that were handed out for a page; any other open lease is an item's, which its
    pipeline closes. Nothing is closed once ``stopped`` says so.
    """

    def __init__(
        self, engine: Engine, leases: Leases, buffered: Iterable[Request], asked: Container[int], *, stopped: Callable[[], bool]
    ) -> None:
        self._engine = engine
        self._leases = leases
        self._buffered = buffered
        self._asked = asked
        self._stopped = stopped

    def listen(self, to: SignalManager) -> None:
        """Hear of what is dropped."""
        to.connect(self._request_dropped, signals.request_dropped)
        to.connect(self._item_lost, signals.item_dropped)
        to.connect(self._item_lost, signals.item_error)
        to.connect(self._callback_failed, signals.spider_error)

    def drop_orphans(self) -> None:
        """Close the leases that nothing works on any more, such as of a callback that yielded no page."""
        under_way = self._engine.under_way
        if self._stopped() or under_way is None or not self._leases.open:
            return
        alive = {request.meta["lease"].frontier_id for request in (*under_way, *self._buffered) if "lease" in request.meta}
        for lease in self._leases.open:
            if lease.frontier_id not in alive and lease.frontier_id in self._asked:
                logger.warning("Nothing was made of %s: its spider yielded no page", lease.url)
                self._leases.drop(lease, "skipped", "not_article")

    def _request_dropped(self, request: Request) -> None:
        lease: LeasedUrl | None = request.meta.get("lease")
        if lease is not None and not self._stopped():
            self._leases.drop(lease, "failed", "bad_redirect")

    def _item_lost(self, response: Any, exception: Exception | None = None, failure: Any = None) -> None:
        """An item was dropped by a pipeline, or one of them failed on it."""
        reason = getattr(exception, "reason", "not_article") if failure is None else "store_rejected"
        self._end(response, "skipped" if failure is None else "failed", reason)

    def _callback_failed(self, failure: Any, response: Any) -> None:
        self._end(response, "failed", "worker_died", f"{failure.type.__name__}: {failure.value}")

    def _end(self, response: Any, state: str, reason: str, detail: str = "") -> None:
        request = getattr(response, "request", None)
        lease: LeasedUrl | None = request.meta.get("lease") if request is not None else None
        if lease is None or self._stopped():
            return
        issues = ({"class": reason, "severity": "error", "field": None, "detail": detail[:500]},) if detail else ()
        self._leases.drop(lease, state, reason, issues=issues)
