"""Items of somebody's own spider become Pages on their way out of it, where their response is still known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scrapy.exceptions import NotConfigured

from crawler.session import session_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.pipelines.fetch import Received
    from crawler.session import Session


class OwnItems:
    """Spider middleware; requests, and items without our keys, pass as they are."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> OwnItems:
        """Scrapy's entry. Raises NotConfigured for a spider of ours."""
        session = session_of(crawler)
        if not session.foreign:
            raise NotConfigured
        return cls(session)

    async def process_spider_output(self, response: Response, result: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What a callback yields."""
        async for item in result:
            yield self._page(item, response.meta.get("received"))

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        """What a spider yields before any response."""
        async for item in start:
            yield self._page(item, None)

    def _page(self, item: Any, received: Received | None) -> Any:
        from crawler.pipelines.foreign import page_of  # it loads every library of items there is, and our spiders need none

        at = received.at if received is not None else self._session.clock()
        return page_of(item, received, at) or item
