import gzip

import pytest

from crawler.discover import robots
from crawler.discover.places import usual_feeds, usual_sitemaps
from crawler.discover.sniff import sniff

BODIES = [
    (b"<rss version='2.0'>", "rss"),
    (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- x --><rss>", "rss"),
    (b"<?xml version='1.0'?><rdf:RDF xmlns:rdf='x'>", "rss"),
    (b"<?xml version='1.0'?><?xml-stylesheet href='x.xsl'?><feed xmlns='http://www.w3.org/2005/Atom'>", "atom"),
    (b"<urlset>", "urlset"),
    (gzip.compress(b"<?xml version='1.0'?><urlset>"), "urlset"),
    (b"<sm:sitemapindex xmlns:sm='x'>", "sitemapindex"),
    (b'{"version": "https://jsonfeed.org/version/1.1", "items": []}', "jsonfeed"),
    (b'{"items": []}', "other"),
    (b"<!doctype html><html><head><title>feed</title>", "html"),
    (b"<p>An article about the &lt;rss&gt; tag", "html"),
    (b"<html><body><pre>&lt;rss&gt;</pre>", "html"),
    (b"https://a.example/x\nhttps://a.example/y\n", "text-sitemap"),
    (b"https://a.example/x is a nice page", "other"),
    (b"just words", "other"),
    (b"", "other"),
    (b"%PDF-1.7", "other"),
    (b'<!DOCTYPE l [<!ENTITY a "<rss>">]><urlset>', "urlset"),
    ("<rss>".encode("utf-16"), "rss"),
]


@pytest.mark.parametrize(("body", "sort"), BODIES)
def test_a_body_is_told_by_its_first_bytes(body, sort):
    assert sniff(body) == sort


@pytest.mark.parametrize(
    "body", [b"<" * 100_000, b"<!--" * 50_000, b"<!DOCTYPE [" * 20_000, gzip.compress(bytes(50_000_000), 1), b"\x1f\x8b" + b"x" * 1000]
)
def test_hostile_bodies_are_sniffed_quickly(body):
    sniff(body)


def test_the_sitemaps_of_a_robots_file_are_found_wherever_they_stand():
    text = "\ufeffUser-agent: *\nDisallow: /x\nsitemap: https://a.example/one.xml\r\n  SITEMAP:/two.xml # note\rSite-map: https://b.example/three.xml\nSitemap: https://a.example/one.xml\nSitemap: javascript:x\n# Sitemap: https://a.example/no.xml\n"
    assert [link.url for link in robots.sitemaps(text, "https://a.example/robots.txt")] == [
        "https://a.example/one.xml",
        "https://a.example/two.xml",
        "https://b.example/three.xml",
    ]


def test_a_robots_file_of_many_megabytes_is_bounded():
    text = "Sitemap: https://a.example/s.xml\n" + "Disallow: /zz\n" * 750_000 + "Sitemap: https://a.example/late.xml\n"
    assert [link.url for link in robots.sitemaps(text, "https://a.example/robots.txt")] == ["https://a.example/s.xml"]
    assert len(robots.sitemaps("".join(f"Sitemap: /s{n}.xml\n" for n in range(5_000)), "https://a.example/robots.txt")) == 200


def test_the_usual_places_are_on_the_same_origin():
    assert "https://a.example:8443/feed/" in [link.url for link in usual_feeds("https://a.example:8443/")]
    assert usual_feeds("https://a.example/blog/")[0].url == "https://a.example/blog/feed/"
    assert {link.rel for link in usual_sitemaps("https://a.example/x/y?z=1")} == {"sitemap"}
    assert "https://a.example/sitemap.xml" in [link.url for link in usual_sitemaps("https://a.example/x/y?z=1")]
