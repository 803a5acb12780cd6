"""Reads WARC files, Pressrow's own and those of other tools, in bounded memory.

Read are WARC 0.17 to 1.1, plain, a gzip member a record, or gzipped as a whole; transfer codings that a tool left in
(wget keeps ``chunked``) are removed. A file that breaks off ends there: a torn tail is what a killed writer leaves.
Damage before the end raises :class:`storage.errors.ArchiveError` with the place. ARC files are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.archive_records import HINTS
from storage.archive_stream import MAX_HEAD_LINES, MAX_LINE, VERSIONS, Head, Stream, TornError, add_pair, moment_of, read_head
from storage.codings import MAX_BODY, dechunk, decode
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies: file name inside the archive directory, offset and length of its gzip member in bytes."""

    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class ArchivedResponse:
    """A response as the archive holds it."""

    url: str
    captured_at: datetime  #: aware, UTC
    status: int
    reason: str
    headers: list[tuple[str, str]] = field(default_factory=list)  #: in order, decoded as latin-1
    payload: bytes = b""  #: transfer coding removed, content coding kept; at most ``MAX_BODY`` bytes
    truncated: bool = False  #: the payload was longer than is read
    revisit_of: str | None = None  #: payload digest, where the record only says that the body was seen before
    hints: str | None = None  #: what was known of the address before it was asked for, as JSON
    payload_digest: str | None = None  #: as the record states it
    file: str = ""
    offset: int = 0  #: of the gzip member, or of the record in a plain file

    def header(self, name: str) -> str | None:
        """The last value of a header, its name in lower case."""
        return next((value for key, value in reversed(self.headers) if key.lower() == name), None)

    @property
    def body(self) -> bytes:
        """The payload without its content coding, at most ``MAX_BODY`` bytes; as it is where it cannot be decoded."""
        body = self.payload
        for coding in reversed((self.header("content-encoding") or "").lower().split(",")):
            body = decode(body, coding.strip())
        return body


def read_record(directory: Path, file: str, offset: int) -> ArchivedResponse:
    """The response or revisit whose record begins at ``offset``.

    Raises :class:`storage.errors.ArchiveError` when the file is missing, the record is torn or is of another type.
    """
    path = directory / file
    if path.parent != directory or not path.name:
        raise ArchiveError(f"{file}: not a file name inside the archive")
    try:
        with path.open("rb") as handle:
            stream = Stream(handle, file, offset)
            record = _next_record(stream)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    except TornError as error:
        raise ArchiveError(f"{path}: the record at {offset} breaks off") from error
    if record is None or record is _OTHER:
        raise ArchiveError(f"{path}: no response at {offset}")
    assert isinstance(record, ArchivedResponse)
    return record


def iterate(path: Path) -> Iterator[ArchivedResponse]:
    """Every response and revisit of one WARC file, or of all ``*.warc`` and ``*.warc.gz`` below a directory by name.

    Raises :class:`storage.errors.ArchiveError` when a file cannot be opened, is no WARC file, or is damaged before its end.
    """
    files = sorted(p for p in path.rglob("*") if p.name.endswith((".warc", ".warc.gz"))) if path.is_dir() else [path]
    for file in files:
        try:
            with file.open("rb") as handle:
                yield from _records(Stream(handle, file.name, 0))
        except OSError as error:
            raise ArchiveError(f"{file}: {error.strerror or error}") from error


def _records(stream: Stream) -> Iterator[ArchivedResponse]:
    while True:
        try:
            record = _next_record(stream)
        except TornError:
            return
        if record is None:
            return
        if isinstance(record, ArchivedResponse):
            yield record


_OTHER = object()  # a record that is no response


def _next_record(stream: Stream) -> ArchivedResponse | object | None:
    """The next response, ``_OTHER`` for a record of another type, None at the end."""
    line = b""
    while not line.strip():
        while not stream.ready:
            if not stream.fill():
                return None
        offset = stream.place()
        line = stream.line()
    if not line.startswith(VERSIONS):
        if line.startswith(b"filedesc:"):  # an ARC file
            return None
        if not line.endswith(b"\n") and any(version.startswith(line[:7]) for version in VERSIONS):
            raise TornError
        raise ArchiveError(f"{stream.name}: no WARC record at {offset}")
    head = read_head(stream, offset)
    if not head.is_answer:
        stream.skip(head.length)
        stream.end_record()
        return _OTHER
    kept = min(head.length, MAX_BODY + (MAX_LINE << 2))
    block = stream.read(kept)
    stream.skip(head.length - kept)
    stream.end_record()
    return _response(block, head, kept < head.length, stream.name, offset)


def _response(block: bytes, of: Head, cut: bool, file: str, offset: int) -> ArchivedResponse:
    names = of.names
    head, gap, payload = block.partition(b"\r\n\r\n")
    if not gap:
        head, gap, payload = block.partition(b"\n\n")
    lines = head.splitlines()
    _, _, status_line = (lines[0] if lines else b"").partition(b" ")
    code, _, reason = status_line.strip().decode("latin-1").partition(" ")
    pairs: list[tuple[str, str]] = []
    for line in lines[1 : MAX_HEAD_LINES + 1]:
        add_pair(line, pairs, "latin-1")
    if any(key.lower() == "transfer-encoding" and "chunked" in value.lower() for key, value in pairs):
        payload, pairs = dechunk(payload), [(k, v) for k, v in pairs if k.lower() != "transfer-encoding"]
    return ArchivedResponse(
        url=of.url,
        captured_at=moment_of(names.get("warc-date", ""), file, offset),
        status=int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0,
        reason=reason,
        headers=pairs,
        payload=payload[:MAX_BODY],
        truncated=cut or len(payload) > MAX_BODY or "warc-truncated" in names,
        revisit_of=names.get("warc-payload-digest", "") if of.kind == "revisit" else None,
        hints=names.get(HINTS.lower()),
        payload_digest=names.get("warc-payload-digest"),
        file=file,
        offset=offset,
    )
