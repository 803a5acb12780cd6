"""Whole crawls over the loopback: how they begin, end, and go on."""

import gzip
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import crawling
import pytest
from odd_origin import Origin, answer, article, listing

from storage import health
from storage.archive import iterate
from storage.database import open_database


def test_bodies_are_archived_as_received_unless_the_page_objects(tmp_path):
    from storage.archive import read_record

    packed = gzip.compress(article("A story that comes in a packed form", 1))
    origin = Origin(
        {
            "/": listing(["/packed-story-of-the-day", "/shy-story-of-the-day"]),
            "/packed-story-of-the-day": lambda _: answer(200, packed, [("Content-Encoding", "gzip")]),
            "/shy-story-of-the-day": lambda _: answer(200, article("A story that is shy"), [("X-Robots-Tag", "noarchive")]),
        }
    )
    db = tmp_path / "crawl.db"
    crawling.crawl(db, [origin], archive=str(tmp_path / "archive"))
    origin.close()
    captures = crawling.rows(db, "select url, warc_file, warc_offset from captures")
    places = {url.rpartition("/")[2]: (file, offset) for url, file, offset in captures}
    assert read_record(tmp_path / "archive", *places["packed-story-of-the-day"]).body == gzip.decompress(packed)
    assert places["shy-story-of-the-day"] == (None, None)
    assert sum(1 for file in (tmp_path / "archive").iterdir() for _ in [file.read_bytes().find(packed) >= 0]) == 1


def test_a_second_crawl_adds_no_row_and_asks_conditionally(tmp_path):
    links = [f"/story-{n}-of-the-long-day" for n in range(6)]
    origin = Origin({"/": listing(links), **{link: article(f"Story {n} of the long day", n + 1) for n, link in enumerate(links)}})
    db = tmp_path / "crawl.db"
    count = "select (select count(*) from articles), (select count(*) from article_revisions), (select count(*) from captures)"
    archive = tmp_path / "archive"
    first = crawling.crawl(db, [origin], archive=str(archive))
    before = crawling.rows(db, count)
    second = crawling.crawl(db, [origin], refresh=True, archive=str(archive))
    origin.close()
    assert (first["exit_code"], second["exit_code"]) == (0, 0)
    assert before[0][:2] == (6, 6)
    assert crawling.rows(db, count) == before
    assert set(origin.conditional) == set(links)
    assert second["outcomes"]["unchanged"] == 6
    check_archive(db, archive)
    revisits = [record for record in iterate(archive) if record.revisit_of is not None]
    assert sorted(record.url for record in revisits if record.status == 304) == sorted(origin.url + link for link in links)


