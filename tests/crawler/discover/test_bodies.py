import gzip
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.discover import feeds, sitemaps, sniff
from crawler.discover.bodies import decode, inflate, tree
from crawler.errors import DocumentError

PIECES = st.sampled_from(
    [b"<rss>", b"<channel>", b"<item>", b"</item>", b"<link>http://a.example/b-c-d-e</link>", b"<feed xmlns='http://www.w3.org/2005/Atom'>", b"<entry>", b"<link href='/x'/>", b"<urlset>", b"<url><loc>", b"</loc></url>",
     b"<!DOCTYPE x [", b"<!ENTITY a '&b;'>", b"<!ENTITY b '&a;'>", b"]>", b"&a;", b"&nbsp;", b"&#0;", b"<![CDATA[", b"]]>", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1f\x8b", b'{"version":"https://jsonfeed.org/version/1","items":[', b'{"url":"/a"}', b"]}", b"<!--", b"-->", b"<?xml version='1.0' encoding='utf-16'?>"]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.binary(max_size=12)), max_size=14).map(b"".join))
def test_any_bytes_are_read_or_refused_with_a_reason(body):
    for read in (feeds.read, sitemaps.read):
        reasons = []
        try:
            read(body, "https://a.example/f")
        except DocumentError as error:
            reasons.append(error.reason)
        assert reasons in ([], ["xml_bomb"])
    sniff.sniff(body)


@given(st.binary(max_size=200), st.sampled_from([None, "utf-8", "utf-16", "latin1", "klingon", "base64", "idna", "rot13", "\0", ""]))
def test_decoding_never_raises(body, charset):
    assert isinstance(decode(body, charset), str)


def test_what_is_no_archive_passes_unchanged():
    assert inflate(b"plain") == (b"plain", False)


def test_an_archive_past_the_limit_is_cut_there():
    assert inflate(gzip.compress(b"x" * 1_000), 100) == (b"x" * 100, True)
    assert inflate(b"x" * 1_000, 100) == (b"x" * 100, True)


def test_random_bytes_behind_an_archives_mark_give_nothing():
    assert inflate(b"\x1f\x8b\x08\x00" + os.urandom(100))[1] is False


@pytest.mark.parametrize(
    ("text", "content"),
    [("<rss><a>x &amp; &eacute; &lt; &nope; &#233;</a></rss>", "x & é <  é"), ("<rss><a><![CDATA[&eacute; <b>]]></a></rss>", "é <b>")],
)
def test_named_characters_are_read_and_other_entities_are_nothing(text, content):
    assert "".join(tree(text).itertext()) == content
