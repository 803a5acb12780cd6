"""Where sites keep their feeds and sitemaps without saying so."""

from __future__ import annotations

from typing import Final

from crawler.items import Link
from crawler.normalise.urls import join

FEED_PATHS: Final = (
    "/feed/",
    "/rss.xml",
    "/feed.xml",
    "/atom.xml",
    "/index.xml",
    "/rss",
    "/feeds/posts/default",
    "/feed.json",
    "/?feed=rss2",
)
SITEMAP_PATHS: Final = (
    "/sitemap.xml",
    "/sitemap_index.xml",
    "/wp-sitemap.xml",
    "/news-sitemap.xml",
    "/sitemap-news.xml",
    "/sitemap.txt",
    "/sitemap.xml.gz",
)


def usual_feeds(url: str) -> list[Link]:
    """Return where the origin of ``url``, and the folder it names, usually keep feeds: worth one request each when none is declared."""
    folder = url.partition("?")[0].partition("#")[0]
    paths = list(FEED_PATHS)
    below = [] if folder.count("/") <= 3 else [folder.rstrip("/") + "/feed/"]
    addresses = [*below, *(join(url, path) for path in paths)]
    return [Link(address, "feed", "feed") for address in dict.fromkeys(addresses) if address]


def usual_sitemaps(url: str) -> list[Link]:
    """Return where the origin of ``url`` usually keeps sitemaps: worth a request each when robots.txt names none."""
    addresses = [join(url, path) for path in SITEMAP_PATHS]
    return [Link(address, "sitemap", "sitemap") for address in addresses if address]
