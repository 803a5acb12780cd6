"""The WARC 1.1 archive: bodies as received, a gzip member a record; each process writes its own new files.

Layout: ``DIRECTORY/PREFIX-YYYYMMDDhhmmss-PID-SERIAL-RANDOM.warc.gz``. A file begins with a ``warcinfo`` record; a
``response`` record holds the status line, the headers and the body as received (content coding kept, transfer coding
removed). A record is with the operating system when :meth:`ArchiveWriter.write` returns, so a killed process leaves at
most one torn record, at the end of its file, which :mod:`storage.archive_reading` takes for the end.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import UTC
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from isal import igzip_lib
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive_reading import HINTS, ArchivedResponse, Place, iterate, read_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    Headers = Iterable[tuple[bytes | str, bytes | str]]

__all__ = ["ArchiveWriter", "ArchivedResponse", "Place", "iterate", "payload_digest", "read_record"]

MAX_HINTS = 32 << 10  # characters
LEVEL = 2  # of isal's 0 to 3: within 4 % of level 3's size at under half its cost
NOT_MODIFIED_PROFILE = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
REVISIT_PROFILE = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
MOVED = b"x-archive-orig-"  # prefix of headers that no longer describe the stored bytes, as pywb names them


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


def payload_digest(body: bytes) -> str:
    """The digest that WARC records and revisits name a body by: ``sha1:`` and base 32."""
    return _sha1(body)


def _sha1(*parts: bytes) -> str:
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + b32encode(digest.digest()).decode("ascii")


class ArchiveWriter:
    """Appends records to new files of its own, never to one that exists; one thread at a time."""

    def __init__(self, directory: Path, *, prefix: str = "pressrow", max_bytes: int = 1 << 30, software: str = "pressrow") -> None:
        self.directory, self.prefix, self.max_bytes, self.software = directory, prefix, max_bytes, software
        self._file: _File | None = None
        self._serial = 0

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
        method: str = "GET",
        hints: str | None = None,
    ) -> Place:
        """Append a response, and its request when the headers of it are given; flushed to the operating system on return.

        ``headers`` and ``body`` are as received: content coding kept, transfer coding removed. ``hints``, one line of JSON, says
        what was known of the address beforehand. Raises ``OSError`` when nothing could be kept (disk full, read-only); what
        was written before stays readable.
        """
        http = _http_block(f"HTTP/1.1 {status} {reason}", headers)
        record_id, target, date = f"<{uuid4().urn}>", _one_line(url), _date(captured_at)
        names = {
            "WARC-Type": "response",
            "WARC-Record-ID": record_id,
            "WARC-Target-URI": target,
            "WARC-Date": date,
            "WARC-Payload-Digest": payload_digest(body),
            "WARC-Block-Digest": _sha1(http, body),
        }
        if hints is not None and len(hints) <= MAX_HINTS:
            names[HINTS] = _one_line(hints)
        member = _compress(_record(names, "application/http; msgtype=response", http, body))
        extra = b""
        if request_headers is not None:
            asked = _http_block(f"{method} {_target(url)} HTTP/1.1", request_headers)
            names = {
                "WARC-Type": "request",
                "WARC-Record-ID": f"<{uuid4().urn}>",
                "WARC-Target-URI": target,
                "WARC-Date": date,
                "WARC-Concurrent-To": record_id,
                "WARC-Block-Digest": _sha1(asked),
            }
            extra = _compress(_record(names, "application/http; msgtype=request", asked, b""))
        return self._append(member, extra, captured_at)

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
            "WARC-Date": _date(captured_at),
            "WARC-Profile": REVISIT_PROFILE if payload_digest else NOT_MODIFIED_PROFILE,
            "WARC-Refers-To-Target-URI": _one_line(refers_to_url),
            "WARC-Refers-To-Date": _date(refers_to_date),
            **({"WARC-Payload-Digest": payload_digest} if payload_digest else {}),
        }
        http = _http_headers(f"{status} {reason}", headers, "HTTP/1.1")
        return self._append(_compress(_layout("revisit", _one_line(url), names, http, b"")[0]), b"", captured_at)

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
        record.rec_headers.replace_header("WARC-Date", _date(now))
        writer.out = BytesIO()
        writer.write_record(record)
        self._put(file, _compress(writer.out.getvalue()))
        return file


def _record(names: dict[str, str], kind: str, http: bytes, body: bytes) -> bytes:
    """A record as ISO 28500:2017, section 4 lays it out."""
    head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
    head = f"WARC/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    return b"".join((head.encode(), http, body, b"\r\n\r\n"))


def _layout(kind: str, url: str, names: dict[str, str], http: _HttpHeaders, body: bytes) -> tuple[bytes, str]:
    out = BytesIO()
    writer = WARCWriter(out, gzip=False, warc_version="1.1")
    record = writer.create_warc_record(url, kind, payload=BytesIO(body), length=len(body), warc_headers_dict=names, http_headers=http)
    writer.write_record(record)
    return out.getvalue(), record.rec_headers.get_header("WARC-Record-ID")


def _compress(record: bytes) -> bytes:
    return igzip_lib.compress(record, level=LEVEL, flag=igzip_lib.COMP_GZIP)


def _http_block(first: str, headers: Headers) -> bytes:
    """The first line and the headers of a request or response."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in _pairs(headers))
    return f"{_one_line(first)}\r\n{lines}\r\n".encode("latin-1", "replace")


def _http_headers(status: str, headers: Headers, protocol: str) -> _HttpHeaders:
    return _HttpHeaders(_one_line(status), list(_pairs(headers)), protocol=protocol)


def _pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    for name, value in headers:
        key, text = _latin(name), _latin(value)
        if key.lower() == "transfer-encoding":
            key = MOVED.decode() + key
        yield key, text


def _latin(value: bytes | str) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else value.encode("utf-8").decode("latin-1")
    return _one_line(text)


def _one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").strip()


def _target(url: str) -> str:
    slash = url.find("/", url.find("//") + 2)
    return _one_line(url[slash:].partition("#")[0]) if slash > 0 else "/"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