def check_archive(db, archive):
    database = open_database(f"sqlite:///{db}", write=False, create=False)
    found = {row["check"]: row for row in health.check(database, archive)}
    database.close()
    assert all(row["ok"] for row in found.values()), found
    assert found["archive records"]["detail"].endswith(" captures")
    [victim] = [file for file in archive.iterdir() if file.stat().st_size == max(each.stat().st_size for each in archive.iterdir())]
    whole = victim.read_bytes()
    victim.write_bytes(whole[: len(whole) // 2])
    database = open_database(f"sqlite:///{db}", write=False, create=False)
    assert [row["check"] for row in health.check(database, archive) if not row["ok"]] == ["archive records"]
    database.close()
    victim.write_bytes(whole)


def many(number, pause=0.05):
    """A home page of so many stories, each a little slow."""
    links = [f"/story-{n}-of-the-long-day" for n in range(number)]

    def page(n):
        def told(_):
            time.sleep(pause)
            return answer(200, article(f"Story {n} of the long day", n % 9 + 1))

        return told

    return Origin({"/": listing(links), **{link: page(n) for n, link in enumerate(links)}}), links


@pytest.mark.parametrize("number", [pytest.param(signal.SIGTERM, marks=pytest.mark.soak), signal.SIGKILL])  # SIGINT: test_failures.py
def test_a_crawl_that_was_ended_goes_on_where_it_was(tmp_path, number):
    origin, links = many(60)
    db = tmp_path / "crawl.db"
    process = crawling.start(db, [origin])
    origin.wait_for(25)
    began = time.monotonic()
    if number == signal.SIGKILL:
        os.killpg(process.pid, number)
        process.communicate()
    else:
        process.send_signal(number)
        report = crawling.ended(process, 40)
        assert (report["exit_code"], report["reason"]) == (6, "interrupted")
        assert time.monotonic() - began < 30
    assert sum(origin.hits.values()) < 60
    report = crawling.crawl(db, [origin])
    origin.close()
    assert report["exit_code"] == 0
    assert report["crawl"] == 1
    ended = crawling.ends(db)
    assert {ended[link] for link in links} == {("done", None)}
    assert crawling.rows(db, "select count(*) from articles") == [(60,)]
    assert not crawling.rows(db, "select page_id from captures group by page_id having count(*) > 1")


def test_an_interrupt_does_not_wait_for_a_page_that_hangs_and_a_second_one_changes_nothing(tmp_path):
    origin = Origin({"/": listing(["/hang"]), "/hang": lambda _: time.sleep(60)})
    process = crawling.start(tmp_path / "crawl.db", [origin], timeout=60.0)
    with origin.arrived:
        assert origin.arrived.wait_for(lambda: origin.hits["/hang"], 60)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    report = crawling.ended(process, 40)
    origin.close()
    assert report["exit_code"] == 6
    assert time.monotonic() - began < 20
    assert crawling.rows(tmp_path / "crawl.db", "select state from frontier where url like '%/hang'") == [("waiting",)]


def test_a_worker_that_is_killed_costs_nothing(tmp_path):
    import psutil

    origin, links = many(40, 0.1)
    db = tmp_path / "crawl.db"
    process = crawling.start(db, [origin])
    origin.wait_for(15)
    nursery = next(child for child in psutil.Process(process.pid).children() if "crawler.workers.child" in child.cmdline())
    nursery.children()[0].kill()
    report = crawling.ended(process)
    origin.close()
    assert report["exit_code"] == 0
    assert {crawling.ends(db)[link] for link in links} == {("done", None)}


def test_a_host_that_cannot_be_reached_is_told_by_the_exit_code(tmp_path):
    with socket.socket() as held:  # bound, so that nobody else gets the port, but not listening
        held.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{held.getsockname()[1]}"
        silent = SimpleNamespace(url=f"http://{place}", place=place)
        report = crawling.crawl(tmp_path / "crawl.db", [silent], retries=0)
    assert (report["exit_code"], report["reason"]) == (10, "unreachable")
    assert set(report["outcomes"]) == {"connect_refused"}


def test_an_address_that_was_not_allowed_is_not_asked(tmp_path):
    origin = Origin({"/": listing([])})
    report = crawling.crawl(tmp_path / "crawl.db", [origin], allow_address=[])
    origin.close()
    assert report["exit_code"] == 10
    assert not origin.hits
    assert set(report["outcomes"]) == {"blocked_address"}


def test_a_budget_ends_the_crawl_and_says_so(tmp_path):
    origin, _ = many(30, 0)
    report = crawling.crawl(tmp_path / "crawl.db", [origin], max_pages=10)
    origin.close()
    assert (report["exit_code"], report["reason"]) == (7, "budget_pages")
    assert report["pages"] == 10
    assert report["outcomes"]["budget_pages"] == 21


def test_a_site_without_anything_to_store_is_told_by_the_exit_code(tmp_path):
    origin = Origin({"/": listing([])})
    report = crawling.crawl(tmp_path / "crawl.db", [origin])
    origin.close()
    assert (report["exit_code"], report["reason"]) == (9, "nothing_extracted")


def test_feeds_and_sitemaps_are_found_where_they_usually_lie(tmp_path):
    def sitemap(_):
        rows = f"<url><loc>{origin.url}/story-by-sitemap-alone</loc></url>"
        return answer(200, f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode(), content_type="text/xml")

    def feed(_):
        item = f"<item><title>t</title><link>{origin.url}/story-by-feed-alone</link></item>"
        return answer(200, f'<rss version="2.0"><channel><title>f</title>{item}</channel></rss>'.encode(), content_type="text/xml")

    origin = Origin(
        {
            "/": listing([]),
            "/sitemap.xml": sitemap,
            "/feed.xml": feed,
            "/story-by-sitemap-alone": article("A story that the sitemap alone names"),
            "/story-by-feed-alone": article("A story that the feed alone names"),
        }
    )
    db = tmp_path / "crawl.db"
    report = crawling.crawl(db, [origin])
    origin.close()
    ended = crawling.ends(db)
    assert ended["/story-by-sitemap-alone"] == ended["/story-by-feed-alone"] == ("done", None)
    assert ended["/rss.xml"] == ("done", None)
    assert not any(reason.startswith("http_") for reason in report["outcomes"])


def test_a_trap_is_left_and_reported(tmp_path):
    def month(request):
        n = int((request["path"].partition("m=")[2]) or 0)
        return answer(200, listing([f"/calendar?m={n + 1}", "/"], f"No events in month {n}"))

    origin = Origin(
        {"/": listing(["/calendar?m=1", "/story-one-of-the-day"]), "/calendar": month, "/story-one-of-the-day": article("A story")}
    )
    report = crawling.crawl(tmp_path / "crawl.db", [origin])
    origin.close()
    assert report["exit_code"] == 0
    assert sum(number for path, number in origin.hits.items() if path.startswith("/calendar")) <= 120
    assert report["traps"][0]["pattern"].endswith("/calendar?m")
    assert ("skipped", "trap_stopped") in crawling.ends(tmp_path / "crawl.db").values()


def test_scrapy_users_start_the_spider_as_they_are_used_to(tmp_path):
    origin, _ = many(3, 0)
    command = [sys.executable, "-m", "scrapy", "crawl", "site", "-a", f"targets={origin.url}/", "-a", f"allow_address={origin.place}"]
    profile = f'key = "press"\nname = "The Press"\nhome = "{origin.url}/"\nkind = "blog"\nlanguage = "en"\ntime_zone = "Europe/Paris"\n'
    (tmp_path / "press.toml").write_text(profile)
    command += ["-a", f"db=sqlite:///{tmp_path}/crawl.db", "-s", "DOWNLOAD_DELAY=0", "-a", "workers=1", "-a", f"sites={tmp_path}"]
    checkout = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, timeout=120, check=False)
    origin.close()
    assert done.returncode == 0, done.stderr[-2000:]
    assert crawling.rows(tmp_path / "crawl.db", "select count(*) from articles") == [(3,)], done.stderr[-2000:]
    assert crawling.rows(tmp_path / "crawl.db", "select exit_code from crawls") == [(0,)]
    described = crawling.rows(tmp_path / "crawl.db", "select key, home_url, name, kind, language, time_zone from sites")
    assert described == [("press", f"{origin.url}/", "The Press", "blog", "en", "Europe/Paris")]
