"""Erases records of the archive in place: each becomes a record that says nothing, of the same length, and none other moves.

A gzip member of any length is made of stored blocks (RFC 1951, 3.2.4), a plain record of padding; the files stay valid
WARC, and the places that captures name stay true.
"""

from __future__ import annotations

import gzip
import os
import struct
import uuid
import zlib
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from storage.errors import ArchiveError, from_disk

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import BinaryIO

_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # no name, no time, unknown system (RFC 1952)
_BLOCK = 65_535  # bytes of a stored block
_TRAILER = 8


@dataclass(frozen=True, slots=True)
class Erased:
    """How many records of how many files became empty ones."""

    records: int = 0
    files: int = 0


def erase(directory: Path, addresses: Collection[str], now: datetime, tell: Callable[[str, int, int], None]) -> Erased:
    """Erase every record of these addresses (response, request, revisit) from all WARC files of a folder.

    ``tell`` hears the file's name, its number and how many there are. Raises ArchiveError for a file that cannot be
    read or was compressed as a whole, DiskFull, ReadOnly or Unavailable when one cannot be written: what was erased
    by then stays so, and the same call goes on.
    """
    files = sorted(path for path in directory.iterdir() if path.name.endswith((".warc", ".warc.gz")))
    records = touched = 0
    for number, path in enumerate(files, 1):
        tell(path.name, number, len(files))
        found = list(_places(path, addresses))
        if not found:
            continue
        try:
            with path.open("r+b", buffering=0) as handle:
                packed = handle.read(2) == _HEAD[:2]
                for offset, length in found:
                    os.pwrite(handle.fileno(), blank(length, now, packed=packed), offset)
                os.fsync(handle.fileno())
        except OSError as error:
            raise from_disk(error, str(path)) from error
        records += len(found)
        touched += 1
    return Erased(records, touched)


def _places(path: Path, addresses: Collection[str]) -> Iterator[tuple[int, int]]:
    try:
        with path.open("rb") as handle:
            yield from _records(handle, addresses)
    except ArchiveLoadFailed as error:
        reason = str(error).strip().splitlines()[0]
        raise ArchiveError(f"{path}: its records cannot be told apart ({reason}); repack it with `warcio recompress`") from error
    except (OSError, zlib.error) as error:
        raise ArchiveError(f"{path}: {error}") from error


def _records(handle: BinaryIO, addresses: Collection[str]) -> Iterator[tuple[int, int]]:
    iterator = ArchiveIterator(handle, no_record_parse=True)
    for record in iterator:
        wanted = record.rec_headers.get_header("WARC-Target-URI") in addresses
        offset = iterator.get_record_offset()
        length = iterator.get_record_length()
        if wanted:
            yield offset, length


def blank(length: int, now: datetime, *, packed: bool) -> bytes:
    """Return a WARC record of exactly ``length`` bytes (its gzip member, when ``packed``) that says only that one was erased.

    Raises ArchiveError when no record is that short; the shortest takes some 180 bytes, less than any response.
    """
    if not packed:
        return _record(length, now)
    blocks = -(-(length - len(_HEAD) - _TRAILER) // (_BLOCK + 5)) or 1
    content = _record(length - len(_HEAD) - _TRAILER - 5 * blocks, now)
    out = bytearray(_HEAD)
    for number in range(blocks):
        piece = content[number * _BLOCK : (number + 1) * _BLOCK]
        out += struct.pack("<BHH", number == blocks - 1, len(piece), len(piece) ^ 0xFFFF) + piece
    out += struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    assert gzip.decompress(bytes(out)) == content
    return bytes(out)


def _record(length: int, now: datetime) -> bytes:
    moment = now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    for space in (b" ", b"  "):  # the digits of the length may grow by one where the length itself does
        head = (
            f"WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: <{uuid.uuid4().urn}>\r\nWARC-Date: {moment}\r\nContent-Length:".encode()
            + space
        )
        for digits in range(1, 11):
            size = length - len(head) - digits - 8
            if size >= 0 and len(str(size)) == digits:
                note = b"erased"[:size]
                return head + str(size).encode() + b"\r\n\r\n" + note.ljust(size) + b"\r\n\r\n"
    raise ArchiveError(f"a record of {length} bytes is too short to be erased in place")
