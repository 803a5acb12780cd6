from __future__ import annotations

from datetime import UTC, datetime

from crawler.items import Article, Author, Candidate, Event, Image, Page
from crawler.pipelines.addresses import Addresses
from crawler.pipelines.dates import Dates
from crawler.pipelines.language import Language
from crawler.sites.profile import Profile

BOSTONESE = "Cambridge, Mass. April 23, 2017, — The 20th Merrow China Forum came to an close this after at Anchor Hotel in Veem Square."


def page(url: str = "https://news.example.com/a-story", **article: object) -> Page:
    return Page(
        url=url,
        requested_url=url,
        captured_at=datetime(2026, 5, 12, tzinfo=UTC),
        kind="article",
        article=Article(**article),  # type: ignore[arg-type]
    )


def read(made: Page) -> Article:
    assert made.article is not None
    return made.article


def test_the_dateline_is_read_and_stays_in_the_text() -> None:
    made = page(text=BOSTONESE + "\n\nMore.", declared_language="en")
    Dates().run(made)
    article = read(made)
    assert (article.dateline_place, article.dateline_date) == ("Cambridge, Mass.", "2017-04-23")
    assert article.text is not None
    assert article.text.startswith("Cambridge, Mass. April 23, 2017, —")


def test_its_day_is_the_last_resort() -> None:
    made = page(text=BOSTONESE, declared_language="en")
    Dates().run(made)
    moment = read(made).published
    assert moment is not None
    assert (moment.value, moment.precision) == ("2017-04-23", "day")
    assert made.provenance["published_at"].rule == "dateline"
    assert [issue.cls for issue in made.issues] == ["date_from_dateline"]


def test_a_weak_date_far_from_the_headline_does_not_outweigh_the_dateline() -> None:
    made = page(text=BOSTONESE, declared_language="en")
    made.evidence["published"] = [Candidate("May 3, 2018", "visible:line", 0.2, printed="John on May 3, 2018 at 10:15")]
    Dates().run(made)
    moment = read(made).published
    assert moment is not None
    assert moment.value == "2017-04-23"
    assert [issue.cls for issue in made.issues] == ["date_from_dateline"]


def test_a_better_date_wins_over_the_dateline() -> None:
    made = page(text=BOSTONESE, declared_language="en")
    made.evidence["published"] = [Candidate("2017-04-24T09:00:00-04:00", "json-ld:NewsArticle.datePublished", 0.9)]
    Dates().run(made)
    moment = read(made).published
    assert moment is not None
    assert moment.value == "2017-04-24T09:00:00-04:00"
    assert made.provenance["published_at"].rule == "json-ld:NewsArticle.datePublished"


def test_the_day_of_a_change_stands_in_only_where_nothing_else_does_and_says_so() -> None:
    made = page(text="No date here.")
    made.evidence["modified"] = [Candidate("2017-04-23T10:15:00+02:00", "time:modified", 0.6, printed="Updated 23 April 2017")]
    Dates().run(made)
    article = read(made)
    assert article.published is not None
    assert article.modified is not None
    assert (article.published.value, article.published.precision) == ("2017-04-23", "day")
    assert article.modified.value == "2017-04-23T10:15:00+02:00"
    told = made.provenance["published_at"]
    assert (told.rule, told.confidence, told.printed) == ("update:time:modified", 0.3, "Updated 23 April 2017")
    assert [(issue.cls, issue.field) for issue in made.issues] == [("date_from_update", "published_at")]


def test_no_sitemap_and_no_month_of_an_address_is_mended_by_a_change() -> None:
    made = page(text="No date here.")
    made.evidence["modified"] = [Candidate("2017-04-23", "sitemap:lastmod", 0.3)]
    Dates().run(made)
    assert read(made).published is None
    made = page(text="No date here.")
    made.evidence["published"] = [Candidate("2017-03", "url:month", 0.2)]
    made.evidence["modified"] = [Candidate("2017-04-23", "visible:date", 0.6)]
    Dates().run(made)
    moment = read(made).published
    assert moment is not None
    assert moment.value == "2017-03"


