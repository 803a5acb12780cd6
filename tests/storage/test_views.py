"""Views for analysts: their columns are a contract, their rows are flat and the same on both databases, their first pages come by an index."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import insert, text

from storage import queries, schema_check
from storage.dictionary import dictionary
from storage.models import coverage, coverage_evidence
from storage.views import VIEWS

CONTRACT = {
    "v_articles": "id revision_id url site kind headline kicker standfirst description byline authors published_at published_on "
    "published_precision published_value modified_at modified_on modified_value dateline_place dateline_date language section tags text "
    "canonical_url duplicate_of_url first_seen_at captured_at stored_at readings",
    "v_article_history": "article_id revision_id url site is_current captured_at stored_at cause change changed_fields extractor_version "
    "headline byline authors published_value modified_value language text published_on",
    "v_article_authors": "article_id revision_id position name role printed affiliation url person_id published_on",
    "v_events": "id revision_id page_url site type name starts_at starts_on starts_value ends_at ends_on ends_value precision time_zone "
    "status attendance url uid series edition parent_id parent venue address locality region country organiser room track abstract "
    "language people first_seen_at captured_at",
    "v_coverage": "id article_id article_url headline published_on site event_id event event_starts_on relation score rule verdict "
    "verdict_at evidence_count evidence linked_at",
}


@pytest.fixture
def stored(database, crawl, example_event, now):
    crawl.store(crawl.article(events=(example_event,)))
    crawl.store(crawl.article(body="two", changes={"headline": "Changed", "authors": []}, events=(example_event,)))
    crawl.store(crawl.article("https://news.example/2", changes={"published_at": "2026-01", "published_precision": "month"}))
    link = {
        "verdict": None,
        "article_id": 2,
        "event_id": 1,
        "revision_id": 3,
        "relation": "reports",
        "score": 0.75,
        "rule": "name",
        "rules": "1",
        "linked_at": now,
    }
    evidence = {"coverage_id": 1, "field": "text", "start": 0, "end": 7, "weight": 0.5}
    with database.writing() as connection:
        connection.execute(insert(coverage), [link | {"id": 1}, link | {"id": 2, "article_id": 1, "verdict": "rejected"}])
        rows = [{"position": 0, "kind": "name", "quote": "FairCon"}, {"position": 1, "kind": "place", "quote": "Berlin"}]
        connection.execute(insert(coverage_evidence), [evidence | row for row in rows])
    return database


def _rows(database, query):
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(text(query)).mappings()]


def test_the_columns_of_the_views_stay_as_they_are(database):
    assert {view.name: " ".join(column.name for column in view.columns) for view in VIEWS} == CONTRACT
    with database.reading() as connection:
        for name, columns in CONTRACT.items():
            assert " ".join(connection.execute(text(f"SELECT * FROM {name}")).keys()) == columns
        assert schema_check.problems(connection) == []


def test_an_article_is_one_flat_row_with_its_current_reading(stored):
    second, first = _rows(stored, "SELECT * FROM v_articles ORDER BY id DESC")
    assert (first["headline"], first["authors"], first["readings"], first["site"]) == ("Changed", None, 2, "news.example")
    assert (second["authors"], second["tags"]) == ("Ada Lovelace; Charles Babbage", "fair; Ａ wide tag; fair")
    assert (second["published_on"], second["published_value"], second["kind"]) == (None, "2026-01", "article")


def test_the_history_has_every_reading(stored):
    rows = _rows(stored, "SELECT headline, is_current, change, authors FROM v_article_history WHERE article_id = 1 ORDER BY revision_id")
    assert [row["headline"] for row in rows] == ["Sparks fly at the fair", "Changed"]
    assert [bool(row["is_current"]) for row in rows] == [False, True]
    assert [row["change"] for row in rows] == ["created", "material"]


def test_authors_are_listed_one_a_row(stored):
    rows = _rows(stored, "SELECT article_id, name, role FROM v_article_authors ORDER BY position")
    assert [tuple(row.values()) for row in rows] == [(2, "Ada Lovelace", "reporter"), (2, "Charles Babbage", "photographer")]


def test_an_event_comes_with_venue_parent_and_people(stored):
    rows = _rows(stored, "SELECT name, parent, venue, locality, people, series, edition FROM v_events ORDER BY id")
    assert tuple(rows[0].values()) == ("FairCon 2026", None, "Hall 5", "Berlin", "Grace Hopper", "FairCon", "2026")
    assert [row["parent"] for row in rows[1:]] == ["FairCon 2026", "FairCon 2026"]


def test_a_link_comes_with_its_evidence_and_rejected_ones_do_not_come(stored):
    (row,) = _rows(stored, "SELECT article_url, event, score, evidence_count, evidence FROM v_coverage")
    assert tuple(row.values()) == ("https://news.example/2", "FairCon 2026", 0.75, 2, "name: FairCon; place: Berlin")


def test_an_article_is_found_by_the_event_it_is_linked_to(stored):
    assert [row["id"] for row in queries.articles(stored, event=1)] == [1, 2]


FIRST_PAGES = [
    "SELECT * FROM v_articles ORDER BY published_on DESC LIMIT 50",
    "SELECT * FROM v_articles WHERE site = 'news.example' ORDER BY published_on DESC LIMIT 50",
    "SELECT * FROM v_articles WHERE published_on BETWEEN '2026-01-01' AND '2026-01-31' LIMIT 50",
    "SELECT * FROM v_articles WHERE id = 5",
    "SELECT * FROM v_articles WHERE id IN (SELECT article_id FROM v_article_authors WHERE name = 'Ada Lovelace') LIMIT 50",
    "SELECT * FROM v_articles WHERE id IN (SELECT article_id FROM v_coverage WHERE event_id = 1) LIMIT 50",
    "SELECT * FROM v_article_history WHERE site = 'news.example' ORDER BY published_on DESC LIMIT 50",
    "SELECT * FROM v_article_history WHERE article_id = 5",
    "SELECT * FROM v_article_authors WHERE name = 'Ada Lovelace' LIMIT 50",
    "SELECT * FROM v_events WHERE site = 'news.example' LIMIT 50",
    "SELECT * FROM v_events WHERE starts_on >= '2026-01-01' ORDER BY starts_on LIMIT 50",
    "SELECT * FROM v_events WHERE parent_id = 1",
    "SELECT * FROM v_events WHERE id = 1",
    "SELECT * FROM v_coverage WHERE event_id = 1 LIMIT 50",
    "SELECT * FROM v_coverage WHERE article_id = 1",
]


@pytest.mark.parametrize("query", FIRST_PAGES)
def test_sqlite_scans_no_table_for_the_first_page_of_a_view(template_urls, query):
    connection = sqlite3.connect(template_urls("sqlite").removeprefix("sqlite:///"))
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {query}")]
    connection.close()
    assert [step for step in plan if step.startswith("SCAN") and "USING" not in step and not step.startswith("SCAN (")] == []


def test_the_dictionary_tells_every_table_view_and_column():
    told = dictionary()
    assert all(f"### `{name}`" in told for name in CONTRACT)
    assert "```mermaid\nerDiagram\n" in told
