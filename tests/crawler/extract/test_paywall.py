"""A page that says it is not free to read is kept, and told."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler import reading
from crawler.items import Capture

FILLER = (
    "The harbour office counted its gulls again on Tuesday and found rather more of them than in any spring before, says the keeper. " * 5
)


def walls(head="", story=""):
    body = f"<html><head><title>Gulls counted again</title>{head}</head><body><article><h1>Gulls counted again</h1><p>{FILLER}</p>{story}</article></body></html>"
    page = reading.read(Capture(url="https://news.test/2025/05/gulls", body=body.encode(), captured_at=datetime(2026, 1, 1, tzinfo=UTC)))
    assert page.kind == "article"
    assert "harbour office" in page.article.text
    return [issue for issue in page.issues if issue.cls == "paywall"]


def ld(**said):
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", "@type": "NewsArticle", "headline": "Gulls counted again"} | said)}</script>'


@pytest.mark.parametrize("value", [False, "False", "false", "http://schema.org/False"])
def test_structured_data_that_says_not_free_is_told(value):
    (issue,) = walls(ld(isAccessibleForFree=value))
    assert (issue.severity, issue.field) == ("info", None)
    assert "isAccessibleForFree is false" in issue.detail


def test_the_articles_own_word_counts_before_that_of_its_parts():
    assert not walls(ld(isAccessibleForFree=True, hasPart={"@type": "WebPageElement", "isAccessibleForFree": False}))
    assert walls(ld(hasPart={"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".p"}))


def test_other_articles_listed_on_the_page_say_nothing_of_it():
    listed = {"@type": "NewsArticle", "headline": "Another", "url": "https://news.test/2025/05/other", "isAccessibleForFree": False}
    assert not walls(ld() + f'<script type="application/ld+json">{json.dumps({"@type": "ItemList", "itemListElement": [listed]})}</script>')


def test_a_tier_in_the_metas_and_a_prompt_among_the_paragraphs_are_told():
    assert walls('<meta property="article:content_tier" content="metered">')
    assert not walls('<meta property="article:content_tier" content="free">')
    (issue,) = walls(story='<div class="paywall"><p>Subscribe to read the rest of this story.</p></div>')
    assert issue.detail.startswith("box:paywall")


def test_a_page_that_says_nothing_or_free_is_not_told():
    assert not walls()
    assert not walls(ld(isAccessibleForFree=True), '<div class="paywall"><p>Subscribe to read more.</p></div>')
