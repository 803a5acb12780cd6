"""What sort of body this is, told from its first bytes: the media type of feeds and sitemaps is wrong too often."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.discover.bodies import decode, inflate

if TYPE_CHECKING:
    from crawler.discover.found import Sort

_READ = 4_096
_ELEMENT = re.compile(
    r"<(?:[A-Za-z]\w{0,20}:)?(rss|feed|RDF|urlset|sitemapindex|channel|html|head|body|title|meta|div|p|table|h1)(?=[\s>/])", re.IGNORECASE
)
_SORTS: dict[str, Sort] = {"rss": "rss", "channel": "rss", "rdf": "rss", "feed": "atom", "urlset": "urlset", "sitemapindex": "sitemapindex"}
_SUBSET = re.compile(r"<!DOCTYPE[^\[>]{0,500}\[.*?\]\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_POSTS = re.compile(r"\[\s*\{\s*\"(?:id|link|date)\"\s*:")  #: how a list of the WordPress API begins
_ADDRESS = re.compile(r"https?://[^\s<>]+\Z", re.IGNORECASE)


def sniff(body: bytes, content_type: str | None = None) -> Sort:
    """Return what the body is: a feed's, sitemap's or API's sort, ``html``, or ``other``. Reads its first 4 kB, never raises."""
    head = decode(inflate(body[:65_536], _READ)[0][:_READ]).lstrip("\ufeff \t\r\n")
    if head[:1] == "{":
        return "jsonfeed" if "jsonfeed.org/version" in head or ('"items"' in head and '"feed_url"' in head) else "other"
    if head[:1] == "[":
        return "wordpress" if _POSTS.match(head) and ('"date_gmt"' in head or '"rendered"' in head) else "other"
    found = _ELEMENT.search(_SUBSET.sub("", head))
    if found:
        name = found[1].lower()
        sort = _SORTS.get(name, "html")
        if sort != "html" or name in {"html", "head", "body"}:
            return sort
        return "html" if not head.startswith("<?xml") else "other"
    rows = head.split()
    if rows and _ADDRESS.match(rows[0]) and all(_ADDRESS.match(row) for row in rows[:5]):
        return "text-sitemap"
    return "html" if content_type in {"text/html", "application/xhtml+xml"} and "<" in head else "other"
