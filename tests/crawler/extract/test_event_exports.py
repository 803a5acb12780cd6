"""Exports of stored events, read again by our own readers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.items.rows import event_row
from crawler.reading import read
from storage import event_ical, event_jsonld

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def row(name, **values):
    empty = dict.fromkeys(
        ("id", "starts_at", "ends_at", "precision", "time_zone", "attendance", "url", "uid", "series", "edition", "parent", "venue", "organiser", "room", "track", "abstract", "language")
    )  # fmt: skip
    return (
        empty | {"type": "Event", "name": name, "status": "scheduled", "people": [], "offers": [], "sources": [], "sessions": []} | values
    )


def person(name, role="speaker", affiliation=None):
    return {"name": name, "role": role, "affiliation": affiliation}


EVENTS = [
    row(
        "20th Harbour Forum; tides, cranes \\ rails",
        type="BusinessEvent",
        id=1,
        starts_at="2026-03-28",
        ends_at="2026-03-30",
        precision="day",
        time_zone="Europe/Oslo",
        status="postponed",
        attendance="mixed",
        url="https://forum.example/20?a=1&b=2",
        uid="hf-20",
        series="Harbour Forum",
        edition="20",
        venue={"name": "Quay Hall", "address": "1 Quay", "locality": "Port Example", "region": "West", "country": "NO"},
        organiser='The "Harbour" Society',
        abstract="Zwei Tage über Häfen, " * 12 + "Ende.\nSecond line; with, marks.",
        language="en",
        people=[person("Cara Diaz", "chair", "Port Office")],
        offers=[{"price": "40", "currency": "EUR", "availability": "InStock", "url": "https://forum.example/tickets"}],
        sessions=[
            row(
                "Opening 开幕式",
                starts_at="2026-03-28T23:30:00+01:00",
                ends_at="2026-03-29T03:15:00+02:00",
                precision="minute",
                time_zone="Europe/Oslo",
                uid="a@forum",
                room="Room A",
                track="Main",
                people=[person("Ann Lee", "speaker", "Example University"), person("Bo Dahl")],
            ),
            row("Cranes", starts_at="2026-03-30T10:00:00+05:45", precision="minute", uid="b@forum", room="Room B", status="cancelled"),
            row("Floating", starts_at="2026-03-30T10:00:00", ends_at="2026-03-30T11:00:00", precision="minute", uid="c@forum"),
        ],
    ),
    row("Old Harbour Day by the water", id=2, starts_at="1999-07-01T10:00:00+00:00", precision="minute", uid="day-1999"),
]  # fmt: skip


def again(body, name, media):
    page = read(Capture(url=f"https://export.example/{name}", body=body, captured_at=NOW, content_type=media))
    assert page.issues == [] or name.endswith(".html")
    return [event_row(event) for event in page.events]


def without(rows, *names, parent=None):
    """The rows without some fields, parents as the reader nests them."""
    kept = []
    for each in rows:
        plain = {key: value for key, value in each.items() if key not in {*names, "sessions", "sources", "id", "parent"}}
        kept.append(plain | {"parent": parent, "sessions": without(each["sessions"], *names, parent=each["name"])})
    return kept


def test_json_ld_gives_every_field_back():
    text = json.dumps(event_jsonld.document(EVENTS), ensure_ascii=False)
    html = f'<html><head><title>x</title><script type="application/ld+json">{text}</script></head><body><p>x</p></body></html>'
    assert without(again(html.encode(), "events.html", "text/html")) == without(EVENTS)


def test_icalendar_gives_back_all_that_it_can_say():
    text, left_out = event_ical.calendar([*EVENTS, row("Some day", starts_at="2026-05", precision="month")], NOW)
    found = again(text.encode(), "events.ics", "text/calendar")
    unsaid = ("type", "venue", "attendance", "series", "edition", "language", "offers", "status", "time_zone")
    assert without(found, *unsaid) == without(EVENTS, *unsaid)
    assert left_out == 1
    assert found[0]["venue"] == {
        "name": "Quay Hall",
        "address": "1 Quay, Port Example, West, NO",
        "locality": None,
        "region": None,
        "country": None,
    }
    assert [session["status"] for session in found[0]["sessions"]] == ["scheduled", "cancelled", "scheduled"]
    assert found[0]["sessions"][0]["time_zone"] == "Europe/Oslo"


def test_lines_of_a_calendar_are_folded_within_75_octets_and_end_in_crlf():
    text, _ = event_ical.calendar(EVENTS, NOW)
    lines = text.split("\r\n")
    assert lines[-1] == ""
    assert max(len(line.encode()) for line in lines) <= 75
    assert "\n" not in text.replace("\r\n", "")


def test_a_zone_is_defined_with_the_changes_of_its_years():
    text, _ = event_ical.calendar(EVENTS, NOW)
    zone = text[text.index("TZID:Europe/Oslo") : text.index("END:VTIMEZONE", text.index("TZID:Europe/Oslo"))]
    assert "DTSTART:20260329T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200" in zone
    assert "DTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100" in zone
    assert "TZID:UTC+05.45" in text


@pytest.mark.parametrize("status", ["vanished", "moved"])
def test_a_status_that_a_format_does_not_know_is_told_besides(status):
    (node,) = event_jsonld.document([row("Forum", status=status)])["@graph"]
    assert node["eventStatus"].endswith("EventScheduled" if status == "vanished" else "EventRescheduled")
    assert bool(node.get("additionalProperty")) is (status == "vanished")
