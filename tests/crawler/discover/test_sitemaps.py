import gzip

import pytest

from crawler.discover import sitemaps
from crawler.errors import DocumentError

URL = "https://courier.example/sitemap.xml"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
ONE = f"{HEAD}<urlset {XMLNS}><url><loc>https://courier.example/2026/05/harbour-bridge-reopens</loc><lastmod>2026-05-12T08:00+02:00</lastmod></url></urlset>"


def read(body, **more):
    return sitemaps.read(body.encode() if isinstance(body, str) else body, URL, **more)


def urls(found):
    return [link.url for link in found.links]


def test_a_url_set_gives_addresses_with_lastmod_as_printed():
    found = read(ONE)
    (link,) = found.links
    assert (found.sort, link.rel, link.likely, link.modified) == ("urlset", "link", "article", "2026-05-12T08:00+02:00")
    assert (link.hint.source, link.hint.url, link.hint.modified) == ("sitemap", URL, "2026-05-12T08:00+02:00")


def test_an_index_gives_sitemaps():
    found = read(
        f"<sitemapindex {XMLNS}><sitemap><loc>/sitemap-2026.xml</loc><lastmod>2026-05</lastmod></sitemap><sitemap><loc> https://courier.example/b.xml.gz </loc></sitemap></sitemapindex>"
    )
    assert [(link.url, link.rel, link.likely, link.modified) for link in found.links] == [
        ("https://courier.example/sitemap-2026.xml", "sitemap", "sitemap", "2026-05"),
        ("https://courier.example/b.xml.gz", "sitemap", "sitemap", None),
    ]
    assert found.sort == "sitemapindex"


def test_the_news_extension_says_what_it_knows_of_the_article():
    found = read(
        f"<urlset {XMLNS} {NEWS}><url><loc>https://courier.example/x</loc><news:news><news:publication><news:name>Courier</news:name><news:language>en</news:language></news:publication>"
        "<news:publication_date>2026-05-12</news:publication_date><news:title>Bridge &amp; ferry</news:title><news:keywords>bridge, ferry , </news:keywords></news:news></url></urlset>"
    )
    hint = found.links[0].hint
    assert (found.links[0].likely, hint.source, hint.kind) == ("article", "news-sitemap", "article")
    assert (hint.title, hint.published, hint.language, hint.categories) == ("Bridge & ferry", "2026-05-12", "en", ["bridge", "ferry"])


def test_language_variants_are_alternates_and_images_are_not_pages():
    found = read(
        f'<urlset {XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"><url><loc>https://courier.example/en/a-b-c-d</loc>'
        '<xhtml:link rel="alternate" hreflang="en" href="https://courier.example/en/a-b-c-d"/><xhtml:link rel="alternate" hreflang="zh-Hant" href="/zh/a-b-c-d"/>'
        '<xhtml:link rel="alternate" hreflang="x-default" href="/a-b-c-d"/><image:image><image:loc>https://courier.example/p.jpg</image:loc></image:image></url></urlset>'
    )
    assert [(link.url, link.rel, link.language) for link in found.links] == [
        ("https://courier.example/en/a-b-c-d", "link", "en"),
        ("https://courier.example/zh/a-b-c-d", "alternate", "zh-Hant"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        gzip.compress(ONE.encode()),
        gzip.compress(gzip.compress(ONE.encode())),
        gzip.compress(ONE.encode()[:80]) + gzip.compress(ONE.encode()[80:]),
        b"\xef\xbb\xbf" + ONE.encode(),
        b"\xff\xfe" + ONE.encode("utf-16-le"),
        ONE.replace("UTF-8", "UTF-16").encode("utf-16"),
        b"\n\n  " + ONE.encode(),
        b"<br />\n<b>Warning</b>: PHP notice in /var/www/x.php on line 3\n" + ONE.encode(),
        ONE.replace("</urlset>", "").encode(),
        ONE.replace(f" {XMLNS}", "").encode(),
        ONE.replace("<urlset", "<sm:urlset").replace("</urlset", "</sm:urlset").encode(),
        ONE.replace("<loc>", "<loc><![CDATA[").replace("</loc>", "]]></loc>").encode(),
        ONE.replace("harbour", "har\x08bour").encode(),
        ONE.replace("<lastmod>", "<junk>&undefined; & <b>x</junk><lastmod>").encode(),
    ],
)
def test_a_sitemap_is_read_however_it_is_wrapped_or_broken(body):
    found = read(body)
    assert urls(found) == ["https://courier.example/2026/05/harbour-bridge-reopens"]


