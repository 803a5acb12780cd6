"""Takes transfer and content codings off archived bodies, in bounded memory."""

from __future__ import annotations

import re
import zlib

import brotli

MAX_BODY = 16 << 20  # bytes of one body, decoded or not
GZIP = b"\x1f\x8b"
_SIZE = re.compile(rb"[0-9A-Fa-f]{1,15}")


def dechunk(payload: bytes) -> bytes:
    """The body without the chunked coding; as it is where it was not chunked (some tools keep only the header)."""
    out, at = bytearray(), 0
    while at < len(payload):
        end = payload.find(b"\r\n", at, at + 256)
        size = payload[at:end].partition(b";")[0].strip() if end > 0 else b""
        if not _SIZE.fullmatch(size):
            return bytes(out) if out else payload
        length = int(size, 16)
        if not length:
            break
        out += payload[end + 2 : end + 2 + length]
        at = end + 2 + length + 2
    return bytes(out)


def decode(body: bytes, coding: str) -> bytes:
    """The body without one content coding, at most ``MAX_BODY`` bytes; as it is where it cannot be decoded."""
    try:
        if coding in {"gzip", "x-gzip"}:
            return _inflate(body, 31)
        if coding == "deflate":  # RFC 9110 means zlib's frame; many servers send the bare stream
            try:
                return _inflate(body, 15)
            except zlib.error:
                return _inflate(body, -15)
        if coding == "br":
            return _unbrotli(body)
    except (zlib.error, brotli.error):
        return body
    return body


def _inflate(body: bytes, wbits: int) -> bytes:
    out = b""
    while body and len(out) < MAX_BODY:
        inflate = zlib.decompressobj(wbits)
        out += inflate.decompress(body, MAX_BODY - len(out))
        body = inflate.unused_data if wbits == 31 else b""
        if not body.startswith(GZIP):
            break
    return out


def _unbrotli(body: bytes) -> bytes:
    decoder = brotli.Decompressor()
    out = decoder.process(body, output_buffer_limit=MAX_BODY)
    while not decoder.is_finished() and len(out) < MAX_BODY:
        more = decoder.process(b"", output_buffer_limit=MAX_BODY - len(out))
        if not more:
            break
        out += more
    return bytes(out[:MAX_BODY])
