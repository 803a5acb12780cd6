import json

import pytest

from crawler import document
from crawler.extract import events, kind, structured

URL = "https://forum.example/2026/"


def read(html, url=URL, page_kind=None):
    parsed = document.parse(html.encode(), url=url)
    nodes = structured.read(parsed)
    return events.read(parsed, nodes, page_kind or kind.judge(parsed, nodes, url)[0])


def ld(*things):
    return (
        "<html><head>"
        + "".join(f'<script type="application/ld+json">{json.dumps(thing)}</script>' for thing in things)
        + "</head><body><p>x</p></body></html>"
    )


FULL = {
    "@context": "https://schema.org",
    "@type": "BusinessEvent",
    "@id": "https://forum.example/2026/#event",
    "name": "Harbour &amp; Rail Forum 2026",
    "url": "/2026/",
    "startDate": "2026-05-12T09:00:00-04:00",
    "endDate": "2026-05-14T17:30:00-04:00",
    "eventStatus": "https://schema.org/EventPostponed",
    "eventAttendanceMode": "https://schema.org/MixedEventAttendanceMode",
    "location": [
        {"@type": "Place", "name": "Quay Hall", "address": {"@type": "PostalAddress", "streetAddress": "1 Quay", "addressLocality": "Port Example", "addressRegion": "MA", "addressCountry": {"@type": "Country", "name": "US"}}},
        {"@type": "VirtualLocation", "url": "https://live.example/"},
    ],
    "organizer": {"@type": "Organization", "name": "Harbour Society"},
    "performer": [{"@type": "Person", "name": "Ann Lee", "affiliation": {"name": "Example University"}}, "Björn Dahl"],
    "description": "<p>Three days about <b>harbours</b>.</p>",
    "inLanguage": "en-US",
    "subEvent": [
        {"@type": "Event", "name": "Opening", "startDate": "2026-05-12T09:00:00-04:00", "endDate": "2026-05-12T09:40:00-04:00", "location": {"@type": "Place", "name": "Room A"}, "performer": {"@type": "Person", "name": "Ann Lee", "jobTitle": "Chair"}},
        {"@type": "Event", "name": "Rails and cranes", "startDate": "2026-05-12T10:00:00-04:00"},
    ],
}  # fmt: skip


def test_a_full_event_keeps_every_field_and_its_sessions():
    (event,), issues = read(ld(FULL))
    assert (event.name, event.type, event.url, event.uid) == (
        "Harbour & Rail Forum 2026",
        "BusinessEvent",
        "https://forum.example/2026/",
        "https://forum.example/2026/#event",
    )
    assert (event.starts_at, event.ends_at, event.precision) == ("2026-05-12T09:00:00-04:00", "2026-05-14T17:30:00-04:00", "minute")
    assert (event.status, event.attendance, event.organiser, event.language) == ("postponed", "mixed", "Harbour Society", "en-US")
    assert (event.venue.name, event.venue.address, event.venue.locality, event.venue.region, event.venue.country) == (
        "Quay Hall",
        "1 Quay",
        "Port Example",
        "MA",
        "US",
    )
    assert event.abstract == "Three days about harbours."
    assert [(p.name, p.role, p.affiliation) for p in event.people] == [
        ("Ann Lee", "speaker", "Example University"),
        ("Björn Dahl", "speaker", None),
    ]
    assert [(s.name, s.room, s.starts_at) for s in event.sessions] == [
        ("Opening", "Room A", "2026-05-12T09:00:00-04:00"),
        ("Rails and cranes", None, "2026-05-12T10:00:00-04:00"),
    ]
    assert event.sessions[0].people[0].role == "Chair"
    assert [(s.format, s.url) for s in event.sources] == [("json-ld", URL)]
    assert issues == []


@pytest.mark.parametrize(
    ("start", "value", "precision"),
    [
        ("2026-05-12", "2026-05-12", "day"),
        ("2026-05", "2026-05", "month"),
        ("2026-05-12T09:00", "2026-05-12T09:00:00", "minute"),
        ("2026-05-12T09:00Z", "2026-05-12T09:00:00+00:00", "minute"),
        ("2026-05-12 09:00:00", "2026-05-12T09:00:00", "minute"),
        ("2026-05-12-09:00:00", "2026-05-12T09:00:00", "minute"),
        ("May 12, 2026", "2026-05-12", "day"),
        ("12. Mai 2026", "2026-05-12", "day"),
    ],
)
def test_start_dates_are_read_in_every_form_with_nothing_filled_in(start, value, precision):
    (event,), _ = read(ld({"@type": "Event", "name": "Forum", "startDate": start}))
    assert (event.starts_at, event.precision) == (value, precision)


@pytest.mark.parametrize(("field", "value"), [("startDate", "2026-02-30"), ("endDate", "2026-13-01T25:00:00")])
def test_a_date_that_cannot_be_is_left_out_and_told(field, value):
    (event,), issues = read(ld({"@type": "Event", "name": "Forum", field: value}))
    assert event.starts_at is event.ends_at is None
    assert [issue.cls for issue in issues] == ["date_impossible"]


