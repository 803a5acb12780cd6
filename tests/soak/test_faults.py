"""Disks that fill up, databases that go away, rivals, clocks that jump: the exit code says so, and after repair the crawl completes."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
import time

import crawling
import pytest
import stories

SMALL_FILES = """
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, ({0}, {0}))
"""
FEW_PAGES = """
from sqlalchemy import event
from sqlalchemy.engine import Engine
@event.listens_for(Engine, "connect")
def bound(connection, _record):
    connection.execute("PRAGMA max_page_count = {0}")
"""
SMALL_CACHE = FEW_PAGES.replace("max_page_count", "cache_size").format(5)
FULL_ARCHIVE = """
import errno
import crawler.pipelines.store as store
old = store.ArchiveWriter._put
def put(self, file, data):
    if file.size > 60_000:
        raise OSError(errno.ENOSPC, "No space left on device")
    old(self, file, data)
store.ArchiveWriter._put = put
"""
SHIFTED = """
import datetime as times, time
import crawler.session
class Clock(times.datetime):
    @classmethod
    def now(cls, tz=None):
        return times.datetime.now(tz) + times.timedelta(hours={before} if time.monotonic() < {turn} else {after})
crawler.session.datetime = Clock
"""


def resumed(db, site, number, archive=None):
    """The next crawl, which takes up what is left and completes."""
    report = crawling.ended(crawling.start(db, [site], archive=str(archive) if archive else None), 300)
    assert (report["exit_code"], report["crawl"]) == (0, 1)
    stories.check_complete(db, number, archive)


def command(*arguments):
    return subprocess.run([sys.executable, "-m", "console", *arguments], capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.parametrize("prelude", [SMALL_FILES.format(1_200_000), FEW_PAGES.format(260)], ids=["RLIMIT_FSIZE", "max_page_count"])
def test_a_disk_that_fills_up_ends_the_crawl_with_5_and_the_next_one_completes(tmp_path, prelude):
    site, links = stories.origin(200, 0)
    db = f"sqlite:///{tmp_path}/crawl.db"
    process = crawling.start(db, [site], prelude)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 5, (out[-500:], err[-2000:])
    assert "free some space" in err
    assert stories.rows(db, "select count(*) from crawls where finished_at is null") == [(1,)]
    resumed(db, site, len(links))
    site.close()


def test_an_archive_that_takes_no_more_ends_the_crawl_with_5_and_the_next_one_completes(tmp_path):
    """Bodies fill the archive's file long before the database's."""
    site, links = stories.origin(200, 0)
    db, archive = f"sqlite:///{tmp_path}/crawl.db", tmp_path / "archive"
    crawling.ended(crawling.start(db, [site], archive=str(archive), max_pages=5))
    process = crawling.start(db, [site], FULL_ARCHIVE, archive=str(archive))
    _, err = process.communicate(timeout=120)
    assert process.returncode == 5, err[-2000:]
    assert "free some space" in err
    report = crawling.ended(crawling.start(db, [site], archive=str(archive)), 300)
    assert report["exit_code"] == 0
    stories.check_stored(db, len(links), archive)
    site.close()


def test_a_read_only_database_is_told_with_3(tmp_path):
    site, links = stories.origin(20, 0)
    path = tmp_path / "crawl.db"
    db = f"sqlite:///{path}"
    crawling.ended(crawling.start(db, [site], max_pages=5))
    again = ["crawl", f"{site.url}/", "--allow-address", site.place, "--delay", "0", "--quiet", "--db"]
    done = command(*again, f"sqlite:///file:{path}?mode=ro&uri=true")
    assert done.returncode == 3, done.stderr
    assert "read-only" in done.stderr
    done = command(*again, db)
    site.close()
    assert done.returncode == 0, done.stderr
    stories.check_stored(db, len(links))


def test_a_database_damaged_while_a_crawl_runs_is_told_with_3_and_a_copy_goes_on(tmp_path):
    site, links = stories.origin(200, 0.05)
    path, copy = tmp_path / "crawl.db", tmp_path / "copy.db"
    process = crawling.start(f"sqlite:///{path}", [site], SMALL_CACHE)  # as a database larger than its cache has it
    stories.wait_for_rows(f"sqlite:///{path}", 20)
    with sqlite3.connect(path) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    source.close()
    target.close()
    for file in (path, path.with_name("crawl.db-wal")):
        size = file.stat().st_size
        with file.open("r+b") as handle:
            for at in range(0 if file == path else 32, size, 512):
                handle.seek(at)
                handle.write(b"\xde\xad\xbe\xef" * 32)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 3, (out[-500:], err[-2000:])
    assert re.search("restore a copy|not a SQLite database", err)
    resumed(f"sqlite:///{copy}", site, len(links))
    site.close()


def test_a_second_crawl_of_the_same_target_is_told_with_8_and_disturbs_nothing(db):
    site, links = stories.origin(60, 1.5)  # slow, so that the first crawl still runs when the second begins
    process = crawling.start(db, [site], timeout=20.0)
    site.wait_for(20, 120)
    done = command("crawl", f"{site.url}/", "--allow-address", site.place, "--delay", "0", "--quiet", "--db", db)
    assert done.returncode == 8, done.stderr
    assert "is being run by process" in done.stderr
    report = crawling.ended(process, 300)
    site.close()
    assert report["exit_code"] == 0
    stories.check_complete(db, len(links))


def test_a_crawl_whose_owner_was_frozen_is_taken_over_and_the_frozen_one_ends_with_8(tmp_path):
    site, links = stories.origin(100, 0.05)
    db = f"sqlite:///{tmp_path}/crawl.db"
    process = crawling.start(db, [site])
    site.wait_for(30, 120)
    stories.freeze_between_commits(process, db)
    late = SHIFTED.format(before=1, after=1, turn=0)  # an hour later, as the second process sees it
    report = crawling.ended(crawling.start(db, [site], late), 300)
    assert (report["exit_code"], report["crawl"]) == (0, 1)
    os.killpg(process.pid, signal.SIGCONT)
    report = crawling.ended(process, 120)
    site.close()
    assert (report["exit_code"], report["reason"]) == (8, "superseded")
    stories.check_complete(db, len(links))


@pytest.mark.parametrize("hours", [1, -1])
def test_a_clock_that_jumps_by_an_hour_costs_nothing(db, hours):
    from odd_origin import answer, article

    again = {"story-that-was-down": lambda r: answer(200, article("A story that was down")) if r["hits"] > 1 else answer(503, b"down")}
    site, links = stories.origin(100, 0.05, **again)
    jump = SHIFTED.format(before=0, after=hours, turn=time.monotonic() + 8)
    report = crawling.ended(crawling.start(db, [site], jump), 120)
    site.close()
    assert report["exit_code"] == 0
    stories.check_complete(db, len(links) + 1)


def test_a_crawl_left_by_a_clock_that_was_an_hour_ahead_is_resumed_at_once(db):
    site, links = stories.origin(100, 0.05)
    process = crawling.start(db, [site], SHIFTED.format(before=1, after=1, turn=0))
    site.wait_for(40, 120)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    began = time.monotonic()
    resumed(db, site, len(links))
    site.close()
    assert time.monotonic() - began < 60


def test_a_server_restarted_three_times_loses_nothing(postgresql):
    site, links = stories.origin(300, 0.05)
    db = postgresql.new()
    process = crawling.start(db, [site])
    for number, mode in ((40, "fast"), (120, "immediate"), (200, "fast")):
        site.wait_for(number, 120)
        postgresql.restart(mode)
    report = crawling.ended(process, 300)
    site.close()
    assert report["exit_code"] == 0, report
    stories.check_complete(db, len(links))


def test_a_server_that_is_down_at_the_start_is_told_with_3_within_ten_seconds(tmp_path):
    began = time.monotonic()
    done = command("crawl", "http://127.0.0.1:9/", "--db", "postgresql://nobody@127.0.0.1:9/none", "--contact", "ops@example.org")
    assert done.returncode == 3, done.stderr
    assert time.monotonic() - began < 10
    [line] = done.stderr.strip().splitlines()
    assert "cannot be reached" in line


WRITES = """
import sys
from datetime import UTC, datetime
from sqlalchemy import insert
from storage.database import open_database
from storage.models import sites
from storage.writer import Writer
database = open_database(sys.argv[1], upgrade=True)
writer = Writer(database)
jobs = [
    writer.submit(lambda c, n=n: c.execute(insert(sites).values(key=f"{sys.argv[2]}-{n}", first_seen_at=datetime.now(UTC))) and None)
    for n in range(150)
]
for job in jobs:
    job.result(120)
