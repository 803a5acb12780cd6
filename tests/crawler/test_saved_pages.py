"""Saved pages are read in worker processes, in the input's order, whatever they hold."""

import gzip
import itertools
import os

import psutil
import pytest
from odd_origin import article

from crawler import saved_pages
from crawler.errors import WorkerError
from crawler.items.rows import CONTRACT
from crawler.saved_pages import extract_many


@pytest.fixture
def pages(tmp_path):
    (tmp_path / "good.html").write_bytes(article("A story that was saved to disk", 3))
    (tmp_path / "good.html.gz").write_bytes(gzip.compress(article("A story that was packed as well", 4)))
    (tmp_path / "empty.html").write_bytes(b"")
    (tmp_path / "binary.html").write_bytes(b"%PDF-1.7\n" + os.urandom(100_000))
    (tmp_path / "large.html").write_bytes(b"<p>word " * (3 << 20))
    names = ["good.html", "good.html.gz", "empty.html", "binary.html", "large.html", "missing.html", "good.html"]
    return [{"id": n, "url": f"http://a.test/{name}", "path": str(tmp_path / name)} for n, name in enumerate(names)]


@pytest.mark.parametrize("workers", [1, 2])
def test_every_page_gives_its_row_in_order(pages, workers):
    rows = list(extract_many(pages, workers))
    assert [row["id"] for row in rows] == list(range(7))
    assert all(tuple(row) == CONTRACT for row in rows)
    assert [rows[n]["headline"] for n in (0, 1, 6)] == [
        "A story that was saved to disk",
        "A story that was packed as well",
        "A story that was saved to disk",
    ]
    assert [{issue["class"] for issue in rows[n]["issues"]} & {"not_article", "too_large", "unreadable"} for n in (3, 4, 5)] == [
        {"not_article"},
        {"too_large"},
        {"unreadable"},
    ]
    assert not psutil.Process().children(recursive=True)


def test_input_is_taken_a_few_rows_ahead_only(pages):
    taken = []

    def endless():
        for number in itertools.count():
            taken.append(number)
            yield pages[0] | {"id": number}

    rows = extract_many(endless(), 1)
    assert [next(rows)["id"] for _ in range(3)] == [0, 1, 2]
    assert len(taken) < 12
    rows.close()
    assert not psutil.Process().children(recursive=True)


def test_workers_that_do_not_start_end_it_all_instead_of_failing_page_by_page(pages, monkeypatch):
    monkeypatch.setattr(saved_pages, "_READERS", "crawler.workers.no_such_reader")
    with pytest.raises(WorkerError, match="no process that reads pages starts"):
        list(extract_many(pages * 50, 1))
    assert not psutil.Process().children(recursive=True)
