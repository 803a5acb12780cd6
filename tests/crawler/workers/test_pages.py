"""What a worker makes of a response beside the page: words for the search, records for the archive."""

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.items.rows import article_record
from crawler.pipelines.fetch import Received
from crawler.scope import AddressGuard, Scope
from crawler.workers import pages
from crawler.workers.task import PageTask, Setup

URL = "https://news.example/2026/a-story"
AT = datetime(2026, 3, 1, tzinfo=UTC)
STORY = "<p>Delegates asked about delivery and cost before the chair closed the long session on trams.</p>" * 6
BODY = f"<html><head><title>Trams</title>%s</head><body><article><h1>Trams of the long day</h1><p>By Ada Quill</p>{STORY}</article></body></html>"


def task(head="", **more):
    body = (BODY % head).encode()
    received = Received(URL, AT, 200, ((b"Content-Type", b"text/html"),), body, ((b"Host", b"news.example"),))
    return PageTask(Capture(url=URL, body=body, captured_at=AT), received=received, hints="[]", **more)


@pytest.fixture
def setup():
    return Setup(scope=Scope(origins=frozenset({"https://news.example"})), guard=AddressGuard())


def test_an_article_comes_with_what_the_store_needs_of_its_words(setup):
    reading = pages.run(task(), setup)
    row = article_record(reading.page)
    assert reading.prepared.fits(row)
    assert not reading.prepared.fits(row | {"headline": "Another"})
    assert reading.prepared.cut.headline == "trams of the long day"


def test_a_response_is_laid_out_for_the_archive_unless_the_page_objects_or_there_is_no_archive(setup):
    record = gzip.decompress(pages.run(task(), setup).records.response)
    assert record.startswith(b"WARC/1.1\r\nWARC-Type: response\r\n")
    assert b"Trams of the long day" in record
    assert pages.run(task('<meta name="robots" content="noarchive">'), setup).records is None
    assert pages.run(replace(task(), received=None), setup).records is None


def test_of_a_body_that_is_stored_already_nothing_is_made_again(setup):
    first = pages.run(task(), setup)
    again = pages.run(task(digest=first.digest), setup)
    assert (again.digest, again.prepared, again.records) == (first.digest, None, None)
