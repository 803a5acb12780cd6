"""Reads what the heads of a WARC file's answers say, without their bodies, and finds the next record behind damage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from isal import isal_zlib

from storage.archive_stream import CHUNK, VERSIONS, Stream, TornError, moment_of, read_head
from storage.codings import GZIP
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from datetime import datetime
    from typing import BinaryIO

_MEMBER: Final = re.compile(rb"\x1f\x8b\x08[\x00-\x1f]")
_RECORD: Final = re.compile(rb"WARC/(?:1\.[0-9]|0\.1[0-9])\r?\n")
_OVERLAP: Final = 16  # bytes by which two looks for a record overlap


@dataclass(frozen=True, slots=True)
class Outline:
    """What the head of a response or revisit says."""

    url: str
    captured_at: datetime
    status: int
    digest: str  #: of the payload as printed; empty without
    revisit: bool
    offset: int


def next_place(stream: Stream) -> int | None:
    """Where the next record begins; None at the end of the file."""
    while True:
        stream.ready = stream.ready.lstrip(b"\r\n") if stream.gzip else stream.ready
        if stream.ready:
            return stream.place()
        if not stream.fill():
            return None


def read_outline(stream: Stream, offset: int) -> Outline | None:
    """The outline of the next record, None for one that holds no answer. Raises TornError, ArchiveError."""
    line = b""
    while not line.strip():
        line = stream.line()
        if not line:
            return None
    if not line.startswith(VERSIONS):
        if not line.endswith(b"\n"):
            raise TornError
        raise ArchiveError(f"{stream.name}: no WARC record at {offset}")
    head = read_head(stream, offset)
    if not head.is_answer:
        stream.skip(head.length)
        stream.end_record()
        return None
    begin = stream.read(min(head.length, 64))
    stream.skip(head.length - len(begin))
    stream.end_record()
    code = begin.partition(b"\n")[0].partition(b" ")[2].strip()[:3]
    return Outline(
        url=head.url,
        captured_at=moment_of(head.names.get("warc-date", ""), stream.name, offset),
        status=int(code) if code.isdigit() and len(code) == 3 else 0,
        digest=head.names.get("warc-payload-digest", ""),
        revisit=head.kind == "revisit",
        offset=offset,
    )


def next_start(handle: BinaryIO, offset: int, *, packed: bool) -> int | None:
    """Where behind ``offset`` the next readable record begins; None when there is none."""
    mark = _MEMBER if packed else _RECORD
    handle.seek(offset)
    base, held = offset, b""
    while chunk := handle.read(CHUNK):
        held += chunk
        for found in mark.finditer(held):
            place = base + found.start()
            if not packed or _begins_record(handle, place):
                return place
        handle.seek(base + len(held))
        base += max(len(held) - _OVERLAP, 0)
        held = held[-_OVERLAP:]
    return None


def _begins_record(handle: BinaryIO, place: int) -> bool:
    """Whether a gzip member that begins here holds a WARC record."""
    handle.seek(place)
    head = handle.read(512)
    if not head.startswith(GZIP):
        return False
    try:
        out = isal_zlib.decompressobj(wbits=31).decompress(head, 16)
    except isal_zlib.error:  # type: ignore[misc]  # published as a value, not as a class
        return False
    return bool(out.startswith(VERSIONS))
