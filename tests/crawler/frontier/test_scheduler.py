"""Real crawls of a loopback site by the scheduler alone, each in a process of its own, undisturbed and killed."""

import http.server
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.normalise.urls import url_key
from storage.database import open_database
from storage.frontier import open_crawl
from storage.models import crawls, frontier, pages, sites

SCRIPT = Path(__file__).with_name("loopback_crawl.py")


class Site(http.server.ThreadingHTTPServer):
    """A tree of pages ``/p/N``, two children each, and what else ``extra`` names on the home page."""

    daemon_threads = True

    def __init__(self, last=30, extra=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.last, self.extra, self.asked, self.headers = last, extra, [], {}
        self.times = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def do_GET(self):
        site = self.server
        site.asked.append(self.path)
        site.times.append(time.monotonic())
        site.headers[self.path] = dict(self.headers)
        name = self.path.strip("/")
        if name == "redirect":
            return self.answer(302, Location="/p/3")
        if name == "flaky":
            return self.answer(200 if site.asked.count("/flaky") == 2 else 503)
        if name == "broken":
            return self.answer(500)
        number = int(name.partition("/")[2]) if name.startswith("p/") else 0
        links = [f"/p/{2 * number + 1}", f"/p/{2 * number + 2}"] if 2 * number + 2 <= site.last else []
        return self.answer(200, body="".join(f'<a href="{link}">x</a>' for link in [*links, *(site.extra if not name else ())]))

    def answer(self, status, body="", **headers):
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    sites = []

    def make(**values):
        sites.append(Site(**values))
        return sites[-1]

    yield make
    for made in sites:
        made.shutdown()
        made.server_close()


@pytest.fixture
def db(tmp_path):
    return f"sqlite:///{tmp_path / 'crawl.db'}"


def command(db, start, **options):
    return [sys.executable, str(SCRIPT), db, start, json.dumps(options)]


def crawl(db, start, **options):
    done = subprocess.run(command(db, start, **options), capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def rows(db, *columns):
    database = open_database(db)
    try:
        with database.reading() as connection:
            return [tuple(row) for row in connection.execute(select(*columns).order_by(columns[0]))]
    finally:
        database.close()


def endings(db, site):
    ends = rows(db, frontier.c.url, frontier.c.state, frontier.c.reason)
    return {url.removeprefix(site.url): (state, reason) for url, state, reason in ends}


def test_every_lease_of_a_crawl_closes_exactly_once_however_it_ends(db, site):
    extra = ("/redirect", "/flaky", "/broken", "/explodes", "/barren", "/dropped", "/breaks", "http://127.0.0.1:1/")
    served = site(last=30, extra=extra)
    report = crawl(db, served.url)
    assert report["closings"] == [[1, report["closed"]]]
    assert (report["late"], report["reasons"]) == (0, ["finished"])
    ends = endings(db, served)
    assert {ends.pop(f"p/{number}") for number in range(1, 31)} == {("done", None)}
    assert ends == {
        "": ("done", None),
        "redirect": ("done", None),
        "flaky": ("done", None),
        "broken": ("failed", "http_500"),
        "explodes": ("failed", "worker_died"),
        "barren": ("skipped", "not_article"),
        "dropped": ("skipped", "not_article"),
        "breaks": ("failed", "store_rejected"),
        "http://127.0.0.1:1/": ("failed", "connection_lost"),
    }
    assert rows(db, frontier.c.id, frontier.c.tries) == [(number, 1) for number in range(1, len(ends) + 31)]
    assert rows(db, crawls.c.id, crawls.c.reason, crawls.c.owner) == [(1, "finished", None)]


def test_pages_are_taken_breadth_first(db, site):
    served = site(last=62)
    crawl(db, served.url, concurrency=1)
    numbers = [int(path.partition("/p/")[2] or 0) for path in served.asked]
    assert numbers == list(range(63))


def test_two_origins_are_served_in_turn(db, site):
    small, large = site(last=6), site(last=126)
    crawl(db, large.url, starts=[large.url, small.url], concurrency=1, settings={"CONCURRENT_REQUESTS": 2})
    assert len(small.asked) == 7
    assert sum(moment < small.times[-1] for moment in large.times) < 40


def test_the_delay_is_kept_between_requests_to_one_origin_and_not_between_two(db, site):
    one, other = site(last=6), site(last=6)
    crawl(db, one.url, starts=[one.url, other.url], delay=0.1, concurrency=3)
    for served in (one, other):
        assert len(served.times) == 7
        assert served.times[-1] - served.times[0] > 6 * 0.1 - 0.05  # single gaps blur on a busy machine
    assert min(one.times[-1], other.times[-1]) > max(one.times[0], other.times[0])


@pytest.mark.soak  # several crawls that are killed; one kill a database stays with the tests
def test_a_crawl_killed_again_and_again_is_resumed_without_loss(db, site):
    served, kills = site(last=126), 2
    for number in range(kills):
        process = subprocess.Popen(command(db, served.url, concurrency=4), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wanted = 30 * (number + 1)
        until = time.monotonic() + 60
        while len(served.asked) < wanted and time.monotonic() < until:
            process.poll()
            threading.Event().wait(0.01)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    report = crawl(db, served.url)
    assert (report["resumed"], report["crawl"], report["reasons"]) == (True, 1, ["finished"])
    assert set(endings(db, served).values()) == {("done", None)}
    assert len(endings(db, served)) == 127
    assert rows(db, crawls.c.id, crawls.c.epoch) == [(1, kills + 1)]
    assert {tries for _, tries in rows(db, frontier.c.id, frontier.c.tries)} == {1}
    again = [path for path, times in Counter(served.asked).items() if times > 1]
    assert len(again) <= kills * 60  # what was buffered or under way is asked again, what was closed is not


@pytest.mark.soak  # several crawls that are killed; one kill a database stays with the tests
def test_deaths_do_not_speak_against_addresses_that_were_only_buffered(db, site):
    served = site(last=14)
    for number in range(3):  # each time before much more than the home page was asked for
        process = subprocess.Popen(command(db, served.url, delay=30), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while len(served.asked) < number + 1 and time.monotonic() < until:
            threading.Event().wait(0.01)
        threading.Event().wait(0.2)
        process.kill()
        process.wait()
    assert crawl(db, served.url)["reasons"] == ["finished"]
    assert set(endings(db, served).values()) == {("done", None)}
    assert len(endings(db, served)) == 15


def test_an_address_that_kills_the_crawl_is_given_up_and_the_rest_is_done(db, site):
    served = site(last=6, extra=("/kills",))
    runs = 0
    done = None
    while done is None or done.returncode == -signal.SIGKILL:
        done = subprocess.run(command(db, served.url, concurrency=1), capture_output=True, text=True, timeout=120, check=False)
        runs += 1
        assert runs < 10
    ends = endings(db, served)
    assert ends.pop("kills") == ("failed", "crawl_died")
    assert set(ends.values()) == {("done", None)}
    assert len(ends) == 7


def test_a_crawl_that_another_process_takes_over_stops(db, site):
    served = site(last=4000)
    process = subprocess.Popen(command(db, served.url, delay=0.05), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    until = time.monotonic() + 60
    while len(served.asked) < 5 and time.monotonic() < until:
        threading.Event().wait(0.01)
    database = open_database(db)
    with database.writing() as connection:
        connection.execute(crawls.update().values(epoch=crawls.c.epoch + 1, heartbeat_at=datetime.now(UTC)))
    database.close()
    report = json.loads(process.communicate(timeout=60)[0].splitlines()[-1])
    assert report["reasons"] == ["superseded"]
    assert len(served.asked) < 40
    assert rows(db, crawls.c.id, crawls.c.finished_at) == [(1, None)]


def test_an_interrupted_crawl_gives_its_leases_back(db, site):
    served = site(last=4000)
    process = subprocess.Popen(command(db, served.url, delay=0.05), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    until = time.monotonic() + 60
    while len(served.asked) < 5 and time.monotonic() < until:
        threading.Event().wait(0.01)
    process.send_signal(signal.SIGINT)
    report = json.loads(process.communicate(timeout=60)[0].splitlines()[-1])
    assert report["reasons"] == ["shutdown"]
    ends = rows(db, frontier.c.id, frontier.c.state, frontier.c.tries)
    assert {(state, tries) for _, state, tries in ends} == {("waiting", 0), ("done", 1)}
    assert rows(db, crawls.c.id, crawls.c.owner, crawls.c.finished_at) == [(1, None, None)]


def test_a_deferred_address_is_waited_for(db, site):
    served = site(last=0, extra=("/later",))
    report = crawl(db, served.url)
    first, second = (moment for path, moment in zip(served.asked, served.times, strict=True) if path == "/later")
    assert second - first >= 0.5
    assert report["seconds"] < 15
    assert rows(db, frontier.c.id, frontier.c.state, frontier.c.tries) == [(1, "done", 1), (2, "done", 2)]


def test_a_known_page_is_asked_for_conditionally_and_what_it_redirects_to_is_not(db, site):
    served = site(last=2, extra=("/redirect",))
    database = open_database(db)
    with database.writing() as connection:
        at = datetime(2026, 1, 1, tzinfo=UTC)
        number = connection.execute(sites.insert().values(key="a", first_seen_at=at).returning(sites.c.id)).scalar_one()
        for path in ("p/1", "redirect"):
            url = served.url + path
            row = {"site_id": number, "url_key": url_key(url), "url": url, "host": "a", "first_seen_at": at, "last_seen_at": at}
            connection.execute(pages.insert().values(**row, etag='"1"', last_modified="Sun, 01 Mar 2026 12:00:00 GMT"))
    database.close()
    crawl(db, served.url)
    for path in ("/p/1", "/redirect"):
        assert served.headers[path]["If-None-Match"] == '"1"'
        assert served.headers[path]["If-Modified-Since"] == "Sun, 01 Mar 2026 12:00:00 GMT"
    for path in ("/p/2", "/p/3"):
        assert not {"If-None-Match", "If-Modified-Since"} & set(served.headers[path])


def test_a_spider_of_somebody_elses_runs_under_the_same_manners(db, site):
    served = site(last=14)
    report = crawl(db, served.url, foreign=True, delay=0.05)
    assert report["reasons"] == ["finished"]
    assert sorted(Counter(served.asked).items()) == sorted({**{f"/p/{n}": 1 for n in range(1, 15)}, "/": 1, "/p/1": 2}.items())
    assert served.times[-1] - served.times[0] > 15 * 0.05 - 0.05
    assert rows(db, frontier.c.id) == []


def test_a_lease_that_nobody_knows_of_is_found_before_the_crawl_ends(db, site):
    served = site(last=6)
    report = crawl(db, served.url, stray=True)
    assert (report["reasons"], report["closings"]) == (["finished"], [[1, 7]])
    assert set(endings(db, served).values()) == {("done", None)}


def test_without_a_grant_the_scheduler_takes_and_ends_the_crawl_itself(db, site):
    served = site(last=6)
    for number in (1, 2):
        assert crawl(db, served.url, own_grant=True)["crawl"] == number
    assert rows(db, crawls.c.id, crawls.c.target_key, crawls.c.reason, crawls.c.owner) == [
        (1, "probe", "finished", None),
        (2, "probe", "finished", None),
    ]


def test_a_full_disk_stops_the_crawl_and_keeps_what_was_stored(db, site):
    served = site(last=126)
    report = crawl(db, served.url, disk=10)
    assert (report["reasons"], report["fault"]) == (["storage_failed"], "the disk is full")
    assert sorted({state for _, state in rows(db, frontier.c.id, frontier.c.state)}) == ["done", "waiting"]
    report = crawl(db, served.url)
    assert (report["resumed"], report["reasons"]) == (True, ["finished"])
    assert len(endings(db, served)) == 127


def test_a_crawl_that_a_live_process_owns_is_refused_before_anything_is_asked(db, site):
    served = site(last=2)
    database = open_database(db)
    with database.writing() as connection:
        open_crawl(
            connection, targets=["probe"], spider="probe", owner={"host": "h", "boot": "b", "pid": 1, "started": 1.0}, now=datetime.now(UTC)
        )
    database.close()
    done = subprocess.run(command(db, served.url, own_grant=True), capture_output=True, text=True, timeout=120, check=False)
    assert "is being run by process 1 on h" in done.stderr
    assert served.asked == []
