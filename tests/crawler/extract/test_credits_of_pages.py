"""Headline, authors, section and pictures of whole pages: candidates found, then decided."""

from __future__ import annotations

import time

import pytest
from wardrobe import CLOTHES, FIRST_STORY, SECOND_STORY, Story, plain_text

from crawler import document
from crawler.decide import authors as deciding_authors
from crawler.decide import headings as deciding_headings
from crawler.extract import authors, filing, headings, images, site_names, structured
from crawler.items import Candidate


class Reading:
    """What the rules make of a page; ``bio`` stands in for the author bio taken out of the text."""

    def __init__(self, body: str, *, url="https://x.example/a", bio: str | None = None, captions=(), content_type="text/html"):
        parsed = document.parse(body.encode(), url=url, charset="utf-8", content_type=content_type)
        found = structured.read(parsed)
        sites = [c.value for c in site_names.candidates(parsed, found)]
        evidence = headings.candidates(parsed, found, None, sites) | filing.candidates(parsed, found)
        self.heading = deciding_headings.decide(evidence, sites)
        bios = [Candidate(bio, "bio:trailing", 0.8)] if bio else []
        story = " ".join(b.text for b in parsed.blocks if b.text != bio)
        self.credit = deciding_authors.decide(authors.candidates(parsed, found, None, sites), bios, sites, parsed.html_lang, story)
        self.images = [c.value for c in images.candidates(parsed, found, captions)]
        self.names = [(a.name, a.role) for a in self.credit.authors]


@pytest.mark.parametrize("clothes", CLOTHES, ids=lambda c: c.__name__)
def test_a_bio_sentence_names_the_author_of_a_page_posted_by_admin_in_any_clothes(clothes):
    read = Reading(clothes(FIRST_STORY), bio=FIRST_STORY.bio)
    assert read.heading.headline == FIRST_STORY.headline
    assert read.names == [("Gregory Marchmain", "reporter")]
    assert read.credit.authors[0].bio == FIRST_STORY.bio
    assert read.credit.provenance.rule.startswith("bio:")


@pytest.mark.parametrize("clothes", [c for c in CLOTHES if c.__name__ not in {"amp", "blogger"}], ids=lambda c: c.__name__)
def test_a_category_line_or_link_gives_the_section(clothes):
    assert Reading(clothes(FIRST_STORY)).heading.section == "Industry Leaders"


@pytest.mark.parametrize("clothes", CLOTHES, ids=lambda c: c.__name__)
def test_a_printed_byline_with_an_outlet_beats_the_account_in_any_clothes(clothes):
    read = Reading(clothes(SECOND_STORY), captions=[SECOND_STORY.caption])
    assert read.heading.headline == SECOND_STORY.headline
    assert read.names == [("Yulan Qiu", "reporter")]
    assert read.credit.authors[0].affiliation == "merrowpost.com"
    assert read.credit.byline == "By Yulan Qiu, merrowpost.com"


@pytest.mark.parametrize("clothes", CLOTHES, ids=lambda c: c.__name__)
def test_a_caption_and_its_credit_stand_apart_in_any_clothes(clothes):
    read = Reading(clothes(SECOND_STORY), captions=[SECOND_STORY.caption])
    captioned = [i for i in read.images if i.caption]
    assert [(i.caption, i.credit) for i in captioned] == [("Wen Tao, CEO of Lumenor, speaks at Merrow China Forum.", "merrowpost.com")]
    assert captioned[0].url


@pytest.mark.parametrize("clothes", CLOTHES, ids=lambda c: c.__name__)
def test_nobody_is_named_where_only_admin_and_commenters_are(clothes):
    read = Reading(clothes(Story(SECOND_STORY.headline, SECOND_STORY.paragraphs)))
    assert read.names == []
    assert [i.cls for i in read.credit.issues] == ["author_unknown"]


def test_plain_text_gives_the_same_fields_as_html():
    first = Reading(plain_text(FIRST_STORY), bio=FIRST_STORY.bio, content_type="text/plain")
    assert (first.heading.headline, first.heading.section, first.names) == (
        FIRST_STORY.headline,
        "Industry Leaders",
        [("Gregory Marchmain", "reporter")],
    )
    second = Reading(plain_text(SECOND_STORY), content_type="text/plain", captions=[SECOND_STORY.caption])
    assert (second.heading.headline, second.names) == (SECOND_STORY.headline, [("Yulan Qiu", "reporter")])
    assert second.credit.authors[0].affiliation == "merrowpost.com"
    assert (second.images[0].caption, second.images[0].credit) == (
        "Wen Tao, CEO of Lumenor, speaks at Merrow China Forum.",
        "merrowpost.com",
    )


