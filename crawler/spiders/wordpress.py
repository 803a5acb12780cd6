"""The spider `wordpress`: `site` limited to the posts that a site's WordPress API lists, a date range of its past for instance."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from crawler.discover import wordpress
from crawler.normalise.urls import normalise
from crawler.spiders.found import seed
from crawler.spiders.site import SiteSpider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from twisted.python.failure import Failure

    from crawler.items import Page
    from storage.records import FoundUrl, LeasedUrl


class WordpressSpider(SiteSpider):
    """Looks for the API on the start pages and in the usual places, pages through its posts, newest first, then takes them."""

    name = "wordpress"
    ways: ClassVar[tuple[str, ...]] = ("api", "page")

    def seeds(self) -> list[FoundUrl]:
        """The start pages, and the API where it usually is: a start page that has not changed says nothing."""
        return [*super().seeds(), *(self._tried(url, 0) for url, _ in self.session.targets)]

    def follow(self, kind: str, depth: int) -> tuple[str, ...]:
        """The API of start pages, and everything that it lists."""
        if kind == "api":
            return ("api", "page")
        return ("api",) if depth == 0 else ()

    async def failed(self, failure: Failure) -> AsyncIterator[Page]:
        """As the site's; where the API is not by its path it is tried by parameter, as sites without pretty addresses have it."""
        lease: LeasedUrl = failure.request.meta["lease"]
        async for page in super().failed(failure):
            if page.reason == "http_404" and lease.kind == "api" and "rest_route" not in lease.url:
                page.capture.found = self.addresses.new([self._tried(lease.url, 1)])
            yield page

    def _tried(self, url: str, place: int) -> FoundUrl:
        options = self.session.options
        address = wordpress.posts(wordpress.usual(url)[place], options.since, options.until)
        return seed(normalise(address) or address, "api", 35)
