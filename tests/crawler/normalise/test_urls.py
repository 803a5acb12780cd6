from __future__ import annotations

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tldextract import TLDExtract

from crawler.normalise import urls
from crawler.normalise.urls import suffixes


@pytest.mark.parametrize(
    ("printed", "normal"),
    [
        ("HTTP://User:pw@Example.COM:80/a/../b/./c?b=2&a=1#frag", "http://example.com/b/c?a=1&b=2"),
        ("https://example.com", "https://example.com/"),
        ("https://example.com:443?", "https://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("  https://example.com/x\n", "https://example.com/x"),
        ("https://example.com./", "https://example.com/"),
        ("https://münchen.de/straße?q=ä b", "https://xn--mnchen-3ya.de/stra%C3%9Fe?q=%C3%A4%20b"),
        ("http://example.com/%7efoo/%2e%2e/bar%c3%a9", "http://example.com/bar%C3%A9"),
        ("http://example.com/100%", "http://example.com/100%25"),
        ("http://example.com/a%2Fb", "http://example.com/a%2Fb"),
        ("http:\\\\example.com\\a\\b", "http://example.com/a/b"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433:81/", "http://127.0.0.1:81/"),
        ("http://[0:0:0:0:0:0:0:1]:80/", "http://[::1]/"),
        ("https://example.com/?p=3&p=3&p=2", "https://example.com/?p=3&p=2"),
        ("https://example.com/a//b/", "https://example.com/a//b/"),
        ("http://good.example\\@evil.example/", "http://good.example/@evil.example/"),
    ],
)
def test_an_address_takes_its_canonical_form(printed: str, normal: str) -> None:
    assert urls.normalise(printed) == normal


@pytest.mark.parametrize(
    "tail",
    [
        "?utm_source=feed&utm_medium=rss",
        "?fbclid=IwAR0",
        "?UTM_Campaign=x",
        "?utm%5Fsource=x",
        "?PHPSESSID=0a1b2c",
        ";jsessionid=0A1B2C.node1",
        "?sid=a8f5f167f44f4964e6c998dee827110c",
        "?replytocom=12#respond",
        "?&&",
        "#top",
    ],
)
def test_what_follows_the_reader_does_not_name_the_page(tail: str) -> None:
    assert urls.normalise("https://example.com/story" + tail) == "https://example.com/story"


@pytest.mark.parametrize("query", ["sid=12", "session_id=417", "s=keynote", "ref=main", "id=5", "page=2", "p=123", "12345"])
def test_what_may_choose_the_page_stays(query: str) -> None:
    assert urls.normalise(f"https://example.com/?{query}") == f"https://example.com/?{query}"


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("javascript:alert(1)", "blocked_scheme"),
        ("file:///etc/passwd", "blocked_scheme"),
        ("data:text/html,<title>", "blocked_scheme"),
        ("ftp://example.com/", "blocked_scheme"),
        ("http://[::1", "bad_url"),
        ("http://[::1:bad/%zz\x01", "bad_url"),
        ("http://127.0.0.1:99999/", "bad_url"),
        ("http://256.1.1.1/", "bad_url"),
        ("http://\0/", "bad_url"),
        ("http://a b/", "bad_url"),
        ("http://example.com/\x01x", "bad_url"),
        ("//", "bad_url"),
        ("", "bad_url"),
        ("%%%", "bad_url"),
        ("http://example.com/" + "a" * 2048, "url_too_long"),
    ],
)
def test_what_is_no_address_to_fetch_is_refused_with_its_reason(printed: str, reason: str) -> None:
    assert urls.normalise(printed) is None
    assert urls.refusal(printed) == reason


def test_escaping_may_not_carry_an_address_past_the_limit() -> None:
    assert urls.normalise("https://example.com/" + "é" * 1000) is None


_URL_LIKE = st.builds(
    lambda scheme, rest: scheme + rest,
    st.sampled_from(["http://", "https://", "HTTP:", "http://a@", "http://[", "//", "", "https://例え.jp/", "http://e.com/"]),
    st.text(alphabet=string.ascii_letters + string.digits + "%%%./?#&=;:@[]\\()-_ ~é中\ud800\u202e", max_size=60),
)


@settings(deadline=None)
@given(st.one_of(_URL_LIKE, st.text()))
def test_normalising_twice_changes_nothing(text: str) -> None:
    normal = urls.normalise(text)
    if normal is not None:
        assert urls.normalise(normal) == normal
        assert urls.refusal(text) is None
        assert urls.origin(text) == urls.origin(normal)
        assert len(normal) <= urls.MAX_LENGTH
        assert normal.isascii()


