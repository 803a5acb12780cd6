"""The spider `feeds`: `site` limited to feeds and the pages they name."""

from __future__ import annotations

from typing import ClassVar

from crawler.spiders.site import SiteSpider


class FeedsSpider(SiteSpider):
    """Looks for feeds on the start pages, then takes what the feeds name."""

    name = "feeds"
    ways: ClassVar[tuple[str, ...]] = ("feed", "page")

    def follow(self, kind: str, depth: int) -> tuple[str, ...]:
        """Feeds of start pages, and everything a feed names."""
        if kind == "feed":
            return ("feed", "page")
        return ("feed",) if depth == 0 else ()
