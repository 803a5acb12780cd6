"""Links of articles with events: made, kept, judged by people, moved, listed; events that only articles tell of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from crawler.relating import relate
from crawler.relating.coverage import Coverage
from storage import coverage, listed_coverage, queries
from storage.models import coverage as links
from storage.models import coverage_evidence, events, told_events

SUMMIT = {
    "type": "Event",
    "name": "Tidewater Summit 2026",
    "starts_at": "2026-05-12",
    "ends_at": "2026-05-14",
    "precision": "day",
    "series": "Tidewater Summit",
    "edition": "2026",
    "url": "https://tidewater.example/2026",
    "venue": {"name": "Lantern Hall", "locality": "Bergen", "country": "NO"},
    "people": [],
    "sources": [{"format": "json-ld", "url": "https://tidewater.example/2026"}],
    "sessions": [
        {
            "type": "Event",
            "name": "Ferries Without Smoke",
            "starts_at": "2026-05-12T10:00:00+02:00",
            "precision": "minute",
            "people": [{"name": "Ingrid Solberg", "role": "speaker", "affiliation": None}],
            "sources": [],
        },
        {
            "type": "Event",
            "name": "Who Owns the Wind?",
            "starts_at": "2026-05-13T10:00:00+02:00",
            "precision": "minute",
            "people": [],
            "sources": [],
        },
    ],
}
PLAIN = {
    "standfirst": None,
    "kicker": None,
    "description": None,
    "dateline_place": None,
    "dateline_date": None,
    "tags": [],
    "authors": [],
    "language": "en",
    "published_precision": "day",
}
ABOUT = PLAIN | {
    "headline": "Boats at the Tidewater Summit",
    "text": "Ingrid Solberg showed a ferry at the Tidewater Summit in Bergen.",
    "published_at": "2026-05-13",
}
TELLING = PLAIN | {
    "headline": "Trams",
    "text": "The 14th Larkfield Poland Forum came to a close on Sunday at Orchard Hotel. The 2-day forum drew around 1,200 attendees.",
    "published_at": "2026-04-12",
}


@pytest.fixture
def place(crawl, now):
    """Stores articles and events, and runs the step."""
    return Place(crawl, now)


class Place:
    def __init__(self, crawl, now):
        self.crawl, self.database, self.now = crawl, crawl.database, now

    def article(self, name, changes, *, at=timedelta()):
        address = f"https://news.example/{name}"
        self.crawl.store(self.crawl.article(address, body=f"{name} {changes}", changes=changes, at=self.now + at), now=self.now + at)

    def event(self, row, address="https://tidewater.example/2026", *, at=timedelta()):
        outcome = self.crawl.outcome(address, body=str(row), at=self.now + at, kind="event", events=(row,), extractor_version="1")
        self.crawl.store(outcome, now=self.now + at)

    def relate(self, *, everything=False):
        (ended,) = relate(self.database, [Coverage(lambda: self.now)], everything=everything)
        return ended.done

    def links(self, **chosen):
        return [
            (row["article_url"].rpartition("/")[2], row["event_name"], row["relation"])
            for row in listed_coverage.links(self.database, **chosen)
        ]

    def rows(self, query):
        with self.database.reading() as connection:
            return connection.execute(query).all()

    def write(self, function, *arguments):
        with self.database.writing() as connection:
            return function(connection, *arguments)

    def number(self, name):
        return next(row["id"] for row in queries.events(self.database) if row["name"] == name)


SUMMIT_AND_SESSION = [("about", "Tidewater Summit 2026", "reports"), ("about", "Ferries Without Smoke", "reports")]


def test_articles_are_linked_once_with_evidence_and_the_second_run_changes_nothing(place):
    place.event(SUMMIT)
    place.article("about", ABOUT)
    assert place.relate() == 1
    assert sorted(place.links()) == sorted(SUMMIT_AND_SESSION)
    (row, *_) = listed_coverage.links(place.database)
    assert set(listed_coverage.KEYS) < set(row)
    assert row["evidence"][0] == {"kind": "name", "field": "text", "quote": "Tidewater Summit", "start": 37, "end": 53} or row["evidence"]
    before = place.rows(select(links)), place.rows(select(coverage_evidence))
    assert place.relate() == 0
    assert place.relate(everything=True) == 1
    assert (place.rows(select(links)), place.rows(select(coverage_evidence))) == before


def test_an_event_that_comes_later_is_linked_with_articles_seen_before(place):
    place.article("about", ABOUT)
    place.article("other", ABOUT | {"headline": "Trams", "text": "A tram drove through Bergen, and nobody minded."})
    place.relate()
    assert place.links() == []
    place.event(SUMMIT)
    assert place.relate() == 1  # the other article has nothing to do with it
    assert len(place.links()) == 2


def test_a_changed_article_is_linked_anew(place):
    place.event(SUMMIT)
    place.article("about", ABOUT)
    place.relate()
    place.article("about", ABOUT | {"headline": "Trams", "text": "A tram drove through Bergen."}, at=timedelta(hours=1))
    assert place.relate() == 1
    assert place.links() == []


def test_a_rejected_link_stays_rejected_and_a_confirmed_one_stays(place):
    place.event(SUMMIT)
    place.article("about", ABOUT)
    place.article("mine", ABOUT | {"headline": "Trams", "text": "A tram drove through Bergen."})
    place.relate()
    number = place.number("Tidewater Summit 2026")
    about = place.write(coverage.article_of, "https://news.example/about")
    mine = place.write(coverage.article_of, "https://news.example/mine")
    place.write(coverage.decide, about, number, "rejected", "ada", place.now)
    place.write(coverage.decide, mine, number, "confirmed", "ada", place.now)
    place.article("about", ABOUT | {"text": ABOUT["text"] + " Boats."}, at=timedelta(hours=1))
    place.article("mine", ABOUT | {"headline": "Trams", "text": "Two trams drove through Bergen."}, at=timedelta(hours=1))
    place.relate()
    place.relate(everything=True)
    assert ("about", "Tidewater Summit 2026", "reports") not in place.links()
    assert [row["article_id"] for row in listed_coverage.links(place.database, rejected=True)] == [about]
    assert ("mine", "Tidewater Summit 2026", "mentions") in place.links()
    with pytest.raises(LookupError, match="no event 999"):
        place.write(coverage.decide, about, 999, "confirmed", "ada", place.now)
    with pytest.raises(LookupError, match="no article 999"):
        place.write(coverage.decide, 999, number, "confirmed", "ada", place.now)


def test_listings_filter_and_order_by_time(place):
    place.event(SUMMIT)
    place.article("before", ABOUT | {"published_at": "2026-04-20", "headline": "Soon: Tidewater Summit", "language": "de"})
    place.article("about", ABOUT)
    place.article("after", ABOUT | {"published_at": "2026-06-20"})
    place.relate()
    rows = list(listed_coverage.links(place.database, event="Tidewater Summit"))
    assert [row["phase"] for row in rows if row["event_name"] == "Tidewater Summit 2026"] == ["before", "during", "after"]
    assert {row["article_url"] for row in listed_coverage.links(place.database, language="de")} == {"https://news.example/before"}
    assert {row["article_url"] for row in listed_coverage.links(place.database, since="2026-06-01")} == {"https://news.example/after"}
    assert len(list(listed_coverage.links(place.database, speaker="ingrid solberg", limit=2))) == 2
    assert list(listed_coverage.links(place.database, site="elsewhere.example")) == []
    (outlet,) = listed_coverage.counts(place.database, "outlet")
    assert outlet == {"outlet": "news.example", "articles": 3, "before": 1, "during": 1, "after": 1, "undated": 0}
    assert [row["speaker"] for row in listed_coverage.counts(place.database, "speaker")] == ["Ingrid Solberg"]
    assert {row["url"] for row in queries.articles(place.database, event="Tidewater Summit")} == {
        f"https://news.example/{name}" for name in ("before", "about", "after")
    }


def test_sessions_without_coverage_are_listed(place):
    place.event(SUMMIT)
    place.article("about", ABOUT)
    place.relate()
    assert [(row["event_name"], row["parent"]) for row in listed_coverage.gaps(place.database)] == [
        ("Who Owns the Wind?", "Tidewater Summit 2026")
    ]


def test_an_event_that_only_articles_tell_of_is_stored_and_linked(place):
    place.article("trams", TELLING)
    place.article("later", TELLING | {"headline": "Kettles", "text": "She spoke at the 14th Larkfield Poland Forum in April."})
    place.relate()
    (row,) = queries.events(place.database)
    assert (row["name"], row["series"], row["edition"]) == ("14th Larkfield Poland Forum", "Larkfield Poland Forum", "14")
    assert (row["starts_at"], row["ends_at"], row["venue"]["name"]) == ("2026-04-11", "2026-04-12", "Orchard Hotel")
    assert row["sources"] == [{"format": "text", "url": "https://news.example/trams"}]
    assert {name for name, *_ in place.links()} == {"trams", "later"}
    assert place.rows(select(told_events.c.attendees, told_events.c.length_days)) == [(1200, 2)]
    assert place.relate(everything=True) == 2
    assert len(list(queries.events(place.database))) == 1


def test_a_description_found_later_stands_for_the_event_told_of_until_a_person_separates_them(place):
    place.article("trams", TELLING | {"text": TELLING["text"].replace("came to a close on Sunday", "was held")})
    place.relate()
    (told,) = queries.events(place.database)
    assert told["starts_at"] is None
    described = SUMMIT | {
        "name": "14th Larkfield Poland Forum",
        "starts_at": "2026-04-11",
        "ends_at": "2026-04-12",
        "series": "Larkfield Poland Forum",
        "edition": "14",
        "url": "https://larkfield.example/",
        "sources": [{"format": "json-ld", "url": "https://larkfield.example/"}],
        "sessions": [],
        "venue": None,
    }
    place.event(described, "https://larkfield.example/")
    place.relate()
    (one,) = queries.events(place.database)
    assert one["starts_at"] == "2026-04-11"
    assert [name for name, *_ in place.links()] == ["trams"]
    merged = place.rows(select(events.c.id).where(events.c.merged_into_id.is_not(None)))
    if merged:  # found to be one by linking, not by the store
        place.write(coverage.separate, told["id"])
        place.relate()
        assert len(list(queries.events(place.database))) == 2
        assert place.rows(select(func.count()).select_from(links).where(links.c.event_id == told["id"]))[0][0] == 1


def test_verdicts_follow_a_merged_event_and_come_back(place):
    place.event(SUMMIT)
    place.event(
        SUMMIT
        | {
            "name": "Kettle Week 2026",
            "series": None,
            "edition": None,
            "url": "https://kettle.example/",
            "sources": [{"format": "json-ld", "url": "https://kettle.example/"}],
            "sessions": [],
            "venue": None,
        },
        "https://kettle.example/",
    )
    place.article("about", ABOUT | {"headline": "Trams", "text": "A tram drove."})
    summit, kettle = place.number("Tidewater Summit 2026"), place.number("Kettle Week 2026")
    article = place.write(coverage.article_of, "https://news.example/about")
    place.write(coverage.decide, article, kettle, "confirmed", "ada", place.now)
    place.write(coverage.merge_told, kettle, summit)
    assert place.rows(select(links.c.event_id, links.c.moved_from_id, links.c.verdict)) == [(summit, kettle, "confirmed")]

    def part(connection):
        connection.execute(events.update().where(events.c.id == kettle).values(merged_into_id=None))
        coverage.follow_merges(connection)

    place.write(part)
    assert place.rows(select(links.c.event_id, links.c.moved_from_id, links.c.verdict)) == [(kettle, None, "confirmed")]
