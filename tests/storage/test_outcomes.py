"""What an outcome becomes in the database, and what a second one adds."""

from __future__ import annotations

import random
import string
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from storage import queries
from storage.models import article_revisions, captures, feeds, frontier, issues, pages, people
from storage.pages import next_due
from storage.sites import host_of


def _rows(database, table, **where):
    with database.reading() as connection:
        query = select(table).order_by(table.c.id)
        for name, value in where.items():
            query = query.where(table.c[name] == value)
        return [dict(row) for row in connection.execute(query).mappings()]


def _contract(row):
    """What a listing prints of a stored row."""
    kept = {key: value for key, value in row.items() if key not in {"id", "provenance"}}
    return kept | {"provenance": {name: {k: e[k] for k in ("rule", "printed", "confidence")} for name, e in row["provenance"].items()}}


def test_every_field_of_an_article_comes_back_as_it_went_in(database, crawl, example_article):
    (stored,) = crawl.store(crawl.article())
    (row,) = queries.articles(database)
    assert _contract(row) == _contract(example_article)
    assert list(row) == list(example_article)
    assert (stored.articles, stored.revisions, stored.issues) == (1, 1, 1)


def test_a_capture_keeps_request_answer_and_place_in_the_archive(database, crawl):
    outcome = crawl.outcome()
    crawl.store(outcome)
    (row,) = _rows(database, captures)
    for name in (
        "url",
        "requested_url",
        "captured_at",
        "status",
        "headers",
        "charset",
        "etag",
        "warc_offset",
        "warc_length",
        "body_digest",
    ):
        assert row[name] == getattr(outcome.capture, name), name
    assert row["captured_at"].tzinfo is not None


def test_the_lease_closes_in_the_same_transaction(database, crawl):
    outcome = replace(crawl.outcome(), state="skipped", reason="noindex")
    outcome = replace(outcome, capture=replace(outcome.capture, requested_url="https://asked.example/"))
    crawl.store(outcome)
    (row,) = _rows(database, frontier)
    assert (row["state"], row["reason"], row["status"], row["answered_url"]) == ("skipped", "noindex", 200, outcome.url)


def test_a_time_without_an_offset_is_no_instant_but_still_a_day(database, crawl):
    crawl.store(crawl.article(changes={"published_at": "2026-02-28T10:00", "modified_at": "2026-03"}))
    (row,) = _rows(database, article_revisions)
    assert row["published_at"] is None
    assert row["published_offset_minutes"] is None
    assert row["published_on"] == date(2026, 2, 28)
    assert (row["modified_on"], row["modified_precision"], row["modified_value"]) == (None, "month", "2026-03")


def test_an_instant_is_stored_in_utc_beside_its_local_day(database, crawl):
    crawl.store(crawl.article())
    (row,) = _rows(database, article_revisions)
    assert row["published_at"] == datetime(2026, 3, 1, 4, 30, tzinfo=UTC)
    assert (row["published_on"], row["published_offset_minutes"]) == (date(2026, 2, 28), -300)
    assert row["modified_printed"] == "2026-03-01"


def test_an_epoch_that_is_over_writes_nothing(database, crawl, found_url):
    outcome = crawl.article(found=(found_url("https://news.example/next"),))
    before = crawl.counts()
    (stored,) = crawl.store(replace(outcome, epoch=0))
    assert stored.superseded
    assert crawl.counts() == before
    assert _rows(database, frontier)[0]["state"] == "leased"


def test_a_lease_closes_once(database, crawl):
    outcome = crawl.article()
    first, second = crawl.store(outcome, replace(outcome, state="failed"))
    assert (first.articles, second.articles, second.superseded) == (1, 0, False)
    assert crawl.store(outcome)[0].articles == 0
    assert _rows(database, frontier)[0]["state"] == "done"


