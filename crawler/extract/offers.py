"""Feeds and sitemaps that a page declares or links to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.items import Link
from crawler.normalise.urls import join, normalise
from crawler.sites.addresses import likely

if TYPE_CHECKING:
    from crawler.document import Document

MOST = 20  #: feeds taken from one page
_TYPES = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/feed+json",
    "application/x.atom+xml",
    "text/rss",
)
_LOOSE_TYPES = ("application/xml", "text/xml", "application/json")
_COMMENTS = re.compile(
    r"/comments?/(?:feed|rss|atom)|/comments\.(?:xml|rss|atom)|[?&]feed=comments|withcomments=|comments-rss", re.IGNORECASE
)
_COMMENTS_TITLE = re.compile(r"\bcomments?\b|kommentar|commentaires|comentarios|评论|留言|コメント", re.IGNORECASE)
#: feed aggregators: the address leads to their page, not to the feed
_SERVICES = re.compile(
    r"https?://(?:[^/]*\.)?(?:feedly\.com|netvibes\.com|add\.my\.yahoo\.com|fusion\.google\.com|bloglines\.com|newsgator\.com|inoreader\.com|theoldreader\.com)/",
    re.IGNORECASE,
)


def feeds(document: Document) -> list[Link]:
    """Return the feeds that a page declares or links to, declared ones first, feeds of comments left out.

    A declared language variant carries its language; ``text`` is the feed's title.
    """
    found: dict[str, Link] = {}
    for tag in document.link_tags:
        rels = tag.rel.split()
        if "alternate" not in rels and "feed" not in rels:
            continue
        kind = tag.type.partition(";")[0].strip()
        if kind not in _TYPES and "feed" not in rels:
            if kind not in _LOOSE_TYPES:
                continue
            address = join(document.base_url, tag.href)
            if not address or "oembed" in address or "/wp-json" in address or likely(address) != "feed":
                continue
        _add(found, document, tag.href, tag.title, tag.hreflang)
    for anchor in document.anchors:
        href = anchor.href.lower()
        if "feed" in href or "rss" in href or "atom" in href or ".rdf" in href:
            address = join(document.base_url, anchor.href)
            if address and likely(address) == "feed" and not _SERVICES.match(address):
                _add(found, document, address, anchor.text, "")
    return list(found.values())[:MOST]


def _add(found: dict[str, Link], document: Document, href: str, title: str, language: str) -> None:
    address = join(document.base_url, re.sub(r"\Afeed:(?://)?(?=https?:)|\Afeed:(?=//)", "", href, flags=re.IGNORECASE))
    if address is None or _COMMENTS.search(address) or (_COMMENTS_TITLE.search(title) and "feed" in address):
        return
    found.setdefault(normalise(address) or address, Link(address, "feed", "feed", text=title[:200], language=language[:35] or None))


def sitemaps(document: Document) -> list[Link]:
    """Return the XML sitemaps that a page declares (``<link rel="sitemap">``)."""
    addresses = [join(document.base_url, tag.href) for tag in document.link_tags if "sitemap" in tag.rel.split()]
    return [Link(address, "sitemap", "sitemap") for address in dict.fromkeys(addresses) if address]
