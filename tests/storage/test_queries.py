"""Listings: filters, order, portions; what a crawl did; how healthy a database is."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event, text, update

from storage import health, queries, schema
from storage.database import open_database
from storage.models import crawls


@pytest.fixture
def stored(database, crawl, now):
    """Five articles of three sites."""
    by = [{"name": "Ada Lovelace", "role": "reporter"}]
    rows = {
        "https://www.news.example/minute": {"published_at": "2026-02-28T23:30:00-05:00", "language": "en-US"},
        "https://blog.news.example/day": {"published_at": "2026-02-28", "language": "de", "tags": ["Messe"]},
        "https://other.example/month": {"published_at": "2026-02", "language": "zh-Hans", "authors": []},
        "https://other.example/none": {"published_at": None, "language": None, "tags": [], "authors": by},
        "http://127.0.0.1:8001/old": {"published_at": "2017-04-23", "language": "en", "authors": []},
    }
    empty = {"published_precision": None, "published_printed": None}
    for address, changes in rows.items():
        site = "demo" if "127" in address else None
        crawl.store(crawl.article(address, changes=empty | changes, site=site))
    return database


def _paths(rows):
    return [row["url"].rpartition("/")[2] for row in rows]


def test_articles_come_newest_first_and_undated_ones_last(stored):
    assert _paths(queries.articles(stored)) == ["minute", "day", "old", "month", "none"]


@pytest.mark.parametrize(
    ("limits", "paths"),
    [
        ({"site": "news.example"}, ["minute", "day"]),
        ({"site": "blog.news.example"}, ["day"]),
        ({"site": "www.news.example"}, ["minute", "day"]),
        ({"site": "ews.example"}, []),
        ({"site": "demo"}, ["old"]),
        ({"site": "127.0.0.1:8001"}, ["old"]),
        ({"since": "2026-02-28"}, ["minute", "day", "month"]),
        ({"since": "2026-03-01"}, []),
        ({"until": "2026-02-28"}, ["minute", "day", "old", "month"]),
        ({"until": "2026-01-31"}, ["old"]),
        ({"since": "2026-02-01", "until": "2026-02-27"}, ["month"]),
        ({"language": "en"}, ["minute", "old"]),
        ({"language": "zh"}, ["month"]),
        ({"language": "e"}, []),
        ({"author": "ada LOVELACE"}, ["minute", "day", "none"]),
        ({"author": "Ada"}, []),
        ({"event": "9" * 30}, []),
        ({"event": 10**30}, []),
        ({"tag": "Messe"}, ["day"]),
        ({"limit": 2}, ["minute", "day"]),
        ({"limit": 0}, []),
        ({"site": "news.example", "language": "de", "tag": "Messe"}, ["day"]),
        ({"event": "nothing"}, []),
        ({"tag": "' OR 1=1 --"}, []),
    ],
)
def test_the_filters_of_articles(stored, limits, paths):
    assert _paths(queries.articles(stored, **limits)) == paths


def test_articles_can_be_found_by_an_event_of_their_page(database, crawl, example_event):
    crawl.store(crawl.article(events=(example_event,)), crawl.article("https://news.example/2"))
    assert _paths(queries.articles(database, event="FairCon")) == ["story"]
    assert _paths(queries.articles(database, event="FairCon 2026")) == ["story"]
    number = next(queries.events(database))["id"]
    assert _paths(queries.articles(database, event=number)) == _paths(queries.articles(database, event=str(number))) == ["story"]


def test_text_is_ordered_by_code_point_on_both_databases(database, crawl):
    paths = ["a", "B", "ä", "Z", "_", "中", "é", "z", "𝔸"]
    crawl.store(*(crawl.article(f"https://news.example/{path}", changes={"published_at": None}) for path in paths))
    assert _paths(queries.articles(database)) == sorted(paths)


def test_a_listing_takes_a_fixed_number_of_statements_a_portion(database, crawl, monkeypatch):
    monkeypatch.setattr(queries, "PORTION", 10)
    crawl.prepare(30)
    crawl.store(*(crawl.article(f"https://news.example/{n}") for n in range(30)))
    seen = []
    event.listen(database.reader, "before_cursor_execute", lambda *given: seen.append(given[2]))
    assert len(list(queries.articles(database))) == 30
    statements = [statement for statement in seen if statement.startswith("SELECT")]
    assert len(statements) <= 3 + 3 * 6  # dated, known by month, undated


def test_a_listing_shows_one_state_of_the_database_however_long_it_takes(database, crawl, monkeypatch):
    monkeypatch.setattr(queries, "PORTION", 1)
    crawl.store(crawl.article("https://news.example/1"), crawl.article("https://news.example/2"))
    rows = queries.articles(database)
    next(rows)
    crawl.store(
        crawl.article("https://news.example/2", body="two", changes={"headline": "Changed"}), crawl.article("https://news.example/3")
    )
    assert [row["headline"] for row in rows] == ["Sparks fly at the fair"]


def test_issues_are_listed_newest_first_with_where_they_belong(database, crawl, now):
    said = ({"class": "too_deep", "severity": "error", "field": None, "detail": "x"},)
    crawl.store(crawl.article())
    crawl.store(crawl.outcome("https://b.example/", issues=said), now=now + timedelta(days=1))
    down = replace(crawl.outcome("https://down.example/x"), state="failed", reason="dns", capture=None, kind=None, issues=said)
    crawl.store(down, now=now + timedelta(days=2))
    rows = list(queries.issues(database))
    assert [(row["class"], row["url"], row["article"] is None) for row in rows] == [
        ("too_deep", "https://down.example/x", True),
        ("too_deep", "https://b.example/", True),
        ("author_unknown", "https://news.example/story", False),
    ]
    assert rows[-1]["created_at"] == now.isoformat()
    assert rows[0]["crawl"] == crawl.id
    assert [row["url"] for row in queries.issues(database, site="down.example")] == ["https://down.example/x"]
    assert [row["url"] for row in queries.issues(database, site="b.example")] == ["https://b.example/"]
    assert [row["url"] for row in queries.issues(database, since="2026-03-02", until="2026-03-02")] == ["https://b.example/"]
    assert [row["class"] for row in queries.issues(database, language="en")] == ["author_unknown"]
    assert len(list(queries.issues(database, limit=1))) == 1


def test_an_unfinished_crawl_is_counted_and_a_finished_one_reports(database, crawl, now):
    crawl.store(crawl.article(), replace(crawl.outcome("https://b.example/"), state="skipped", reason="noindex"))
    (row,) = queries.crawls(database)
    assert list(row) == list(queries.REPORT)
    assert (row["pages"], row["articles"], row["issues"], row["outcomes"]) == (2, 1, 1, {"noindex": 1})
    assert (row["started_at"], row["finished_at"], row["requests"]) == (now.isoformat(), None, None)
    with database.writing() as connection:
        report = {"pages": 7, "articles": 3, "requests": 9, "outcomes": {}, "traps": []}
        connection.execute(update(crawls).values(report=report, finished_at=now, reason="finished", exit_code=0))
    (row,) = queries.crawls(database, site="b.example")
    assert (row["pages"], row["requests"], row["finished_at"], row["reason"]) == (7, 9, now.isoformat(), "finished")
    assert list(queries.crawls(database, site="c.example")) == []


def test_a_crawls_addresses_are_listed_with_what_became_of_them(database, crawl, found_url):
    outcome = crawl.outcome(found=(found_url("https://news.example/next", found_on="https://news.example/story"),))
    outcome = replace(outcome, reason="not_article", capture=replace(outcome.capture, requested_url="https://asked.example/"))
    crawl.store(outcome)
    keys = ["url", "requested_url", "state", "reason", "tries", "depth", "found_on", "status"]
    first, second = queries.crawl_urls(database, crawl.id)
    assert list(first) == keys
    assert list(first.values()) == [outcome.url, "https://asked.example/", "done", "not_article", 1, 0, None, 200]
    assert (second["state"], second["found_on"], second["requested_url"]) == (
        "waiting",
        "https://news.example/story",
        "https://news.example/next",
    )
    assert list(queries.crawl_urls(database, 999)) == []


def test_the_statistics_say_what_is_there_and_how_full_it_is(stored):
    found = health.stats(stored)
    assert found["rows"]["articles"] == 5
    assert found["rows"]["event_people"] == 0
    assert found["articles_by_site"] == {"other.example": 2, "blog.news.example": 1, "demo": 1, "news.example": 1}
    assert found["articles_by_language"]["unknown"] == 1
    assert (found["fill"]["headline"], found["fill"]["published_on"], found["fill"]["authors"]) == (1.0, 0.6, 0.6)
    assert found["size_bytes"] > 10_000
    assert found["schema"] == schema.revisions()[-1]


def test_the_statistics_of_an_empty_database_divide_nothing_by_zero(database):
    assert set(health.stats(database)["fill"].values()) == {0.0}


def test_the_check_finds_nothing_wrong_with_what_was_stored_and_an_article_without_a_reading(stored):
    assert all(row["ok"] for row in health.check(stored))
    with stored.writing() as connection:
        connection.execute(text("UPDATE article_revisions SET is_current = false"))
    assert [row for row in health.check(stored) if not row["ok"]] == [
        {"check": "articles without a current reading", "ok": False, "detail": "5 rows"}
    ]


def test_a_listing_can_be_read_without_the_right_to_write(url, crawl):
    crawl.store(crawl.article())
    database = open_database(url, write=False)
    assert len(list(queries.articles(database))) == 1
    database.close()
