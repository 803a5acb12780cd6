"""What the crawl knows of a page beside its content: the lease, the response as received, the links it found."""

from __future__ import annotations

from dataclasses import dataclass, field
from http.client import responses
from typing import TYPE_CHECKING

from storage.archive_records import Records, records

if TYPE_CHECKING:
    from datetime import datetime

    from storage.archive_reading import Place
    from storage.prepared import Prepared
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

    def records(self, hints: str | None) -> Records:
        """The response and its request as the archive keeps them, with what was known of the address beforehand."""
        return records(
            url=self.url,
            captured_at=self.at,
            status=self.status,
            reason=responses.get(self.status, ""),
            headers=self.headers,
            body=self.body,
            request_headers=self.request_headers,
            hints=hints,
        )


@dataclass(slots=True)
class Fetch:
    """Travels in ``page.capture`` from the spider to the store; no step but the last reads it."""

    lease: LeasedUrl | None
    received: Received | None = None  #: None when nothing was received that is to be kept
    not_modified: Received | None = None  #: a 304, which the archive keeps as a revisit
    records: Records | None = None  #: what was received, laid out for the archive by who read it
    prepared: Prepared | None = None  #: what was made of the article's words by who read it
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
