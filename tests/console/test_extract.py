"""``pressrow extract`` prints one row for each page asked for, in order, with every key, also for pages that cannot be read."""

from __future__ import annotations

import gzip
import json

import pytest

from console.demo import news
from console.exits import Exit
from crawler.items.rows import CONTRACT
from tests.console.conftest import pressrow

PATH = "/2025/04/08/harbour-board-votes-to-share-its-sensor-data.html"
PAGE = news.answers("http://news.test")[PATH].body
TEXT = """Harbour Board Votes to Share Its Sensor Data

By Cormac Delahunt and Siobhan Ferriter, Port Merrow Courier

Port Merrow, Ireland, April 8, 2025 — The harbour board voted by seven to two on Tuesday evening to publish the readings of all its sensors, among them the three gauges in the river mouth that it had kept to itself since a quarrel with the salmon anglers in 2019. The data will be free to use from the first of June.

Board members had argued about the matter for most of the winter. Opponents feared that a wrong reading could be held against the harbour in court, as happened after the grounding of a gravel barge four years ago.
"""


def rows_of(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """A manifest of good, odd and unreadable pages, read by two workers."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "pages").mkdir()
    (folder / "pages" / "good.html").write_bytes(PAGE)
    (folder / "pages" / "good.html.gz").write_bytes(gzip.compress(PAGE))
    (folder / "pages" / "good.txt").write_text(TEXT, encoding="utf-8")
    (folder / "pages" / "empty.html").write_bytes(b"")
    (folder / "pages" / "binary.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 400)
    (folder / "pages" / "broken.html.gz").write_bytes(gzip.compress(PAGE)[:-100])
    (folder / "pages" / "large.html").write_bytes(b"<html><body>" + b"<p>one more line of a very long page</p>" * 1_350_000)
    rows = [
        {"id": 1, "url": f"http://news.test{PATH}", "path": "pages/good.html", "gold": {"ignored": True}},
        {"id": "empty", "url": "http://news.test/empty", "path": "pages/empty.html"},
        {"id": "gz", "url": f"http://news.test{PATH}", "path": "pages/good.html.gz", "charset": "utf-8"},
        {"id": "missing", "url": "http://news.test/missing", "path": "pages/missing.html"},
        {"id": "binary", "url": "http://news.test/binary", "path": "pages/binary.html"},
        {"id": "txt", "url": f"http://news.test{PATH}", "path": "pages/good.txt", "captured_at": "2025-04-09T00:00:00Z"},
        {"id": "large", "url": "http://news.test/large", "path": "pages/large.html"},
        {"id": "broken", "url": "http://news.test/broken", "path": "pages/broken.html.gz"},
        {"id": "no url", "path": "pages/good.html"},
        {"id": 1, "url": f"http://news.test{PATH}", "path": "pages/good.html"},
    ]
    manifest = folder / "rows.jsonl"
    manifest.write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = pressrow("extract", "--manifest", manifest, "--workers", 2, cwd=folder / "pages")
    assert done.returncode == Exit.COMPLETE, done.stderr
    return rows, rows_of(done), done


def test_there_is_one_row_for_each_row_in_the_same_order(extracted):
    wanted, rows, done = extracted
    assert [row["id"] for row in rows] == [row["id"] for row in wanted]
    assert done.stderr == ""


def test_every_row_has_every_key_in_the_order_of_the_contract(extracted):
    _, rows, _ = extracted
    assert all(tuple(row) == CONTRACT for row in rows)


@pytest.mark.parametrize("place", [0, 2, 5, 8, 9])
def test_a_readable_page_gives_its_fields_whatever_its_wrapping(extracted, place):
    row = extracted[1][place]
    assert row["kind"] == "article"
    assert row["headline"] == "Harbour Board Votes to Share Its Sensor Data"
    assert [author["name"] for author in row["authors"]] == ["Cormac Delahunt", "Siobhan Ferriter"]
    assert row["published_at"][:10] == "2025-04-08"


def test_a_page_that_was_cut_off_gives_what_is_there(extracted):
    assert extracted[1][7]["headline"] == "Harbour Board Votes to Share Its Sensor Data"


@pytest.mark.parametrize("place", [1, 3, 4, 6])
def test_a_page_that_cannot_be_read_has_a_row_with_an_issue_that_says_why(extracted, place):
    row = extracted[1][place]
    assert row["headline"] is None
    assert row["text"] is None
    assert row["authors"] == []
    assert row["issues"]
    assert all(set(issue) == {"class", "severity", "field", "detail"} for issue in row["issues"])


def test_the_same_page_gives_the_same_row_twice(extracted):
    _, rows, _ = extracted
    assert rows[0] == rows[9]


def test_for_files_the_id_is_the_path_given_and_the_url_that_of_the_option(tmp_path):
    (tmp_path / "page.html").write_bytes(PAGE)
    done = pressrow("extract", "--url", f"http://news.test{PATH}", "page.html", "./page.html", cwd=tmp_path)
    assert done.returncode == Exit.COMPLETE, done.stderr
    assert [(row["id"], row["url"]) for row in rows_of(done)] == [
        ("page.html", f"http://news.test{PATH}"),
        ("./page.html", f"http://news.test{PATH}"),
    ]


def test_when_nothing_was_extracted_the_exit_code_says_so(tmp_path):
    (tmp_path / "empty.html").write_bytes(b"")
    done = pressrow("extract", "empty.html", cwd=tmp_path)
    assert done.returncode == Exit.NOTHING
    assert len(rows_of(done)) == 1


def test_rows_and_listings_have_the_same_keys(crawled, extracted):
    _, rows, _ = extracted
    assert tuple(crawled.rows("articles", "--limit", "1")[0]) == tuple(rows[0])
