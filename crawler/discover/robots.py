"""The sitemap lines of a robots.txt."""

from __future__ import annotations

import re

from crawler.items import Link
from crawler.normalise.urls import join, normalise

MOST = 200  #: sitemaps taken from one file
_READ = 512 * 1024  #: characters, RFC 9309's limit
_SITEMAP = re.compile(r"^[ \t\ufeff]*site-?map[ \t]*:[ \t]*(\S{1,2048})", re.IGNORECASE | re.MULTILINE)


def sitemaps(text: str, url: str) -> list[Link]:
    """Return the sitemaps that a robots.txt names, each once; ``url`` is the file's own address.

    The lines stand outside the groups, so any position counts; CR alone ends a line too.
    """
    found: dict[str, Link] = {}
    for match in _SITEMAP.finditer(text[:_READ].replace("\r", "\n")):
        address = join(url, match[1])
        if address:
            found.setdefault(normalise(address) or address, Link(address, "sitemap", "sitemap"))
        if len(found) >= MOST:
            break
    return list(found.values())
