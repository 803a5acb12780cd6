"""Crawls of a site in WordPress's shape over the loopback: its posts come from the REST API, their text from the pages."""

from __future__ import annotations

import json

import crawling
import pytest
from odd_origin import answer, article
from wordpress_origin import WRITERS, WordpressOrigin, post


@pytest.fixture
def site():
    made = []

    def make(*given, **more):
        made.append(WordpressOrigin(*given, **more))
        return made[-1]

    yield make
    for origin in made:
        origin.close()


def stored(db):
    connection = crawling.rows(db, "select headline, published_value, section, provenance from article_revisions order by id")
    return [(headline, published, section, json.loads(provenance)) for headline, published, section, provenance in connection]


def paths_asked(origin):
    return [path for _, path in origin.times if "post-number" in path]


def test_all_posts_are_found_page_by_page_wherever_the_api_is_declared(tmp_path, site):
    origins = [site(declared=declared) for declared in ("link", "header", "nowhere")]
    parameter = site(declared="nowhere", route="/?rest_route=/")  # a site without pretty addresses
    report = crawling.crawl(tmp_path / "db", [*origins, parameter], spider="wordpress")
    assert report["exit_code"] == 0
    assert report["articles"] == 4 * 12
    assert {reason: n for reason, n in report["outcomes"].items() if reason != "stored"} == {"http_404": 1}  # its API by path
    for origin in [*origins, parameter]:
        assert [query.get("page") for query in origin.asked] == [None, "2", "3"]
        assert {(query["orderby"], query["order"], query["per_page"]) for query in origin.asked} == {("date", "desc", "100")}


def test_a_range_of_the_site_s_own_days_is_taken_newest_first_with_what_the_api_says_of_each_post(tmp_path, site):
    origin = site()
    first, last = post(3)[0].date(), post(6)[0].date()
    report = crawling.crawl(tmp_path / "db", [origin], spider="wordpress", since=first.isoformat(), until=last.isoformat(), concurrency=1)
    assert report["articles"] == 4
    assert paths_asked(origin) == [post(number)[1] for number in (6, 5, 4, 3)]
    for headline, published, section, provenance in stored(tmp_path / "db"):
        number = int(headline.split()[2])
        assert headline == f"Post number {number} of the harbour – “notes”"
        assert published == f"{post(number)[0].isoformat()}+02:00"  # the offset is the difference of the API's two dates
        assert section == ("Company News", "Q&A", "Essays")[number % 3]
        assert provenance["published_at"]["rule"] == "feed:wordpress"
    names = crawling.rows(tmp_path / "db", "select name from revision_authors")
    assert sorted(name for (name,) in names) == sorted(WRITERS[number % 3] for number in (3, 4, 5, 6))
    texts = crawling.rows(tmp_path / "db", "select text from article_revisions")
    assert all(f"budget {number}" in " ".join(text for (text,) in texts) for number in (3, 4, 5, 6))  # from the pages


def test_the_spider_site_reads_the_api_too_and_a_second_crawl_stores_nothing_new(tmp_path, site):
    origin = site()
    assert crawling.crawl(tmp_path / "db", [origin])["articles"] == 12
    assert [query.get("page") for query in origin.asked] == [None, "2", "3"]
    before = crawling.rows(tmp_path / "db", "select count(*) from article_revisions")
    assert crawling.crawl(tmp_path / "db", [origin], spider="wordpress")["exit_code"] == 0
    assert crawling.rows(tmp_path / "db", "select count(*) from article_revisions") == before
    assert len(origin.asked) > 3


ODD = {
    "html": (answer(200, article("A page in the place of the posts")), "done", None, "HTML where posts were asked for"),
    "broken": (answer(200, b'[{"id":1,"link":"/x","date_gmt":', content_type="application/json"), "done", None, "JSON that is broken"),
    "refused politely": (answer(200, b'{"code":"rest_forbidden","message":"No."}'), "done", None, "rest_forbidden: No."),
    "deep": (answer(200, b"[" * 200_000), "done", None, "JSON that is broken"),
    "empty": (answer(200, b""), "done", None, "an empty body"),
    "for members": (answer(401, b'{"code":"rest_not_logged_in"}'), "failed", "http_401", None),
    "none": (answer(404, b"nothing"), "failed", "http_404", "HTML where posts were asked for"),  # by parameter the home page answers
}


def in_a_circle(origin):
    """An API that gives the same post on each of a billion pages."""
    body = json.dumps([{"id": 1, "date_gmt": "2024-01-15T07:30:00", "link": f"{origin.url}{post(0)[1]}", "title": {"rendered": "x"}}])
    hits = []

    def same(request):
        hits.append(request["path"])
        return answer(200, body.encode(), [("X-WP-TotalPages", "999999999")], content_type="application/json")

    origin.pages["/wp-json/wp/v2/posts"] = same
    return origin, hits


def test_an_api_that_gives_something_else_or_goes_in_a_circle_ends_with_a_reason_or_an_issue(tmp_path, site):
    origins = {kind: site(posts=1, **{"/wp-json/wp/v2/posts": lambda _, given=given: given}) for kind, (given, *_) in ODD.items()}
    circle, hits = in_a_circle(site(posts=1))
    report = crawling.crawl(tmp_path / "db", [*origins.values(), circle], spider="wordpress")
    assert len(hits) == 2
    assert report["articles"] == 1  # that of the circle
    assert crawling.rows(tmp_path / "db", "select count(*) from issues where class = 'loop_stopped'") == [(1,)]
    ends = crawling.rows(tmp_path / "db", "select origin, state, reason from frontier where kind = 'api'")
    told = dict(
        crawling.rows(
            tmp_path / "db", "select c.url, i.detail from issues i join captures c on c.id = i.capture_id where class = 'api_unreadable'"
        )
    )
    for kind, (_, state, reason, detail) in ODD.items():
        place = origins[kind].url
        assert next(end[1:] for end in ends if end[0] == place) == (state, reason), kind
        assert [text.split(": ", 1)[1] for url, text in told.items() if url.startswith(place)] == ([detail] if detail else []), kind
