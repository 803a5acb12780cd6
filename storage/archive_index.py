"""Where in an archive the answer of an address lies, found by one pass over its WARC files.

Of an address that was captured several times the last capture counts; one that only asked for patience (408, 425, 429
and the 5xx) or said "not modified" counts where there is no other. A file that breaks off ends there, and behind damage the
search goes on at the next record that can be read: both are told, not raised. A revisit counts with the body that it speaks of. The index keeps some 280 bytes a capture.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Final

from storage.archive_outlines import next_place, next_start, read_outline
from storage.archive_reading import read_record
from storage.archive_stream import Stream, TornError
from storage.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from storage.archive_outlines import Outline
    from storage.archive_reading import ArchivedResponse

_PATIENCE: Final = frozenset({304, 408, 425, 429})
_OFFSET_BITS: Final = 44  # 16 TiB of one file
_FILE_BITS: Final = 20
_TIME_BITS: Final = 64
_TELL_SECONDS: Final = 2.0


@dataclass(frozen=True, slots=True)
class Damage:
    """A place of an archive that could not be read."""

    file: str
    detail: str


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the reading of an archive has come."""

    captures: int
    bytes: int
    of_bytes: int


class ArchiveIndex:
    """The last capture of each address of an archive, by the key of the address."""

    def __init__(self, key: Callable[[str], bytes | None]) -> None:
        self._key = key
        self._files: list[Path] = []
        self._places: dict[bytes, int] = {}
        self._bodies: dict[bytes, int] = {}  # digest of a payload → place of a response that holds it
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None
        self.captures = 0
        self.damages: list[Damage] = []

    def __len__(self) -> int:
        return len(self._places)

    @classmethod
    def of(cls, path: Path, key: Callable[[str], bytes | None], tell: Callable[[Reach], None] = lambda _: None) -> ArchiveIndex:
        """Read one WARC file, or all ``*.warc`` and ``*.warc.gz`` below a directory.

        ``key`` gives the key of an address, None for one that nobody asks for. ``tell`` is called every other second and
        at the end. Raises :class:`storage.errors.ArchiveError` when there is no file, a file cannot be opened, or nothing
        in the files is a response.
        """
        files = sorted(p for p in path.rglob("*") if p.name.endswith((".warc", ".warc.gz"))) if path.is_dir() else [path]
        if not files:
            raise ArchiveError(f"{path}: no *.warc or *.warc.gz files in this folder")
        index = cls(key)
        try:
            whole = sum(file.stat().st_size for file in files)
            done, told = 0, monotonic()
            for file in files:
                size = file.stat().st_size
                for offset in index._add(file):
                    if monotonic() - told >= _TELL_SECONDS:
                        told = monotonic()
                        tell(Reach(index.captures, done + offset, whole))
                done += size
        except OSError as error:
            index.close()
            raise ArchiveError(f"{error.filename or path}: {error.strerror or error}") from error
        if not index.captures:
            index.close()
            damage = f" ({index.damages[0].detail})" if index.damages else ""
            raise ArchiveError(f"{path}: no response in this archive{damage}")
        tell(Reach(index.captures, done, whole))
        return index

    def close(self) -> None:
        """Remove what was unpacked to be read."""
        if self._unpacked is not None:
            self._unpacked.cleanup()
            self._unpacked = None

    def read(self, key: bytes) -> ArchivedResponse | None:
        """The last capture of an address, a revisit with the body that it speaks of; None for an address not captured.

        Raises :class:`storage.errors.ArchiveError` when the record cannot be read, or a revisit's body is not there.
        """
        place = self._places.get(key)
        if place is None:
            return None
        answer = self._read(place)
        if answer.revisit_of is None:
            return answer
        original = self._bodies.get(_digest(answer.revisit_of)) if answer.revisit_of else None
        if original is None:
            raise ArchiveError(f"{answer.file}: the revisit at {answer.offset} speaks of a capture that is not in the archive")
        body = self._read(original)
        headers = answer.headers if answer.status else body.headers
        if answer.header("content-encoding") is None and body.header("content-encoding") is not None:
            # the body is stored as its own record describes it, whatever the later answer's head repeats
            headers = [*headers, ("Content-Encoding", body.header("content-encoding") or "")]
        if answer.header("content-type") is None and body.header("content-type") is not None:
            headers = [*headers, ("Content-Type", body.header("content-type") or "")]
        status = answer.status if answer.status not in {0, 304} else body.status
        if body.url == answer.url:  # what was read then is what would be read now: "two hours ago" speaks of that day
            answer = replace(answer, captured_at=body.captured_at, hints=body.hints)
        return replace(answer, status=status, headers=headers, payload=body.payload, truncated=body.truncated)

    def _read(self, place: int) -> ArchivedResponse:
        file = self._files[place >> _OFFSET_BITS & ((1 << _FILE_BITS) - 1)]
        return read_record(file.parent, file.name, place & ((1 << _OFFSET_BITS) - 1))

    def _add(self, file: Path) -> Iterator[int]:
        """Take in one file, giving offsets on the way."""
        if len(self._files) >= 1 << _FILE_BITS:
            raise ArchiveError(f"more than {1 << _FILE_BITS} files")
        number = len(self._files)
        self._files.append(file)
        try:
            for outline in self._outlines(file):
                self._note(outline, number)
                yield outline.offset
        except _PackedError:
            self._files[number] = self._unpack(file)
            for outline in self._outlines(self._files[number]):
                self._note(outline, number)
                yield 0

    def _note(self, outline: Outline, number: int) -> None:
        self.captures += 1
        place = (number << _OFFSET_BITS) | outline.offset
        if outline.digest and not outline.revisit:
            self._bodies.setdefault(_digest(outline.digest), place)
        key = self._key(outline.url)
        if key is None:
            return
        micros = max(0, int(outline.captured_at.timestamp() * 1_000_000))
        final = bool(outline.digest) if outline.revisit else outline.status not in _PATIENCE and outline.status < 500
        rank = (final << _TIME_BITS | micros) << (_FILE_BITS + _OFFSET_BITS) | place
        if rank > self._places.get(key, -1):
            self._places[key] = rank

    def _unpack(self, file: Path) -> Path:
        if self._unpacked is None:
            self._unpacked = tempfile.TemporaryDirectory(prefix="pressrow-replay-")
        plain = Path(self._unpacked.name) / f"{len(self._files)}-{file.name.removesuffix('.gz')}"
        with file.open("rb") as packed, plain.open("wb") as out:
            stream = Stream(packed, file.name, 0)
            try:
                while stream.fill():
                    out.write(stream.ready)
                    stream.ready.clear()
            except TornError:
                out.write(stream.ready)
        return plain

    def _outlines(self, path: Path) -> Iterator[Outline]:
        """The outlines of a file's responses and revisits; damage is noted, and the reading goes on behind it."""
        with path.open("rb") as handle:
            start: int | None = 0
            while start is not None:
                stream = Stream(handle, path.name, start)
                offset, before = start, -1
                try:
                    while (place := next_place(stream)) is not None:
                        if place == before:
                            raise _PackedError
                        offset = before = place
                        outline = read_outline(stream, offset)
                        if outline is not None:
                            yield outline
                except TornError:
                    self.damages.append(Damage(path.name, f"{path.name}: breaks off within the record at {offset}"))
                except ArchiveError as error:
                    offset = max(offset, stream.place())
                    self.damages.append(Damage(path.name, str(error)))
                else:
                    return
                start = next_start(handle, offset + 1, packed=stream.gzip or path.name.endswith(".gz"))


class _PackedError(Exception):
    """Several records lie in one gzip member: they cannot be found again but by unpacking the file."""


def _digest(printed: str) -> bytes:
    return blake2b(printed.encode("utf-8", "replace"), digest_size=16).digest()
