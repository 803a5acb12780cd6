"""Which names that a listing is limited to stand for nothing stored, and which there are; the same on both databases."""

import pytest

from storage import known_names, queries

KNOWN = [
    {"site": "news.example", "event": "FairCon 2026", "author": "ada LOVELACE", "tag": "fair", "language": "en", "article": 1},
    {"site": "example", "event": "FairCon", "author": "Grace Hopper", "speaker": "grace hopper", "limit": 3, "since": "2026-01-01"},
    {"event": "1", "author": None, "tag": None},
]


@pytest.fixture
def stored(database, crawl, example_event):
    """An article of a page that tells of an event with a speaker."""
    crawl.store(crawl.article(events=(example_event,)))
    return database


@pytest.mark.parametrize("limits", KNOWN)
def test_what_is_stored_is_known_by_all_the_names_that_listings_find_it_by(stored, limits):
    assert known_names.unknown(stored, limits) == {}


def test_an_unknown_name_comes_with_those_that_there_are(stored):
    asked = {
        "site": "ews.example",
        "event": "FairCn",
        "author": "Ada",
        "speaker": "Ada Lovelace",
        "tag": "fai",
        "language": "e",
        "article": 9,
    }
    found = known_names.unknown(stored, asked)
    assert {sort: set(names) for sort, names in found.items()} == {
        "site": {"news.example"},
        "event": {"FairCon", "FairCon 2026", "Opening", "Closing"},
        "author": {"Ada Lovelace", "Charles Babbage", "Grace Hopper"},
        "speaker": {"Grace Hopper"},
        "tag": {"fair", "Ａ wide tag"},
        "language": {"en"},
        "article": set(),
    }


def test_no_more_names_are_looked_at_than_can_be(stored, monkeypatch):
    monkeypatch.setattr(known_names, "MOST", 2)
    assert len(known_names.unknown(stored, {"author": "nobody"})["author"]) == 2


def test_a_number_past_all_keys_is_unknown(stored):
    assert set(known_names.unknown(stored, {"event": "9" * 30})) == {"event"}


def test_the_last_day_that_there_is_bounds_nothing(stored):
    assert len(list(queries.issues(stored, until="9999-12-31"))) == 1
    assert len(list(queries.crawls(stored, until="9999-12-31"))) == 1