def test_an_end_earlier_on_the_same_day_is_left_out():
    (event,), issues = read(ld({"@type": "Event", "name": "Forum", "startDate": "2026-05-12T11:00", "endDate": "2026-05-12T06:00"}))
    assert (event.starts_at, event.ends_at, issues[0].cls) == ("2026-05-12T11:00:00", None, "date_impossible")


def test_a_date_in_words_that_say_none_is_told():
    (event,), issues = read(ld({"@type": "Event", "name": "Forum", "startDate": "to be announced"}))
    assert (event.starts_at, [(issue.cls, issue.field) for issue in issues]) == (None, [("date_unknown", "starts_at")])


def test_an_end_before_the_start_is_left_out_and_told():
    (event,), issues = read(ld({"@type": "Event", "name": "Forum", "startDate": "2026-05-12", "endDate": "2026-05-10"}))
    assert (event.starts_at, event.ends_at) == ("2026-05-12", None)
    assert (issues[0].cls, issues[0].field) == ("date_impossible", "ends_at")


def test_events_in_a_graph_and_by_reference_are_found_once():
    graph = {
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "WebPage", "mainEntity": {"@id": "#e"}},
            {"@id": "#e", "@type": ["Event", "Festival"], "name": "Harbour Fest", "location": {"@id": "#p"}},
            {"@id": "#p", "@type": "Place", "name": "Old Quay"},
        ],
    }
    found, _ = read(ld(graph))
    assert [(e.name, e.venue.name) for e in found] == [("Harbour Fest", "Old Quay")]


def test_a_session_page_names_its_event_as_parent():
    found, _ = read(
        ld(
            {
                "@type": "Event",
                "name": "Opening",
                "superEvent": {"@type": "BusinessEvent", "name": "Harbour Forum", "url": "https://forum.example/"},
            }
        )
    )
    assert [(e.name, [s.name for s in e.sessions]) for e in found] == [("Harbour Forum", ["Opening"])]


def test_two_sessions_of_one_event_stand_under_it_together():
    parent = {"@type": "Event", "@id": "https://forum.example/#f", "name": "Harbour Forum"}
    found, _ = read(ld(parent, *({"@type": "Event", "name": name, "superEvent": {"@id": parent["@id"]}} for name in ("One", "Two"))))
    assert [(e.name, [s.name for s in e.sessions]) for e in found] == [("Harbour Forum", ["One", "Two"])]


def test_an_event_series_is_a_name():
    found, _ = read(ld({"@type": "Event", "name": "Harbour Forum 2026", "superEvent": {"@type": "EventSeries", "name": "Harbour Forum"}}))
    assert [(e.name, e.series) for e in found] == [("Harbour Forum 2026", "Harbour Forum")]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("EventCancelled", "cancelled"),
        ("http://schema.org/EventRescheduled", "moved"),
        ("schema:EventMovedOnline", "moved"),
        ("EventScheduled", "scheduled"),
        ("nonsense", "scheduled"),
    ],
)
def test_status_is_told(status, told):
    assert read(ld({"@type": "Event", "name": "Forum", "eventStatus": status}))[0][0].status == told


def test_microdata_and_json_ld_of_one_event_are_one_with_two_sources():
    html = ld({"@type": "Event", "name": "Harbour Forum", "startDate": "2026-05-12"}).replace(
        "<p>x</p>",
        '<div itemscope itemtype="https://schema.org/Event"><h1 itemprop="name">Harbour Forum</h1><time itemprop="startDate" datetime="2026-05-12">12 May</time>'
        '<div itemprop="location" itemscope itemtype="https://schema.org/Place"><span itemprop="name">Quay Hall</span></div></div>',
    )
    (event,), _ = read(html)
    assert event.venue.name == "Quay Hall"
    assert [source.format for source in event.sources] == ["json-ld", "microdata"]


def test_broadcasts_and_publications_are_no_events():
    assert read(ld({"@type": "PublicationEvent", "name": "Issue 7"}, {"@type": "BroadcastEvent", "name": "Live"}))[0] == []


def test_an_h_event_is_read():
    html = """<div class="h-event"><h1 class="p-name">Harbour Camp</h1><time class="dt-start" datetime="2026-05-12T09:00+02:00">12 May</time>–<time class="dt-end" datetime="2026-05-14">14</time>
    <p class="p-location h-card"><span class="p-name">Quay Hall</span>, <span class="p-locality">Port Example</span></p><a class="u-url" href="/camp">more</a><p class="p-summary">Three days.</p></div>"""
    (event,), _ = read(html)
    assert (event.name, event.starts_at, event.ends_at, event.url, event.abstract) == (
        "Harbour Camp",
        "2026-05-12T09:00:00+02:00",
        "2026-05-14",
        "https://forum.example/camp",
        "Three days.",
    )
    assert (event.venue.name, event.venue.locality, event.sources[0].format) == ("Quay Hall", "Port Example", "h-event")


