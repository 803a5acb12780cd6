"""Every format that describes events, in the variants that its documentation names: one table, a fixture each."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import Capture, Hint
from crawler.items.rows import event_row
from crawler.reading import read

FIXTURES = Path(__file__).parent / "event_formats"
MEDIA = {".html": "text/html", ".ics": "text/calendar", ".json": "application/json", ".xml": "application/xml"}
#: exports that name no event: the page that linked them did
UNDER = Hint("event", url="https://home.example/", title="Harbour Days")
NAMELESS = {"indico-timetable.json", "sessionize-all.json"}
USUAL = {("type", "Event"), ("status", "scheduled"), ("precision", "minute"), ("precision", "day")}
TIMES = {"starts_at", "ends_at", "events", "time_zone"}

#: fixture, variant, format of the source, issues of times, the events as printed by ``told``
FORMATS: list[tuple[str, str, str, list[str], list[dict]]] = [
    (
        "frab.json",
        "schedule.json of pretalx: guid, night, persons",
        "frab",
        [],
        [
            {
                "name": "HarbourCon 2026",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-13",
                "time_zone": "Europe/Oslo",
                "url": "https://con.example/hc26/",
                "series": "HarbourCon",
                "edition": "2026",
                "sessions": [
                    {
                        "name": "Opening",
                        "starts_at": "2026-05-12T09:00:00+02:00",
                        "ends_at": "2026-05-12T09:45:00+02:00",
                        "time_zone": "Europe/Oslo",
                        "url": "https://con.example/hc26/talk/AAA/",
                        "uid": "39c20400-bc0c-5d14-ab2f-3ba20908e1a1",
                        "room": "Hall 1",
                        "track": "Main",
                        "abstract": "Short.\nLong text.",
                        "language": "en",
                        "people": ["Ann Lee | speaker | Example University"],
                    },
                    {
                        "name": "Night watch",
                        "starts_at": "2026-05-13T01:30:00+02:00",
                        "ends_at": "2026-05-13T02:30:00+02:00",
                        "time_zone": "Europe/Oslo",
                        "uid": "39c20400-bc0c-5d14-ab2f-3ba20908e1a2",
                        "room": "Hall 1",
                        "people": ["Bo Dahl | speaker"],
                    },
                ],
            }
        ],
    ),
    (
        "frab.xml",
        "schedule.xml of frab",
        "frab",
        [],
        [
            {
                "name": "HarbourCon 2026",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-13",
                "time_zone": "Europe/Oslo",
                "url": "https://con.example/hc26/",
                "series": "HarbourCon",
                "edition": "2026",
                "sessions": [
                    {
                        "name": "Opening",
                        "starts_at": "2026-05-12T09:00:00+02:00",
                        "ends_at": "2026-05-12T09:45:00+02:00",
                        "time_zone": "Europe/Oslo",
                        "url": "https://con.example/hc26/talk/AAA/",
                        "uid": "39c20400-bc0c-5d14-ab2f-3ba20908e1a1",
                        "room": "Hall 1",
                        "track": "Main",
                        "abstract": "Short.",
                        "language": "en",
                        "people": ["Ann Lee | speaker", "Bo Dahl | speaker"],
                    }
                ],
            }
        ],
    ),
    (
        "h-event-duration.html",
        "dt-duration",
        "h-event",
        [],
        [{"name": "Talk on tides", "starts_at": "2026-06-30T12:00:00+00:00", "ends_at": "2026-06-30T13:30:00+00:00"}],
    ),
    ("h-event-implied.html", "implied name", "h-event", [], [{"name": "Harbour Camp 2026", "series": "Harbour Camp", "edition": "2026"}]),
    (
        "h-event-value-class.html",
        "value-class pattern, time-only end",
        "h-event",
        [],
        [{"name": "Dinner on deck", "starts_at": "2026-06-30T19:30:00", "ends_at": "2026-06-30T22:00:00"}],
    ),
    (
        "h-event.html",
        "h-card place, organiser and speaker",
        "h-event",
        [],
        [
            {
                "name": "Harbour Camp",
                "starts_at": "2026-06-30T12:00:00+02:00",
                "ends_at": "2026-06-30T18:00:00+02:00",
                "url": "https://site.example/camp",
                "organiser": "Port Society",
                "track": "camp",
                "abstract": "A camp by the water.",
                "venue": "Shed 5, 5 Quay, Port Example, Norway",
                "people": ["Ann Lee | speaker | Example University"],
            }
        ],
    ),
    (
        "hcalendar.html",
        "vevent, abbr, exclusive end",
        "h-event",
        [],
        [
            {
                "name": "Web 2.0 Conference",
                "starts_at": "2026-10-05",
                "ends_at": "2026-10-07",
                "status": "cancelled",
                "url": "http://www.web2con.example/",
                "venue": "Argent Hotel, San Francisco, CA",
            }
        ],
    ),
    (
        "icalendar-broken.ics",
        "unclosed parts, unknown zone, impossible day",
        "icalendar",
        ["date_impossible", "zone_unknown"],
        [
            {"name": "Never closed", "starts_at": "2026-05-12", "uid": "a"},
            {"name": "Backwards", "starts_at": "2026-05-12T09:00:00", "uid": "b"},
            {"name": "No such day", "uid": "c"},
        ],
    ),
    (
        "icalendar-recurring.ics",
        "RRULE, EXDATE, RDATE, RECURRENCE-ID, whole days",
        "icalendar",
        [],
        [
            {
                "name": "Harbour club",
                "starts_at": "2026-03-20T18:00:00+01:00",
                "ends_at": "2026-03-20T20:00:00+01:00",
                "time_zone": "Europe/Oslo",
                "uid": "club/20260320T180000",
                "series": "Harbour club",
            },
            {
                "name": "Harbour club (moved)",
                "starts_at": "2026-04-04T19:00:00+02:00",
                "time_zone": "Europe/Oslo",
                "status": "cancelled",
                "uid": "club/20260403T180000",
                "series": "Harbour club",
            },
            {
                "name": "Harbour club",
                "starts_at": "2026-04-10T18:00:00+02:00",
                "ends_at": "2026-04-10T20:00:00+02:00",
                "time_zone": "Europe/Oslo",
                "uid": "club/20260410T180000",
                "series": "Harbour club",
            },
            {
                "name": "Harbour club",
                "starts_at": "2026-05-01T18:00:00+02:00",
                "ends_at": "2026-05-01T20:00:00+02:00",
                "time_zone": "Europe/Oslo",
                "uid": "club/20260501T180000",
                "series": "Harbour club",
            },
            {"name": "Harbour fest by the quay", "starts_at": "2026-07-04", "ends_at": "2026-07-06", "uid": "fest"},
        ],
    ),
    (
        "icalendar.ics",
        "folding, VTIMEZONE, Windows and prefixed zones, SEQUENCE, ALTREP, programme of one event",
        "icalendar",
        [],
        [
            {
                "name": "Harbour Forum 2026",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-13",
                "time_zone": "Europe/Berlin",
                "series": "Harbour Forum",
                "edition": "2026",
                "sessions": [
                    {
                        "name": "Opening, with music",
                        "starts_at": "2026-05-12T09:00:00+02:00",
                        "ends_at": "2026-05-12T09:40:00+02:00",
                        "url": "https://forum.example/opening",
                        "uid": "1@forum.example",
                        "room": "Room A",
                        "track": "Main",
                        "abstract": "First line\nSecond; line",
                    },
                    {
                        "name": "Cranes",
                        "starts_at": "2026-05-12T10:00:00+02:00",
                        "ends_at": "2026-05-12T11:00:00+02:00",
                        "time_zone": "Europe/Berlin",
                        "status": "cancelled",
                        "uid": "2@forum.example",
                        "room": "Room B",
                    },
                    {
                        "name": "Rails",
                        "starts_at": "2026-05-13T08:00:00+00:00",
                        "ends_at": "2026-05-13T09:00:00+00:00",
                        "uid": "3@forum.example",
                        "room": "Room A",
                    },
                    {
                        "name": "Tides",
                        "starts_at": "2026-05-13T11:00:00+02:00",
                        "time_zone": "Europe/Oslo",
                        "uid": "4@forum.example",
                        "room": "Room A",
                    },
                ],
            }
        ],
    ),
    (
        "indico-timetable.json",
        "timetable export under the event of its page",
        "text",
        [],
        [
            {
                "name": "Harbour Days",
                "url": "https://home.example/",
                "sessions": [
                    {
                        "name": "Morning",
                        "starts_at": "2026-05-12T09:00:00+02:00",
                        "ends_at": "2026-05-12T12:00:00+02:00",
                        "time_zone": "Europe/Zurich",
                        "room": "Room 1",
                        "people": ["Cara Diaz | chair"],
                        "sessions": [
                            {
                                "name": "Silicon",
                                "starts_at": "2026-05-12T09:30:00+02:00",
                                "ends_at": "2026-05-12T09:50:00+02:00",
                                "time_zone": "Europe/Zurich",
                                "uid": "https://site.example/events/indico-timetable.json#c1",
                                "room": "Room 1",
                                "people": ["Ann Lee | speaker | Example University"],
                            }
                        ],
                    }
                ],
            }
        ],
    ),
    (
        "indico.json",
        "event export with contributions",
        "indico",
        [],
        [
            {
                "name": "Detector Days 2026",
                "starts_at": "2026-05-12T09:00:00+02:00",
                "ends_at": "2026-05-13T18:00:00+02:00",
                "time_zone": "Europe/Zurich",
                "url": "https://indico.example/event/7/",
                "uid": "https://indico.example/event/7/",
                "series": "Detector Days",
                "edition": "2026",
                "abstract": "About detectors.",
                "venue": "Example Lab, Council, 1 Ring Road",
                "people": ["Cara Diaz | chair | Example Lab"],
                "sessions": [
                    {
                        "name": "Silicon",
                        "starts_at": "2026-05-12T09:30:00+02:00",
                        "ends_at": "2026-05-12T09:50:00+02:00",
                        "time_zone": "Europe/Zurich",
                        "url": "https://indico.example/event/7/contributions/1/",
                        "uid": "https://indico.example/event/7/contributions/1/",
                        "room": "Room 1",
                        "track": "Sensors",
                        "abstract": "On silicon.",
                        "people": ["Ann Lee | speaker | Example University"],
                    }
                ],
            }
        ],
    ),
    (
        "json-ld-full.html",
        "@graph, @id, Role, VirtualLocation, offers, statuses, duration",
        "json-ld",
        [],
        [
            {
                "type": "BusinessEvent",
                "name": "20th Harbour Forum",
                "starts_at": "2026-05-12T09:00:00+02:00",
                "ends_at": "2026-05-13T17:00:00+02:00",
                "time_zone": "Europe/Oslo",
                "status": "moved",
                "attendance": "online",
                "url": "https://site.example/2026/",
                "uid": "hf-20",
                "series": "Harbour Forum",
                "edition": "20",
                "organiser": "Harbour Society",
                "venue": "Quay Hall, 1 Quay, Port Example, West, NO",
                "offers": ["40–90 EUR InStock https://forum.example/tickets"],
                "people": ["Ann Lee | speaker | Example University", "Bo Dahl | moderator"],
                "sessions": [
                    {
                        "name": "Opening",
                        "starts_at": "2026-05-12T09:00:00+02:00",
                        "ends_at": "2026-05-12T09:40:00+02:00",
                        "room": "Room A",
                        "people": ["Ann Lee | speaker | Example University"],
                    }
                ],
            }
        ],
    ),
    (
        "json-ld-plain-strings.html",
        "places and performers as strings, markup in names",
        "json-ld",
        [],
        [
            {
                "type": "MusicEvent",
                "name": "Choir & Organ",
                "starts_at": "2026-06-01",
                "ends_at": "2026-06-03",
                "status": "cancelled",
                "venue": "St Mark's, Port Example",
                "people": ["The Example Choir | performer"],
            }
        ],
    ),
    (
        "json-ld-schedule.html",
        "eventSchedule",
        "json-ld",
        [],
        [
            {
                "type": "EducationEvent",
                "name": "Welding course in the old yard",
                "starts_at": "2026-09-01T18:00:00",
                "ends_at": "2026-09-01T20:00:00",
                "time_zone": "Europe/Oslo",
                "attendance": "online",
            }
        ],
    ),
    (
        "microdata.html",
        "nested items",
        "microdata",
        [],
        [
            {
                "name": "Harbour Day 2026",
                "starts_at": "2026-07-04T10:00:00+02:00",
                "ends_at": "2026-07-04T18:00:00+02:00",
                "status": "postponed",
                "url": "https://site.example/day",
                "series": "Harbour Day",
                "edition": "2026",
                "organiser": "Port Office",
                "venue": "Old Quay, 2 Quay, Port Example",
                "people": ["Ann Lee | speaker"],
                "sessions": [{"name": "Boat race", "starts_at": "2026-07-04T14:00:00+02:00"}],
            }
        ],
    ),
    (
        "page-chinese.html",
        "Chinese page: labels, days, times",
        "text",
        [],
        [
            {
                "name": "第十五届中国汽车论坛",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-14",
                "url": "https://site.example/events/page-chinese.html",
                "series": "中国汽车论坛",
                "edition": "15",
                "organiser": "中国汽车工业协会",
                "venue": "上海会展中心",
                "sessions": [
                    {"name": "开幕式致辞", "starts_at": "2026-05-12T09:00:00"},
                    {"name": "主题演讲", "starts_at": "2026-05-12T10:00:00", "ends_at": "2026-05-12T11:00:00"},
                    {"name": "圆桌讨论", "starts_at": "2026-05-12T14:00:00"},
                ],
            }
        ],
    ),
    (
        "page-grid.html",
        "table of rooms, spanning cells",
        "text",
        [],
        [
            {
                "name": "PyHarbour 2026",
                "series": "PyHarbour",
                "edition": "2026",
                "sessions": [
                    {"name": "Async for all", "starts_at": "2026-04-14T10:00:00", "room": "North", "people": ["Ann Lee | speaker"]},
                    {"name": "Long workshop", "starts_at": "2026-04-14T10:00:00", "room": "South"},
                    {"name": "Types", "starts_at": "2026-04-14T11:00:00", "room": "North", "people": ["Bo Dahl | speaker"]},
                    {"name": "Data", "starts_at": "2026-04-14T12:00:00", "room": "North"},
                    {"name": "Closing words", "starts_at": "2026-04-14T12:00:00", "room": "South"},
                ],
            }
        ],
    ),
    (
        "page-list.html",
        "list of times, site's name",
        "text",
        [],
        [
            {
                "name": "Rail Summit 2026",
                "series": "Rail Summit",
                "edition": "2026",
                "sessions": [
                    {"name": "Welcome", "starts_at": "2026-05-05T09:00:00", "ends_at": "2026-05-05T09:30:00"},
                    {
                        "name": "Fast trains",
                        "starts_at": "2026-05-05T09:30:00",
                        "ends_at": "2026-05-05T10:15:00",
                        "people": ["Ann Lee | speaker | Example University"],
                    },
                    {"name": "Slow trains", "starts_at": "2026-05-05T10:15:00", "ends_at": "2026-05-05T11:00:00"},
                ],
            }
        ],
    ),
    (
        "page-no-year.html",
        "days without a year",
        "text",
        ["date_year_assumed"],
        [
            {
                "name": "Harbour Congress",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-14",
                "url": "https://site.example/events/page-no-year.html",
                "venue": "Quay Hall, Port Example, Norway",
            }
        ],
    ),
    (
        "page-speakers.html",
        "list of speakers",
        "text",
        [],
        [
            {
                "name": "Rail Summit 2026",
                "series": "Rail Summit",
                "edition": "2026",
                "people": [
                    "Ann Lee | speaker | Example University",
                    "Bo Dahl | speaker | Cranes Ltd",
                    "Cara de la Cruz | speaker | City of Port",
                ],
            }
        ],
    ),
    (
        "page-table.html",
        "table of time, title, speaker, room",
        "text",
        [],
        [
            {
                "name": "Harbour Forum 2026",
                "starts_at": "2026-05-12",
                "ends_at": "2026-05-13",
                "url": "https://site.example/events/page-table.html",
                "series": "Harbour Forum",
                "edition": "2026",
                "organiser": "Harbour Society",
                "venue": "Quay Hall, Port Example",
                "sessions": [
                    {
                        "name": "Opening",
                        "starts_at": "2026-05-12T09:00:00",
                        "ends_at": "2026-05-12T09:40:00",
                        "room": "Room A",
                        "people": ["Ann Lee | speaker | Example University"],
                    },
                    {
                        "name": "Rails and cranes",
                        "starts_at": "2026-05-13T09:30:00",
                        "ends_at": "2026-05-13T10:15:00",
                        "room": "Room B",
                        "people": ["Bo Dahl | speaker", "Cara Diaz | speaker"],
                    },
                    {"name": "Walk", "starts_at": "2026-05-13T14:00:00", "ends_at": "2026-05-13T15:30:00"},
                ],
            }
        ],
    ),
    (
        "sessionize-all.json",
        "view/All under the event of its page",
        "text",
        [],
        [
            {
                "name": "Harbour Days",
                "url": "https://home.example/",
                "sessions": [
                    {
                        "name": "Opening",
                        "starts_at": "2026-05-12T09:00:00",
                        "ends_at": "2026-05-12T09:45:00",
                        "uid": "sessionize:101",
                        "room": "Hall 1",
                        "track": "Main",
                        "abstract": "Hello.",
                        "language": "en",
                        "people": ["Ann Lee | speaker | Example University"],
                    }
                ],
            }
        ],
    ),
    (
        "sessionize-gridsmart.json",
        "view/GridSmart",
        "sessionize",
        [],
        [
            {
                "name": "Opening",
                "starts_at": "2026-05-12T09:00:00",
                "ends_at": "2026-05-12T09:45:00",
                "uid": "sessionize:101",
                "room": "Hall 1",
                "people": ["Ann Lee | speaker"],
            }
        ],
    ),
    (
        "sessionize-sessions.json",
        "view/Sessions",
        "sessionize",
        [],
        [
            {
                "name": "Opening",
                "starts_at": "2026-05-12T09:00:00",
                "ends_at": "2026-05-12T09:45:00",
                "uid": "sessionize:101",
                "room": "Hall 1",
                "track": "Main",
                "abstract": "Hello.",
                "people": ["Ann Lee | speaker"],
            }
        ],
    ),
    (
        "sessionize-speakers.json",
        "view/Speakers",
        "sessionize",
        [],
        [{"name": "Opening", "uid": "sessionize:101", "people": ["Ann Lee | speaker | Example Ltd", "Bo Dahl | speaker"]}],
    ),
    (
        "tribe.json",
        "events of The Events Calendar",
        "wordpress",
        [],
        [
            {
                "name": "Harbour walk – spring",
                "starts_at": "2026-05-12T09:00:00+02:00",
                "ends_at": "2026-05-12T11:00:00+02:00",
                "time_zone": "Europe/Oslo",
                "url": "https://cal.example/event/harbour-walk/",
                "uid": "cal.example?id=9",
                "organiser": "Port Society",
                "room": "Shed 5",
                "track": "Walks",
                "abstract": "A walk.\nSpeakers: Ann Lee (Example University), Bo Dahl",
                "venue": "Old Quay, 2 Quay, Port Example, Norway",
                "offers": ["€10 EUR"],
                "people": ["Ann Lee | speaker | Example University", "Bo Dahl | speaker"],
            },
            {
                "name": "Open day at the yard",
                "starts_at": "2026-06-01",
                "ends_at": "2026-06-02",
                "status": "cancelled",
                "attendance": "online",
                "url": "https://cal.example/event/open-day/",
                "uid": "cal.example?id=10",
            },
        ],
    ),
]


def told(row):
    """A row without what is empty or usual; people, places and offers on one line each."""
    plain = {
        key: value
        for key, value in row.items()
        if value and key not in {"id", "sources", "parent", "sessions", "people", "venue", "offers"} and (key, value) not in USUAL
    }
    if row["venue"]:
        plain["venue"] = ", ".join(part for part in row["venue"].values() if part)
    for name, glue in (("offers", " "), ("people", " | ")):
        if row[name]:
            plain[name] = [glue.join(part for part in each.values() if part) for each in row[name]]
    if row["sessions"]:
        plain["sessions"] = [told(session) for session in row["sessions"]]
    return plain


@pytest.mark.parametrize(("name", "variant", "form", "issues", "expected"), FORMATS, ids=[f"{row[0]}: {row[1]}" for row in FORMATS])
def test_every_field_of_a_format_is_read(name, variant, form, issues, expected):
    body = (FIXTURES / name).read_bytes()
    hints = [UNDER] if name in NAMELESS else []
    capture = Capture(
        url=f"https://site.example/events/{name}",
        body=body,
        captured_at=datetime(2026, 3, 1, tzinfo=UTC),
        content_type=MEDIA[Path(name).suffix],
        hints=hints,
    )
    page = read(capture)
    rows = [event_row(event) for event in page.events]
    assert [told(row) for row in rows] == expected, variant
    assert sorted({issue.cls for issue in page.issues if issue.field in TIMES}) == issues
    assert {source["format"] for row in rows for source in row["sources"]} == {form}


def test_the_table_names_every_fixture():
    assert sorted(row[0] for row in FORMATS) == sorted(path.name for path in FIXTURES.iterdir())
