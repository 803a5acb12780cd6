"""The spider `listings`: `site` limited to the links of pages."""

from __future__ import annotations

from typing import ClassVar

from crawler.spiders.site import SiteSpider


class ListingsSpider(SiteSpider):
    """Follows links from page to page, and asks for no feed or sitemap."""

    name = "listings"
    ways: ClassVar[tuple[str, ...]] = ("page",)
