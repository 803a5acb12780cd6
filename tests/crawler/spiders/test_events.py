"""Crawls of sites of events over the loopback, given only the home page: every session once, whatever describes it."""

from __future__ import annotations

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

import crawling
import pytest
from odd_origin import Origin, answer
from tribe_origin import TribeOrigin, session

from storage import queries
from storage.database import open_database

NAMED = ("link", "widget", "webcal", "alternate")


@dataclass
class Crawled:
    """One crawl of a calendar and of four sites that tell of one event, by the spider ``conference``."""

    calendar: TribeOrigin
    sites: list[Origin]
    report: dict
    events: list[dict]

    def of(self, *origins):
        """The events of which one of these origins tells."""
        places = tuple(origin.url for origin in origins)
        return [row for row in self.events if any(source["url"].startswith(places) for source in row["sources"])]


@pytest.fixture(scope="module")
def crawled(tmp_path_factory):
    calendar, sites = TribeOrigin(), []
    for named in NAMED:
        origin = Origin({})
        origin.pages |= {
            "/": programme(origin, named),
            "/export/schedule.json": frab,
            "/con/schedule/export/schedule.json": frab,
            "/cal/schedule.ics": lambda _: answer(200, (CALENDAR + "END:VCALENDAR\r\n").encode(), content_type="text/calendar"),
        }
        sites.append(origin)
    db = tmp_path_factory.mktemp("events") / "db"
    report = crawling.crawl(db, [calendar, *sites], spider="conference")
    with closing(open_database(f"sqlite:///{db}", write=False)) as database:
        yield Crawled(calendar, sites, report, list(queries.events(database)))
    for origin in (calendar, *sites):
        origin.close()


def below(rows):
    for row in rows:
        yield row
        yield from below(row["sessions"])


def frab(_):
    return answer(200, json.dumps(SCHEDULE).encode(), content_type="application/json")


SCHEDULE = {
    "schedule": {
        "conference": {
            "title": "HarbourCon 2026",
            "start": "2026-05-12",
            "end": "2026-05-13",
            "time_zone_name": "Europe/Oslo",
            "days": [
                {
                    "date": "2026-05-12",
                    "rooms": {
                        "Hall 1": [
                            {
                                "guid": f"39c20400-bc0c-5d14-ab2f-3ba20908e1a{n}",
                                "date": f"2026-05-12T{9 + n:02}:00:00+02:00",
                                "duration": "00:45",
                                "title": title,
                                "url": f"/talk/{n}/",
                                "persons": [{"name": "Ann Lee"}],
                            }
                            for n, title in enumerate(("Opening", "Cranes", "Rails"))
                        ]
                    },
                }
            ],
        }
    }
}


def programme(origin, named):
    """A home page that names its programme as ``named``, with the programme elsewhere on the site."""
    head = {
        "link": '<a href="/export/schedule.json">JSON</a>',
        "widget": '<pretalx-schedule event-url="/con/"></pretalx-schedule>',
        "webcal": f'<a href="webcal://{origin.place}/cal/schedule.ics">Subscribe</a>',
        "alternate": '<link rel="alternate" type="text/calendar" href="/cal/schedule.ics">',
    }[named]
    return f"<html><head><title>HarbourCon 2026</title></head><body><h1>HarbourCon 2026</h1><p>12–13 May 2026, Quay Hall, Port Example</p>{head}</body></html>".encode()


CALENDAR = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:HarbourCon 2026\r\n" + "".join(
    f"BEGIN:VEVENT\r\nUID:{n}@con\r\nSUMMARY:{title}\r\nDTSTART;TZID=Europe/Oslo:20260512T{9 + n:02}0000\r\nLOCATION:Hall 1\r\nEND:VEVENT\r\n"
    for n, title in enumerate(("Opening", "Cranes", "Rails", "Closing"))
)


def test_a_calendar_of_wordpress_gives_every_event_once_with_times_room_and_speakers(crawled):
    """Its paged API, its calendar and its pages describe each event three times."""
    rows = [row for row in below(crawled.of(crawled.calendar)) if not row["sessions"]]
    assert crawled.report["exit_code"] == 0
    assert sorted(row["name"] for row in rows) == sorted(session(number)["title"] for number in range(7))
    found = {row["name"]: row for row in rows}
    for number in range(7):
        true = session(number)
        row = found[true["title"]]
        times = [datetime.fromisoformat(row[name]).replace(tzinfo=None) for name in ("starts_at", "ends_at")]
        assert times == [true["starts"], true["ends"]]
        assert row["starts_at"].endswith("+02:00")
        assert (row["room"] or row["venue"]["name"]) == true["room"]
        assert sorted((person["name"], person["affiliation"]) for person in row["people"]) == sorted(true["people"])
        assert {source["format"] for source in row["sources"]} == {"wordpress", "json-ld", "icalendar"}
    assert [query.get("page") for query in crawled.calendar.asked] == [None, "2", "3"]


def test_the_views_of_a_calendar_that_has_no_end_are_left(crawled):
    assert len([path for path in crawled.calendar.hits if "/month/" in path or "/day/" in path]) <= 15


def test_a_programme_that_a_home_page_links_or_names_is_found_and_put_under_its_event(crawled):
    for origin, named in zip(crawled.sites, NAMED, strict=True):
        (event,) = crawled.of(origin)
        told = {source["format"] for source in event["sources"] if source["url"].startswith(origin.url)}
        assert told == {"text", "frab" if named in {"link", "widget"} else "icalendar"}, named


def test_sites_that_tell_of_one_event_give_it_once_with_every_session_once(crawled):
    """Name, days and place are the same on four sites; two schedules and two calendars give their sessions other identifiers."""
    (event,) = crawled.of(*crawled.sites)
    assert (event["name"], event["starts_at"], event["ends_at"], event["venue"]["name"]) == (
        "HarbourCon 2026",
        "2026-05-12",
        "2026-05-13",
        "Quay Hall",
    )
    assert [row["name"] for row in event["sessions"]] == ["Opening", "Cranes", "Rails", "Closing"]
    assert {row["room"] for row in event["sessions"]} == {"Hall 1"}
    assert [len(row["sources"]) for row in event["sessions"]] == [4, 4, 4, 2]
