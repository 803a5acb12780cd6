"""Schedules in the format of frab and pretalx, ``schedule.json`` and ``schedule.xml``, as one event with its sessions.

The fields are those of https://c3voc.de/wiki/schedule; ``duration`` is hours and minutes, ``date`` has the offset.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler.extract.events.ical_zones import known_name, zone_of
from crawler.extract.events.values import MOST_EVENTS, Notes, later, lines, once, person, plain, set_period, span_of, text_of
from crawler.items import Event, EventSource
from crawler.normalise import dates
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from crawler.items import Issue, Person
    from crawler.normalise.dates import When

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def of_json(data: dict[str, Any], url: str) -> tuple[list[Event], list[Issue]]:
    """Return the event of a ``schedule.json``; none where it has no conference with a name."""
    schedule = data.get("schedule", data)
    conference = schedule.get("conference") if isinstance(schedule, dict) else None
    if not isinstance(conference, dict):
        return [], []
    return _Reader(conference, url).read(_days_of_json(conference))


def of_xml(root: _Element, url: str) -> tuple[list[Event], list[Issue]]:
    """Return the event of a ``schedule.xml``."""
    element = root.find("conference")
    conference = _children(element) if element is not None else {}
    if urlsplit(conference.get("base_url") or "").path.strip("/"):
        conference.setdefault("url", conference.get("base_url"))
    generated = root.find("generator")
    if generated is not None and generated.get("name"):
        conference.setdefault("generator", generated.get("name"))
    return _Reader(conference, url).read(_days_of_xml(root))


def _children(element: _Element) -> dict[str, Any]:
    return {
        str(child.tag): " ".join("".join(map(str, child.itertext())).split("\0"))
        for child in list(element)[:100]
        if isinstance(child.tag, str)
    }


def _days_of_json(conference: dict[str, Any]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Day, its first hour, room and session, in the order of the schedule."""
    found = conference.get("days")
    for day in found[:400] if isinstance(found, list) else ():
        rooms = day.get("rooms") if isinstance(day, dict) else None
        for room, sessions in rooms.items() if isinstance(rooms, dict) else ():
            for session in sessions if isinstance(sessions, list) else ():
                if isinstance(session, dict):
                    yield text_of(day.get("date"), 30) or "", text_of(day.get("day_start"), 40) or "", str(room), session


def _days_of_xml(root: _Element) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for day in root.findall("day")[:400]:
        for room in day.findall("room"):
            for element in room.findall("event"):
                session = _children(element)
                session["guid"], session["id"] = element.get("guid"), element.get("id")
                session["persons"] = [
                    {"name": "".join(map(str, each.itertext())), "affiliation": each.get("affiliation")}
                    for each in element.iterfind("persons/person")
                ][:200]
                yield day.get("date") or "", day.get("start") or "", room.get("name") or "", session


