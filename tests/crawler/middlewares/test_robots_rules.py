import time

import pytest

from crawler.middlewares.robots_rules import read


def allows(text, path, agent="pressrow"):
    return read(text if isinstance(text, bytes) else text.encode(), agent).allows(path)


def test_the_longest_rule_decides_and_allow_wins_a_tie():
    text = "User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c\nAllow: /x\nDisallow: /x\n"
    assert not allows(text, "/a/z")
    assert allows(text, "/a/b/z")
    assert not allows(text, "/a/b/c/d")
    assert allows(text, "/x/y")


def test_wildcards_and_anchors():
    text = "User-agent: *\nDisallow: /*.pdf$\nDisallow: /search*?q=\nAllow: /*/open\n"
    assert not allows(text, "/files/a.pdf")
    assert allows(text, "/files/a.pdf?x=1")
    assert not allows(text, "/search/all?q=1")
    assert allows(text, "/search/all?p=1")
    assert not allows("User-agent: *\nDisallow: /$\n", "/")
    assert allows("User-agent: *\nDisallow: /$\n", "/a")


def test_groups_of_the_same_agent_are_merged_and_hide_those_for_all():
    text = "User-agent: a\nUser-agent: PressRow/1.0\nDisallow: /one\n\nUser-agent: *\nDisallow: /\n\nUser-agent: pressrow\nDisallow: /two\n"
    assert not allows(text, "/one")
    assert not allows(text, "/two")
    assert allows(text, "/three")
    assert not allows(text, "/three", agent="other")


def test_a_group_without_rules_for_us_allows_all():
    assert allows("User-agent: pressrow\nDisallow:\n\nUser-agent: *\nDisallow: /\n", "/a")


def test_rules_after_a_crawl_delay_still_belong_to_the_group():
    rules = read(b"User-agent: *\nCrawl-delay: 2.5\nDisallow: /a\n", "pressrow")
    assert rules.delay == 2.5
    assert not rules.allows("/a")


@pytest.mark.parametrize("value", [b"nan", b"-3", b"soon", b""])
def test_a_crawl_delay_that_is_no_number_is_passed_over(value):
    assert read(b"User-agent: *\nCrawl-delay: " + value, "pressrow").delay is None


def test_byte_order_mark_nul_and_bare_carriage_returns_hide_nothing():
    assert not allows(b"\xef\xbb\xbfUser-agent: *\nDisallow: /news/secret\n\0\xff\xfe", "/news/secret-1.html")
    assert not allows(b"User-agent: *\rDisallow: /news/secret\r", "/news/secret-1.html")


def test_a_page_served_as_robots_has_no_rules():
    assert allows("<!doctype html><html><title>hi: there</title>", "/a")


def test_robots_itself_may_always_be_asked_for():
    assert allows("User-agent: *\nDisallow: /\n", "/robots.txt")


def test_escapes_are_compared_in_one_form():
    assert not allows("User-agent: *\nDisallow: /caf%c3%a9\n", "/café/x")
    assert not allows("User-agent: *\nDisallow: /café\n", "/caf%C3%A9/x")
    assert not allows("User-agent: *\nDisallow: /%61b\n", "/ab")
    assert allows("User-agent: *\nDisallow: /a%2Fb\n", "/a/b")


def test_sitemaps_belong_to_no_group():
    rules = read(b"Sitemap: http://a.test/1.xml\nUser-agent: other\nDisallow: /\nsitemap: http://a.test/2.xml#x\n", "pressrow")
    assert rules.sitemaps == ["http://a.test/1.xml", "http://a.test/2.xml#x"]


def test_hostile_patterns_and_sizes_take_no_time():
    many = b"User-agent: *\nDisallow: /news/secret\n" + b"".join(b"Disallow: /zz%d\n" % n for n in range(60_000))
    stars = b"User-agent: *\nDisallow: /" + b"*a" * 40 + b"*b$\n" + b"".join(b"Disallow: /*%d*a*$\n" % n for n in range(5000))
    started = time.process_time()
    rules = read(many, "pressrow")
    assert not rules.allows("/news/secret")
    assert all(rules.allows(f"/news/{n}") for n in range(200))
    assert read(stars, "pressrow").allows("/" + "a" * 2000)
    assert time.process_time() - started < 1.5