def test_a_truncated_archive_gives_what_it_holds():
    rows = "".join(f"<url><loc>https://courier.example/news/{n * 7919 % 99991}-story</loc></url>" for n in range(3_000))
    packed = gzip.compress(f"<urlset>{rows}</urlset>".encode())
    assert 100 < len(read(packed[: len(packed) // 2]).links) < 3_000


def test_an_archive_that_explodes_is_cut():
    bomb = gzip.compress(b"<urlset>" + bytes(80_000_000), 1)
    found = read(bomb)
    assert found.links == []
    assert [issue.cls for issue in found.issues] == ["too_large"]


def test_a_plain_list_of_addresses_is_a_sitemap():
    found = read(
        "https://courier.example/news/a-long-story-here\r\nhttps://courier.example/news/b-long-story-here\r\n\r\nhttps://courier.example/news/a-long-story-here\n"
    )
    assert (found.sort, len(found.links)) == ("text-sitemap", 2)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "hello world",
        "<html><body><a href=/x>x</a></body></html>",
        "<rss><channel/></rss>",
        "{}",
        "\0" * 100,
        "<urlset",
        "<?xml version='1.0'?>",
    ],
)
def test_what_is_no_sitemap_gives_nothing(body):
    assert read(body).links == []


def test_addresses_are_given_once_and_never_more_than_the_limit():
    rows = "".join(f"<url><loc>https://courier.example/a/{n}?utm_source={m}</loc></url>" for n in range(30) for m in range(3))
    assert len(read(f"<urlset>{rows}</urlset>").links) == 30
    capped = read(f"<urlset>{rows}</urlset>", limit=10)
    assert (len(capped.links), [issue.cls for issue in capped.issues]) == (10, ["link_cap"])


def test_addresses_that_are_none_or_no_pages_are_left_out():
    rows = "".join(
        f"<url><loc>{loc}</loc></url>"
        for loc in [
            "",
            "javascript:alert(1)",
            "http://[::1",
            "file:///etc/passwd",
            "https://courier.example/p.jpg",
            "https://courier.example/a" + "b" * 3_000,
            "/relative/story-of-the-day",
        ]
    )
    assert urls(read(f"<urlset>{rows}</urlset>")) == ["https://courier.example/relative/story-of-the-day"]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "lollollollol">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    + "]>"
)


@pytest.mark.parametrize(
    "doctype",
    [
        LAUGHS,
        '<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
        '<!DOCTYPE x [<!ENTITY a "' + "x" * 100_000 + '">]>',
        '<!DOCTYPE x [<!ENTITY % p "y"><!ENTITY % q "%q;%p;">]>',
        "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "">' for n in range(3_000)) + "]>",
        "<!doctype x [<!ENTITY a '&b;&b;&b;'><!ENTITY b '" + "z" * 30_000 + "'>]>",
    ],
)
def test_entities_made_to_explode_are_told_as_a_bomb(doctype):
    with pytest.raises(DocumentError) as caught:
        read(f"{doctype}<urlset><url><loc>&a9;&a;</loc></url></urlset>")
    assert caught.value.reason == "xml_bomb"


def test_external_entities_are_never_read(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("https://courier.example/stolen")
    body = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY n SYSTEM "http://127.0.0.1:1/x"><!ENTITY % d SYSTEM "{secret.as_uri()}">%d;]><urlset><url><loc>&e;&n;</loc></url><url><loc>https://courier.example/a-b-c-d</loc></url></urlset>'
    assert urls(read(body)) in (["https://courier.example/a-b-c-d"], [URL, "https://courier.example/a-b-c-d"])


@pytest.mark.parametrize(
    "body",
    [
        "<urlset>" + "<url>" * 100_000,
        "<urlset>" * 50_000,
        "<" * 200_000,
        "&" * 200_000 + "<urlset>",
        "<!DOCTYPE " * 50_000 + "<urlset>",
        "<urlset " + "a='' " * 100_000,
        "<urlset>" + "&x;" * 200_000,
    ],
)
def test_hostile_xml_ends_soon(body):
    read(body)
