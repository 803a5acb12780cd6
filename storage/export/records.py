"""The archived records behind rows as a WARC file, copied byte by byte from an archive."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from isal import igzip, isal_zlib

from storage.archive_stream import VERSIONS
from storage.codings import GZIP
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from storage.records import Row

_CHUNK: Final = 256 << 10
_HEAD: Final = 64 << 10  # bytes of a record that its named fields fit in


@dataclass(slots=True)
class Copied:
    """What became of the captures: how many records were copied, which are not in the archive."""

    records: int = 0
    missing: list[str] = field(default_factory=list)  #: the first of them, why
    lacking: int = 0


def copies(places: Iterable[Row], archive: Path, copied: Copied, tell: Callable[[int], None], *, packed: bool) -> Iterator[bytes]:
    """Yield the record of each capture, as it lies in the archive; captures without one are noted in ``copied``.

    With ``packed`` the file will hold a gzip member a record: members are copied as they are and plain records of other
    tools are compressed; without it it is the other way round. A record whose bytes are not those of the capture
    (erased, torn, another address) counts as missing.
    """
    handles: dict[str, BinaryIO] = {}
    try:
        for number, place in enumerate(places, 1):
            try:
                pieces = list(_record(place, archive, handles))
                member = _checked(pieces, place)
            except ArchiveError as error:
                copied.lacking += 1
                if len(copied.missing) < 5:
                    copied.missing.append(f"capture {place['id']}: {error}")
                continue
            if member == packed:
                yield from pieces
            elif packed:
                yield igzip.compress(b"".join(pieces))
            else:
                yield from _inflated(pieces)
            copied.records += 1
            tell(number)
    finally:
        for handle in handles.values():
            handle.close()


def _record(place: Row, archive: Path, handles: dict[str, BinaryIO]) -> Iterator[bytes]:
    """Yield the bytes of a record."""
    file, offset, length = place["warc_file"], place["warc_offset"], place["warc_length"]
    if file is None or offset is None or length is None:
        raise ArchiveError("it was not archived")
    path = archive / file
    if path.parent != archive or not path.name:
        raise ArchiveError(f"{file}: not a file name inside the archive")
    try:
        if file not in handles:
            if len(handles) >= 64:
                handles.pop(next(iter(handles))).close()
            handles[file] = path.open("rb")
        handle = handles[file]
        handle.seek(offset)
        left = length
        while left > 0:
            piece = handle.read(min(_CHUNK, left))
            if not piece:
                raise ArchiveError(f"{file}: the record at {offset} breaks off")
            yield piece
            left -= len(piece)
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error


def _checked(pieces: list[bytes], place: Row) -> bool:
    """Return whether the record is a gzip member; raise ArchiveError unless it is a whole one of the capture's address."""
    member = pieces[0].startswith(GZIP) if pieces else False
    head = bytearray()
    size = 0
    for piece in _inflated(pieces) if member else pieces:
        size += len(piece)
        if len(head) < _HEAD:
            head += piece
    lines, gap, _ = bytes(head).partition(b"\r\n\r\n")
    first, *named = lines.split(b"\r\n")
    where = f"{place['warc_file']}: at {place['warc_offset']}"
    if not gap or not first.startswith(VERSIONS):
        raise ArchiveError(f"{where} lies no WARC record")
    names = {name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in named)}
    address = names.get(b"warc-target-uri", b"").strip(b"<>").decode("utf-8", "replace")
    if names.get(b"warc-type") not in {b"response", b"revisit"} or address != place["url"]:
        raise ArchiveError(f"{where} lies another record than that of {place['url']}")
    length = names.get(b"content-length", b"")
    if not length.isdigit() or size < len(lines) + 4 + int(length):
        raise ArchiveError(f"{where} the record breaks off")
    return member


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    inflate = isal_zlib.decompressobj(wbits=31)
    try:
        for piece in pieces:
            rest = piece
            while rest and not inflate.eof:
                yield inflate.decompress(rest, _CHUNK)
                rest = inflate.unconsumed_tail
    except isal_zlib.error as error:  # type: ignore[misc]  # published as a value, not as a class
        raise ArchiveError(f"damaged gzip member: {error}") from error
    if not inflate.eof:
        raise ArchiveError("the record breaks off")
