"""The headers of every request, and each response as it was received, for the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.normalise.urls import origin
from crawler.pipelines.fetch import Received
from crawler.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from crawler.session import Session

_ACCEPT = b"text/html,application/xhtml+xml,application/xml;q=0.9,application/rss+xml,application/atom+xml,*/*;q=0.8"


class Reception:
    """Sets the headers that every request carries and keeps what comes back, nearest to the network."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._agent = session.user_agent.encode("latin-1", "replace")
        self._languages = (", ".join(session.options.languages) + ", *;q=0.5" if session.options.languages else "*").encode(
            "latin-1", "replace"
        )

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Reception:
        return cls(session_of(crawler))

    def process_request(self, request: Request) -> None:
        headers = request.headers
        headers[b"User-Agent"] = self._agent
        headers.setdefault(b"Accept", _ACCEPT)
        headers.setdefault(b"Accept-Language", self._languages)
        meta = request.meta
        meta["download_timeout"] = self._session.options.timeout
        meta["download_slot"] = origin(request.url)
        lease = meta.get("lease")
        if lease is not None and lease.kind == "page" and lease.depth == 0:
            # a start page is always read whole: its links are how addresses that failed before are found again
            headers.pop(b"If-None-Match", None)
            headers.pop(b"If-Modified-Since", None)
        self._session.tally.requests += 1

    def process_response(self, request: Request, response: Response) -> Response:
        tally = self._session.tally
        if "cached" not in response.flags:
            tally.responses += 1
            tally.origins[request.meta["download_slot"]] += 1
            tally.bytes += len(response.body)
        at, place, hints = request.meta.pop("captured", None) or (self._session.clock(), None, None)
        request.meta["received"] = Received(
            url=request.url,
            at=at,
            status=response.status,
            headers=tuple((name, value) for name, values in response.headers.items() for value in values),
            body=response.body,
            request_headers=tuple((name, value) for name, values in request.headers.items() for value in values),
            place=place,
            hints=hints,
        )
        return response
