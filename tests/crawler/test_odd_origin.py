"""What an odd origin does to a whole crawl: each address of it ends as it should."""

import gzip
import os
import time

import crawling
import pytest
from odd_origin import Origin, answer, article, listing

BOMB = gzip.compress(bytes(40 << 20), 1)  # beforehand: on a busy machine it takes longer than the crawl waits
SLOW = 6.0  #: seconds that a page hangs, longer than the crawl waits
CASES = {
    "/to-private": ("failed", "blocked_address"),
    "/to-file": ("failed", "blocked_scheme"),
    "/to-data": ("failed", "blocked_scheme"),
    "/to-elsewhere": ("skipped", "out_of_scope"),
    "/to-nowhere": ("failed", "bad_redirect"),
    "/to-itself": ("failed", "redirect_loop"),
    "/hang": ("failed", "timeout"),
    "/hang-up": ("failed", "connection_lost"),
    "/cut-short": ("failed", "data_loss"),
    "/broken-off": ("failed", "connection_lost"),
    "/garbage": ("failed", "protocol_error"),
    "/long-header": ("failed", "header_too_large"),
    "/many-headers": ("failed", "header_too_large"),
    "/bomb": ("failed", "too_large"),
    "/huge": ("failed", "too_large"),
    "/half-gzip": ("failed", "bad_encoding"),
    "/unknown-encoding": ("failed", "bad_encoding"),
    "/gone": ("failed", "http_404"),
    "/forbidden": ("failed", "http_403"),
    "/down": ("failed", "http_503"),
    "/private/secret": ("skipped", "robots_disallowed"),
    "/noindex": ("skipped", "noindex"),
    "/story-one-of-the-day": ("done", None),
    "/plain-said-gzip": ("done", None),
    "/flaky": ("done", None),
    "/wait": ("done", None),
    "/moved": ("done", None),
}


def refuse_early(_, began=[]):  # noqa: B006  # the time of the first request
    began.append(time.monotonic())
    early = time.monotonic() - began[0] < 1.0
    return answer(429, b"slow down", [("Retry-After", "1")]) if early else answer(200, article("Patience is rewarded in the end", 3))


def to(place, status=302):
    return lambda _: answer(status, headers=[("Location", place)])


def hang(_):
    time.sleep(SLOW)


@pytest.fixture(scope="module")
def private():
    """A service of the own network that nothing may ask."""
    origin = Origin({})
    yield origin
    origin.close()


@pytest.fixture(scope="module")
def odd(private):
    pages = {
        "/robots.txt": lambda _: answer(200, b"User-agent: *\nDisallow: /private/\n", content_type="text/plain"),
        "/": listing([*CASES, f"http://127.0.0.1:{private.port}/linked", f"http://2130706433:{private.port}/linked", "file:///etc/passwd"]),
        "/to-private": to(f"{private.url}/redirected"),
        "/to-file": to("file:///etc/passwd"),
        "/to-data": to("data:text/html,<h1>x</h1>"),
        "/to-elsewhere": to("http://elsewhere.example/"),
        "/to-nowhere": to("http://[::1:bad/%zz"),
        "/to-itself": lambda r: answer(302, headers=[("Location", f"/to-itself?n={r['hits']}{time.monotonic_ns()}")]),
        "/hang": hang,
        "/hang-up": lambda _: None,
        "/cut-short": lambda _: answer(200, b"<p>x", [("Content-Length", "9000")], length=False),
        "/broken-off": lambda _: b"HTTP/1.1 200 X\r\nContent-Type: text/html\r\nContent-Length: 9000\r\n\r\n<p>x",
        "/garbage": lambda _: b"\x00\x01 this is no HTTP\n" * 50,
        "/long-header": lambda _: answer(200, b"<p>x", [("X-Big", "a" * 1_000_000)]),
        "/many-headers": lambda _: answer(200, b"<p>x", [(f"X-{n}", "v" * 50) for n in range(5000)]),
        "/bomb": lambda _: answer(200, BOMB, [("Content-Encoding", "gzip")]),
        "/huge": lambda _: answer(200, b"<p>" + b"word " * (4 << 20)),
        "/half-gzip": lambda _: answer(200, gzip.compress(os.urandom(9000))[:5000], [("Content-Encoding", "gzip")]),
        "/unknown-encoding": lambda _: answer(200, os.urandom(3000), [("Content-Encoding", "x-foo")]),
        "/forbidden": lambda _: answer(403, b"no"),
        "/down": lambda _: answer(503, b"down", [("Retry-After", "86400")]),
        "/private/secret": article("A secret that nobody should ask for"),
        "/noindex": lambda _: answer(200, article("A page that asks not to be kept"), [("X-Robots-Tag", "noindex")]),
        "/story-one-of-the-day": article("The first story of the whole day", 1),
        "/plain-said-gzip": lambda _: answer(200, article("A plain body that is labelled gzip", 2), [("Content-Encoding", "gzip")]),
        "/flaky": lambda r: answer(200, article("The third time it works at last", 2)) if r["hits"] > 2 else None,
        "/wait": refuse_early,
        "/moved": to("/story-that-moved-to-here", 301),
        "/story-that-moved-to-here": article("A story that has moved to here", 4),
    }
    origin = Origin(pages)
    yield origin
    origin.close()


@pytest.fixture(scope="module")
def crawled(odd, tmp_path_factory):
    db = tmp_path_factory.mktemp("odd") / "crawl.db"
    return crawling.crawl(db, [odd], timeout=2.0, contact="ops@press.test", concurrency=8), db


# one process runs them all, so that the odd origin is crawled once
odd_crawl = pytest.mark.xdist_group("odd")


@odd_crawl
@pytest.mark.parametrize("path", CASES)
def test_each_address_of_an_odd_origin_ends_as_it_should(crawled, path):
    assert crawling.ends(crawled[1])[path] == CASES[path]


@odd_crawl
def test_nothing_of_the_own_network_is_asked_and_the_links_to_it_are_told(crawled, private, odd):
    assert not private.hits
    assert ("blocked_address",) in crawling.rows(crawled[1], "select class from issues where url = ?", f"{odd.url}/")


@odd_crawl
def test_every_lease_is_closed_and_every_page_read_once(crawled):
    _, db = crawled
    assert {state for state, _ in crawling.ends(db).values()} == {"done", "failed", "skipped"}
    assert not crawling.rows(db, "select page_id from captures group by page_id having count(*) > 1")


@odd_crawl
def test_the_report_tells_what_happened(crawled, odd):
    report, db = crawled
    assert (report["reason"], report["exit_code"]) == ("finished", 0)
    assert report["articles"] == 5
    assert report["outcomes"]["timeout"] == 1
    assert report["requests"] == sum(odd.hits.values())
    assert report["rss_max_mb"]["crawler"] < 512
    assert 0 < report["rss_max_mb"]["worker"] < 512
    assert report["progress"] >= 1
    assert crawling.rows(db, "select exit_code, reason from crawls") == [(0, "finished")]


@odd_crawl
def test_the_agent_tells_who_asks(crawled, odd):
    assert odd.agents == {"pressrow/0.1.0 (+ops@press.test)"}


@odd_crawl
def test_a_server_that_asks_for_patience_gets_it(crawled, odd):
    first, second = (at for at, path in odd.times if path == "/wait")
    assert second - first >= 1.0


@odd_crawl
def test_an_address_that_is_down_for_a_day_is_asked_once_and_its_due_time_noted(crawled, odd):
    assert odd.hits["/down"] == 1
    assert crawling.rows(crawled[1], "select due_at is not null from frontier where url = ?", f"{odd.url}/down") == [(1,)]