writer.close()
"""


def test_eight_processes_write_150_rows_each_into_one_file(tmp_path):
    db = f"sqlite:///{tmp_path}/shared.db"
    processes = [subprocess.Popen([sys.executable, "-c", WRITES, db, str(n)], stderr=subprocess.PIPE, text=True) for n in range(8)]
    assert [process.communicate(timeout=180)[1] for process in processes] == [""] * 8
    assert stories.rows(db, "select count(*) from sites") == [(1200,)]


REJECTS = """
import storage.articles
real = storage.articles.write
def write(connection, visits, now):
    for visit in visits:
        if "story-17-" in visit.outcome.url and visit.outcome.article:
            raise ValueError("a row that no database takes")
    return real(connection, visits, now)
storage.articles.write = write
"""


def test_one_impossible_row_in_a_hundred_is_rejected_with_its_reason_and_the_others_stand(db):
    site, _ = stories.origin(100, 0)
    report = crawling.ended(crawling.start(db, [site], REJECTS), 300)
    site.close()
    assert report["exit_code"] == 0
    assert stories.rows(db, "select count(*) from articles") == [(99,)]
    assert stories.rows(db, "select state, reason from frontier where url like '%/story-17-%'") == [("failed", "store_rejected")]
    [(detail,)] = stories.rows(db, "select detail from issues where class = 'store_rejected'")
    assert "a row that no database takes" in detail


def test_many_crawls_under_a_heavy_load_all_end(tmp_path):
    """A stall once showed under load only: eight crawls at a time of an origin with every kind of fault, on however few cores."""
    from odd_origin import Origin, answer, article, listing

    pages = {
        "/": listing([f"/{name}" for name in ("hang-up", "cut", "down", "busy", "gone", *(f"story-{n}-of-the-day" for n in range(20)))]),
        "/hang-up": lambda _: None,
        "/cut": lambda _: answer(200, b"<p>x", [("Content-Length", "9000")], length=False),
        "/down": lambda _: answer(503, b"down"),
        "/busy": lambda r: answer(429, b"slow", [("Retry-After", "1")]) if r["hits"] < 3 else answer(200, article("A busy story")),
        **{f"/story-{n}-of-the-day": article(f"Story {n} of the day", n % 9 + 1) for n in range(20)},
    }
    reports = []

    def crawl(number):
        site = Origin(pages)
        reports.append(crawling.crawl(tmp_path / f"{number}.db", [site]))
        site.close()

    threads = [threading.Thread(target=crawl, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [report["exit_code"] for report in reports] == [0] * 8
    assert {report["articles"] for report in reports} == {21}
