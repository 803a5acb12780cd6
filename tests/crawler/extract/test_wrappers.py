"""Wrappers named after what stands beside the article: a sidebar, a menu, a share bar."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.reading import read

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday")
TEXT = "".join(
    f"<p>The ferry stops at the new pier on {day}, the office told all skippers. {'They had asked for it for years. ' * 4}</p>"
    for day in DAYS
)


def article(body, title="What the pier means for the island"):
    page = f"<html lang=en><head><title>{title}</title></head><body>{body}</body></html>"
    return read(Capture("https://pier.example/the-ferry", page.encode(), datetime(2024, 3, 1, tzinfo=UTC), charset="utf-8")).article


@pytest.mark.parametrize(
    "wrapper",
    [
        "content-sidebar-wrap",
        "widget Blog Blog1",
        "l-outer--nav",
        "has-right-rail",
        "entry share themeform",
        "elementor-widget-wrap",
        "article comments-open",
        "cookie-consent-given page",
        "cmp cmp-container",
    ],
)
def test_a_wrapper_with_an_unlucky_name_is_the_page(wrapper):
    found = article(
        f"<div class='{wrapper}'><div class=post><h1 class=entry-title>Ferries stop at the pier again</h1>"
        f"<p class=byline>By Ada Quill</p><p class=post-date>12 February 2024</p>{TEXT}</div></div>"
    )
    assert found.headline == "Ferries stop at the pier again"
    assert [author.name for author in found.authors] == ["Ada Quill"]
    assert found.published.value == "2024-02-12"
    assert all(day in found.text for day in DAYS)


def test_comments_inside_a_wrapper_named_after_them_stay_comments():
    talk = "".join(f"<li><p>{name} said: {'I have always liked that pier and its ferry. ' * 9}</p></li>" for name in ("Tom", "Uma", "Vera"))
    found = article(
        f"<div class='article comments-open'><h1>Ferries stop at the pier again</h1>{TEXT}<div id=comments><ol>{talk}</ol></div></div>"
    )
    assert all(day in found.text for day in DAYS)
    assert "said:" not in found.text


def test_a_sidebar_inside_such_a_wrapper_stays_one():
    found = article(
        f"<div class=content-sidebar-wrap><main><h1>Ferries stop at the pier again</h1>{TEXT}</main>"
        "<div class='sidebar-primary'><h2>Our boats</h2><p>Three boats, one captain and a dog run the line the year round, come and see.</p></div></div>"
    )
    assert "captain and a dog" not in found.text


def test_a_true_sidebar_with_much_text_is_not_the_page():
    found = article(
        f"<article><h1>Ferries stop at the pier again</h1>{TEXT}</article><aside class=sidebar>{TEXT.replace('ferry', 'museum') * 2}</aside>"
    )
    assert "museum" not in found.text


def test_a_discussion_whose_posts_are_comments_has_a_text():
    posts = "".join(
        f"<div class='timeline-comment'><div class=comment-body><p>{day}: {'they had asked for it for years. ' * 8}</p></div></div>"
        for day in DAYS
    )
    found = article(f"<div class=discussion><h1>Ferries stop at the pier again</h1>{posts}</div>")
    assert found.text
    assert "they had asked" in found.text