def test_the_paragraph_about_the_subject_of_a_story_names_no_author():
    about = SECOND_STORY.paragraphs[2]
    assert Reading(CLOTHES[0](Story(SECOND_STORY.headline, SECOND_STORY.paragraphs)), bio=about).names == []


def test_the_name_of_the_site_in_the_first_heading_is_passed_over():
    html = "<title>The tide turns at noon | Shore</title><h1><a href='/'>Shore</a></h1><h2>The tide turns at noon</h2><p>It turned.</p>"
    assert Reading(html).heading.headline == "The tide turns at noon"


def test_the_line_beside_a_date_and_the_line_below_the_text_name_authors():
    long = "The tide turned at noon and the boats came in one after the other while the town looked on from the pier, and nobody spoke of the storm that had kept them out for three long days."
    dated = f"<title>The tide turns</title><h1>The tide turns</h1><div>11.12.2019 - Amelie Loevenich</div><p>{long}</p>"
    below = f"<title>The tide turns</title><h1>The tide turns</h1><p>{long}</p><p>{long}</p><p>{long}</p><p>Text: Klausmartin Friedrich</p>"
    assert Reading(dated).names == [("Amelie Loevenich", "reporter")]
    assert Reading(below).names == [("Klausmartin Friedrich", "reporter")]


def test_teasers_with_bylines_below_the_article_name_nobody():
    cards = "".join(
        f'<div class="card"><h3><a href="/{n}">Story {n}</a></h3><span class="byline">By {name}</span></div>'
        for n, name in enumerate(["Rita Related", "Otto Other", "Ann Third"])
    )
    filler = "<p>The tide turned at noon.</p>" * 30
    assert Reading(f"<title>The tide turns</title><h1>The tide turns</h1>{filler}{cards}").names == []


def test_pages_of_any_size_are_read_in_time():
    rows = "".join(f'<li class="author byline"><a rel="author tag" href="/author/{n}">Jane Doe</a> 2017-04-23</li>' for n in range(20_000))
    parsed = document.parse(f"<h1>T</h1><ul>{rows}</ul>".encode(), url="https://x.example/a", charset="utf-8", content_type="text/html")
    found = structured.read(parsed)
    start = time.process_time()
    headings.candidates(parsed, found)
    filing.candidates(parsed, found)
    authors.candidates(parsed, found)
    images.candidates(parsed, found)
    assert time.process_time() - start < 2.0


def test_sentences_about_the_writer_under_a_class_of_authors_are_a_bio_and_no_byline():
    bio = (
        "Odile Ferrante is an independent consultant and long-time harbour watcher, having worked at companies such as Brightwater and Halden. "
        "Odile has lived in Port Merrow for more years than she is willing to admit."
    )
    story = "".join(
        f"<p>Paragraph {n} of the story says what the harbour master told the council about tides and tables.</p>" for n in range(5)
    )
    read = Reading(
        f"<html><body><article><h1>The Tables Were Wrong</h1>{story}<div class='author-note'><p>{bio}</p></div></article></body></html>"
    )
    assert read.names == [("Odile Ferrante", "reporter")]


def test_portraits_and_marks_are_no_pictures_but_a_picture_of_a_logo_is_one():
    page = (
        "<title>The tide turns</title><h1>The tide turns</h1><p>The tide turned at noon.</p>"
        "<img src=/authors/jane-doe.jpg><img src=/static/companylogos/tide.png><img src=/img/paperlogo@2x.png><img src=/2024/site-logo-2.png>"
        "<figure><img src=/2024/harbour-logo-2.jpg><figcaption>The new sign of the harbour</figcaption></figure>"
        "<figure><img src=/play.svg><figcaption>Watch the tide</figcaption></figure>"
    )
    assert [(i.url, i.caption) for i in Reading(page).images] == [
        ("https://x.example/2024/harbour-logo-2.jpg", "The new sign of the harbour")
    ]


@pytest.mark.parametrize(
    ("under", "caption", "credit"),
    [
        ("<p class=caption>The harbour at noon</p><p class=credit>Jane Doe</p>", "The harbour at noon", "Jane Doe"),
        ("<p class=credit>The harbour at noon. REUTERS/Jane Doe</p>", "The harbour at noon.", "REUTERS/Jane Doe"),
        ("<p class=credit>The harbour at noon, when the ferry to the island had just left and nobody but the gulls was there to see it</p>",
         "The harbour at noon, when the ferry to the island had just left and nobody but the gulls was there to see it", None),
    ],
)  # fmt: skip
def test_a_caption_in_the_place_of_a_credit_is_one(under, caption, credit):
    page = f"<title>The tide turns</title><h1>The tide turns</h1><p>The tide turned.</p><figure><img src=/2024/tide.jpg>{under}</figure>"
    assert [(i.caption, i.credit) for i in Reading(page).images] == [(caption, credit)]
