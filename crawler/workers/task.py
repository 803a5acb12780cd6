"""What a worker is asked to do with one body, and what it answers; nothing here loads a reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from crawler.items import Capture, Page
    from crawler.pipelines.fetch import Received
    from crawler.scope import AddressGuard, Scope
    from crawler.sites.profile import Profile
    from storage.archive_records import Records
    from storage.prepared import Prepared
    from storage.records import FoundUrl


@dataclass(frozen=True, slots=True)
class Setup:
    """What every task of a crawl needs; sent to a worker once."""

    scope: Scope
    guard: AddressGuard
    profiles: dict[str, Profile] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    languages: tuple[str, ...] = ()
    max_depth: int | None = None


@dataclass(frozen=True, slots=True)
class PageTask:
    """One response to be read."""

    capture: Capture
    kind: str = "page"  #: of the leased address: ``page``, ``robots``, ``sitemap``, ``feed`` or ``api``
    depth: int = 0
    profile: str | None = None  #: key
    refreshes: int = 0  #: how many refreshes led here
    nest: int = 0  #: how many sitemap indexes led here
    follow: tuple[str, ...] = ("feed", "sitemap", "api", "page")  #: kinds of addresses that are taken from it
    digest: bytes | None = None  #: of the body that is stored already: the same one gives nothing new
    received: Received | None = None  #: what the archive is to hold, where there is one
    hints: str | None = None  #: what the archive is to say with it


@dataclass(slots=True)
class Reading:
    """What a page gave: the finished page, and its links as addresses for the frontier."""

    page: Page
    found: list[FoundUrl] = field(default_factory=list)
    digest: bytes = b""  #: 16-byte blake2b of the body
    prepared: Prepared | None = None  #: what was made of the article's words
    records: Records | None = None  #: the response as the archive keeps it
