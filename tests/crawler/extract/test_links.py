import gzip
import json
import os
from pathlib import Path

import pytest

from crawler import document
from crawler.extract import links, offers
from crawler.normalise.urls import normalise, origin
from crawler.sites import Profile
from crawler.sites.addresses import resolve

URL = "https://c.example/news/"


def read(html, url=URL, **more):
    return links.read(document.parse(f"<!doctype html>{html}".encode(), url=url), **more)


def by_url(html, url=URL):
    return {link.url: link for link in read(html, url)[0]}


def one(html, url=URL):
    (link,) = read(html, url)[0]
    return link


def test_anchors_become_links_with_what_they_lead_to():
    found = by_url(
        '<a href="/2026/05/harbour-bridge">Bridge</a><a href="../events/summit">Summit</a><a href="?paged=2">2</a><a href="/">Home</a><a href="/feed/">RSS</a><a href="//other.example/a-b-c-d">x</a>'
    )
    assert {url: (link.rel, link.likely) for url, link in found.items()} == {
        "https://c.example/2026/05/harbour-bridge": ("link", "article"),
        "https://c.example/events/summit": ("link", "event"),
        "https://c.example/news/?paged=2": ("pagination", "listing"),
        "https://c.example/": ("link", "home"),
        "https://c.example/feed/": ("feed", "feed"),
        "https://other.example/a-b-c-d": ("link", "article"),
    }


@pytest.mark.parametrize(
    "href",
    [
        "",
        "#top",
        "mailto:a@c.example",
        "javascript:void(0)",
        "tel:+1",
        "data:text/html,x",
        "/p.jpg",
        "/a.css",
        "/a.pdf",
        "/a.mp4",
        "/wp-login.php",
        "/cart/",
        "/x?replytocom=4",
        "/x?share=facebook",
        "/print/7",
        "/event.ics",
        "/events/?ical=1",
        "http://[::1",
        "http://c.example:99999/",
        "http://\0/",
        "//",
        "ftp://c.example/x",
        "file:///etc/passwd",
        "/" + "a" * 70_000,
        "\u202e/x:",
        "https://c.example/news/",
        "webcal://c.example/x",
    ],
)
def test_addresses_that_are_no_pages_are_dropped(href):
    assert read(f'<a href="{href}">x</a>')[0] == []


def test_a_good_link_beside_bad_ones_is_kept():
    assert (
        one(
            '<a href="http://[::1">b</a><a href="%%%">b</a><a href="javascript:alert(1)">b</a><a href="/news/deep-001.html">good</a>'.replace(
                '<a href="%%%">b</a>', ""
            )
        ).url
        == "https://c.example/news/deep-001.html"
    )


def test_an_address_is_given_once_under_its_normal_form():
    found = read(
        '<a href="/a-b-c-d?utm_source=x"><img src=p.jpg></a><a href="https://c.example/a-b-c-d#x">The headline</a><a href="HTTPS://C.EXAMPLE/a-b-c-d">x</a>'
    )[0]
    assert [(link.text, link.likely) for link in found] == [("The headline", "article")]


def test_the_base_element_counts():
    assert one('<base href="https://c.example/archive/"><a href="a-b-c-d.html">x</a>').url == "https://c.example/archive/a-b-c-d.html"


TURNS = [
    "Next",
    "Next page »",
    "Older posts",
    "« Older Entries",
    "Ältere Beiträge",
    "Weiter",
    "Page suivante",
    "Siguiente",
    "下一页",
    "次へ",
    "다음",
    "Далее",
    "التالي",
    "הבא",
]


@pytest.mark.parametrize("text", TURNS)
def test_the_words_for_the_next_page_are_known(text):
    assert (one(f'<a href="/news/page/2/">{text}</a>').rel, one(f'<a href="/older">{text}</a>').rel) == ("next", "next")


def test_rel_next_and_page_numbers_turn_pages():
    assert one('<a rel="next" href="/news/page/2/">→</a>').rel == "next"
    assert one('<a href="/news/page/7/">7</a>').rel == "pagination"
    assert one('<link rel="next" href="/news/page/2/">').rel == "next"


def test_next_to_the_following_article_is_no_pagination():
    link = one('<a rel="next" href="/2026/05/ferry-timetable-changes-again">Next</a>')
    assert (link.rel, link.likely) == ("link", "article")


def test_language_variants_come_from_hreflang_and_from_menus():
    found = by_url(
        '<link rel="alternate" hreflang="de" href="/de/x"><link rel="alternate" hreflang="x-default" href="/x"><nav><a href="/fr/x">Français</a><a href="/zh/x" >中文</a><a hreflang="es-MX" href="/mx/x">México</a><a href="/it/x">IT</a></nav><a href="/english-lessons">English</a>'
    )
    assert {url.partition("example")[2]: link.language for url, link in found.items() if link.rel == "alternate"} == {
        "/de/x": "de",
        "/x": None,
        "/fr/x": "fr",
        "/zh/x": "zh",
        "/mx/x": "es-MX",
        "/it/x": "it",
    }
    assert found["https://c.example/english-lessons"].rel == "link"


