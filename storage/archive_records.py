"""Lays out responses and their requests as records of the archive: what costs time in archiving, apart from any file.

Whoever has read a body may do it, in whatever process; :meth:`storage.archive.ArchiveWriter.append` writes it.
"""

from __future__ import annotations

import hashlib
from base64 import b32encode
from datetime import UTC
from typing import TYPE_CHECKING, NamedTuple
from uuid import uuid4

from isal import igzip_lib

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    Headers = Iterable[tuple[bytes | str, bytes | str]]

MAX_HINTS = 32 << 10  # characters
HINTS = "X-Pressrow-Hints"  # a field of our own (ISO 28500 lets writers add some)
LEVEL = 2  # of isal's 0 to 3: within 4 % of level 3's size at under half its cost
MOVED = b"x-archive-orig-"  # prefix of headers that no longer describe the stored bytes, as pywb names them


class Records(NamedTuple):
    """A response, and its request, as they stand in the archive: a gzip member each."""

    response: bytes
    request: bytes  #: empty where the request is not told


def records(
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
) -> Records:
    """The records of a response, and of its request when the headers of it are given.

    ``headers`` and ``body`` are as received: content coding kept, transfer coding removed. ``hints``, one line of JSON, says
    what was known of the address beforehand.
    """
    http = _http_block(f"HTTP/1.1 {status} {reason}", headers)
    record_id, target, date = f"<{uuid4().urn}>", one_line(url), date_of(captured_at)
    names = {
        "WARC-Type": "response",
        "WARC-Record-ID": record_id,
        "WARC-Target-URI": target,
        "WARC-Date": date,
        "WARC-Payload-Digest": payload_digest(body),
        "WARC-Block-Digest": sha1(http, body),
    }
    if hints is not None and len(hints) <= MAX_HINTS:
        names[HINTS] = one_line(hints)
    member = compress(_record(names, "application/http; msgtype=response", http, body))
    extra = b""
    if request_headers is not None:
        asked = _http_block(f"{method} {_target(url)} HTTP/1.1", request_headers)
        names = {
            "WARC-Type": "request",
            "WARC-Record-ID": f"<{uuid4().urn}>",
            "WARC-Target-URI": target,
            "WARC-Date": date,
            "WARC-Concurrent-To": record_id,
            "WARC-Block-Digest": sha1(asked),
        }
        extra = compress(_record(names, "application/http; msgtype=request", asked, b""))
    return Records(member, extra)


def payload_digest(body: bytes) -> str:
    """The digest that WARC records and revisits name a body by: ``sha1:`` and base 32."""
    return sha1(body)


def sha1(*parts: bytes) -> str:
    """The SHA-1 of some bytes as WARC prints it."""
    digest = hashlib.sha1(usedforsecurity=False)
    for part in parts:
        digest.update(part)
    return "sha1:" + b32encode(digest.digest()).decode("ascii")


def _record(names: dict[str, str], kind: str, http: bytes, body: bytes) -> bytes:
    """A record as ISO 28500:2017, section 4 lays it out."""
    head = "".join(f"{name}: {value}\r\n" for name, value in names.items())
    head = f"WARC/1.1\r\n{head}Content-Type: {kind}\r\nContent-Length: {len(http) + len(body)}\r\n\r\n"
    return b"".join((head.encode(), http, body, b"\r\n\r\n"))


def compress(record: bytes) -> bytes:
    """A record as a gzip member of its own."""
    return igzip_lib.compress(record, level=LEVEL, flag=igzip_lib.COMP_GZIP)


def _http_block(first: str, headers: Headers) -> bytes:
    """The first line and the headers of a request or response."""
    lines = "".join(f"{name}: {value}\r\n" for name, value in pairs(headers))
    return f"{one_line(first)}\r\n{lines}\r\n".encode("latin-1", "replace")


def pairs(headers: Headers) -> Iterator[tuple[str, str]]:
    """Headers as text, byte for byte; what speaks of the transfer only is set aside under another name."""
    for name, value in headers:
        key, text = _latin(name), _latin(value)
        if key.lower() == "transfer-encoding":
            key = MOVED.decode() + key
        yield key, text


def _latin(value: bytes | str) -> str:
    text = value.decode("latin-1") if isinstance(value, bytes) else value.encode("utf-8").decode("latin-1")
    return one_line(text)


def one_line(text: str) -> str:
    """Text that cannot end a header."""
    return text.replace("\r", " ").replace("\n", " ").strip()


def _target(url: str) -> str:
    slash = url.find("/", url.find("//") + 2)
    return one_line(url[slash:].partition("#")[0]) if slash > 0 else "/"


def date_of(moment: datetime) -> str:
    """A moment as WARC prints it, in UTC."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
