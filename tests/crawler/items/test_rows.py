from datetime import UTC, datetime

import pytest

from crawler.items import Page
from crawler.items.rows import CONTRACT, article_row


def page(**more):
    return Page("https://a.example/x", "https://a.example/x", datetime(2020, 1, 1, tzinfo=UTC), **more)


def test_a_row_has_every_key_of_the_contract_in_its_order():
    assert tuple(article_row(page())) == CONTRACT


@pytest.mark.parametrize("reason", ["challenge", "soft_404", "noindex"])
def test_a_page_that_would_not_be_stored_says_why_once(reason):
    refused = page(reason=reason, kind_rule="wall:title")
    assert article_row(refused)["issues"] == [{"class": reason, "severity": "warning", "field": None, "detail": "wall:title"}]
    refused.issue(reason, "error", None, "told already")
    assert [issue["detail"] for issue in article_row(refused)["issues"]] == ["told already"]
