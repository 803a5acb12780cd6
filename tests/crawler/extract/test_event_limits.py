"""Bad descriptions of events: what is true of them is kept, the rest told, within bounds of time."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

import pytest

from crawler.items import Capture
from crawler.reading import read

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def page(body, media="text/calendar"):
    body = body if isinstance(body, bytes) else body.encode()
    return read(Capture(url="https://odd.example/events/file", body=body, captured_at=NOW, content_type=media))


def calendar(*events):
    return "BEGIN:VCALENDAR\r\n" + "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events) + "END:VCALENDAR\r\n"


ODD = [
    (
        "UID:a\r\nSUMMARY:Backwards\r\nDTSTART:20260512T100000Z\r\nDTEND:20260511T100000Z",
        "2026-05-12T10:00:00+00:00",
        None,
        {"date_impossible"},
    ),
    ("UID:a\r\nSUMMARY:Mars\r\nDTSTART;TZID=Mars/Base:20260512T100000", "2026-05-12T10:00:00", None, {"zone_unknown"}),
    ("UID:a\r\nSUMMARY:Never\r\nDTSTART:20260231T100000Z", None, None, {"date_impossible"}),
    ("UID:a\r\nSUMMARY:Far\r\nDTSTART:99990101", None, None, {"date_implausible"}),
    ("UID:a\r\nSUMMARY:Long ago\r\nDTSTART:00010101", None, None, {"date_implausible"}),
    ("UID:a\r\nSUMMARY:<b>Bold</b> &amp; <script>x</script>\r\nDTSTART:20260512", "2026-05-12", None, set()),
    ("UID:a\r\nSUMMARY:Soon\r\nDTSTART:to be announced", None, None, {"date_unknown"}),
    ("UID:a\r\nSUMMARY:Endless\r\nDTSTART:20260512T100000Z\r\nDURATION:P99999999D", "2026-05-12T10:00:00+00:00", None, set()),
    (
        "UID:a\r\nSUMMARY:Each second\r\nDTSTART:20260512T100000Z\r\nRRULE:FREQ=SECONDLY",
        "2026-05-12T10:00:00+00:00",
        None,
        {"recurrence_cut"},
    ),
    ("UID:a\r\nSUMMARY:No day\r\nDTSTART:20260228\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "2026-02-28", None, set()),
]


@pytest.mark.parametrize(("event", "starts", "ends", "issues"), ODD)
def test_what_is_true_of_an_odd_event_is_kept_and_the_rest_told(event, starts, ends, issues):
    found = page(calendar(event))
    assert (found.events[0].starts_at, found.events[0].ends_at) == (starts, ends)
    assert {issue.cls for issue in found.issues} == issues
    assert "<" not in found.events[0].name


def test_what_recurs_for_ever_is_given_some_sixty_times():
    found = page(calendar("UID:a\r\nSUMMARY:Daily\r\nDTSTART:20000101T100000Z\r\nRRULE:FREQ=DAILY"))
    assert len(found.events) == 60
    assert [issue.cls for issue in found.issues] == ["recurrence_cut"]
    assert len({event.uid for event in found.events}) == 60


def test_a_programme_of_ten_thousand_sessions_is_read_whole():
    sessions = [{"guid": f"g{n}@x", "title": f"Talk {n}", "date": "2026-05-12T09:00:00+02:00", "duration": "00:30"} for n in range(10_000)]
    schedule = {"schedule": {"conference": {"title": "Con", "days": [{"date": "2026-05-12", "rooms": {"A": sessions}}]}}}
    began = time.process_time()
    (event,) = page(json.dumps(schedule), "application/json").events
    assert len(event.sessions) == 10_000
    assert time.process_time() - began < 5


HOSTILE = {
    "rules without end": calendar(*(f"UID:{n}\r\nSUMMARY:T{n}\r\nDTSTART:19000101\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30" for n in range(500))),
    "folded for ever": "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x" + "\r\n y" * 100_000,
    "never closed": "BEGIN:VCALENDAR\r\n" + "BEGIN:VEVENT\r\n" * 50_000,
    "nested": "BEGIN:VCALENDAR\r\n" * 50_000,
    "parameters": calendar("DTSTART" + ';A="b"' * 50_000 + ":20260512\r\nSUMMARY:x"),
    "quotes": calendar('DTSTART;TZID="' + "a" * 100_000 + "\r\nSUMMARY:x"),
    "spaces": calendar("SUMMARY:" + " <" * 100_000),
    "zones": "BEGIN:VCALENDAR\r\n" + "BEGIN:VTIMEZONE\r\nTZID:Z\r\n" + "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY\r\nEND:STANDARD\r\n" * 5_000 + "END:VTIMEZONE\r\n",
    "json deep": '{"schedule": {"conference": ' + "[" * 100_000,
    "json broken": '{"schedule": {"conference": {"title": "x", ',
    "frab of other things": json.dumps({"schedule": {"conference": {"title": ["x"], "days": {"a": 1}, "start": {}}}}),
    "sessionize of other things": '[{"groupId": 1, "sessions": [1, null, {"title": {"a": []}, "speakers": [1, null], "startsAt": []}]}]',
    "indico of other things": '{"_type": "HTTPAPIResult", "results": [1, {"title": "x", "startDate": [], "contributions": [null, {"title": 5}], "duration": {}}]}',
    "tribe of other things": '{"events": [1, null, {"title": "x", "venue": 5, "organizer": "x", "categories": 7, "global_id": []}], "rest_url": ""}',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_exports_are_bounded(name):
    began = time.process_time()
    page(HOSTILE[name], "application/json" if HOSTILE[name][0] in "{[" else "text/calendar")
    assert time.process_time() - began < 5
