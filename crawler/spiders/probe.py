"""The spider `probe`: `site` on a small budget, a sample of a site's feeds, sitemaps, API and likely articles."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from crawler.discover import wordpress
from crawler.normalise.urls import normalise, pattern, url_key
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import Crawler

    from crawler.items import Page
    from storage.records import FoundUrl, LeasedUrl

SECONDS: Final = 40.0  #: after which nothing further is asked for, whatever delay the site wants
_QUOTA: Final = {"feed": 3, "sitemap": 3, "api": 1}  #: of each kind of list
_SLOW: Final = 3.0  #: seconds between requests above which the time goes to pages, not to lists that may not be there
_TAKEN: Final = 60  #: likely articles of one page or list
_ARTICLE: Final = 20  #: least priority of what is likely an article or event


class ProbeSpider(SiteSpider):
    """Reads the start page, a few lists and as many likely articles as the budget of pages lets it, of every shape of address."""

    name = "probe"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ProbeSpider:
        """As the site's."""
        spider = super().from_crawler(crawler, *args, **kwargs)
        assert isinstance(spider, ProbeSpider)
        spider.left = dict(_QUOTA)
        spider.shapes = Counter()
        return spider

    closing: asyncio.Future[None]  #: kept, since the loop itself keeps no task alive
    left: dict[str, int]  #: lists of each kind that may still be asked for
    shapes: Counter[str]  #: likely articles found so far, by URL pattern

    async def start(self) -> AsyncIterator[Any]:
        """As the site's, with an end in time."""
        asyncio.get_running_loop().call_later(SECONDS, self._time_over)
        async for nothing in super().start():
            yield nothing

    def _time_over(self) -> None:
        """Ask for nothing further, not even for what is leased already: at half a minute between requests that would take long."""
        engine: Any = self.crawler.engine
        if engine is not None and engine.spider is self and not self.session.interrupted:
            self.session.stopping = self.session.stopping or "budget_pages"
            self.closing = asyncio.ensure_future(engine.close_spider_async(reason="budget_pages"))

    def take(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> list[FoundUrl]:
        """Some of the lists, and likely articles in turn of their shapes; from an article nothing."""
        chosen: list[FoundUrl] = []
        leads = lease.kind != "page" or lease.depth == 0 or page.kind == "listing"
        for found in super().take(page, lease, links):
            if found.state != "waiting":
                continue
            if found.kind == "robots":
                chosen.append(found)
            elif found.kind != "page":
                chosen += self._list(found)
            elif leads and len(chosen) < _TAKEN:
                chosen.append(self._page(found))
        return chosen

    def _list(self, found: FoundUrl) -> list[FoundUrl]:
        slow = self.session.delay_of(found.origin) > _SLOW
        if self.left[found.kind] <= 0 or (slow and (found.kind == "sitemap" or (found.hint and "luck" in found.hint))):
            return []
        self.left[found.kind] -= 1
        root = wordpress.root_of(found.url) if found.kind == "api" else None
        about = normalise(wordpress.about(root)) if root else None
        return [found] if about is None else [found, replace(found, url=about, url_key=url_key(about), pattern=pattern(about))]

    def _page(self, found: FoundUrl) -> FoundUrl:
        if found.priority < _ARTICLE or found.priority > 30:  # listings and other pages after articles, language variants of home last
            return replace(found, depth=1, priority=min(found.priority, 1))
        self.shapes[found.pattern] += 1
        return replace(found, depth=1, priority=100 - min(self.shapes[found.pattern], 90))
