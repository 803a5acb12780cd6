"""When an answer adds a reading to an article, and when it only touches the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import queries
from storage.models import article_revisions, pages


def _rows(database, table, **where):
    with database.reading() as connection:
        query = select(table).order_by(table.c.id)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        return [dict(row) for row in connection.execute(query).mappings()]


def test_storing_the_same_answer_twice_adds_no_row(database, crawl, example_event):
    outcomes = [
        crawl.article(issues=({"class": "link_cap", "severity": "info", "field": None, "detail": "x"},)),
        crawl.outcome("https://fair.example/2026", kind="event", events=(example_event,)),
        crawl.outcome("https://news.example/feed", feed={"url": "https://news.example/feed", "format": "rss", "title": "News"}),
    ]
    crawl.store(*outcomes)
    before = crawl.counts()
    again = [replace(outcome, frontier_id=crawl.lease()) for outcome in outcomes]
    later = [
        replace(outcome, capture=replace(outcome.capture, captured_at=outcome.capture.captured_at + timedelta(days=1))) for outcome in again
    ]
    results = crawl.store(*later)
    assert crawl.counts() | {"frontier": 3} == before
    assert all((result.articles, result.revisions, result.events, result.issues) == (0, 0, 0, 0) for result in results)
    assert all(row["last_seen_at"] == later[0].capture.captured_at for row in _rows(database, pages))


def test_a_304_touches_the_page_only(database, crawl, now):
    crawl.store(crawl.article())
    before = crawl.counts()
    (page,) = _rows(database, pages)
    unchanged = replace(crawl.outcome(), unchanged=True, capture=None, kind=None, reason="unchanged", state="skipped")
    crawl.store(unchanged, now=now + timedelta(hours=2))
    assert crawl.counts() | {"frontier": 1} == before
    (after,) = _rows(database, pages)
    assert after["last_seen_at"] == now + timedelta(hours=2)
    assert {k: v for k, v in after.items() if k not in {"last_seen_at", "next_due_at"}} == {
        k: v for k, v in page.items() if k not in {"last_seen_at", "next_due_at"}
    }


def test_another_body_with_equal_fields_adds_a_capture_and_no_revision(database, crawl):
    crawl.store(crawl.article(body="one"))
    (stored,) = crawl.store(crawl.article(body="two"))
    counts = crawl.counts()
    assert (counts["captures"], counts["article_revisions"], counts["issues"]) == (2, 1, 1)
    assert (stored.articles, stored.revisions, stored.issues) == (0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "change"),
    [
        ({"text": "Rewritten."}, "material"),
        ({"headline": None}, "material"),
        ({"authors": []}, "material"),
        ({"published_at": "2026-02-27"}, "material"),
        ({"tags": ["fair"]}, "cosmetic"),
        ({"images": []}, "cosmetic"),
        ({"description": "Other"}, "cosmetic"),
    ],
)
def test_a_changed_page_adds_a_revision_that_says_what_changed_and_keeps_the_old_one(database, crawl, changes, change):
    crawl.store(crawl.article(body="one"))
    (stored,) = crawl.store(crawl.article(body="two", changes=changes))
    old, new = _rows(database, article_revisions)
    assert (stored.articles, stored.revisions) == (0, 1)
    assert (old["is_current"], old["change"], old["headline"]) == (False, "created", "Sparks fly at the fair")
    assert (new["is_current"], new["change"], new["changed_fields"]) == (True, change, list(changes))
    (row,) = queries.articles(database)
    assert {name: row[name] for name in changes} == changes


def test_the_reading_of_an_older_capture_is_kept_once_and_is_not_the_current_one(database, crawl):
    def reading(headline, body, days):
        outcome = crawl.article(body=body, changes={"headline": headline})
        return replace(outcome, capture=replace(outcome.capture, captured_at=outcome.capture.captured_at - timedelta(days=days)))

    crawl.store(reading("As it is", "new", 0))
    crawl.store(reading("As it was", "old", 30))
    crawl.store(reading("As it was", "old", 30))
    assert [row["headline"] for row in queries.articles(database)] == ["As it is"]
    assert sorted(row["headline"] for row in _rows(database, article_revisions)) == ["As it is", "As it was"]


def test_the_same_bytes_read_by_newer_rules_make_a_revision_on_the_old_capture(database, crawl):
    crawl.store(crawl.article())
    crawl.store(crawl.article(changes={"text": "Read better."}, extractor_version="2"))
    old, new = _rows(database, article_revisions)
    assert crawl.counts()["captures"] == 1
    assert (new["capture_id"], new["extractor_version"]) == (old["capture_id"], "2")


def test_a_page_whose_reading_failed_is_read_again_from_the_same_bytes(database, crawl):
    failed = replace(crawl.outcome(), state="failed", reason="worker_timeout", kind=None)
    crawl.store(failed)
    (page,) = _rows(database, pages)
    assert (page["body_digest"], page["etag"], page["kind"]) == (None, None, None)
    (stored,) = crawl.store(crawl.article())
    assert stored.articles == 1


def test_a_failed_answer_leaves_what_the_page_was_and_its_validators(database, crawl):
    crawl.store(crawl.article())
    (before,) = _rows(database, pages)
    outcome = crawl.outcome(body="oops")
    crawl.store(replace(outcome, state="failed", reason="http_500", kind=None, capture=replace(outcome.capture, status=500)))
    assert _rows(database, pages) == [before]


def test_a_page_that_keeps_failing_in_one_way_adds_one_capture_and_one_issue(database, crawl):
    said = ({"class": "too_deep", "severity": "error", "field": None, "detail": "x"},)
    failing = [replace(crawl.outcome(), state="failed", reason="too_deep", kind=None, issues=said) for _ in range(3)]
    for outcome in failing:
        crawl.store(outcome)
    counts = crawl.counts()
    assert (counts["pages"], counts["captures"], counts["issues"]) == (1, 1, 1)