def test_a_page_without_a_date_says_so() -> None:
    made = page(text="No date here.")
    Dates().run(made)
    assert read(made).published is None
    assert [(issue.cls, issue.field) for issue in made.issues] == [("date_unknown", "published_at")]


def test_the_profile_gives_order_and_zone() -> None:
    made = page(text="x", declared_language="en")
    made.evidence["published"] = [Candidate("03/05/2024 10:15", "visible:date", 0.6)]
    profile = Profile(key="example", name="Example", home="https://news.example.com/", date_order="DMY", time_zone="Europe/Berlin")
    Dates().run(made, profile)
    moment = read(made).published
    assert moment is not None
    assert moment.value == "2024-05-03T10:15:00+02:00"


def test_the_language_is_decided_from_the_text_and_the_claim_kept() -> None:
    made = page(text=BOSTONESE * 2, declared_language="de_DE")
    Language().run(made)
    assert (read(made).language, read(made).declared_language) == ("en", "de-DE")
    assert made.provenance["language"].rule == "text"


def test_a_short_text_goes_by_the_address() -> None:
    made = page("https://example.com/nl/a", text="Hallo Welt")
    Language().run(made)
    assert (read(made).language, read(made).declared_language) == ("nl", None)


def test_a_crawl_believes_what_a_page_claims_that_is_no_article() -> None:
    for followed, kind, language in ((True, "listing", "it"), (True, "article", "en"), (False, "listing", "en")):
        made = page(text=BOSTONESE, declared_language="it")
        made.kind, made.followed = kind, followed  # type: ignore[assignment]
        Language().run(made)
        assert read(made).language == language


def canonical(url: str, *claims: tuple[str, str]) -> Page:
    made = page(url)
    made.evidence["canonical_url"] = [Candidate(address, rule, 0.8) for rule, address in claims]
    Addresses().run(made)
    return made


def test_the_declared_address_is_made_absolute_and_normal() -> None:
    made = canonical("https://e.example.com/a?utm_source=x", ("link:canonical", "/a/?fbclid=1#top"))
    assert made.canonical_url == "https://e.example.com/a/"
    assert made.provenance["canonical_url"].rule == "link:canonical"


def test_a_claim_of_the_front_page_is_not_believed() -> None:
    made = canonical("https://example.com/a", ("link:canonical", "https://example.com/"), ("og:url", "https://example.com/a"))
    assert made.canonical_url == "https://example.com/a"


def test_another_site_needs_two_witnesses() -> None:
    assert canonical("https://example.com/a", ("link:canonical", "https://other.org/b")).canonical_url is None
    both = canonical("https://example.com/a", ("link:canonical", "https://other.org/b"), ("og:url", "https://other.org/b"))
    assert both.canonical_url == "https://other.org/b"


def test_a_doubtful_claim_is_told() -> None:
    made = canonical("https://example.com/a", ("link:canonical", "javascript:void(0)"))
    assert made.canonical_url is None
    assert [issue.cls for issue in made.issues] == ["canonical_doubtful"]


def test_addresses_of_images_authors_and_events_become_absolute() -> None:
    made = page(
        images=[Image("/i.jpg"), Image("data:image/png;base64,x"), Image("javascript:x", caption="kept")],
        authors=[Author("A", url="/a"), Author("B", url="mailto:b")],
    )
    made.events = [Event("Forum", url="/e", sessions=[Event("Talk", url="t")])]
    Addresses().run(made)
    assert [image.url for image in read(made).images] == ["https://news.example.com/i.jpg", None]
    assert [author.url for author in read(made).authors] == ["https://news.example.com/a", None]
    assert made.events[0].url == "https://news.example.com/e"
    assert made.events[0].sessions[0].url == "https://news.example.com/t"
