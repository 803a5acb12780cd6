"""The WARC 1.1 archive: bodies as received, a gzip member a record; each process writes its own new files.

Layout: ``DIRECTORY/PREFIX-YYYYMMDDhhmmss-PID-SERIAL-RANDOM.warc.gz``. A file begins with a ``warcinfo`` record; a
``response`` record holds the status line, the headers and the body as received (content coding kept, transfer coding
removed). A record is with the operating system when :meth:`ArchiveWriter.write` returns, so a killed process leaves at
most one torn record, at the end of its file, which :mod:`storage.archive_reading` takes for the end.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive_reading import ArchivedResponse, Place, iterate, read_record
from storage.archive_records import compress, date_of, one_line, pairs, payload_digest, records

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from storage.archive_records import Headers, Records

__all__ = ["ArchiveWriter", "ArchivedResponse", "Place", "iterate", "payload_digest", "read_record"]

NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class _HttpHeaders(StatusAndHeaders):  # type: ignore[misc]  # warcio publishes no types
    """Headers kept byte for byte: warcio percent-encodes what is not ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:  # noqa: ARG002  # warcio's signature
        self.headers_buff = self.to_str().encode("latin-1") + b"\r\n"


@dataclass(slots=True)
class _File:
    name: str
    handle: Any
    size: int
    pid: int


class ArchiveWriter:
    """Appends records to new files of its own, never to one that exists; one thread at a time."""

    def __init__(self, directory: Path, *, prefix: str = "pressrow", max_bytes: int = 1 << 30, software: str = "pressrow") -> None:
        self.directory, self.prefix, self.max_bytes, self.software = directory, prefix, max_bytes, software
        self._file: _File | None = None
        self._serial = 0

    def write(self, *, captured_at: datetime, **response: Any) -> Place:
        """Append a response, given as to :func:`storage.archive_records.records`; as :meth:`append`."""
        return self.append(records(captured_at=captured_at, **response), captured_at)

    def append(self, made: Records, captured_at: datetime) -> Place:
        """Append a response and its request; flushed to the operating system on return.

        Raises ``OSError`` when nothing could be kept (disk full, read-only); what was written before stays readable.
        """
        return self._append(made.response, made.request, captured_at)

    def write_revisit(
        self,
        *,
        url: str,
        captured_at: datetime,
        status: int,
        reason: str,
        headers: Headers,
        payload_digest: str | None,
        refers_to_url: str,
        refers_to_date: datetime,
    ) -> Place:
        """Append a record that says: the same body as was captured from ``refers_to_url`` at ``refers_to_date``.

        The profile is WARC 1.1's identical-payload-digest (ISO 28500:2017, 6.7.2) with a ``payload_digest`` as of the
        function of that name, without one (the server said 304) server-not-modified (6.7.3). Raises ``OSError`` as :meth:`write`.
        """
        names = {
            "WARC-Date": date_of(captured_at),
            "WARC-Profile": REVISIT_PROFILE if payload_digest else NOT_MODIFIED_PROFILE,
            "WARC-Refers-To-Target-URI": one_line(refers_to_url),
            "WARC-Refers-To-Date": date_of(refers_to_date),
            **({"WARC-Payload-Digest": payload_digest} if payload_digest else {}),
        }
        http = _http_headers(f"{status} {reason}", headers, "HTTP/1.1")
        return self._append(compress(_layout("revisit", one_line(url), names, http, b"")[0]), b"", captured_at)

    def close(self) -> None:
        """Close the file in hand; a later write begins a new one."""
        if self._file is not None:
            self._file.handle.close()
            self._file = None

    def _append(self, member: bytes, extra: bytes, now: datetime) -> Place:
        file = self._file
        if file is None or file.size >= self.max_bytes or file.pid != os.getpid():
            self.close()
            file = self._file = self._begin(now)
        place = Place(file.name, file.size, len(member))
        self._put(file, member + extra)
        return place

    def _put(self, file: _File, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[file.handle.write(rest) :]
        except OSError:
            # a torn record is legal only at the end of a file: this one gets no further records
            self._file = None
            try:
                file.handle.truncate(file.size)
            finally:
                file.handle.close()
            raise
        file.size += len(data)

    def _begin(self, now: datetime) -> _File:
        self.directory.mkdir(parents=True, exist_ok=True)
        self._serial += 1
        stamp = now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
        name = f"{self.prefix}-{stamp}-{os.getpid()}-{self._serial:05d}-{secrets.token_hex(4)}.warc.gz"
        handle = (self.directory / name).open("xb", buffering=0)
        file = _File(name, handle, 0, os.getpid())
        writer = WARCWriter(None, gzip=False, warc_version="1.1")
        info = {"software": self.software, "format": "WARC File Format 1.1", "isPartOf": self.prefix}
        record = writer.create_warcinfo_record(name, info)
        record.rec_headers.replace_header("WARC-Date", date_of(now))
        writer.out = BytesIO()
        writer.write_record(record)
        self._put(file, compress(writer.out.getvalue()))
        return file


def _layout(kind: str, url: str, names: dict[str, str], http: _HttpHeaders, body: bytes) -> tuple[bytes, str]:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(url, kind, payload=BytesIO(body), length=len(body), warc_headers_dict=names, http_headers=http)
    writer.write_record(record)
    return out.getvalue(), record.rec_headers.get_header("WARC-Record-ID")


def _http_headers(status: str, headers: Headers, protocol: str) -> _HttpHeaders:
    return _HttpHeaders(one_line(status), list(pairs(headers)), protocol=protocol)
