import json

import pytest

from crawler.discover import feeds
from crawler.errors import DocumentError

URL = "https://courier.example/feed/"
RSS = """<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:atom="http://www.w3.org/2005/Atom">
<channel><title>Courier</title><link>https://courier.example/</link><language>en-GB</language><atom:link href="https://courier.example/feed/" rel="self"/><atom:link href="?paged=2" rel="next"/>
<item><title>Bridge &amp;amp; ferry</title><link>https://courier.example/2026/05/bridge/?utm_source=rss</link><dc:creator><![CDATA[Ann Lee and Björn Dahl]]></dc:creator><pubDate>Tue, 12 May 2026 08:00:00 +0200</pubDate>
<category><![CDATA[Harbour]]></category><category>Transport</category><guid isPermaLink="false">https://courier.example/?p=7</guid><description><![CDATA[<p>The bridge&nbsp;opens.</p>]]></description><content:encoded><![CDATA[<p>All</p>]]></content:encoded></item>
<item><title>Second</title><guid>https://courier.example/2026/05/second/</guid><author>desk@courier.example (Night Desk)</author></item></channel></rss>"""


def read(body, url=URL, **more):
    return feeds.read(body.encode() if isinstance(body, str) else body, url, **more)


def entries(found):
    return [link for link in found.links if link.rel == "link"]


def test_rss_2_gives_each_entry_with_what_it_says():
    found = read(RSS)
    one, two = entries(found)
    assert (found.sort, found.title, found.language) == ("rss", "Courier", "en-GB")
    assert (one.url, one.likely, one.text) == ("https://courier.example/2026/05/bridge/?utm_source=rss", "article", "Bridge & ferry")
    hint = one.hint
    assert (hint.source, hint.url, hint.title, hint.authors) == ("rss", URL, "Bridge & ferry", ["Ann Lee and Björn Dahl"])
    assert (hint.published, hint.categories, hint.language, hint.summary, hint.full_text) == (
        "Tue, 12 May 2026 08:00:00 +0200",
        ["Harbour", "Transport"],
        "en-GB",
        "The bridge opens.",
        True,
    )
    assert (two.url, two.hint.authors, two.hint.full_text) == (
        "https://courier.example/2026/05/second/",
        ["desk@courier.example (Night Desk)"],
        False,
    )


def test_a_further_page_of_the_feed_is_told():
    assert [(link.url, link.likely) for link in read(RSS).links if link.rel == "next"] == [
        ("https://courier.example/feed/?paged=2", "feed")
    ]


@pytest.mark.parametrize("version", ["0.91", "0.92"])
def test_older_rss_is_read(version):
    found = read(f"<rss version='{version}'><channel><title>C</title><item><title>T</title><link>/a/b-c-d-e</link></item></channel></rss>")
    assert [link.url for link in entries(found)] == ["https://courier.example/a/b-c-d-e"]


def test_rss_1_keeps_its_items_beside_the_channel():
    found = read(
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>C</title></channel>'
        '<item rdf:about="https://courier.example/one-two-three-four"><title>T</title><link>https://courier.example/one-two-three-four</link><dc:date>2026-05-12</dc:date><dc:creator>Ann</dc:creator><dc:subject>Ports</dc:subject></item></rdf:RDF>'
    )
    (entry,) = entries(found)
    assert (found.sort, entry.hint.published, entry.hint.authors, entry.hint.categories) == ("rss", "2026-05-12", ["Ann"], ["Ports"])


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de" xml:base="https://courier.example/de/"><title type="text">Kurier</title><author><name>Redaktion</name></author><link rel="self" href="feed.xml"/><link rel="next" href="feed.xml?page=2"/>
<entry xml:base="2026/"><title type="html">Die &lt;b&gt;Brücke&lt;/b&gt;</title><link rel="enclosure" href="a.mp3"/><link rel="alternate" type="application/json" href="a.json"/><link rel="alternate" type="text/html" href="bruecke-wieder-offen-seit-heute"/><link rel="alternate" type="text/html" hreflang="en" href="/en/bridge"/>
<published>2026-05-12T08:00:00+02:00</published><updated>2026-05-13T08:00:00Z</updated><author><name>Ann Lee</name><email>a@x</email></author><author><name>Bo Li</name></author><category term="hafen" label="Hafen"/><summary>Kurz</summary><content type="html">Lang</content></entry>
<entry><id>https://courier.example/de/zweite-geschichte-im-hafen</id><title>Zwei</title><updated>2026-05-11</updated></entry></feed>"""


