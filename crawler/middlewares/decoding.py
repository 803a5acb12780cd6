"""Undoes content encodings, bounded by the size a body may have."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

import brotli

from crawler.middlewares.refusals import Refused

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

ACCEPTED: Final = b"gzip, deflate, br"
_STEP: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"


class TooLargeError(ValueError):
    """A body that grows past its bound."""


class Decoding:
    """Asks for compressed bodies and decodes them; a plain body that is labelled gzip is read as it is."""

    def __init__(self, largest: int) -> None:
        self._largest = largest

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Decoding:
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_request(self, request: Request) -> None:
        request.headers.setdefault(b"Accept-Encoding", ACCEPTED)

    def process_response(self, request: Request, response: Response) -> Response:
        """The response with its body decoded. Raises Refused: ``too_large``, ``bad_encoding``."""
        printed = response.headers.getlist(b"Content-Encoding")
        if not printed or not response.body:
            return response
        names = [name.strip().lower() for line in printed for name in line.split(b",") if name.strip()]
        partial = "robots" in request.meta or "download_stopped" in response.flags
        body = response.body
        try:
            for name in reversed(names):
                body = decode(body, name.decode("latin-1"), self._largest, partial=partial)
        except TooLargeError as error:
            raise Refused("too_large", str(error), status=response.status) from error
        except (ValueError, zlib.error, brotli.error) as error:
            raise Refused("bad_encoding", f"{b', '.join(names).decode('latin-1')[:60]}: {error}"[:200], status=response.status) from error
        decoded = response.replace(body=body)
        del decoded.headers[b"Content-Encoding"]
        return decoded


def decode(body: bytes, encoding: str, largest: int, *, partial: bool = False) -> bytes:
    """The body without one encoding. Raises TooLargeError past ``largest`` bytes, ValueError for what cannot be decoded.

    ``partial`` takes what a cut body still gives. Plain text labelled as compressed (some servers label what they
    never compressed) comes back as it is.
    """
    if encoding in {"identity", "none", ""}:
        return body
    if encoding in {"gzip", "x-gzip"}:
        if not body.startswith(_GZIP):
            return _plain(body, encoding)
        return _inflate(body, 31, largest, partial=partial)
    if encoding == "deflate":
        for bits in (15, -15):  # with and without the zlib wrapper: servers send both
            try:
                return _inflate(body, bits, largest, partial=partial)
            except zlib.error:
                continue
        return _plain(body, encoding)
    if encoding == "br":
        return _unbrotli(body, largest, partial=partial)
    raise ValueError("unknown content encoding")


def _plain(body: bytes, encoding: str) -> bytes:
    """A body that is text although it is labelled otherwise."""
    head = body[:512].lstrip()
    if head.startswith((b"<", b"{", b"[", b"\xef\xbb\xbf")) and b"\0" not in head:
        return body
    raise ValueError(f"not {encoding}")


def _inflate(body: bytes, bits: int, largest: int, *, partial: bool) -> bytes:
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest:
        stream = zlib.decompressobj(bits)
        while rest and not stream.eof:
            part = stream.decompress(rest, _STEP)
            size += len(part)
            if size > largest:
                raise TooLargeError(f"more than {largest} bytes decompressed from {len(body)}")
            parts.append(part)
            rest = stream.unconsumed_tail
        if not stream.eof:
            if partial:
                break
            raise ValueError("cut short")
        rest = stream.unused_data
        if not rest.startswith(_GZIP):  # a further gzip member, or garbage after the last one that browsers pass over
            break
    return b"".join(parts)


def _unbrotli(body: bytes, largest: int, *, partial: bool) -> bytes:
    stream: Any = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    given = body
    while not stream.is_finished():
        part: bytes = stream.process(given, output_buffer_limit=_STEP)
        if not part and not given and not stream.is_finished():
            if partial:
                break
            raise ValueError("cut short")
        given = b""
        size += len(part)
        if size > largest:
            raise TooLargeError(f"more than {largest} bytes decompressed from {len(body)}")
        parts.append(part)
    return b"".join(parts)
