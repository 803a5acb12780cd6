"""The step that assigns the text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.items import Article, Author, Block, Candidate, Page
from crawler.pipelines.boilerplate import Boilerplate
from crawler.sites.profile import Profile


@pytest.fixture
def page():
    return Page(
        "https://news.example/a",
        "https://news.example/a",
        datetime(2020, 1, 1, tzinfo=UTC),
        kind="article",
        article=Article(headline="The Mill Opens"),
    )


def test_paragraphs_stand_apart_by_a_blank_line_in_their_order(page):
    page.blocks = [Block("It rained all day."), Block("Share this", kept=False, rule="zone:share"), Block("The mill stood still.")]
    Boilerplate().run(page)
    assert page.article.text == "It rained all day.\n\nThe mill stood still."
    assert page.provenance["text"].printed == "It rained all day."


def test_what_is_printed_above_the_text_is_not_printed_again(page):
    page.evidence = {
        "authors": [Candidate(Author("Jane Doe"), "visible:byline", 0.8, "Jane Doe, Herald")],
        "byline": [Candidate("By Jane Doe", "visible:byline", 0.8)],
    }
    page.blocks = [Block("The mill opens"), Block("Jane Doe, Herald"), Block("It rained all day."), Block("The mill stood still.")]
    Boilerplate().run(page)
    assert page.article.text == "It rained all day.\n\nThe mill stood still."
    assert [block.rule for block in page.blocks[:2]] == ["printed above", "printed above"]


def test_lines_told_by_their_words_are_dropped_and_say_why(page):
    page.blocks = [
        Block("By Jane Doe"),
        Block("It rained all day."),
        Block("Read also: The mill closes"),
        Block("The mill stood still."),
        Block("(Reporting by J. Doe)"),
    ]
    Boilerplate().run(page)
    assert page.article.text == "It rained all day.\n\nThe mill stood still."
    assert [block.rule for block in page.blocks if not block.kept] == ["line:byline", "line:related", "line:credit"]


def test_the_phrases_of_a_site_are_dropped(page):
    page.blocks = [Block("It rained all day."), Block("The mill news is free thanks to you")]
    Boilerplate().run(page, Profile(key="mill", name="Mill News", home="https://news.example/", boilerplate=["The mill news is free"]))
    assert page.article.text == "It rained all day."


def test_a_page_without_story_has_no_text(page):
    page.blocks = [Block("Share this")]
    Boilerplate().run(page)
    assert page.article.text is None


def test_a_page_that_is_no_article_passes():
    listing = Page("https://news.example/", "https://news.example/", datetime(2020, 1, 1, tzinfo=UTC), kind="listing")
    assert Boilerplate().process_item(listing) is listing


def test_the_paragraph_that_a_date_was_read_in_stays_when_it_is_the_story(page):
    head = "Port Merrow, May 14, 2025, — The gauges of the harbour were read in public for the first time, and nobody slept on it."
    page.evidence = {"published": [Candidate("May 14, 2025", "visible:date", 0.3, head)]}
    page.blocks = [Block(head), Block("The mill stood still.")]
    Boilerplate().run(page)
    assert page.article.text == f"{head}\n\nThe mill stood still."
