"""Requests from leased addresses, and addresses from requests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy import Request

from crawler.normalise.urls import normalise, origin, pattern, url_key
from storage.records import FoundUrl

if TYPE_CHECKING:
    from scrapy import Spider

    from storage.records import LeasedUrl


def belongs_to_us(spider: Spider | None) -> bool:
    """Whether the spider reads pages for the frontier: it has ``parse_page`` and ``failed``."""
    return callable(getattr(spider, "parse_page", None)) and callable(getattr(spider, "failed", None))


def request_of(lease: LeasedUrl, spider: Spider) -> Request:
    """The request for a leased address, conditional where the last capture had validators (RFC 9110, 13.1)."""
    headers = {}
    if lease.etag:
        headers["If-None-Match"] = lease.etag.encode("latin-1", "ignore")
    if lease.last_modified:
        headers["If-Modified-Since"] = lease.last_modified.encode("latin-1", "ignore")
    return Request(
        lease.url,
        callback=spider.parse_page,  # type: ignore[attr-defined]  # see belongs_to_us
        errback=spider.failed,  # type: ignore[attr-defined]
        headers=headers,
        meta={"lease": lease, "download_slot": lease.origin, "depth": lease.depth},
        dont_filter=True,
    )


def found_of(request: Request, spider: Spider | None) -> FoundUrl | None:
    """The frontier's address for a request without a lease; None when it has to stay a request.

    That is: the address that ``request.meta["found"]`` brings, or a plain GET of a spider of ours with no callback but
    ``parse_page``. Such an address is a seed and taken always.
    """
    found: FoundUrl | None = request.meta.get("found")
    if found is not None:
        return found
    if not belongs_to_us(spider) or request.method != "GET" or request.body:
        return None
    if request.callback is not None and request.callback != spider.parse_page:  # type: ignore[union-attr]
        return None
    url = normalise(request.url)
    if url is None:
        return None
    return FoundUrl(url, url_key(url), origin(url) or "", pattern(url), request.meta.get("depth", 0), request.priority, always=True)


def origin_of(request: Request) -> str:
    """Scheme, host and port that a request goes to; of an address without such, the address itself."""
    return origin(request.url) or request.url