class _Reader:
    """Reads one schedule."""

    def __init__(self, conference: dict[str, Any], url: str) -> None:
        self.conference, self.url, self.notes = conference, url, Notes()
        zone = text_of(conference.get("time_zone_name"), 100)
        self.zone = known_name(zone) if zone else None
        if zone and self.zone is None:
            self.notes.tell("zone_unknown", "time_zone", f"{zone} is no zone that is known: times without an offset")

    def read(self, days: Iterator[tuple[str, str, str, dict[str, Any]]]) -> tuple[list[Event], list[Issue]]:
        name = text_of(self.conference.get("title"))
        sessions: list[Event] = []
        for day, begins, room, session in days:
            if len(sessions) >= MOST_EVENTS:
                self.notes.tell("link_cap", "events", f"more than {MOST_EVENTS} sessions")
                break
            read = self._session(day, begins, room, session)
            if read is not None:
                sessions.append(read)
        if name is None:
            return sessions, self.notes.issues
        event = Event(name, sources=[EventSource("frab", self.url)], time_zone=self.zone, sessions=sessions)
        event.url = self._address(self.conference.get("url")) or self._home()
        event.abstract = lines(text_of(self.conference.get("description"), 20_000), 5_000)
        set_period(event, self._day("start"), self._day("end"), self.notes)
        if event.ends_at == event.starts_at:
            event.ends_at = None
        event.organiser = text_of(self.conference.get("organizer"), 300)
        city = text_of(self.conference.get("city"), 200)
        hall = text_of(self.conference.get("venue"), 300)
        if hall or city:
            from crawler.items import Venue

            event.venue = Venue(name=hall, locality=city)
        return [event], self.notes.issues

    def _home(self) -> str | None:
        """The event's own page, below which pretalx keeps its exports."""
        home, exports, _ = self.url.partition("schedule/export/")
        return home if exports else None

    def _day(self, name: str) -> When | None:
        text = text_of(self.conference.get(name), 40)
        when = dates.parse(text) if text else None
        return when.on_day() if when is not None and when.day else when

    def _session(self, day: str, day_start: str, room: str, session: dict[str, Any]) -> Event | None:
        name = text_of(session.get("title"))
        if name is None:
            return None
        subtitle = text_of(session.get("subtitle"), 300)
        event = Event(name, sources=[EventSource("frab", self.url)], time_zone=self.zone)
        uid = text_of(session.get("guid"), 300)
        event.uid = uid or (f"{self.url}#{number}" if (number := text_of(session.get("id"), 60)) else None)
        event.url = self._address(session.get("url"))
        event.room = plain(text_of(session.get("room"), 200) or room, 200)
        event.track = text_of(session.get("track"), 200)
        language = text_of(session.get("language"), 20)
        event.language = language.replace("_", "-") if language and _LANGUAGE.fullmatch(language) else None
        prose = [lines(text, 5_000) for key in ("abstract", "description") if isinstance(text := session.get(key), str)]
        event.abstract = "\n".join(dict.fromkeys(part for part in [subtitle, *prose] if part))[:5_000] or None
        event.people = once(self._person(each) for each in self._persons(session))
        begins = self._begins(day, day_start, session)
        span = span_of(text_of(session.get("duration"), 30) or "")
        if span is None and (minutes := text_of(session.get("duration"), 30)) and minutes.isdigit() and 0 < int(minutes) < 10_000:
            span = timedelta(minutes=int(minutes))
        ends = later(begins, span) if begins is not None and span is not None and begins.hour is not None else None
        if ends is not None and self.zone and (zone := zone_of(self.zone)) and ends.offset is not None:
            ends = ends._replace(offset=None).in_zone(zone)
        set_period(event, begins, ends, self.notes)
        state = (text_of(session.get("state") or session.get("status"), 40) or "").lower()
        if state.startswith(("cancel", "withdrawn")):
            event.status = "cancelled"
        if session.get("do_not_record") is None and (text_of(session.get("type"), 60) or "").lower() == "online":
            event.attendance = "online"
        return event

    @staticmethod
    def _persons(session: dict[str, Any]) -> list[Any]:
        found = session.get("persons")
        return found[:200] if isinstance(found, list) else []

    @staticmethod
    def _person(printed: object) -> Person | None:
        if isinstance(printed, str):
            return person(printed, "speaker")
        if not isinstance(printed, dict):
            return None
        name = next(
            (text for key in ("public_name", "full_public_name", "name", "full_name") if (text := text_of(printed.get(key), 200))), None
        )
        affiliation = next((text for key in ("affiliation", "organization", "company") if (text := text_of(printed.get(key), 300))), None)
        return person(name, text_of(printed.get("role"), 100) or "speaker", affiliation)

    def _begins(self, day: str, day_start: str, session: dict[str, Any]) -> When | None:
        """``date`` where it has a time, else the day with ``start``: hours before the day's first one are the next morning's."""
        printed = text_of(session.get("date"), 60)
        when = dates.parse(printed) if printed else None
        if when is not None and when.hour is not None:
            return when
        clock = re.match(r"(\d{1,2}):(\d{2})", text_of(session.get("start"), 20) or "")
        whole = when or (dates.parse(day) if day else None)
        if printed and whole is None:
            self.notes.tell("date_unknown", "starts_at", printed)
        if whole is None or not whole.day or clock is None or int(clock[1]) > 23:
            return whole
        first = dates.parse(day_start) if day_start else None
        hour = first.hour if first is not None and first.hour is not None else 0
        if int(clock[1]) < hour and (following := whole.plus_one_day()):
            whole = dates.When(*following)
        whole = whole._replace(hour=int(clock[1]), minute=int(clock[2]))
        zone = zone_of(self.zone) if self.zone else None
        return whole.in_zone(zone)

    def _address(self, value: object) -> str | None:
        text = text_of(value, 2_048)
        return join(self.url, text) if text else None
