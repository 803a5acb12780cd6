"""Events: identity, revisions, sessions, sources, and who speaks for them."""

from __future__ import annotations

from copy import deepcopy

import pytest
from sqlalchemy import select

from storage import queries
from storage.models import event_aliases, event_revisions, event_sources, events, venues


def _rows(database, table):
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def _page(crawl, event, address="https://fair.example/2026", **values):
    return crawl.outcome(address, kind="event", events=(event,), **values)


def test_every_field_of_an_event_comes_back_as_it_went_in_with_its_sessions(database, crawl, example_event):
    (stored,) = crawl.store(_page(crawl, example_event))
    assert stored.events == 1
    (row,) = queries.events(database)
    assert list(row) == list(example_event)
    assert {key: row[key] for key in example_event if key not in {"id", "sessions"}} == {
        key: example_event[key] for key in example_event if key not in {"id", "sessions"}
    }
    assert [(s["name"], s["room"], s["status"], s["parent"]) for s in row["sessions"]] == [
        ("Opening", "A", "scheduled", "FairCon 2026"),
        ("Closing", "B", "moved", "FairCon 2026"),
    ]
    assert list(row["sessions"][0]) == list(example_event)


def test_an_article_row_carries_the_events_of_its_page(database, crawl, example_event):
    crawl.store(crawl.article(events=(example_event,)))
    (row,) = queries.articles(database)
    assert row["events"] == list(queries.events(database))


def test_a_changed_event_gets_a_revision_that_says_so(database, crawl, example_event):
    crawl.store(_page(crawl, example_event))
    moved = deepcopy(example_event) | {"starts_at": "2026-06-01", "status": "postponed", "name": "FairCon"}
    moved["venue"] = {"name": "Hall 6", "address": None, "locality": "Berlin", "region": None, "country": "DE"}
    moved["people"] = []
    (stored,) = crawl.store(_page(crawl, moved, body="two"))
    assert stored.events == 0
    old, *_, new = _rows(database, event_revisions)
    assert (old["is_current"], new["is_current"], new["change"]) == (False, True, "material")
    assert new["changed_fields"] == ["name", "people", "starts_at", "status", "venue"]
    assert next(row["status"] for row in _rows(database, events) if row["parent_id"] is None) == "postponed"
    assert [row["name"] for row in _rows(database, venues)] == ["Hall 5", "Hall 6"]
    assert {row["name"] for row in _rows(database, event_aliases)} == {"FairCon 2026", "FairCon", "Opening", "Closing"}
    (row,) = queries.events(database)
    assert (row["starts_at"], row["venue"]["name"], row["people"]) == ("2026-06-01", "Hall 6", [])


def test_another_body_that_describes_the_same_event_adds_no_revision(database, crawl, example_event):
    crawl.store(_page(crawl, example_event))
    before = crawl.counts()
    crawl.store(_page(crawl, example_event, body="two"))
    assert crawl.counts() | {"captures": 1, "frontier": 1} == before


def test_a_listing_that_names_an_event_is_a_source_and_does_not_speak_for_it(database, crawl, example_event):
    crawl.store(_page(crawl, example_event))
    teaser = {"name": "FairCon", "uid": "fair-2026", "sources": [{"format": "text", "url": "https://fair.example/all"}]}
    for body in ("one", "two"):
        crawl.store(crawl.outcome("https://fair.example/all", kind="listing", events=(teaser,), body=body))
    assert len(_rows(database, event_revisions)) == 3
    assert [row["format"] for row in _rows(database, event_sources) if row["event_id"] == 1] == ["json-ld", "text"]
    (row,) = queries.events(database)
    assert row["abstract"] == "All about fairs."
    assert [source["format"] for source in row["sources"]] == ["json-ld", "text"]


def test_the_events_own_page_takes_over_from_the_listing_that_named_it_first(database, crawl, example_event):
    teaser = {"name": "FairCon", "uid": "fair-2026", "url": "https://fair.example/2026"}
    crawl.store(crawl.outcome("https://fair.example/all", kind="listing", events=(teaser,)))
    crawl.store(_page(crawl, example_event))
    (row,) = queries.events(database)
    assert (row["name"], row["abstract"]) == ("FairCon 2026", "All about fairs.")
    crawl.store(crawl.outcome("https://fair.example/all", kind="listing", events=(teaser,), body="two"))
    assert next(queries.events(database))["name"] == "FairCon 2026"


def test_a_page_about_one_event_without_address_or_uid_is_that_event_whatever_its_name(database, crawl):
    crawl.store(_page(crawl, {"name": "Fair"}))
    crawl.store(_page(crawl, {"name": "The Fair"}, body="two"))
    assert [row["name"] for row in queries.events(database)] == ["The Fair"]


def test_dates_of_a_series_under_one_address_are_events_apart_and_a_repetition_is_none(database, crawl):
    address = "https://fair.example/tour"
    dates = [{"name": "Tour", "url": address, "starts_at": f"2026-0{month}-01"} for month in (1, 2, 3, 3)]
    crawl.store(crawl.outcome(address, kind="listing", events=tuple(dates)))
    assert [row["starts_at"] for row in queries.events(database)] == ["2026-01-01", "2026-02-01", "2026-03-01"]


def test_events_come_in_order_of_their_beginning_unknown_ones_last(database, crawl):
    named = [{"name": name, "starts_at": at} for name, at in (("d", None), ("c", "2026-02"), ("b", "2026-01-02"), ("a", "2026-01-02"))]
    crawl.store(crawl.outcome(kind="listing", events=tuple(named)))
    assert [row["name"] for row in queries.events(database)] == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ({}, ["long", "short", "month", "undated"]),
        ({"since": "2026-05-10"}, ["long", "short", "month"]),
        ({"since": "2026-05-20"}, ["long", "short", "month"]),
        ({"since": "2026-06-01"}, ["month"]),
        ({"until": "2026-05-12"}, ["long"]),
        ({"until": "2026-04-30"}, []),
        ({"language": "en"}, ["short"]),
        ({"author": "grace  HOPPER"}, ["short"]),
        ({"event": "short"}, ["short"]),
        ({"event": "Series"}, ["long"]),
        ({"site": "fair.example"}, ["long", "short", "month", "undated"]),
        ({"site": "other.example"}, []),
        ({"limit": 1}, ["long"]),
    ],
)
def test_the_filters_of_events(database, crawl, limits, names):
    found = (
        {"name": "long", "starts_at": "2026-05-01", "ends_at": "2026-05-31", "series": "Series"},
        {"name": "short", "starts_at": "2026-05-20T10:00:00+02:00", "language": "en-GB", "people": [{"name": "Grace Hopper"}]},
        {"name": "month", "starts_at": "2026-06"},
        {"name": "undated"},
    )
    crawl.store(crawl.outcome("https://fair.example/all", kind="listing", events=found))
    assert [row["name"] for row in queries.events(database, **limits)] == names


def test_a_programme_of_thousands_of_sessions_is_stored_and_read_with_few_statements(database, crawl, example_event):
    sessions = [{"name": f"Talk {n}", "room": "A", "people": [{"name": f"Person {n}"}]} for n in range(2500)]
    crawl.store(_page(crawl, example_event | {"sessions": sessions}))
    (row,) = queries.events(database)
    assert len(row["sessions"]) == 2500
