"""What a body is."""

from __future__ import annotations

import random

import pytest

from crawler.document import parse
from crawler.errors import DocumentError


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"  \r\n\t ",
        b"\xef\xbb\xbf",
        b"\0\0\0\0",
        b"%PDF-1.7 ...",
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0JFIF",
        b"GIF89a...",
        b"PK\x03\x04....",
        b"\x1f\x8b\x08\x00",
        bytes(range(32)) * 200,
    ],
    ids=["empty", "white", "mark only", "zeros", "pdf", "png", "jpeg", "gif", "zip", "gzip", "control characters"],
)
def test_a_body_that_is_no_text_is_refused_with_a_reason(body):
    with pytest.raises(DocumentError) as told:
        parse(body, content_type="text/html")
    assert told.value.reason == "not_article"


def test_a_body_past_the_limit_is_refused():
    with pytest.raises(DocumentError) as told:
        parse(b"a" * (16 * 1024 * 1024 + 1))
    assert told.value.reason == "too_large"


@pytest.mark.parametrize(
    ("body", "media", "url", "kind"),
    [
        (b"<p>Hello", "text/html", "", "html"),
        (b"<!DOCTYPE html><p>Hello", "text/plain", "", "html"),
        (b"Hello\n\nThere", "text/plain", "", "text"),
        (b"Hello\n\nThere", None, "https://a.example/x.txt", "text"),
        (b"Hello there, this has no tags", None, "", "text"),
        (b'{"a": 1}', "application/json", "", "json"),
        (b'{"a": 1}', "application/ld+json", "", "json"),
        (b"<?xml version='1.0'?><rss version='2.0'></rss>", "text/html", "", "xml"),
        (b"<rss version='2.0'></rss>", "text/html", "", "xml"),
        (
            b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>Hi</p></body></html>",
            "application/xhtml+xml",
            "",
            "html",
        ),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", "text/html", "", "icalendar"),
    ],
)
def test_the_kind_comes_from_the_body_before_the_media_type(body, media, url, kind):
    assert parse(body, content_type=media, url=url).kind == kind


def test_plain_text_becomes_paragraphs_and_list_items():
    document = parse(
        b"Headline\n\nFirst  line\nof a paragraph.\r\n\r\n  * one\n  * two\n\n\xe2\x80\xa2 No Related Posts", content_type="text/plain"
    )
    assert [(block.tag, block.text) for block in document.blocks] == [
        ("p", "Headline"), ("p", "First line\nof a paragraph."), ("li", "one"), ("li", "two"), ("li", "No Related Posts"),
    ]  # fmt: skip


def test_random_bytes_are_no_text_whatever_their_first_ones():
    for seed in range(20):
        with pytest.raises(DocumentError, match="not_article"):
            parse(random.Random(seed).randbytes(50_000), url="http://a.test/x", content_type="text/html")
