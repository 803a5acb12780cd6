"""Crawls of sites of events over the loopback, given only the home page: every session once, whatever describes it."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import datetime

import crawling
import pytest
from odd_origin import Origin, answer
from tribe_origin import TribeOrigin, session

from storage import queries
from storage.database import open_database


@pytest.fixture
def origins():
    made = []
    yield made
    for origin in made:
        origin.close()


def stored(db):
    with closing(open_database(f"sqlite:///{db}", write=False)) as database:
        return list(queries.events(database))


def below(rows):
    for row in rows:
        yield row
        yield from below(row["sessions"])


def test_a_calendar_of_wordpress_gives_every_event_once_with_times_room_and_speakers(tmp_path, origins):
    """Its paged API, its calendar and its pages describe each event three times; its month views have no end."""
    origin = TribeOrigin()
    origins.append(origin)
    report = crawling.crawl(tmp_path / "db", [origin], spider="conference")
    assert report["exit_code"] == 0
    found = {row["name"]: row for row in below(stored(tmp_path / "db")) if not row["sessions"]}
    names = [row["name"] for row in below(stored(tmp_path / "db")) if not row["sessions"]]
    assert sorted(names) == sorted(session(number)["title"] for number in range(7))
    for number in range(7):
        true = session(number)
        row = found[true["title"]]
        times = [datetime.fromisoformat(row[name]).replace(tzinfo=None) for name in ("starts_at", "ends_at")]
        assert times == [true["starts"], true["ends"]]
        assert row["starts_at"].endswith("+02:00")
        assert (row["room"] or row["venue"]["name"]) == true["room"]
        assert sorted((person["name"], person["affiliation"]) for person in row["people"]) == sorted(true["people"])
        assert {source["format"] for source in row["sources"]} == {"wordpress", "json-ld", "icalendar"}
    assert [query.get("page") for query in origin.asked] == [None, "2", "3"]
    views = [path for path in origin.hits if "/month/" in path or "/day/" in path]
    assert len(views) <= 15


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
        "sessionize": f'<script src="{origin.url}/sessionize.com/api/v2/abcd1234/view/GridSmart"></script>',
        "indico": '<script src="/static/indico.js"></script>',
    }[named]
    return f"<html><head><title>HarbourCon 2026</title></head><body><h1>HarbourCon 2026</h1><p>12–13 May 2026, Quay Hall, Port Example</p>{head}</body></html>".encode()


CALENDAR = "BEGIN:VCALENDAR\r\nX-WR-CALNAME:HarbourCon 2026\r\n" + "".join(
    f"BEGIN:VEVENT\r\nUID:{n}@con\r\nSUMMARY:{title}\r\nDTSTART;TZID=Europe/Oslo:20260512T{9 + n:02}0000\r\nLOCATION:Hall 1\r\nEND:VEVENT\r\n"
    for n, title in enumerate(("Opening", "Cranes", "Rails", "Closing"))
)


@pytest.mark.parametrize("named", ["link", "widget", "webcal", "alternate"])
def test_a_programme_that_the_home_page_links_or_names_is_found_and_put_under_its_event(tmp_path, origins, named):
    origin = Origin({})
    origins.append(origin)
    frab = lambda _: answer(200, json.dumps(SCHEDULE).encode(), content_type="application/json")  # noqa: E731 -- an answer of a line
    origin.pages |= {
        "/": programme(origin, named),
        "/export/schedule.json": frab,
        "/con/schedule/export/schedule.json": frab,
        "/cal/schedule.ics": lambda _: answer(200, (CALENDAR + "END:VCALENDAR\r\n").encode(), content_type="text/calendar"),
    }
    crawling.crawl(tmp_path / "db", [origin], spider="conference")
    (event,) = stored(tmp_path / "db")
    assert (event["name"], event["starts_at"], event["ends_at"], event["venue"]["name"]) == (
        "HarbourCon 2026",
        "2026-05-12",
        "2026-05-13",
        "Quay Hall",
    )
    assert [row["name"] for row in event["sessions"]][:3] == ["Opening", "Cranes", "Rails"]
    assert {row["room"] for row in event["sessions"]} == {"Hall 1"}
    assert {source["format"] for source in event["sources"]} == {"text", "frab" if named in {"link", "widget"} else "icalendar"}
