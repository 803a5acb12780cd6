"""Follows the redirects of a leased address under the same lease, at most ten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from crawler.middlewares.refusals import Refused
from crawler.normalise.urls import join, normalise, origin, refusal

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.http import Response

_STATUSES: Final = frozenset({301, 302, 303, 307, 308})
MAX_HOPS: Final = 10


class Redirects:
    """Turns a redirect into the next request; what it leads to is judged like any other request."""

    def process_response(self, request: Request, response: Response) -> Request | Response:
        """The request of the next hop, or the response itself. Raises Refused: ``bad_redirect``, ``redirect_loop``, ``blocked_scheme``."""
        if response.status not in _STATUSES:
            return response
        printed = response.headers.get(b"Location")
        if printed is None:
            raise Refused("bad_redirect", f"{response.status} without a Location", status=response.status)
        location = _text(printed)
        target = join(request.url, location)
        if target is None:
            raise Refused(_why(location), location[:200], status=response.status)
        hops: tuple[str, ...] = (*request.meta.get("hops", ()), request.url)
        if len(hops) > MAX_HOPS or normalise(target) in {normalise(url) for url in hops}:
            raise Refused("redirect_loop", f"{len(hops)} hops, next {target[:150]}", status=response.status)
        # a replay has to find its way too: the archive holds the redirects with the page that they led to
        passed = (*request.meta.get("passed", ()), request.meta["received"]) if "received" in request.meta else ()
        meta = {**request.meta, "hops": hops, "passed": passed, "download_slot": origin(target)}
        return request.replace(url=target, meta=meta, dont_filter=True)


def _text(header: bytes) -> str:
    try:
        return header.decode("utf-8")
    except UnicodeDecodeError:
        return header.decode("latin-1")


def _why(location: str) -> str:
    """Why an address that cannot be followed cannot: its scheme, or that it is none."""
    try:
        scheme = urlsplit(location.strip()).scheme
    except ValueError:
        scheme = ""
    if scheme and scheme not in {"http", "https"} and refusal(location) == "blocked_scheme":
        return "blocked_scheme"
    return "bad_redirect"
