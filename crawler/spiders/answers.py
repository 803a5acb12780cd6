"""What a worker is asked to make of a response, and pages that no worker has to look at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crawler.items import Capture, Hint, Page
from crawler.pipelines.store import archived_hints
from crawler.settings import STEPS
from crawler.workers.task import PageTask

if TYPE_CHECKING:
    from scrapy.http import Response

    from crawler.pipelines.fetch import Received
    from storage.records import LeasedUrl

_HINTS: Final = frozenset(Hint.__dataclass_fields__)
_FEED_SORTS: Final = frozenset({"rss", "atom", "jsonfeed", "wordpress", "urlset", "sitemapindex", "text-sitemap"})
_KEPT: Final = ((b"Content-Type", "content-type"), (b"Content-Language", "content-language"), (b"Last-Modified", "last-modified"),
    (b"X-Robots-Tag", "x-robots-tag"), (b"X-Wp-Totalpages", "x-wp-totalpages"), (b"Date", "date"), (b"Link", "link"))  # fmt: skip
_LONGEST: Final = {"x-robots-tag": 1000, "link": 2000}  #: characters; the others' last line, 1,000


def capture_of(response: Response, lease: LeasedUrl, received: Received) -> Capture:
    """What a reader gets to see of a response."""
    lines = response.headers
    headers: dict[str, str] = {}
    for name, key in _KEPT:
        values = lines.getlist(name)
        if values:
            text = b", ".join(values) if key in _LONGEST else values[-1]
            headers[key] = text.decode("latin-1")[: _LONGEST.get(key, 1000)]
    media, _, parameters = headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].partition(";")[0].strip().strip("\"'")
    return Capture(
        url=response.url,
        body=response.body,
        captured_at=received.at,
        requested_url=lease.url,
        status=response.status,
        headers=headers,
        charset=charset[:60] or None,
        content_type=media.strip().lower()[:100] or None,
        hints=[Hint(**{name: value for name, value in hint.items() if name in _HINTS}) for hint in lease.hints if "source" in hint],
    )


def task_of(
    capture: Capture, lease: LeasedUrl, *, profile: str | None, follow: tuple[str, ...], received: Received | None = None
) -> PageTask:
    """What a worker is asked to do with the response to a lease; ``received`` is what it lays out for the archive."""
    own = {name: value for hint in lease.hints for name, value in hint.items() if name not in _HINTS}
    return PageTask(
        capture=capture,
        kind=lease.kind,
        depth=lease.depth,
        profile=profile,
        refreshes=int(own.get("refreshes", 0)),
        nest=int(own.get("nest", 0)),
        follow=follow,
        digest=lease.body_digest,
        received=received,
        hints=archived_hints(lease) if received is not None else None,
    )


def finished(page: Page) -> Page:
    """A page that no step has anything to do with any more, but the store."""
    page.steps = list(STEPS)
    return page


def tried_for_luck(lease: LeasedUrl) -> bool:
    """Whether nobody named the address: feeds and sitemaps usually lie there."""
    return bool(lease.hints) and any("luck" in hint for hint in lease.hints) and not any("source" in hint for hint in lease.hints)


def is_list(page: Page) -> bool:
    """Whether a page is a feed, a sitemap or an API's answer."""
    return page.kind_rule in _FEED_SORTS
