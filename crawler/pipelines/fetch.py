"""What the crawl knows of a page beside its content: the lease, the response as received, the links it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive import Place
    from storage.records import FoundUrl, LeasedUrl, Row


@dataclass(frozen=True, slots=True)
class Received:
    """A response below all decoding."""

    url: str
    at: datetime
    status: int
    headers: tuple[tuple[bytes, bytes], ...]  #: as received, transfer encodings aside
    body: bytes  #: without chunks, but compressed as it came
    request_headers: tuple[tuple[bytes, bytes], ...]
    place: Place | None = None  #: where it lies in the archive that is replayed
    hints: tuple[Row, ...] | None = None  #: what the crawl that archived it knew of the address beforehand, where that is told


@dataclass(slots=True)
class Fetch:
    """Travels in ``page.capture`` from the spider to the store; no step but the last reads it."""

    lease: LeasedUrl | None
    received: Received | None = None  #: None when nothing was received that is to be kept
    not_modified: Received | None = None  #: a 304, which the archive keeps as a revisit
    passed: tuple[Received, ...] = ()  #: the redirects that led to it
    status: int | None = None
    digest: bytes | None = None  #: 16-byte blake2b of the decoded body
    length: int = 0  #: of the decoded body
    charset: str | None = None
    content_type: str | None = None
    found: list[FoundUrl] = field(default_factory=list)
    due_at: datetime | None = None  #: when the address may be tried again
    retry: bool = False  #: whether it goes back to waiting under this crawl
    site: str | None = None  #: key of the profile
    version: str = ""  #: of the extractor that read the page
    made: str = ""  #: ``item`` or ``page``, where a spider of somebody else's made it of whatever it found
    quiet: bool = False  #: an address that was only tried for luck: whatever is there, it ends as done