@settings(deadline=None)
@given(st.sampled_from(["https://example.com/a/b?x=1", "http://[::1]:81/", "mailto:x", "", "http://[::1"]), st.one_of(_URL_LIKE, st.text()))
def test_joining_is_total_and_gives_what_normalise_takes(base: str, href: str) -> None:
    joined = urls.join(base, href)
    assert joined is None or urls.normalise(joined) is not None
    if joined is not None and base.isascii():
        joined.encode("utf-8")
    urls.pattern(href)
    urls.url_key(href)
    urls.is_home(href)
    urls.registrable(urls.host_of(href))


@pytest.mark.parametrize(
    ("href", "joined"),
    [
        ("/x", "https://example.com/x"),
        ("x", "https://example.com/a/x"),
        ("../x?y#z", "https://example.com/x?y"),
        ("//other.example/x", "https://other.example/x"),
        (" /a b\n", "https://example.com/a b"),
        ("?page=2", "https://example.com/a/b?page=2"),
        ("mailto:x@example.com", None),
        ("javascript:void(0)", None),
        ("http://[::1", None),
        ("http://example.com/" + "a" * 70000, None),
    ],
)
def test_an_href_is_read_as_a_browser_reads_it(href: str, joined: str | None) -> None:
    assert urls.join("https://example.com/a/b", href) == joined


def test_a_key_is_that_of_the_normalised_address() -> None:
    assert urls.url_key("HTTP://example.com:80/#x") == urls.url_key("http://example.com/")
    assert len(urls.url_key("x")) == 16


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://e.com/2017/04/23/xiaomi-speaks-at-forum/", "https://e.com/2018/12/01/one-more-slug-here/"),
        ("https://e.com/calendar?y=2026&m=1", "https://e.com/calendar?m=2&y=1990"),
        ("https://e.com/x/a/a/a/", "https://e.com/x/a/a/a/a/a/a/a/a/"),
        ("https://e.com/soft404/9f8a7b6c5d", "https://e.com/soft404/1234567890"),
        ("https://e.com/facet?a=1&a=2&b=1", "https://e.com/facet?b=9&a=7"),
        ("https://e.com/news/1.html", "https://e.com/news/22.html"),
        ("https://e.com/calendar/2026-may/", "https://e.com/calendar/2027-may/"),
        ("https://e.com/events/january/", "https://e.com/events/june/"),
    ],
)
def test_a_trap_has_one_pattern(one: str, other: str) -> None:
    assert urls.pattern(one) == urls.pattern(other)


def test_sections_have_patterns_of_their_own() -> None:
    assert urls.pattern("https://e.com/news/") != urls.pattern("https://e.com/sport/")


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("news.bbc.co.uk", "bbc.co.uk"),
        ("foo.github.io", "foo.github.io"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("amp.daily.lan", "daily.lan"),
        ("wiki", "wiki"),
        ("news.city.kawasaki.jp", "city.kawasaki.jp"),  # the exception to *.kawasaki.jp
        ("news.daily.other.kawasaki.jp", "daily.other.kawasaki.jp"),
        ("a.paper.xn--55qx5d.cn", "paper.xn--55qx5d.cn"),  # 公司.cn
        ("news.paper.com.", "paper.com"),
        ("", ""),
    ],
)
def test_the_registrable_domain_comes_from_the_bundled_list(host: str, domain: str) -> None:
    assert urls.registrable(host) == domain


def test_the_list_is_applied_as_by_the_library_that_brings_it() -> None:
    library = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)
    rules = sorted(suffixes._rules())
    # where *.example.org and a.b.example.org are rules, the library takes b.example.org for a name under the first, the list does not
    wild = {rule.removeprefix("*.") for rule in rules if rule.startswith("*.")}
    compared = 0
    for rule in rules[::9]:
        host = f"a.paper.{rule.lstrip('!*.')}"
        if not any(host.endswith(f".{suffix}") for suffix in wild):
            compared += 1
            assert urls.registrable(host) == library(host).top_domain_under_public_suffix
    assert compared > 900


@pytest.mark.parametrize("url", ["https://e.com", "https://e.com/en/", "https://e.com/index.html", "https://e.com/zh-hans/"])
def test_front_pages_are_known(url: str) -> None:
    assert urls.is_home(url)


def test_a_story_is_no_front_page() -> None:
    assert not urls.is_home("https://e.com/?p=12")
    assert not urls.is_home("https://e.com/a-story/")


def test_pages_are_the_same_across_scheme_and_closing_slash() -> None:
    assert urls.same_page("http://e.com/a/", "https://e.com/a?utm_source=x")
    assert not urls.same_page("http://e.com/a/", "https://e.com/b")


def test_a_hostile_string_costs_little() -> None:
    start = time.process_time()
    for text in [
        "http://" + "a" * 2000,
        "http://" + "é" * 2000,
        "http://e.com/" + "%" * 2000,
        "http://e.com/" + "/.." * 600,
        "1" * 100_000,
    ]:
        urls.normalise(text)
        urls.join("http://e.com/", text)
        urls.pattern(text)
        urls.host_of(text)
    assert time.process_time() - start < 0.5  # 0.01 s alone on the machine