def test_atom_gives_base_links_variants_and_inherited_authors():
    found = read(ATOM)
    one, two = entries(found)
    assert (found.sort, found.language, found.title) == ("atom", "de", "Kurier")
    assert one.url == "https://courier.example/de/2026/bruecke-wieder-offen-seit-heute"
    hint = one.hint
    assert (hint.title, hint.authors, hint.published, hint.modified) == (
        "Die Brücke",
        ["Ann Lee", "Bo Li"],
        "2026-05-12T08:00:00+02:00",
        "2026-05-13T08:00:00Z",
    )
    assert (hint.categories, hint.summary, hint.full_text, hint.language) == (["Hafen"], "Kurz", True, "de")
    assert (two.url, two.hint.authors) == ("https://courier.example/de/zweite-geschichte-im-hafen", ["Redaktion"])
    assert [(link.url, link.language) for link in found.links if link.rel == "alternate"] == [("https://courier.example/en/bridge", "en")]
    assert [link.url for link in found.links if link.rel == "next"] == ["https://courier.example/de/feed.xml?page=2"]


@pytest.mark.parametrize("kind", ["application/xhtml+xml", "Application/XHTML+XML", "text/html"])
def test_an_entry_leads_to_its_page_in_either_kind_of_html(kind):
    found = read(
        f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><link href="/entry.atom" type="application/atom+xml"/>'
        f'<link href="/one-two-three-four" type="{kind}"/></entry></feed>'
    )
    assert [link.url for link in entries(found)] == ["https://courier.example/one-two-three-four"]


def test_atom_with_a_prefix_is_atom():
    found = read(
        '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>One</a:title><a:link href="/one-two-three-four"/><a:author><a:name>Ann</a:name></a:author></a:entry></a:feed>'
    )
    (entry,) = entries(found)
    assert (entry.url, entry.hint.title, entry.hint.authors) == ("https://courier.example/one-two-three-four", "One", ["Ann"])


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_json_feed_is_read_in_both_versions(version):
    people = {"authors": [{"name": "Ann Lee"}, {"name": "Bo Li"}]} if version == "1.1" else {"author": {"name": "Ann Lee"}}
    feed = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "Courier",
        "language": "en",
        "next_url": "/feed.json?page=2",
        "items": [
            {
                "id": "7",
                "url": "/2026/a-long-story",
                "title": "A",
                "date_published": "2026-05-12T08:00:00Z",
                "tags": ["x"],
                "content_html": "<p>x",
                **people,
            },
            {"id": "https://courier.example/b-long-story-here", "summary": "s"},
        ],
    }
    found = read("\ufeff" + json.dumps(feed))
    one, two = entries(found)
    assert (found.sort, found.title, one.url, two.url) == (
        "jsonfeed",
        "Courier",
        "https://courier.example/2026/a-long-story",
        "https://courier.example/b-long-story-here",
    )
    assert one.hint.authors == (["Ann Lee", "Bo Li"] if version == "1.1" else ["Ann Lee"])
    assert (one.hint.published, one.hint.categories, one.hint.full_text, one.hint.language) == ("2026-05-12T08:00:00Z", ["x"], True, "en")
    assert found.links[0].rel == "next"