def test_a_long_anchor_in_the_main_part_is_a_headline_and_in_a_menu_is_not():
    found = by_url(
        '<main><a href="/x7">Harbour bridge reopens after two years of repairs</a></main><nav><a href="/x8">Everything you need to know about our terms</a><a href="/harbour-bridge-opening-hours">Hours</a></nav>'
    )
    assert [found[f"https://c.example/{path}"].likely for path in ("x7", "x8", "harbour-bridge-opening-hours")] == [
        "article",
        "other",
        "other",
    ]


def test_nofollow_is_kept():
    assert one('<a rel="nofollow ugc" href="/a-b-c-d">x</a>').nofollow
    assert not one('<a href="/a-b-c-d">x</a>').nofollow


def test_a_refresh_leads_on_and_a_reload_does_not():
    assert (one('<meta http-equiv="refresh" content="0; url=\'/moved-here\'">').rel) == "refresh"
    assert read('<meta http-equiv="refresh" content="900">')[0] == read('<meta http-equiv="Refresh" content="300;url=/news/x">')[0] == []
    assert read('<meta http-equiv="refresh" content="0;url=https://c.example/news/">')[0] == []


def test_the_canonical_address_is_a_link_where_it_is_another():
    assert one('<link rel="canonical" href="https://c.example/2026/story">', "https://c.example/?p=7").rel == "canonical"
    assert read('<link rel="canonical" href="/news/">')[0] == []


def test_declared_feeds_and_sitemaps_are_links():
    found = by_url(
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed/"><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/"><link rel="sitemap" href="/sitemap.xml">'
        '<link rel="alternate" type="application/json+oembed" href="/wp-json/oembed/1.0/embed?url=x"><link rel="alternate" type="application/feed+json" href="/feed.json"><link rel="alternate" media="handheld" href="/m/">'
    )
    assert {url: link.rel for url, link in found.items()} == {
        "https://c.example/feed/": "feed",
        "https://c.example/feed.json": "feed",
        "https://c.example/sitemap.xml": "sitemap",
    }


def test_feeds_that_are_only_linked_to_are_offered_and_readers_of_feeds_are_not():
    page = document.parse(
        b'<a href="/rss">RSS</a><a href="feed://c.example/atom.xml">Atom</a><a href="https://feedly.com/i/subscription/feed/https://c.example/feed/">Feedly</a><a href="/feedback">Feedback</a>',
        url=URL,
    )
    assert "https://c.example/rss" in [link.url for link in offers.feeds(page)]
    assert all("feedly" not in link.url and "feedback" not in link.url for link in offers.feeds(page))


def test_past_the_cap_the_best_links_stay_in_order_and_an_issue_says_so():
    html = (
        "".join(f'<a href="https://other.example/{n}">l</a>' for n in range(400))
        + "".join(f'<a href="/sink/{n}">l</a>' for n in range(400))
        + '<a href="/2026/05/harbour-bridge">Bridge</a>'
    )
    found, issues = read(html)
    assert (len(found), [issue.cls for issue in issues]) == (500, ["link_cap"])
    assert found[-1].url == "https://c.example/2026/05/harbour-bridge"
    assert sum("other.example" in link.url for link in found) == 99


def test_fifty_thousand_links_are_capped():
    found, issues = read("".join(f'<a href="/sink/{n}">l</a>' for n in range(50_000)))
    assert (len(found), [issue.cls for issue in issues]) == (500, ["link_cap"])


def test_the_profile_excludes_and_names_listings():
    site = Profile.model_validate(
        {"key": "c", "name": "C", "home": "https://c.example/", "exclude_patterns": ["/private/"], "article_patterns": ["/x/"]}
    )
    found, _ = read('<a href="/private/a-b-c-d">x</a><a href="/x/1">x</a>', profile=site)
    assert [(link.url, link.likely) for link in found] == [("https://c.example/x/1", "article")]


@pytest.mark.parametrize("base", ["http://[::1", "javascript:x", "//", "http://c.example:99999/", "\0"])
def test_a_hostile_base_changes_nothing(base):
    assert one(f'<base href="{base}"><a href="https://c.example/a-b-c-d">x</a>').url == "https://c.example/a-b-c-d"


SHARED = Path(os.environ.get("PRESSROW_SHARED", Path(__file__).parents[4] / "shared")) / "benchmark"


@pytest.mark.shared
@pytest.mark.skipif(not (SHARED / "pages.jsonl").exists(), reason="the benchmark's pages do not lie beside this checkout")
def test_the_quick_way_to_an_address_agrees_with_normalising_it():
    rows = [json.loads(line) for line in (SHARED / "pages.jsonl").read_text(encoding="utf-8").splitlines()[::60]]
    checked = 0
    for row in rows:
        page = document.parse(gzip.decompress((SHARED / row["path"]).read_bytes()), url=row["url"], charset=row.get("charset"))
        root = origin(page.base_url) or ""
        for anchor in page.anchors:
            if anchor.href[:1] not in ("", "#"):
                address, key = resolve(anchor.href, page.base_url, root)
                checked += 1
                assert key is None or key == normalise(address)
    assert checked > 100
