"""The Events Calendar's REST API for WordPress: ``/wp-json/tribe/events/v1/events`` and single events.

Fields as in https://docs.theeventscalendar.com/rest-api/; empty places and organisers come as empty lists.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from crawler.extract.events.ical_zones import known_name, zone_of
from crawler.extract.events.values import MOST_EVENTS, Notes, lines, named_people, once, plain, set_period, speakers_in, text_of
from crawler.items import Event, EventSource, Offer, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from crawler.items import Issue, Person
    from crawler.normalise.dates import When

_STATUS = {"canceled": "cancelled", "cancelled": "cancelled", "postponed": "postponed", "rescheduled": "moved"}
_SPEAKER = re.compile(r"speaker|presenter|referent|ponente|intervenant|relator", re.IGNORECASE)
_ROOM = re.compile(r"room|raum|salle|sala|hall", re.IGNORECASE)


def read(data: dict[str, Any], url: str) -> tuple[list[Event], list[Issue], str | None]:
    """Return the events of one page, the issues, and the address of the next page."""
    notes = Notes()
    entries = data.get("events") if "events" in data else [data]
    events = [event for each in (entries if isinstance(entries, list) else [])[:MOST_EVENTS] if (event := _event(each, url, notes))]
    following = text_of(data.get("next_rest_url"), 2_048)
    return events, notes.issues, join(url, following) if following else None


def _event(entry: Any, url: str, notes: Notes) -> Event | None:
    name = text_of(entry.get("title")) if isinstance(entry, dict) else None
    if name is None or (text_of(entry.get("status"), 30) or "publish") not in {"publish", "future"}:
        return None
    event = Event(name, sources=[EventSource("wordpress", url)])
    event.uid = text_of(entry.get("global_id"), 300)
    address = text_of(entry.get("url"), 2_048)
    event.url = join(url, address) if address else None
    zone = text_of(entry.get("timezone"), 60)
    event.time_zone = known_name(zone) if zone else None
    begins, ends = (_moment(entry, which, event.time_zone) for which in ("start", "end"))
    if entry.get("all_day") in {True, "true", "1"} and begins is not None:
        begins, ends = begins.on_day(), ends.on_day() if ends is not None and ends.day else None
        ends = None if ends == begins else ends
    for which, when in (("start", begins), ("end", ends)):
        if when is None and (printed := text_of(entry.get(f"{which}_date"), 60)):
            notes.tell("date_impossible", f"{which}s_at", f"{name[:100]}: {printed}")
    set_period(event, begins, ends, notes)
    event.status = _STATUS.get((text_of(entry.get("event_status"), 30) or "").lower(), "scheduled")
    prose = entry.get("description") if isinstance(entry.get("description"), str) else entry.get("excerpt")
    event.abstract = lines(prose, 5_000) if isinstance(prose, str) else None
    event.venue = _venue(entry.get("venue"))
    organisers = entry.get("organizer")
    listed = organisers if isinstance(organisers, list) else [organisers]
    event.organiser = plain(
        ", ".join(text for each in listed[:5] if isinstance(each, dict) and (text := text_of(each.get("organizer"), 200))), 300
    )
    sorts = entry.get("categories")
    event.track = next(
        (text_of(each.get("name"), 200) for each in (sorts if isinstance(sorts, list) else ()) if isinstance(each, dict)), None
    )
    if entry.get("is_virtual") in {True, "true"}:
        event.attendance = "mixed" if event.venue else "online"
    event.people = once([*_fielded(entry.get("custom_fields"), event), *speakers_in(event.abstract)])
    cost = text_of(entry.get("cost"), 100)
    if cost:
        details = entry.get("cost_details")
        currency = text_of(details.get("currency_code") or details.get("currency_symbol"), 10) if isinstance(details, dict) else None
        event.offers = [Offer(price=cost, currency=currency, url=text_of(entry.get("website"), 2_048))]
    return event


def _moment(entry: dict[str, Any], which: str, zone: str | None) -> When | None:
    """The local time with the offset of its zone, or that which the time in UTC beside it tells."""
    local = text_of(entry.get(f"{which}_date"), 40)
    when = dates.parse(local) if local else None
    if when is None or when.hour is None:
        return when
    if zone:
        return when.in_zone(zone_of(zone))
    world = text_of(entry.get(f"utc_{which}_date"), 40)
    other = dates.parse(f"{world}Z") if world else None
    if other is not None and (left := when._replace(offset=0).utc()) and (right := other.utc()):
        minutes = round((left - right).total_seconds() / 60)
        if minutes % 15 == 0 and -12 * 60 <= minutes <= 14 * 60:
            return when._replace(offset=minutes)
    return when


def _venue(value: Any) -> Venue | None:
    value = value[0] if isinstance(value, list) and value else value
    if not isinstance(value, dict):
        return None
    venue = Venue(
        name=text_of(value.get("venue"), 300),
        address=text_of(value.get("address"), 300),
        locality=text_of(value.get("city"), 200),
        region=text_of(value.get("stateprovince") or value.get("state") or value.get("province"), 200),
        country=text_of(value.get("country"), 100),
    )
    return venue if venue != Venue() else None


def _fielded(fields: Any, event: Event) -> list[Person]:
    """Speakers and room of the calendar's additional fields."""
    people: list[Person] = []
    for each in list(fields.values())[:50] if isinstance(fields, dict) else ():
        label, value = (text_of(each.get(key), 1_000) for key in ("label", "value")) if isinstance(each, dict) else (None, None)
        if not label or not value:
            continue
        if _SPEAKER.search(label):
            people += named_people(value)
        elif _ROOM.search(label):
            event.room = value[:200]
    return people
