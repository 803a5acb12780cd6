from datetime import UTC, date, datetime
from types import SimpleNamespace

from crawler.items import Capture, Hint, Link, Page
from crawler.scope import AddressGuard, Scope, origins_of
from crawler.workers.links import MAX_NEST, MAX_REFRESHES, select

HOME = "http://a.test/"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


def pick(links, url=HOME, *, follow=("feed", "sitemap", "page"), page_kind="page", depth=0, refreshes=0, nest=0, nofollow=False, **setup):
    page = Page(url=url, requested_url=url, captured_at=NOW, links=links, nofollow=nofollow)
    task = SimpleNamespace(
        capture=Capture(url, b"", NOW), kind=page_kind, depth=depth, refreshes=refreshes, nest=nest, follow=follow, profile=None
    )
    known = {"scope": Scope(origins_of([HOME])), "guard": AddressGuard(), "since": None, "languages": (), "max_depth": None, **setup}
    return {found.url: found for found in select(page, task, SimpleNamespace(**known), None)}, [issue.cls for issue in page.issues]


def link(path, rel="link", likely="other", **more):
    return Link(path if "://" in path else "http://a.test" + path, rel, likely, **more)


def test_links_in_scope_are_taken_once_and_one_step_deeper():
    found, _ = pick([link("/a"), link("/a?utm_source=x"), link("http://b.test/"), link("/")])
    assert list(found) == ["http://a.test/a"]
    assert found["http://a.test/a"].depth == 1


def test_pagination_refreshes_and_variants_do_not_raise_depth():
    found, _ = pick([link("/page/2", "next"), link("/de/", "alternate", language="de"), link("/p", "pagination")], depth=2)
    assert {entry.depth for entry in found.values()} == {2}


def test_links_into_the_own_network_are_told():
    found, issues = pick([link("http://127.0.0.1:8080/x"), link("http://2130706433/"), link("http://localhost/")])
    assert not found
    assert issues == ["blocked_address"]


def test_nofollow_holds_links_but_not_what_the_page_declares():
    links = [link("/a"), link("/feed", "feed", "feed"), link("/canonical", "canonical")]
    assert list(pick(links, nofollow=True)[0]) == ["http://a.test/feed", "http://a.test/canonical"]
    assert not pick([link("/a", nofollow=True)])[0]


def test_a_refresh_to_the_page_itself_is_a_loop_and_so_is_the_eleventh():
    assert pick([link("/wait?n=2", "refresh")], "http://a.test/wait?n=1") == ({}, ["redirect_loop"])
    assert pick([link("/b", "refresh")], refreshes=MAX_REFRESHES) == ({}, ["redirect_loop"])
    found, issues = pick([link("/b", "refresh")])
    assert found["http://a.test/b"].hint == {"refreshes": 1}
    assert not issues


def test_sitemap_indexes_below_one_another_are_followed_so_far():
    found, _ = pick([link("/sm.xml", "sitemap", "sitemap")], page_kind="robots")
    assert found["http://a.test/sm.xml"].state == "waiting"
    found, issues = pick([link("/sm4.xml", "sitemap", "sitemap")], page_kind="sitemap", nest=MAX_NEST)
    assert (found["http://a.test/sm4.xml"].state, found["http://a.test/sm4.xml"].reason) == ("skipped", "loop_stopped")
    assert issues == ["loop_stopped"]


def test_budgets_and_ranges_leave_links_out():
    found, _ = pick([link("/a")], depth=2, max_depth=2)
    assert (found["http://a.test/a"].state, found["http://a.test/a"].reason) == ("skipped", "budget_depth")
    old = Hint("sitemap", modified="2020-01-01T00:00:00Z")
    new = Hint("sitemap", modified="2026-01-01T00:00:00Z")
    found, _ = pick([link("/old", hint=old), link("/new", hint=new), link("/unknown")], since=date(2025, 1, 1))
    assert list(found) == ["http://a.test/new", "http://a.test/unknown"]
    found, _ = pick([link("/de", "alternate", language="de-DE"), link("/en", "alternate", language="en")], languages=("en-GB",))
    assert list(found) == ["http://a.test/en"]


def test_a_spider_that_is_limited_takes_its_kinds_only():
    links = [link("/a"), link("/feed", "feed", "feed"), link("/sm.xml", "sitemap", "sitemap")]
    assert list(pick(links, follow=("feed",))[0]) == ["http://a.test/feed"]


def test_hints_travel_with_their_address():
    found, _ = pick([link("/a", hint=Hint("rss", authors=["Ada Quill"]))])
    assert found["http://a.test/a"].hint == {"source": "rss", "authors": ["Ada Quill"]}
