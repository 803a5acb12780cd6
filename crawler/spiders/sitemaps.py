"""The spider `sitemaps`: `site` limited to sitemaps and the pages they name."""

from __future__ import annotations

from typing import ClassVar

from crawler.spiders.site import SiteSpider


class SitemapsSpider(SiteSpider):
    """Looks for sitemaps in robots.txt, on the start pages and in the usual places, then takes what they name."""

    name = "sitemaps"
    ways: ClassVar[tuple[str, ...]] = ("sitemap", "page")

    def follow(self, kind: str, depth: int) -> tuple[str, ...]:
        """Sitemaps of robots.txt and start pages, and everything a sitemap names."""
        if kind in {"robots", "sitemap"}:
            return ("sitemap", "page")
        return ("sitemap",) if depth == 0 else ()
