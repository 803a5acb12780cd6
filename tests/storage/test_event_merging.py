"""One event for all pages, formats and sites that describe it; what a source names no more is told, and comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import queries
from storage.models import event_revisions, events, issues

HOME = "https://fair.example/"


def described(name="HarbourCon 2026", form="text", url=HOME, **more):
    return {"name": name, "starts_at": "2026-05-12", "sources": [{"format": form, "url": url}], **more}


def talk(number, form="frab", url=f"{HOME}schedule.json", **more):
    return {
        "name": f"Talk {number}",
        "uid": f"39c20400-bc0c-5d14-ab2f-3ba20908e1a{number}",
        "starts_at": f"2026-05-12T{9 + number:02}:00:00+02:00",
        "sources": [{"format": form, "url": url}],
        **more,
    }


def schedule(*numbers, name="HarbourCon 2026", **more):
    url = f"{HOME}schedule.json"
    return described(name, "frab", url, sessions=[talk(number, room="Hall 1", **more) for number in numbers])


def read(crawl, url, *found, kind="event", body="one", later=0, **more):
    outcome = crawl.outcome(url, kind=kind, events=found, body=body, **more)
    if later:
        from dataclasses import replace

        outcome = replace(outcome, capture=replace(outcome.capture, captured_at=outcome.capture.captured_at + timedelta(hours=later)))
    return crawl.store(outcome)


def listed(database):
    return list(queries.events(database))


PAGES = {
    "home": (HOME, described(venue={"name": "Quay Hall", "locality": "Port Example"})),
    "schedule": (f"{HOME}schedule.json", schedule(1, 2)),
    "talk": (f"{HOME}talk/1", talk(1, "json-ld", f"{HOME}talk/1", abstract="Long.", people=[{"name": "Ann Lee", "affiliation": "MIT"}])),
    "calendar": (
        f"{HOME}all.ics",
        described(
            "HarbourCon 2026",
            "icalendar",
            f"{HOME}all.ics",
            sessions=[
                {
                    "name": f"Talk {n}",
                    "uid": f"{n}@fair",
                    "starts_at": f"2026-05-12T{9 + n:02}:00:00+02:00",
                    "sources": [{"format": "icalendar", "url": f"{HOME}all.ics"}],
                }
                for n in (1, 2)
            ],
        ),
    ),
}


@pytest.mark.parametrize(
    "order", [("home", "schedule", "talk", "calendar"), ("talk", "calendar", "schedule", "home"), ("calendar", "talk", "home", "schedule")]
)
def test_pages_and_exports_in_any_order_give_one_event_with_each_session_once(database, crawl, order):
    for page in order:
        url, found = PAGES[page]
        read(crawl, url, found)
    (event,) = listed(database)
    assert (event["name"], event["starts_at"], event["venue"]["name"], len(event["sources"])) == (
        "HarbourCon 2026",
        "2026-05-12",
        "Quay Hall",
        3,
    )
    assert [(row["name"], row["room"], row["abstract"], len(row["sources"])) for row in event["sessions"]] == [
        ("Talk 1", "Hall 1", "Long.", 3),
        ("Talk 2", "Hall 1", None, 2),
    ]
    assert event["sessions"][0]["people"] == [{"name": "Ann Lee", "role": None, "affiliation": "MIT"}]


def test_a_description_tells_which_source_gave_what(database, crawl):
    for page in ("home", "schedule", "talk"):
        url, found = PAGES[page]
        read(crawl, url, found)
    with database.reading() as connection:
        told = [
            row
            for (row,) in connection.execute(
                select(event_revisions.c.provenance).where(event_revisions.c.is_current, event_revisions.c.name == "Talk 1")
            )
        ]
    assert told == [{f"frab {HOME}schedule.json": ["room"], f"json-ld {HOME}talk/1": ["type", "name", "uid", "abstract", "starts_at"]}]


def test_the_same_name_in_another_year_another_town_or_of_common_words_is_another_event(database, crawl):
    read(crawl, "https://a.example/1", {"name": "Open Day", "starts_at": "2026-05-12", "venue": {"locality": "Oslo"}}, kind="listing")
    read(crawl, "https://a.example/2", {"name": "Open Day", "starts_at": "2027-05-12", "venue": {"locality": "Oslo"}}, kind="listing")
    read(crawl, "https://b.example/1", {"name": "Open Day", "starts_at": "2026-05-12", "venue": {"locality": "Bergen"}}, kind="listing")
    read(crawl, "https://c.example/1", {"name": "Open Day", "starts_at": "2026-05-12"}, kind="listing")
    assert len(listed(database)) == 4
    read(crawl, "https://d.example/1", {"name": "Open day", "starts_at": "2026-05-12", "venue": {"locality": "Oslo"}}, kind="listing")
    assert len(listed(database)) == 4


def test_two_stored_events_that_turn_out_to_be_one_are_merged_with_their_sessions(database, crawl):
    read(crawl, HOME, described("Harbour Conference", uid="a@fair", sessions=[talk(1, "json-ld", HOME)]))
    read(
        crawl,
        "https://other.example/",
        described("HarbourCon", url="https://other.example/", uid="b@other", sessions=[talk(2, "json-ld", "https://other.example/")]),
    )
    assert len(listed(database)) == 2
    read(
        crawl,
        f"{HOME}both",
        {"name": "HarbourCon", "uid": "a@fair", "url": "https://other.example/", "starts_at": "2026-05-12"},
        kind="listing",
    )
    (event,) = listed(database)
    assert [row["name"] for row in event["sessions"]] == ["Talk 1", "Talk 2"]
    with database.reading() as connection:
        assert connection.execute(select(events.c.id, events.c.merged_into_id).where(events.c.merged_into_id.is_not(None))).all() == [
            (3, 1)
        ]


def test_a_session_that_its_schedule_names_no_more_has_vanished_and_comes_back(database, crawl):
    url = f"{HOME}schedule.json"
    read(crawl, url, schedule(1, 2, 3))
    read(crawl, url, schedule(1, 3), body="two", later=1)
    assert [row["status"] for row in listed(database)[0]["sessions"]] == ["scheduled", "vanished", "scheduled"]
    with database.reading() as connection:
        told = connection.execute(select(issues.c["class"], issues.c.detail, issues.c.url)).all()
        changed = connection.execute(
            select(event_revisions.c.changed_fields, event_revisions.c.change).where(event_revisions.c.vanished)
        ).all()
    assert told == [("event_vanished", "named no more: Talk 2", url)]
    assert changed == [(["vanished"], "material")]
    read(crawl, url, schedule(1, 2, 3), body="three", later=2)
    assert {row["status"] for row in listed(database)[0]["sessions"]} == {"scheduled"}


@pytest.mark.parametrize("issue", ["link_cap", "too_large"])
def test_a_reading_that_was_cut_misses_nothing(database, crawl, issue):
    url = f"{HOME}schedule.json"
    read(crawl, url, schedule(1, 2, 3))
    read(crawl, url, schedule(1), body="two", later=1, issues=({"class": issue, "severity": "warning", "field": None, "detail": ""},))
    assert {row["status"] for row in listed(database)[0]["sessions"]} == {"scheduled"}


def test_a_session_that_another_source_still_names_has_not_vanished(database, crawl):
    read(crawl, f"{HOME}schedule.json", schedule(1, 2))
    read(crawl, f"{HOME}schedule.json", schedule(1), body="two", later=1)
    read(crawl, f"{HOME}talk/2", talk(2, "json-ld", f"{HOME}talk/2"), later=2)
    assert [row["status"] for row in listed(database)[0]["sessions"]] == ["scheduled", "scheduled"]


def test_a_session_that_is_cancelled_or_moved_says_so_in_a_revision(database, crawl):
    url = f"{HOME}schedule.json"
    read(crawl, url, schedule(1, 2))
    changed = schedule(1, 2)
    changed["sessions"][0]["status"] = "cancelled"
    changed["sessions"][1]["starts_at"] = "2026-05-12T16:00:00+02:00"
    read(crawl, url, changed, body="two", later=1)
    assert [(row["name"], row["status"], row["starts_at"][11:16]) for row in listed(database)[0]["sessions"]] == [
        ("Talk 1", "cancelled", "10:00"),
        ("Talk 2", "scheduled", "16:00"),
    ]
    with database.reading() as connection:
        assert [
            row[0]
            for row in connection.execute(
                select(event_revisions.c.changed_fields).where(event_revisions.c.changed_fields.is_not(None)).order_by(event_revisions.c.id)
            )
        ] == [["status"], ["starts_at"]]


def test_sessions_of_one_name_at_several_times_stay_apart(database, crawl):
    url = f"{HOME}schedule.json"
    tours = [
        {"name": "Guided tour", "starts_at": f"2026-05-{day}T{hour}:00:00+02:00", "sources": [{"format": "frab", "url": url}]}
        for day in (12, 13)
        for hour in (10, 14)
    ]
    for body in ("one", "two"):
        read(crawl, url, described(form="frab", url=url, sessions=tours), body=body)
    (event,) = listed(database)
    assert [row["starts_at"][8:13] for row in event["sessions"]] == ["12T10", "12T14", "13T10", "13T14"]
