"""The plain data that goes into and comes out of the store.

A row of an article or event is a ``dict`` with exactly the keys of the ``extract`` contract (``headline``,
``authors`` …), as ``crawler.items`` prints it; the rest travels in the frozen records below. Times are aware UTC.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime  # noqa: TC003  -- readers resolve the annotations of records
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from storage.prepared import Prepared

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class FoundUrl:
    """An address for a crawl's frontier. ``url_key`` is the 16-byte blake2b of the normalised URL."""

    url: str
    url_key: bytes
    origin: str  #: scheme://host[:port], the port left out when it is the scheme's own
    pattern: str  #: the URL pattern that budgets count by
    depth: int
    priority: int = 0  #: higher first within one depth
    kind: str = "page"  #: ``page``, ``robots``, ``sitemap``, ``feed`` or ``api``
    always: bool = False  #: take it in every crawl (seed, feed, sitemap, listing), due or not
    found_on: str | None = None
    hint: Row | None = None  #: what a feed, sitemap or API said, JSON
    state: str = "waiting"  #: or ``skipped`` together with a reason: recorded without being asked for
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LeasedUrl:
    """An address handed out to the crawler that owns the crawl."""

    frontier_id: int
    url: str
    url_key: bytes
    origin: str
    pattern: str
    depth: int
    kind: str
    tries: int  #: how often it was leased, this time included
    found_on: str | None = None
    hints: tuple[Row, ...] = ()
    etag: str | None = None  #: validators of the last capture, for a conditional request
    last_modified: str | None = None
    body_digest: bytes | None = None  #: of the last capture's body
    known: bool = False  #: the page was captured before this crawl
    changed_at: datetime | None = None  #: when the body that it had last was first captured


@dataclass(frozen=True, slots=True)
class CaptureRecord:
    """One fetch of one address."""

    url: str
    requested_url: str
    captured_at: datetime
    status: int
    headers: Row = field(default_factory=dict)  #: a bounded choice, JSON
    content_type: str | None = None
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_digest: bytes | None = None  #: 16-byte blake2b of the decompressed body
    body_length: int = 0
    warc_file: str | None = None
    warc_offset: int | None = None
    warc_length: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one lease ended, with all that its transaction has to hold.

    ``state`` is ``done``, ``failed`` or ``skipped`` (the lease closes with ``reason``) or ``waiting`` (it goes back,
    due again at ``due_at``). ``article`` and ``events`` are contract rows; ``found`` new addresses.
    """

    crawl_id: int
    epoch: int
    frontier_id: int
    url: str
    url_key: bytes  #: of the address that answered
    state: str
    reason: str | None = None
    due_at: datetime | None = None
    kind: str | None = None  #: ``article``, ``event``, ``listing`` or ``other`` when it was read
    canonical_url: str | None = None
    canonical_key: bytes | None = None
    capture: CaptureRecord | None = None
    article: Row | None = None
    prepared: Prepared | None = None  #: what was made of the article's words already, so that the writer need not
    events: tuple[Row, ...] = ()
    issues: tuple[Row, ...] = ()  #: {class, severity, field, detail}
    found: tuple[FoundUrl, ...] = ()
    unchanged: bool = False  #: 304 or the same body digest: only last_seen and the next due time move
    gone: bool = False  #: 404 or 410 of a page known before
    feed: Row | None = None  #: {url, format, title} when the address is a feed
    extractor_version: str = ""
    status: int | None = None  #: of the answer, where no capture says it
    site: str | None = None  #: profile key; without one the page's host (and port) names the site


@dataclass(frozen=True, slots=True)
class Stored:
    """What a committed outcome did: counts for progress and reports."""

    articles: int = 0  #: articles seen for the first time
    revisions: int = 0  #: revisions added, first ones included
    events: int = 0
    issues: int = 0
    found: int = 0  #: addresses new to the frontier
    superseded: bool = False  #: nothing was written: another owner holds the crawl


@dataclass(frozen=True, slots=True)
class CrawlHandle:
    """A crawl taken by this process."""

    crawl_id: int
    epoch: int
    resumed: bool
    started_at: datetime
    refresh: bool = False  #: every known page is taken, due or not
    fresh: bool = False  #: begun without what the crawl before left over, so that nothing may be asked conditionally