def test_names_and_tags_of_any_length_are_kept(database, crawl):
    long = "".join(random.Random(1).choices(string.printable + "éあ", k=9_000)).strip()
    authors = [{"name": long, "role": "reporter", "printed": long, "affiliation": None, "bio": None, "url": None}]
    events = ({"name": long, "people": [{"name": long}]},)
    (stored,) = crawl.store(crawl.article(changes={"authors": authors, "tags": [long], "headline": long}, events=events))
    assert (stored.articles, stored.events) == (1, 1)
    (row,) = queries.articles(database, author=long, tag=long, event=long)
    assert (row["authors"], row["tags"], row["headline"], row["events"][0]["name"]) == (authors, [long], long, long)


def test_two_addresses_that_lead_to_one_page_in_one_batch_make_one_page(database, crawl):
    first, second = crawl.store(crawl.article(), crawl.article())
    assert (first.articles, second.articles) == (1, 0)
    assert crawl.counts()["pages"] == 1


def test_found_addresses_enter_the_frontier_once(database, crawl, found_url):
    found = (found_url("https://news.example/next"), found_url("https://news.example/old", state="skipped", reason="out_of_scope"))
    (first,) = crawl.store(crawl.outcome(found=found))
    (second,) = crawl.store(crawl.outcome("https://news.example/b", found=found))
    assert (first.found, second.found) == (2, 0)
    assert {row["url"]: row["state"] for row in _rows(database, frontier, crawl_id=crawl.id) if "news" in row["url"]} == {
        "https://news.example/next": "waiting",
        "https://news.example/old": "skipped",
    }


def test_a_lease_may_go_back_to_waiting_with_a_time(database, crawl, now):
    crawl.store(replace(crawl.outcome(), state="waiting", reason=None, capture=None, due_at=now + timedelta(minutes=5)))
    (row,) = _rows(database, frontier)
    assert (row["state"], row["due_at"], row["closed_at"]) == ("waiting", now + timedelta(minutes=5), None)


@pytest.mark.parametrize("original_first", [True, False])
def test_a_page_whose_canonical_address_is_another_stored_page_is_its_duplicate(database, crawl, key_of, original_first):
    original = crawl.article("https://news.example/story")
    copy = crawl.article("https://news.example/story?print=1", canonical_url=original.url, canonical_key=key_of(original.url))
    for outcome in (original, copy) if original_first else (copy, original):
        crawl.store(outcome)
    ids = {row["url"]: (row["id"], row["duplicate_of_id"]) for row in _rows(database, pages)}
    assert ids[copy.url][1] == ids[original.url][0]
    assert ids[original.url][1] is None
    assert [row["url"] for row in queries.articles(database)] == [original.url]


def test_two_pages_that_name_each_other_canonical_are_not_both_duplicates(database, crawl, key_of):
    a, b = "https://news.example/a", "https://news.example/b"
    crawl.store(crawl.article(a, canonical_url=b, canonical_key=key_of(b)), crawl.article(b, canonical_url=a, canonical_key=key_of(a)))
    assert len([row for row in _rows(database, pages) if row["duplicate_of_id"]]) == 1
    assert len(list(queries.articles(database))) == 1


def test_a_page_that_is_gone_keeps_its_article_and_when_it_went(database, crawl, now):
    crawl.store(crawl.article())
    gone = replace(crawl.outcome(), state="skipped", reason="gone", gone=True, capture=None, kind=None)
    crawl.store(gone, now=now + timedelta(days=1))
    crawl.store(replace(gone, frontier_id=crawl.lease()), now=now + timedelta(days=2))
    (page,) = _rows(database, pages)
    assert page["gone_at"] == now + timedelta(days=1)
    assert len(list(queries.articles(database))) == 1
    crawl.store(crawl.article(), now=now + timedelta(days=3))
    assert _rows(database, pages)[0]["gone_at"] is None


