import pytest

from crawler.sites import Profile
from crawler.sites.addresses import is_pagination, likely

SHAPES = {
    "home": ["/", "", "/en/", "/zh-hant/", "/index.html", "/de/index.php", "/pt-br"],
    "article": [
        "/2026/05/12/harbour-bridge", "/2026/05/harbour-bridge-reopens/", "/2026-05-12-harbour-bridge", "/news/report-001.html", "/politik/merkel-sagt-ab-a-1212121.html", "/article/12345", "/story.php?id=4411",
        "/?p=7", "/harbour-bridge-reopens-after-repairs", "/news/harbour-bridge-opens/", "/archives/1234", "/a/b-c-d-e-f", "/spip.php?article717", "/news_view.htm?lang=e&seq=181595", "/news/65012345",
        "/%E6%96%B0%E9%97%BB/%E4%B8%AD%E6%96%87%E6%A0%87%E9%A2%98%E5%BE%88%E9%95%BF", "/2026/0512/4411.html", "/harbour-bridge-reopens-after-repairs/amp/", "/blog/interview-with-ann", "/events/2026/05/how-the-summit-went", "/20260512/harbour",
    ],
    "listing": ["/category/culture/", "/tag/bridge", "/author/ann-lee/", "/2026/", "/2026/05/", "/2026/05/12", "/news/", "/sport/football", "/page/2/", "/news/page/3", "/?s=bridge", "/news?paged=2", "/search?q=x", "/topics/rail", "/kategorie/hafen", "/news/?page=4", "/rubrik/kultur.html", "/?cat=3"],
    "event": ["/events/harbour-summit", "/event/7", "/veranstaltungen/hafenfest", "/schedule", "/speakers/ann-lee", "/programme.html", "/en/agenda"],
    "feed": ["/feed/", "/rss.xml", "/comments/feed/", "/atom.xml", "/feed.json", "/?feed=rss2", "/category/x/feed/", "/index.xml", "/blog/index.rss", "/feed/atom/"],
    "sitemap": ["/sitemap.xml", "/sitemap_index.xml", "/news-sitemap.xml", "/post-sitemap2.xml", "/sitemap.xml.gz"],
    "asset": ["/a.jpg", "/style.css", "/x/report.PDF", "/video.mp4", "/event.ics", "/data.zip", "/x.docx?v=2"],
    "service": ["/wp-login.php", "/login", "/cart/", "/2026/05/x/?replytocom=3", "/x?share=twitter", "/calendar?format=ics", "/events/x/?ical=1", "/print/x", "/x?action=edit", "/xmlrpc.php", "/wp-json/wp/v2/posts", "/sharer.php?u=x"],
    "other": ["/about", "/impressum", "/privacy-policy/", "/baumgutachten.htm", "/contact.html", "/newsletter"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in SHAPES.items() for path in paths])
def test_an_address_is_judged_by_its_shape(kind, path):
    assert likely(f"https://c.example{path}") == kind


@pytest.mark.parametrize(
    "path", ["/page/2/", "/news/page/3", "/?paged=2", "/news?page=4", "/list/p2", "/seite/2", "/blog/page-3.html", "/x?start=20"]
)
def test_further_pages_are_told(path):
    assert is_pagination(f"https://c.example{path}")


@pytest.mark.parametrize("path", ["/", "/news/", "/2026/05/", "/page/about", "/?page=about", "/news/p53nguin"])
def test_other_pages_are_not(path):
    assert not is_pagination(f"https://c.example{path}")


def test_the_patterns_of_a_profile_win():
    site = Profile.model_validate(
        {
            "key": "c",
            "name": "C",
            "home": "https://c.example/",
            "article_patterns": ["/about"],
            "listing_patterns": [r"/\d+$"],
            "exclude_patterns": ["/secret"],
        }
    )
    assert likely("https://c.example/about", site) == "article"
    assert likely("https://c.example/2026/05/12345", site) == "listing"
    assert likely("https://c.example/secret-story-of-the-day", site) == "service"
    assert likely("https://c.example/tag/x", site) == "listing"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "mailto:a@b",
        "http://",
        "https://c.example",
        "https://c.example/" + "%" * 5_000,
        "https://c.example/" + "a-" * 50_000,
        "https://c.example/?" + "a=1&" * 50_000,
        "https://c.example/" + "/" * 50_000,
        "https://c.example/\ud800",
        "https://c.example/" + "2026/" * 10_000,
    ],
)
def test_any_string_gets_an_answer_soon(url):
    assert likely(url)
    assert is_pagination(url) in {True, False}
