"""Reads WARC files, Pressrow's own and those of other tools, in bounded memory.

Read are WARC 0.17 to 1.1, plain, a gzip member a record, or gzipped as a whole; transfer codings that a tool left in
(wget keeps ``chunked``) are removed. A file that breaks off ends there: a torn tail is what a killed writer leaves.
Damage before the end raises :class:`storage.errors.ArchiveError` with the place. ARC files are passed over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from isal import isal_zlib

from storage.codings import GZIP, MAX_BODY, dechunk, decode
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

MAX_LINE = 64 << 10
MAX_HEAD_LINES = 1000
CHUNK = 64 << 10
VERSIONS = (b"WARC/1.", b"WARC/0.")
HINTS = "X-Pressrow-Hints"  # a field of our own (ISO 28500 lets writers add some)


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


class TornError(Exception):
    """The file ends inside a record."""


_OTHER = object()  # a record that is no response


class Stream:
    """The bytes of a WARC file, decompressed, knowing where the current gzip member began."""

    def __init__(self, handle: BinaryIO, name: str, offset: int) -> None:
        self.handle, self.name = handle, name
        handle.seek(offset)
        self.raw = handle.read(CHUNK)
        self.gzip = self.raw.startswith(GZIP) or self.raw == GZIP[:1]
        self.raw_offset = offset  # of raw[0] in the file
        self.member = offset
        self.inflate: Any = None
        self.ready = bytearray()
        self.taken = 0  # bytes given out, in a plain file
        self.start = offset

    def place(self) -> int:
        """Where a record that begins at the next byte is to be looked for."""
        return self.member if self.gzip else self.start + self.taken

    def fill(self) -> bool:
        """Go on, usually getting more bytes; False at the end of the file."""
        if not self.gzip:
            if not self.raw:
                self.raw = self.handle.read(CHUNK)
            if not self.raw:
                return False
            self.ready += self.raw
            self.raw = b""
            return True
        while True:
            if not self.raw:
                self.raw = self.handle.read(CHUNK)
            if self.inflate is None:
                if len(self.raw) < 2:
                    self.raw += self.handle.read(CHUNK)
                if not self.raw.startswith(GZIP):
                    return False  # the end, or padding after the last member
                self.member = self.raw_offset
                self.inflate = isal_zlib.decompressobj(wbits=31)
            if not self.raw:
                raise TornError
            before = len(self.raw)
            try:
                out = self.inflate.decompress(self.raw, CHUNK)
            except isal_zlib.error as error:  # type: ignore[misc]  # published as a value, not as a class
                raise ArchiveError(f"{self.name}: damaged gzip member at {self.member}: {error}") from error
            self.raw = self.inflate.unused_data if self.inflate.eof else self.inflate.unconsumed_tail
            self.raw_offset += before - len(self.raw)
            self.ready += out
            if self.inflate.eof:
                self.inflate = None
                return True
            if out:
                return True

    def end_record(self) -> None:
        """Pass over the line breaks behind a record and make sure that its gzip member is whole. Raises TornError."""
        while self.gzip:
            self.ready = self.ready.lstrip(b"\r\n")
            if self.ready or self.inflate is None:
                return
            self.fill()

    def line(self) -> bytes:
        """The next line with its end; empty at the end of the file."""
        seen = 0
        while (end := self.ready.find(b"\n", seen)) < 0:
            seen = len(self.ready)
            if seen > MAX_LINE:
                raise ArchiveError(f"{self.name}: a line without end at {self.place()}")
            if not self.fill():
                end = len(self.ready) - 1
                break
        return self._take(end + 1)

    def read(self, size: int) -> bytes:
        """``size`` bytes. Raises TornError when the file ends before."""
        while len(self.ready) < size:
            if not self.fill():
                raise TornError
        return self._take(size)

    def skip(self, size: int) -> None:
        """Pass over ``size`` bytes without keeping them."""
        while size > 0:
            if not self.ready and not self.fill():
                raise TornError
            size -= len(self._take(min(size, len(self.ready))))

    def _take(self, size: int) -> bytes:
        out = bytes(self.ready[:size])
        del self.ready[:size]
        self.taken += len(out)
        return out


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
    names = {key.lower(): value for key, value in read_head(stream, offset)}
    length = names.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise ArchiveError(f"{stream.name}: record at {offset} has no Content-Length")
    kind, url = names.get("warc-type", ""), names.get("warc-target-uri", "").strip("<>")
    if kind not in {"response", "revisit"} or not url.lower().startswith(("http:", "https:")):
        stream.skip(int(length))
        stream.end_record()
        return _OTHER
    kept = min(int(length), MAX_BODY + (MAX_LINE << 2))
    block = stream.read(kept)
    stream.skip(int(length) - kept)
    stream.end_record()
    return _response(block, names, url, kept < int(length), stream.name, offset)


def read_head(stream: Stream, offset: int) -> list[tuple[str, str]]:
    """The named fields of the record at ``offset``, whose version line was read. Raises TornError, ArchiveError."""
    pairs: list[tuple[str, str]] = []
    for _ in range(MAX_HEAD_LINES):
        line = stream.line()
        if not line.endswith(b"\n"):
            raise TornError
        if not line.strip():
            return pairs
        _pair(line, pairs, "utf-8")
    raise ArchiveError(f"{stream.name}: record at {offset} has too many header lines")


def _pair(line: bytes, pairs: list[tuple[str, str]], charset: str) -> None:
    if line[:1] in b" \t" and pairs:
        pairs[-1] = (pairs[-1][0], pairs[-1][1] + " " + line.strip().decode(charset, "replace"))
        return
    name, colon, value = line.partition(b":")
    if colon:
        pairs.append((name.strip().decode("latin-1"), value.strip().decode(charset, "replace")))


def _response(block: bytes, names: dict[str, str], url: str, cut: bool, file: str, offset: int) -> ArchivedResponse:
    head, gap, payload = block.partition(b"\r\n\r\n")
    if not gap:
        head, gap, payload = block.partition(b"\n\n")
    lines = head.splitlines()
    _, _, status_line = (lines[0] if lines else b"").partition(b" ")
    code, _, reason = status_line.strip().decode("latin-1").partition(" ")
    pairs: list[tuple[str, str]] = []
    for line in lines[1 : MAX_HEAD_LINES + 1]:
        _pair(line, pairs, "latin-1")
    if any(key.lower() == "transfer-encoding" and "chunked" in value.lower() for key, value in pairs):
        payload, pairs = dechunk(payload), [(k, v) for k, v in pairs if k.lower() != "transfer-encoding"]
    return ArchivedResponse(
        url=url,
        captured_at=moment_of(names.get("warc-date", ""), file, offset),
        status=int(code) if code.isascii() and code.isdigit() and len(code) == 3 else 0,
        reason=reason,
        headers=pairs,
        payload=payload[:MAX_BODY],
        truncated=cut or len(payload) > MAX_BODY or "warc-truncated" in names,
        revisit_of=names.get("warc-payload-digest", "") if names.get("warc-type") == "revisit" else None,
        hints=names.get(HINTS.lower()),
        payload_digest=names.get("warc-payload-digest"),
        file=file,
        offset=offset,
    )


def moment_of(printed: str, file: str, offset: int) -> datetime:
    """A WARC-Date in UTC. Raises ArchiveError for one that cannot be read."""
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError as error:
        raise ArchiveError(f"{file}: record at {offset} has no readable WARC-Date: {printed[:40]!r}") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