def test_people_are_one_row_a_site_and_spelling(database, crawl):
    crawl.store(crawl.article("https://a.example/1"), crawl.article("https://a.example/2"), crawl.article("https://b.example/1"))
    crawl.store(crawl.article("https://a.example/3", changes={"authors": [{"name": "ADA  lovelace", "role": "reporter"}]}))
    assert [row["name"] for row in _rows(database, people)] == ["Ada Lovelace", "Charles Babbage"] * 2


def test_issues_hang_on_the_reading_the_capture_or_the_crawl(database, crawl):
    said = ({"class": "too_deep", "severity": "error", "field": None, "detail": "x" * 900},)
    unanswered = replace(crawl.outcome("https://down.example/"), state="failed", reason="dns", capture=None, kind=None)
    crawl.store(crawl.article(), crawl.outcome("https://news.example/b", issues=said), replace(unanswered, issues=said))
    on_reading, on_capture, on_crawl = _rows(database, issues)
    assert on_reading["revision_id"] is not None
    assert (on_capture["revision_id"], on_capture["page_id"] is None, len(on_capture["detail"])) == (None, False, 500)
    assert (on_crawl["page_id"], on_crawl["url"], on_crawl["crawl_id"]) == (None, "https://down.example/", crawl.id)


def test_a_feed_is_kept_with_its_validators_and_failures(database, crawl, now):
    address = "https://news.example/feed"
    crawl.store(crawl.outcome(address, feed={"url": address, "format": "rss", "title": "News"}))
    crawl.store(replace(crawl.outcome(address), state="failed", reason="timeout", capture=None, kind=None))
    (feed,) = _rows(database, feeds)
    assert (feed["format"], feed["title"], feed["etag"], feed["failures"]) == ("rss", "News", '"1"', 1)
    assert feed["next_poll_at"] == now + timedelta(hours=1)


@pytest.mark.parametrize(
    ("published", "days_known", "hours"),
    [
        ("2026-03-01T11:00:00+00:00", 0, 1),
        ("2026-02-27", 0, 6),
        ("2026-02-10", 0, 24),
        ("2025-12-01", 0, 7 * 24),
        ("2017-04-23", 0, 30 * 24),
        (None, 0, 1),
        (None, 3, 6),
        ("no date", 3, 6),
    ],
)
def test_the_younger_an_article_the_sooner_it_is_due(now, published, days_known, hours):
    assert next_due("article", published, now - timedelta(days=days_known), now) - now == timedelta(hours=hours)


def test_listings_are_always_due(now):
    assert next_due("listing", "2017-04-23", now, now) == now


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://WWW.News.example:443/a", "www.news.example"),
        ("http://127.0.0.1:8001/", "127.0.0.1:8001"),
        ("http://[::1]:80/", "[::1]"),
        ("https://[::1]:8443/", "[::1]:8443"),
    ],
)
def test_a_host_shows_its_port_only_where_it_is_unusual(url, host):
    assert host_of(url) == host


_words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.fixed_dictionaries(dict.fromkeys(["headline", "byline", "text", "section", "dateline_place"], _words)),
    names=st.lists(_words.filter(bool), max_size=3),
    tags=st.lists(_words, max_size=3),
)
def test_any_string_that_passed_the_gate_comes_back(database, crawl, fields, names, tags):
    authors = [{"name": name, "role": "reporter", "printed": name, "affiliation": None, "bio": name, "url": None} for name in names]
    repairs = [{"field": "text", "kind": "control", "before": "\\u0000", "after": fields["text"]}]
    address = f"https://odd.example/{crawl.counts()['pages']}"
    crawl.store(crawl.article(address, changes={**fields, "authors": authors, "tags": tags, "repairs": repairs}))
    with database.reading() as connection:
        number = connection.execute(text("SELECT max(id) FROM articles")).scalar_one()
    from storage.listed_articles import articles_by_id

    with database.reading() as connection:
        (row,) = articles_by_id(connection, [number])
    assert {name: row[name] for name in fields} == fields
    assert (row["authors"], row["tags"], row["repairs"]) == (authors, tags, repairs)
