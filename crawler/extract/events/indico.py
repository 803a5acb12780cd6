"""Indico's exports: ``/export/event/N.json`` (details ``events``, ``contributions``, ``sessions``) and ``/export/timetable/N.json``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from crawler.extract.events.ical_zones import known_name, zone_of
from crawler.extract.events.values import MOST_EVENTS, Notes, later, lines, once, person, plain, set_period, text_of
from crawler.items import Event, EventSource, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import Issue, Person
    from crawler.normalise.dates import When

_PEOPLE = (("speakers", "speaker"), ("presenters", "speaker"), ("conveners", "chair"), ("chairs", "chair"))
_AUTHORS = (("primaryauthors", "author"), ("coauthors", "author"))


def read(data: dict[str, Any], url: str) -> tuple[list[Event], list[Issue]]:
    """Return the events of an export with their sessions and contributions; those of a timetable alone have no parent."""
    reader = _Reader(url)
    results = data.get("results")
    events: list[Event] = []
    if isinstance(results, dict):  # a timetable: event → day → entry
        for days in list(results.values())[:20]:
            for entries in list(days.values())[:400] if isinstance(days, dict) else ():
                events += reader.entries(entries)
    else:
        for result in results[:MOST_EVENTS] if isinstance(results, list) else ():
            if isinstance(result, dict) and (event := reader.event(result)):
                events.append(event)
    if reader.count > MOST_EVENTS:
        reader.notes.tell("link_cap", "events", f"more than {MOST_EVENTS} entries")
    return events, reader.notes.issues


class _Reader:
    def __init__(self, url: str) -> None:
        self.url, self.notes, self.count = url, Notes(), 0

    def event(self, result: dict[str, Any]) -> Event | None:
        """An event with its sessions and the contributions that stand in none."""
        event = self._described(result, None)
        if event is None:
            return None
        found: list[Event] = []
        for session in _dicts(result.get("sessions")):
            block = self._described(session, event)
            below = [each for part in _dicts(session.get("contributions")) if (each := self._with_parts(part, event, _title(session)))]
            if block is not None and (block.starts_at or not below):
                block.sessions = below
                found.append(block)
            else:
                found += below
        found += [each for part in _dicts(result.get("contributions")) if (each := self._with_parts(part, event, None))]
        for each in found:
            house = event.venue
            if each.venue is not None and house is not None and each.venue.name in {house.name, None}:
                each.venue = None
        event.sessions = found
        event.organiser = plain(text_of(result.get("organizer_info") or result.get("organizer") or result.get("category"), 300), 300)
        return event

    def _with_parts(self, part: dict[str, Any], parent: Event, session: str | None) -> Event | None:
        event = self._described(part, parent)
        if event is not None:
            event.track = event.track or session
            event.sessions = [each for sub in _dicts(part.get("subContributions")) if (each := self._described(sub, event))]
        return event

    def entries(self, entries: Any) -> list[Event]:
        """The entries of one day of a timetable."""
        found: list[Event] = []
        for entry in list(entries.values())[:5_000] if isinstance(entries, dict) else ():
            if not isinstance(entry, dict) or entry.get("entryType") == "Break":
                continue
            event = self._described(entry, None)
            if event is None:
                continue
            event.sessions = self.entries(entry.get("entries")) if entry.get("entryType") == "Session" else []
            for session in event.sessions:
                session.room = session.room or event.room
            found.append(event)
        return found

    def _described(self, item: dict[str, Any], parent: Event | None) -> Event | None:
        self.count += 1
        name = _title(item)
        if name is None or self.count > MOST_EVENTS:
            return None
        event = Event(name, sources=[EventSource("indico", self.url)])
        number = text_of(item.get("uniqueId") or item.get("id"), 60)
        address = text_of(item.get("url"), 2_048)
        event.url = join(self.url, address) if address else None
        event.uid = event.url or (f"{self.url}#{number}" if number else None)
        zone = text_of(item.get("timezone"), 60) or (parent.time_zone if parent else None) or _zone(item.get("startDate"))
        event.time_zone = known_name(zone) if zone else None
        begins, ends = self._moment(item.get("startDate"), event.time_zone), self._moment(item.get("endDate"), event.time_zone)
        minutes = item.get("duration")
        if ends is None and begins is not None and isinstance(minutes, (int, float)) and 0 < minutes < 100_000:
            ends = later(begins, timedelta(minutes=minutes))
        set_period(event, begins, ends, self.notes)
        description = item.get("description")
        event.abstract = lines(description, 5_000) if isinstance(description, str) else None
        event.track = text_of(item.get("track"), 200) or (text_of(item.get("session"), 200) if parent else None)
        room = text_of(item.get("roomFullname") or item.get("room"), 200)
        hall, address = text_of(item.get("location"), 300), text_of(item.get("address"), 300)
        if parent is None and "entryType" not in item:
            event.venue = (
                Venue(name=", ".join(part for part in (hall, room) if part) or None, address=address) if hall or room or address else None
            )
        else:
            event.room = room
        event.people = once(who for key, role in _PEOPLE for each in _dicts(item.get(key)) if (who := _person(each, role)))
        if not event.people:
            event.people = once(who for key, role in _AUTHORS for each in _dicts(item.get(key)) if (who := _person(each, role)))
        if str(item.get("is_cancelled") or item.get("cancelled")).lower() == "true":
            event.status = "cancelled"
        return event

    def _moment(self, value: Any, zone: str | None) -> When | None:
        """``{"date": "2026-05-12", "time": "09:00:00", "tz": "Europe/Zurich"}``, or one string."""
        if isinstance(value, dict):
            day, clock = text_of(value.get("date"), 20), text_of(value.get("time"), 20)
            text = f"{day}T{clock.partition('.')[0]}" if day and clock else day
            named = text_of(value.get("tz"), 60)
            own = known_name(named) if named else None
            if named and own is None:
                self.notes.tell("zone_unknown", "starts_at", f"{named} is no zone that is known: times without an offset")
            zone = own or zone
        else:
            text = text_of(value, 60)
        when = dates.parse(text) if text else None
        if text and when is None:
            self.notes.tell("date_unknown", "starts_at", text)
        return when.in_zone(zone_of(zone)) if when is not None and zone else when


def _title(item: dict[str, Any]) -> str | None:
    inner = item.get("session")
    return (
        text_of(item.get("title")) or text_of(item.get("slotTitle")) or (text_of(inner.get("title")) if isinstance(inner, dict) else None)
    )


def _zone(value: Any) -> str | None:
    return text_of(value.get("tz"), 60) if isinstance(value, dict) else None


def _person(item: dict[str, Any], role: str) -> Person | None:
    first = text_of(item.get("first_name") or item.get("firstName"), 100)
    last = text_of(item.get("last_name") or item.get("familyName"), 100)
    name = " ".join(part for part in (first, last) if part) or text_of(item.get("fullName") or item.get("name"), 200)
    return person(name, role, text_of(item.get("affiliation"), 300))


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))
