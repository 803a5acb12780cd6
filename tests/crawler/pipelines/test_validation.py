from datetime import UTC, datetime

from crawler.items import Article, Author, Moment, Page
from crawler.pipelines.validation import MAX_LIST, MAX_TEXT, Validation


def page(**fields):
    made = Page(url="http://a.test/x", requested_url="http://a.test/x", captured_at=datetime(2026, 5, 1, tzinfo=UTC), kind="article")
    made.article = Article(**fields)
    return Validation().run(made)


def classes(made):
    return {(issue.cls, issue.field) for issue in made.issues}


def test_an_empty_article_says_of_each_field_why_it_is_empty():
    assert classes(page()) == {
        ("headline_unknown", "headline"),
        ("text_empty", "text"),
        ("language_unknown", "language"),
        ("author_unknown", "authors"),
        ("date_unknown", "published_at"),
    }


def test_a_full_article_has_no_issue():
    made = page(
        headline="H", text="word " * 100, language="en", authors=[Author("A B")], published=Moment("2026-04-30", "day", "30 April 2026")
    )
    assert made.issues == []


def test_fields_out_of_bounds_are_cut_and_told():
    made = page(headline="h" * 5_000, text="t" * (MAX_TEXT + 1), tags=["x"] * (MAX_LIST + 1))
    assert len(made.article.headline) == 1_000
    assert len(made.article.text) == MAX_TEXT
    assert len(made.article.tags) == MAX_LIST
    assert {("field_cut", "headline"), ("field_cut", "text"), ("field_cut", "tags")} <= classes(made)


def test_a_change_before_the_publication_is_told():
    made = page(published=Moment("2026-04-30", "day", "x"), modified=Moment("2026-04-01", "day", "y"))
    assert ("date_implausible", "modified_at") in classes(made)


def test_listings_need_no_fields():
    made = Page(url="http://a.test/", requested_url="http://a.test/", captured_at=datetime(2026, 5, 1, tzinfo=UTC), kind="listing")
    made.article = Article()
    made.issue("author_unknown", "info", "authors", "no credit on the page")
    assert Validation().run(made).issues == []


def test_a_step_already_taken_is_not_taken_twice():
    made = page()
    before = len(made.issues)
    made.issues.clear()
    assert before
    assert Validation().run(made).issues == []