ITEM = "<item><title>Caf\u00e9 &nbsp;&eacute;t\u00e9 &amp; more</title><link>https://courier.example/cafe-ete-and-more-of-it</link>{more}</item>"
BROKEN = {
    "undeclared namespaces": '<rss version="2.0"><channel>'
    + ITEM.format(more="<dc:creator>Ann</dc:creator><media:thumbnail url='x'/>")
    + "</channel></rss>",
    "junk before the declaration": "\n\nWarning: foo in bar.php<br/>\n<?xml version='1.0'?><rss><channel>"
    + ITEM.format(more="<dc:creator>Ann</dc:creator>")
    + "</channel></rss>",
    "an end that is missing": "<rss><channel>" + ITEM.format(more="<dc:creator>Ann</dc:creator>"),
    "a bare ampersand and control characters": "<rss><channel><description>a & b \x0b \x01</description>"
    + ITEM.format(more="<dc:creator>Ann</dc:creator><x>R&D</x>")
    + "</channel></rss>",
    "a reference to a control character": "<rss><channel>"
    + ITEM.format(more="<dc:creator>Ann</dc:creator><x>&#x1;&#11;</x>")
    + "</channel></rss>",
    "a tag that is never closed": "<rss><channel>" + ITEM.format(more="<dc:creator>Ann</dc:creator><br>") + "</channel></rss>",
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_malformed_feed_is_still_read(name):
    (entry,) = entries(read(BROKEN[name]))
    assert (entry.url, entry.hint.title, entry.hint.authors) == (
        "https://courier.example/cafe-ete-and-more-of-it",
        "Café été & more",
        ["Ann"],
    )


@pytest.mark.parametrize(
    ("declared", "real", "header"),
    [
        ("utf-8", "cp1252", None),
        ("iso-8859-1", "utf-8", None),
        ("utf-8", "utf-8", "iso-8859-1"),
        ("windows-1252", "cp1252", None),
        ("", "cp1252", "windows-1252"),
        ("klingon", "cp1252", None),
        ("utf-16", "utf-8", None),
    ],
)
def test_a_wrong_charset_does_not_spoil_the_words(declared, real, header):
    body = f'<?xml version="1.0" encoding="{declared}"?><rss><channel>{ITEM.format(more="")}</channel></rss>'.encode(real)
    assert entries(read(body, charset=header))[0].hint.title == "Café été & more"


def test_an_original_address_behind_a_counter_wins():
    found = read(
        '<rss xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><link>https://feedproxy.example/~r/x/y</link><feedburner:origLink>https://courier.example/the-real-story-here</feedburner:origLink></item></channel></rss>'
    )
    assert entries(found)[0].url == "https://courier.example/the-real-story-here"


def test_an_address_is_given_once_and_a_feed_is_bounded():
    items = "".join(f"<item><link>https://courier.example/a/{n % 50}</link></item>" for n in range(200))
    assert len(entries(read(f"<rss><channel>{items}</channel></rss>"))) == 50
    capped = read(f"<rss><channel>{items}</channel></rss>", limit=5)
    assert (len(capped.links), [issue.cls for issue in capped.issues]) == (5, ["link_cap"])


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html><body>x</body></html>",
        "{}",
        '{"items": 5}',
        '{"version":"https://jsonfeed.org/version/1","items":[null,5,{"url":[1]},{"url":"http://[::1"}]}',
        "[" * 100_000,
        '{"a":' * 100_000,
        "<rss>",
        "<rss><channel><item/></channel></rss>",
        "<urlset/>",
        "\0\0\0",
    ],
)
def test_what_is_no_feed_or_holds_nothing_gives_nothing(body):
    assert read(body).links == []


def test_a_number_of_ten_thousand_digits_is_only_a_string():
    feed = '{"version":"https://jsonfeed.org/version/1","x":' + "9" * 10_000 + ',"items":[{"id":"1","url":"/a-b-c-d"}]}'
    assert len(read(feed).links) == 1


def test_a_bomb_in_a_feed_is_told():
    laughs = '<!DOCTYPE l [<!ENTITY a0 "lollollollol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
    with pytest.raises(DocumentError) as caught:
        read(f'<?xml version="1.0"?>{laughs}<rss><channel><item><title>&a9;</title><link>http://127.0.0.1/</link></item></channel></rss>')
    assert caught.value.reason == "xml_bomb"


def test_an_old_feeds_document_type_is_no_bomb():
    doctype = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd" [<!ENTITY % HTMLlat1 PUBLIC "x" "y"> <!ENTITY nbsp "&#160;">]>'
    found = read(f'<?xml version="1.0"?>{doctype}<rss version="0.91"><channel>{ITEM.format(more="")}</channel></rss>')
    assert entries(found)[0].hint.title == "Café été & more"
