"""How a database grew, and how well its fields are filled."""

from __future__ import annotations

from datetime import timedelta

from storage import growth, health


def test_growth_is_told_by_month_and_fill_by_site(database, crawl, now):
    crawl.store(crawl.article("https://one.example/1"), crawl.article("https://one.example/2", changes={"authors": [], "section": None}))
    crawl.store(crawl.article("https://two.example/1", at=now + timedelta(days=40), changes={"tags": []}))
    crawl.store(crawl.article("https://two.example/1", body="changed", at=now + timedelta(days=41), changes={"tags": [], "headline": "x"}))
    stats = health.stats(database)
    assert stats["growth"] == [
        {"month": "2026-03", "articles": 2, "captures": 2, "bytes": 8},
        {"month": "2026-04", "articles": 1, "captures": 2, "bytes": 11},
    ]
    assert list(stats["fill_by_site"]) == ["one.example", "two.example"]
    one, two = stats["fill_by_site"].values()
    assert (one["authors"], one["section"], one["tags"]) == (0.5, 0.5, 1.0)
    assert (two["authors"], two["section"], two["tags"]) == (1.0, 1.0, 0.0)
    assert stats["fill"]["authors"] == stats["fill"]["tags"] == 0.6667


def test_an_empty_database_has_not_grown(database):
    stats = health.stats(database)
    assert (stats["growth"], stats["fill_by_site"], stats["fill"]["headline"]) == ([], {}, 0.0)


def test_shares_of_nothing_are_nothing():
    assert growth.shares(0, {"headline": 0}) == {"headline": 0.0}
