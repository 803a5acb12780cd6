"""What the scheduler asks of Scrapy's engine; the one place that leans on names which Scrapy keeps to itself.

Scrapy 2.19 tells where the scheduler is (``engine.scheduler``), but has no public way for a scheduler to say that it has
something again, and none to ask which requests are under way: both lie in the engine's slot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.utils.defer import deferred_from_coro

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from scrapy import Request
    from scrapy.crawler import Crawler


class Engine:
    """The engine of a crawler, which may not be there yet, or no more."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @property
    def _engine(self) -> Any:
        return self._crawler.engine

    @property
    def _slot(self) -> Any:
        return self._engine._slot  # noqa: SLF001 - see above

    def wake(self) -> None:
        """Have it look for requests soon, or see that the crawl has ended; nothing once it closes."""
        slot = self._slot
        if slot is not None and slot.closing is None:
            slot.nextcall.schedule()

    def close(self, reason: str) -> None:
        """Have it close the spider, if that is open."""
        if self._engine.spider is not None:
            deferred_from_coro(self._engine.close_spider_async(reason=reason))

    @property
    def under_way(self) -> AbstractSet[Request] | None:
        """The requests between their handing out and the end of all that their answers gave; None where no spider is open."""
        slot = self._slot
        return None if slot is None else slot.inprogress

    @property
    def downloading(self) -> AbstractSet[Request]:
        """The requests that the downloader holds."""
        active: AbstractSet[Request] = self._engine.downloader.active
        return active

    @property
    def answers_in_hand(self) -> int:
        """How many answers are being read or stored, or wait to be."""
        answers = self._engine.scraper.slot
        return 0 if answers is None else len(answers.active) + len(answers.queue)

    @property
    def has_room_for_bodies(self) -> bool:
        """Whether the bodies in hand leave room for more (``SCRAPER_SLOT_MAX_ACTIVE_SIZE``)."""
        answers = self._engine.scraper.slot
        return answers is not None and not answers.needs_backout()
