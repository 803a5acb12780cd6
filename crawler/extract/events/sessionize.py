"""Sessionize's public JSON: ``view/All``, ``view/Sessions``, ``view/GridSmart`` and ``view/Speakers`` (sessionize.com/api/v2/…).

The answers name no event: the page that embeds them does. Times are on the event's own clock, without an offset.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.extract.events.values import MOST_EVENTS, Notes, employer, lines, once, person, set_period, text_of
from crawler.items import Event, EventSource
from crawler.normalise import dates

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.items import Issue, Person

_TRACK = ("track", "theme", "topic", "strand")
_LANGUAGE = ("language", "sprache", "langue", "idioma")
_NAMES = {"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es", "español": "es", "italian": "it", "dutch": "nl", "portuguese": "pt", "polish": "pl", "chinese": "zh", "japanese": "ja"}  # fmt: skip


def read(data: Any, url: str) -> tuple[list[Event], list[Issue]]:
    """Return the sessions of an answer, whichever view it is; of ``view/Speakers`` sessions by name with their speaker."""
    reader = _Reader(url)
    if isinstance(data, dict):
        found = [reader.of_all(data, each) for each in _dicts(data.get("sessions"))]
    else:
        found = []
        for group in _dicts(data):
            if "rooms" in group:
                rooms = _dicts(group.get("rooms"))
                found += [reader.session(each, text_of(room.get("name"), 200)) for room in rooms for each in _dicts(room.get("sessions"))]
            elif "firstName" in group or "fullName" in group:
                found += reader.of_speaker(group)
            else:
                found += [reader.session(each) for each in _dicts(group.get("sessions"))]
    known: dict[str, Event] = {}
    for event in found[:MOST_EVENTS]:
        if event is not None:
            same = known.setdefault(f"{event.uid} {event.starts_at}", event)
            if same is not event:  # a plenary session stands in every room; a session of several speakers under each of them
                same.people = once([*same.people, *event.people])
    if len(found) > MOST_EVENTS:
        reader.notes.tell("link_cap", "events", f"more than {MOST_EVENTS} sessions")
    return list(known.values()), reader.notes.issues


def _dicts(value: Any) -> Iterator[dict[str, Any]]:
    return (each for each in (value if isinstance(value, list) else ()) if isinstance(each, dict))


class _Reader:
    def __init__(self, url: str) -> None:
        self.url, self.notes = url, Notes()
        self._names: dict[str, dict[str, str]] = {}
        self._speakers: dict[str, Person] | None = None
        self._items: dict[str, tuple[str, str]] = {}

    def of_all(self, data: dict[str, Any], session: dict[str, Any]) -> Event | None:
        """A session of ``view/All``, where speakers, rooms and categories stand apart."""
        if self._speakers is None:
            self._speakers = {str(each.get("id")): who for each in _dicts(data.get("speakers")) if (who := _speaker(each))}
            self._names["rooms"] = {str(each.get("id")): text_of(each.get("name"), 200) or "" for each in _dicts(data.get("rooms"))}
            self._items = {
                str(item.get("id")): (text_of(category.get("title"), 100) or "", text_of(item.get("name"), 200) or "")
                for category in _dicts(data.get("categories"))
                for item in _dicts(category.get("items"))
            }
        return self.session(session, self._names["rooms"].get(str(session.get("roomId"))) or None)

    def session(self, session: dict[str, Any], room: str | None = None) -> Event | None:
        """One session."""
        name = text_of(session.get("title")) or text_of(session.get("name"))
        if name is None:
            return None
        event = Event(name, sources=[EventSource("sessionize", self.url)])
        number = text_of(session.get("id"), 60)
        event.uid = f"sessionize:{number}" if number else None
        event.room = text_of(session.get("room"), 200) or room
        description = session.get("description")
        event.abstract = lines(description, 5_000) if isinstance(description, str) else None
        begins, ends = (dates.parse(text) if (text := text_of(session.get(key), 40)) else None for key in ("startsAt", "endsAt"))
        set_period(event, begins, ends, self.notes)
        people: list[Person | None] = []
        found = session.get("speakers")
        for each in found[:200] if isinstance(found, list) else ():
            if isinstance(each, dict):
                people.append(_speaker(each))
            elif self._speakers is not None:
                people.append(self._speakers.get(str(each)))
        event.people = once(people)
        if (text_of(session.get("status"), 40) or "").lower() in {"declined", "withdrawn", "cancelled", "canceled"}:
            event.status = "cancelled"
        for title, item in self._categories(session):
            if title.lower().startswith(_TRACK):
                event.track = event.track or item
            elif title.lower().startswith(_LANGUAGE):
                event.language = event.language or _NAMES.get(item.lower())
        return event

    def _categories(self, session: dict[str, Any]) -> Iterator[tuple[str, str]]:
        found = session.get("categoryItems")
        for each in found[:50] if isinstance(found, list) else ():
            if str(each) in self._items:
                yield self._items[str(each)]
        for category in _dicts(session.get("categories")):
            for item in _dicts(category.get("categoryItems")):
                yield text_of(category.get("name"), 100) or "", text_of(item.get("name"), 200) or ""

    def of_speaker(self, speaker: dict[str, Any]) -> list[Event | None]:
        """The sessions that a speaker of ``view/Speakers`` has."""
        who = _speaker(speaker)
        events = [self.session({"id": each.get("id"), "title": each.get("name")}) for each in _dicts(speaker.get("sessions"))]
        for event in events:
            if event is not None and who is not None:
                event.people = [who]
        return events


def _speaker(printed: dict[str, Any]) -> Person | None:
    first, last = text_of(printed.get("firstName"), 100), text_of(printed.get("lastName"), 100)
    name = text_of(printed.get("fullName"), 200) or text_of(printed.get("name"), 200) or " ".join(part for part in (first, last) if part)
    return person(name, "speaker", employer(text_of(printed.get("tagLine"), 300)))
