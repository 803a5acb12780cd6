"""The WARC 1.1 archive: bodies as received, a gzip member a record; each process writes its own new files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

Headers = "Sequence[tuple[bytes | str, bytes | str]]"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file name inside the archive directory, offset and length of its gzip member."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """A response as the archive holds it."""

    url: str
    captured_at: datetime  #: aware UTC
    status: int
    reason: str
    headers: list[tuple[str, str]] = field(default_factory=list)  #: as received
    body: bytes = b""  #: decompressed and de-chunked, bounded
    revisit_of: str | None = None  #: payload digest when the record says that the body was the same as an earlier one
    place: Place | None = None


class ArchiveWriter:
    """Writes records to new files of its own; not for several threads at once."""

    def __init__(self, directory: Path, *, prefix: str = "pressrow", max_bytes: int = 1 << 30, software: str = "pressrow") -> None:
        raise NotImplementedError

    def write(
        self,
        *,
        url: str,
        captured_at: datetime,
        status: int,
        reason: str,
        headers: Headers,
        body: bytes,
        request_headers: Headers | None = None,
    ) -> Place:
        """Append a response; flushed to the operating system on return."""
        raise NotImplementedError

    def write_revisit(
        self,
        *,
        url: str,
        captured_at: datetime,
        status: int,
        reason: str,
        headers: Headers,
        payload_digest: str,
        refers_to_url: str,
        refers_to_date: datetime,
    ) -> Place:
        """Append a revisit record (identical-payload-digest) instead of the same body again."""
        raise NotImplementedError

    def close(self) -> None:
        """Close the file in hand."""
        raise NotImplementedError


def read_record(directory: Path, file: str, offset: int) -> ArchivedResponse:
    """The response at a place. Raises storage.errors.ArchiveError when there is none or the record is torn."""
    raise NotImplementedError


def iterate(path: Path) -> Iterator[ArchivedResponse]:
    """Every response of a WARC file or of all WARC files below a directory, oldest file first; a torn tail ends a file."""
    raise NotImplementedError
