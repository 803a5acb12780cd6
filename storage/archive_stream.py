"""The bytes of a WARC file as records are read from them: decompressed, line by line, in bounded memory."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from isal import isal_zlib

from storage.codings import GZIP
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from typing import BinaryIO

MAX_LINE = 64 << 10
MAX_HEAD_LINES = 1000
CHUNK = 64 << 10
VERSIONS = (b"WARC/1.", b"WARC/0.")


class TornError(Exception):
    """The file ends inside a record."""


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


class Head(NamedTuple):
    """The head of a record."""

    names: dict[str, str]  #: its named fields, the names in lower case; of a repeated one the last
    length: int  #: of its block, in bytes
    kind: str  #: ``WARC-Type``
    url: str
    is_answer: bool  #: a response or revisit of an address of the web


def read_head(stream: Stream, offset: int) -> Head:
    """The head of the record at ``offset``, whose version line was read. Raises TornError, ArchiveError."""
    names = dict(_fields(stream, offset))
    length = names.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 16):
        raise ArchiveError(f"{stream.name}: record at {offset} has no Content-Length")
    kind, url = names.get("warc-type", ""), names.get("warc-target-uri", "").strip("<>")
    return Head(names, int(length), kind, url, kind in {"response", "revisit"} and url.lower().startswith(("http:", "https:")))


def _fields(stream: Stream, offset: int) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for _ in range(MAX_HEAD_LINES):
        line = stream.line()
        if not line.endswith(b"\n"):
            raise TornError
        if not line.strip():
            return [(name.lower(), value) for name, value in pairs]
        add_pair(line, pairs, "utf-8")
    raise ArchiveError(f"{stream.name}: record at {offset} has too many header lines")


def add_pair(line: bytes, pairs: list[tuple[str, str]], charset: str) -> None:
    """Add what one line of a head says; a line that begins with space goes on with the one before."""
    if line[:1] in b" \t" and pairs:
        pairs[-1] = (pairs[-1][0], pairs[-1][1] + " " + line.strip().decode(charset, "replace"))
        return
    name, colon, value = line.partition(b":")
    if colon:
        pairs.append((name.strip().decode("latin-1"), value.strip().decode(charset, "replace")))


def moment_of(printed: str, file: str, offset: int) -> datetime:
    """A WARC-Date in UTC. Raises ArchiveError for one that cannot be read."""
    try:
        moment = datetime.fromisoformat(printed)
    except ValueError as error:
        raise ArchiveError(f"{file}: record at {offset} has no readable WARC-Date: {printed[:40]!r}") from error
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
