"""Calendars, schedules and services that pages link to or name, and calendars that have no end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawler import document
from crawler.discover import programmes
from crawler.items import Event

URL = "https://con.example/2026/"
TODAY = datetime(2026, 3, 1, tzinfo=UTC)


def found(body, head="", url=URL, events=()):
    page = document.parse(f"<html><head><title>x</title>{head}</head><body>{body}</body></html>".encode(), url=url)
    return [link.url for link in programmes.of_page(page, list(events))]


NAMED = [
    ("a whole calendar", '<a href="/schedule.ics">ics</a>', "", "https://con.example/schedule.ics"),
    ("webcal", '<a href="webcal://con.example/all.ics">x</a>', "", "https://con.example/all.ics"),
    ("an export of pretalx", '<a href="schedule/export/schedule.json">x</a>', "", "https://con.example/2026/schedule/export/schedule.json"),
    ("a frab schedule", '<a href="/schedule.xml">x</a>', "", "https://con.example/schedule.xml"),
    ("a plug-in's parameter", '<a href="/events/?ical=1">x</a>', "", "https://con.example/events/?ical=1"),
    ("a declared calendar", "", '<link rel="alternate" type="text/calendar" href="/cal">', "https://con.example/cal"),
    ("pretalx's widget", '<pretalx-schedule event-url="https://p.example/con/"></pretalx-schedule>', "", "https://p.example/con/schedule/export/schedule.json"),
    ("pretalx's script", '<script src="https://pretalx.example/con/schedule/widget/v2.js"></script>', "", "https://pretalx.example/con/schedule/export/schedule.json"),
    ("Sessionize's script", '<script src="https://sessionize.com/api/v2/abcd1234/view/GridSmart"></script>', "", "https://sessionize.com/api/v2/abcd1234/view/All"),
    ("Sessionize's frame", '<iframe src="https://sessionize.com/api/v2/abcd1234/view/Speakers?under=True"></iframe>', "", "https://sessionize.com/api/v2/abcd1234/view/All"),
    ("The Events Calendar", "", '<meta name="tec-api-version" content="v1"><meta name="tec-api-origin" content="https://con.example">', "https://con.example/wp-json/tribe/events/v1/events?per_page=50&start_date=2000-01-01"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "body", "head", "address"), NAMED)
def test_a_programme_is_found_wherever_a_page_names_it(what, body, head, address):
    assert found(body, head) == [address], what


def test_an_event_of_indico_is_asked_for_with_its_contributions():
    page = '<script src="/dist/js/indico.bundle.js"></script><a href="/event/7/event.ics">x</a>'
    assert (
        found(page, url="https://indico.example/event/7/timetable/")[0] == "https://indico.example/export/event/7.json?detail=contributions"
    )


def test_calendars_of_single_events_are_taken_only_where_the_page_describes_none():
    page = "".join(f'<a href="/talk/{n}.ics">x</a>' for n in range(9))
    assert len(found(page)) == 5
    assert found(page, events=[Event("Con"), Event("Other")]) == []


def test_an_export_is_told_the_event_of_the_page_that_names_it():
    page = document.parse(b'<a href="/schedule.ics">x</a>', url=URL)
    (link,) = programmes.of_page(page, [Event("HarbourCon 2026", url=URL)])
    assert (link.hint.source, link.hint.title, link.hint.url) == ("event", "HarbourCon 2026", URL)


@pytest.mark.parametrize(
    "body",
    [
        "",
        '<a href="/schedule/">Schedule</a><a href="/topics/">t</a>',
        '<a href="/schedule.html">x</a>',
        '<a href="/speaker/1/talks.ics">x</a>',
    ],
)
def test_other_links_are_no_programmes(body):
    assert found(body) == []


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ("/events/month/2026-05/", False),
        ("/events/month/2027-03/", False),
        ("/events/month/2031-05/", True),
        ("/events/month/2019-05/", True),
        ("/events/2031-05/", True),
        ("/events/day/2026-05-12/", True),
        ("/events/week/2026-05-12/", True),
        ("/calendar/?month=2031-05", True),
        ("/calendar/?date=2026-05-12", True),
        ("/events/?tribe-bar-date=2026-05-12", True),
        ("/events/", False),
        ("/events/list/?page=2", False),
        ("/events/2026-harbour-forum/", False),
        ("/event/harbour-forum/2026-05-12/", False),
        ("/2031/05/", False),
        ("/news/2031-05/", False),
    ],
)
def test_views_of_a_calendar_by_day_or_far_away_are_left(path, left):
    assert programmes.is_calendar_view(f"https://con.example{path}", TODAY) is left
