"""The steps that assign headline, authors and images to a page."""

from __future__ import annotations

from datetime import UTC, datetime

from crawler.items import Article, Author, Block, Candidate, Image, Page
from crawler.pipelines.bylines import Bylines
from crawler.pipelines.headings import Headings


def page(**evidence):
    made = Page(
        "https://x.example/a",
        "https://x.example/a",
        datetime(2017, 4, 23, tzinfo=UTC),
        kind="article",
        article=Article(declared_language="en"),
    )
    made.evidence = evidence
    return made


def test_the_steps_assign_fields_with_their_provenance_and_issues():
    made = page(
        headline=[Candidate("A storm | Forum Gazette", "og:title", 0.8)],
        site_name=[Candidate("Forum Gazette", "og:site_name", 0.9)],
        authors=[
            Candidate(
                Author("By Jane Doe and Forum Gazette", printed="By Jane Doe and Forum Gazette"),
                "visible:byline",
                0.85,
                "By Jane Doe and Forum Gazette",
            )
        ],
        bio=[Candidate("Jane Doe is a freelance writer.", "bio:trailing", 0.7)],
        images=[Candidate(Image("https://x.example/a.jpg", "A wave.", "Ann Poe"), "visible:figure", 0.85, "A wave.")],
    )
    made.blocks = [Block("The storm came.")]
    Bylines().run(Headings().run(made))
    assert made.article.headline == "A storm"
    assert made.article.byline == "By Jane Doe and Forum Gazette"
    assert [(a.name, a.affiliation, a.bio) for a in made.article.authors] == [
        ("Jane Doe", "Forum Gazette", "Jane Doe is a freelance writer.")
    ]
    assert made.article.images == [Image("https://x.example/a.jpg", "A wave.", "Ann Poe")]
    assert set(made.provenance) == {"headline", "authors", "images"}
    assert made.steps == ["headings", "bylines"]


def test_a_page_without_evidence_says_what_is_missing():
    made = page()
    Bylines().run(Headings().run(made))
    assert {(i.cls, i.field) for i in made.issues} == {("headline_unknown", "headline"), ("author_unknown", "authors")}


def test_a_page_without_an_article_passes_untouched():
    made = page()
    made.article = None
    Bylines().run(Headings().run(made))
    assert made.issues == []


def test_the_line_that_a_profile_selects_is_the_byline_and_names_the_authors():
    made = page(
        byline=[Candidate("Von Karl May (dpa)", "profile:.by", 1.0, "Von Karl May (dpa)")],
        authors=[Candidate(Author("Forum Gazette"), "meta:author", 0.7)],
    )
    Bylines().run(made)
    assert made.article.byline == "Von Karl May (dpa)"
    assert [(a.name, a.affiliation, a.method) for a in made.article.authors] == [("Karl May", "dpa", "profile")]
