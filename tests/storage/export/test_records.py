"""A WARC export holds the archived records behind rows, byte by byte."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive import ArchiveWriter
from storage.errors import ExportError
from storage.export.rows import Choice
from storage.export.target import Target
from storage.export.writing import export
from storage.filters import Filters

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


@pytest.fixture
def archived(crawl, now, tmp_path):
    """Three articles whose pages are in an archive; gives the archive's folder."""
    folder = tmp_path / "archive"
    writer = ArchiveWriter(folder)
    for number in range(3):
        url = f"https://news.example/{number}"
        body = f"<p>page {number}".encode() * 200
        place = writer.write(url=url, captured_at=now, status=200, reason="OK", headers=[("Content-Type", "text/html")], body=body)
        outcome = crawl.article(url)
        capture = replace(outcome.capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length)
        crawl.store(replace(outcome, capture=capture))
    writer.close()
    return folder


def bodies(path):
    with path.open("rb") as file:
        return {
            record.rec_headers.get_header("WARC-Target-URI"): record.content_stream().read()
            for record in ArchiveIterator(file, check_digests="raise")
        }


def make(database, path, archive, kind="articles", **chosen):
    return export(database, Choice(kind, **chosen), "warc", Target(str(path)), NOW, archive=archive)


def test_records_are_copied_byte_by_byte_and_read_by_warcio(database, archived, tmp_path):
    done = make(database, tmp_path / "all.warc.gz", archived)
    assert (done.rows, done.lacking) == (3, 0)
    (source,) = archived.iterdir()
    assert (tmp_path / "all.warc.gz").read_bytes() in source.read_bytes()
    assert bodies(tmp_path / "all.warc.gz")["https://news.example/2"] == b"<p>page 2" * 200


def test_a_plain_file_holds_the_same_records_uncompressed(database, archived, tmp_path):
    make(database, tmp_path / "all.warc", archived, "captures")
    make(database, tmp_path / "all.warc.gz", archived, "captures")
    assert (tmp_path / "all.warc").read_bytes() == gzip.decompress((tmp_path / "all.warc.gz").read_bytes())


def test_only_the_records_behind_the_query_are_copied(database, archived, tmp_path):
    make(database, tmp_path / "one.warc.gz", archived, limit=1)
    assert list(bodies(tmp_path / "one.warc.gz")) == ["https://news.example/0"]
    assert make(database, tmp_path / "none.warc.gz", archived, filters=Filters(site="other.example")).rows == 0


def test_records_that_are_not_there_any_more_are_told(database, archived, crawl, tmp_path):
    from storage.erasing import erase

    erase(archived, {"https://news.example/1"}, NOW, lambda *_: None)
    crawl.store(crawl.article("https://news.example/elsewhere"))
    done = make(database, tmp_path / "all.warc.gz", archived)
    assert (done.rows, done.lacking) == (2, 2)
    assert "another record" in done.missing[0]
    assert "No such file" in done.missing[1]


def test_an_archive_must_be_named(database, tmp_path):
    with pytest.raises(ExportError, match="--archive"):
        make(database, tmp_path / "a.warc.gz", None)