def test_hcalendar_with_the_value_class_pattern_is_read():
    html = """<li class="vevent"><span class="summary">Harbour Camp</span> <span class="dtstart"><abbr class="value" title="2026-05-12">Tuesday</abbr>, <span class="value">09:30</span></span>
    <span class="location vcard"><span class="fn org">Quay Hall</span></span></li>"""
    (event,), _ = read(html)
    assert (event.name, event.starts_at, event.venue.name) == ("Harbour Camp", "2026-05-12T09:30:00", "Quay Hall")


def test_the_name_of_a_place_within_an_h_event_is_not_the_events_name():
    html = '<div class="h-event"><div class="p-location h-card"><span class="p-name">Quay Hall</span></div><span class="p-name">Harbour Camp</span></div>'
    assert read(html)[0][0].name == "Harbour Camp"


PRINTED = [
    (
        "<h1>Harbour Forum 2026</h1><p>12–14 May 2026 · Quay Hall, Port Example</p><p>Three days about cranes.</p>",
        "2026-05-12",
        "2026-05-14",
        "Quay Hall",
        "Port Example",
    ),
    (
        "<h1>Harbour Summit</h1><p>Date: May 12–14, 2026</p><p>Venue: Charles Hotel, Cambridge</p>",
        "2026-05-12",
        "2026-05-14",
        "Charles Hotel",
        "Cambridge",
    ),
    ("<h1>20th Harbour Conference</h1><h2>April 22nd-23rd, 2017 | Boston</h2>", "2017-04-22", "2017-04-23", None, "Boston"),
    (
        "<h1>Hafenkongress 2026</h1><p>Wann: 12. bis 14. Mai 2026</p><p>Ort: Stadthalle, Bremen</p>",
        "2026-05-12",
        "2026-05-14",
        "Stadthalle",
        "Bremen",
    ),
    ("<h1>港口论坛2026</h1><p>时间：2026年5月12日至14日</p><p>地点：国际会议中心</p>", "2026-05-12", "2026-05-14", "国际会议中心", None),
]


@pytest.mark.parametrize(("body", "starts", "ends", "house", "town"), PRINTED)
def test_a_conference_page_that_only_prints_its_days_and_place_gives_an_event(body, starts, ends, house, town):
    (event,), _ = read(f"<html><title>x</title><body>{body}</body></html>")
    assert (event.starts_at, event.ends_at, event.precision, event.sources[0].format) == (starts, ends, "day", "text")
    assert (event.venue.name, event.venue.locality) == (house, town)


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Harbour bridge reopens</h1><p>12–14 May 2026</p>",
        "<h1>Harbour Forum</h1><p>Published 12 May 2026</p>",
        "<h1>Harbour Forum</h1><p>Three days of talks.</p>",
        "<h1>Forum rules</h1><p>Be kind.</p><footer>12–14 May 2026</footer>",
    ],
)
def test_weak_evidence_gives_no_event(body):
    assert read(f"<html><body>{body}</body></html>", "https://c.example/x/y", "other")[0] == []


def test_an_article_about_an_event_gives_none_by_its_text():
    story = "<p>" + "The forum drew nine hundred people to the harbour, said its chair on Tuesday. " * 6 + "</p>"
    assert (
        read(
            f"<html><title>What the Harbour Forum taught us</title><h1>What the Harbour Forum taught us</h1><p>12–14 May 2026, Port Example</p>{story * 5}</html>",
            "https://c.example/2026/05/15/what-the-forum-taught",
        )[0]
        == []
    )


HOSTILE = [
    {
        "@type": "Event",
        "name": {"a": [1]},
        "startDate": [None, {"x": 1}],
        "location": [[["x"]]],
        "performer": [None, 5, {"name": ["x"]}],
        "eventStatus": {"@id": 7},
    },
    {"@type": ["Event", 7], "name": "<script>alert(1)</script>" * 1000, "startDate": "1 " * 50_000, "description": "<" * 100_000},
    {
        "@type": "Event",
        "name": "\ud800 forum \0",
        "startDate": "9999-99-99T99:99:99+99:99",
        "inLanguage": {"@type": "Language"},
        "url": "http://[::1",
    },
    {"@type": "Event", "name": "many", "subEvent": [{"@type": "Event", "name": f"s{n}"} for n in range(10_000)]},
]


@pytest.mark.parametrize("thing", HOSTILE)
def test_hostile_structured_data_neither_raises_nor_grows(thing):
    found, _ = read(ld(thing))
    assert sum(1 + len(event.sessions) for event in found) <= 2_001


def test_events_that_hold_each_other_do_not_loop():
    graph = {
        "@graph": [
            {"@id": "#a", "@type": "Event", "name": "A", "subEvent": {"@id": "#b"}, "superEvent": {"@id": "#b"}},
            {"@id": "#b", "@type": "Event", "name": "B", "subEvent": {"@id": "#a"}, "superEvent": {"@id": "#a"}},
        ]
    }
    read(ld(graph))
