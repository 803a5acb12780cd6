import gzip
import os
import zlib

import brotli
import pytest

from crawler.middlewares.decoding import TooLargeError, decode

PAGE = b"<!doctype html><p>hello " * 5000


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PAGE), "gzip"),
        (gzip.compress(PAGE), "x-gzip"),
        (gzip.compress(PAGE[:100]) + gzip.compress(PAGE[100:]), "gzip"),
        (gzip.compress(PAGE) + b"garbage", "gzip"),
        (zlib.compress(PAGE), "deflate"),
        (zlib.compress(PAGE)[2:-4], "deflate"),
        (brotli.compress(PAGE, quality=1), "br"),
        (PAGE, "identity"),
        (PAGE, "gzip"),
    ],
)
def test_what_was_encoded_or_only_labelled_so_is_read(body, encoding):
    assert decode(body, encoding, 1 << 20) == PAGE


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(os.urandom(9000))[:4000], "gzip"),
        (os.urandom(3000) + b"\0", "gzip"),
        (b"\0" + os.urandom(3000), "x-foo"),
        (brotli.compress(os.urandom(9000), quality=1)[:4000], "br"),
    ],
)
def test_what_cannot_be_decoded_is_refused(body, encoding):
    with pytest.raises((ValueError, zlib.error, brotli.error)):
        decode(body, encoding, 1 << 20)


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br"])
def test_a_bomb_is_stopped_at_the_bound(encoding):
    zeros = b"\0" * (4 << 20)
    body = {"gzip": gzip.compress, "deflate": zlib.compress, "br": lambda b: brotli.compress(b, quality=1)}[encoding](zeros)
    with pytest.raises(TooLargeError):
        decode(body, encoding, 1 << 20)


def test_a_cut_body_gives_its_beginning_when_that_is_enough():
    cut = gzip.compress(b"User-agent: *\n" * 50_000)[:500]
    assert decode(cut, "gzip", 1 << 20, partial=True).startswith(b"User-agent: *")
