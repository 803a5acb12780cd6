"""schema.org Event and its subtypes, from JSON-LD and microdata alike, as events with their sessions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from crawler.extract.events.values import Notes, later, lines, plain, set_period, span_of, to_room
from crawler.items import Event, EventSource, Issue, Offer, Person, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join
from crawler.sites.zones import known_zones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.extract.structured import Node

MOST = 2_000  #: events of one page, sessions included
_DEPTH = 3
_OTHER_TYPES = frozenset({"Festival", "Hackathon", "CourseInstance", "EventSeries"})  # subtypes whose names do not end in Event
_NO_EVENTS = frozenset({"PublicationEvent", "BroadcastEvent", "OnDemandEvent", "DeliveryEvent"})
_STAGES = frozenset({"MusicEvent", "TheaterEvent", "DanceEvent", "ComedyEvent", "Festival", "ScreeningEvent"})
_STATUS = {"eventcancelled": "cancelled", "eventpostponed": "postponed", "eventrescheduled": "moved", "eventmovedonline": "moved"}
_ATTENDANCE = {"offline": "offline", "online": "online", "mixed": "mixed"}
_ODD_CLOCK = re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d:\d\d(?::\d\d)?)")  # a calendar plugin prints 2012-05-13-11:00:00
_STRENGTH = ("cancelled", "postponed", "moved")  #: of several statuses the first of these is told
_NO_NAMES = frozenset({"organization", "person", "performinggroup", "thing"})  # The Events Calendar prints the type for the performer
_PEOPLE = (
    ("performer", ""),
    ("performers", ""),
    ("speaker", "speaker"),
    ("actor", "performer"),
    ("moderator", "moderator"),
    ("contributor", ""),
    ("instructor", "instructor"),
)


class Reader:
    """Turns the nodes of one page into events; ``issues`` holds what could not be believed."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.notes = Notes()
        self.count = 0
        self._open: set[int] = set()

    @property
    def issues(self) -> list[Issue]:
        """What could not be believed."""
        return self.notes.issues

    def read(self, nodes: Iterable[Node]) -> list[Event]:
        """Return the top-level events; a node that is a session or parent of another stands within or above it."""
        listed = [node for node in nodes if is_event(node)]
        below = {id(child) for node in listed for child in node.nodes("subEvent", "subEvents")}
        above = {id(parent) for node in listed for parent in node.nodes("superEvent")}
        found: list[Event] = []
        for node in listed:
            if id(node) in below or (id(node) in above and not node.nodes("subEvent", "subEvents")):
                continue
            event = self._event(node, 0)
            if event is not None:
                found.append(self._under_parent(event, node))
        return found

    def _under_parent(self, event: Event, node: Node) -> Event:
        """A session's page names the event it belongs to; a series is a name, not a parent."""
        for parent in node.nodes("superEvent")[:1]:
            if parent.is_a("EventSeries"):
                event.series = parent.text("name")
            elif id(parent) not in self._open and (above := self._event(parent, _DEPTH)) is not None and above.name != event.name:
                to_room(event, above)
                above.sessions.append(event)
                return above
        return event

    def _event(self, node: Node, depth: int) -> Event | None:
        name = plain(node.text("name", "headline"), 500)
        if name is None or id(node) in self._open or self.count >= MOST:
            return None
        self.count += 1
        self._open.add(id(node))
        event = Event(name, type=next((t for t in node.types if _is_type(t)), "Event"))
        self._when(event, node)
        said = {_STATUS[key] for text in node.texts("eventStatus") if (key := _last(text)) in _STATUS}
        event.status = next((status for status in _STRENGTH if status in said), "moved" if node.texts("previousStartDate") else "scheduled")
        event.venue, online = self._where(node)
        mode = next((value for text in node.texts("eventAttendanceMode") for key, value in _ATTENDANCE.items() if key in _last(text)), None)
        if any(_last(text) == "eventmovedonline" for text in node.texts("eventStatus")):
            mode = mode or "online"
        event.attendance = mode or (("mixed" if event.venue else "online") if online else None)
        event.url = _absolute(self.url, node.text("url") or "")
        event.uid = _identity(node)
        event.organiser = plain(node.text("organizer", "organiser", "organizers"), 300)
        event.abstract = lines(node.text("description", "abstract"), 5_000)
        event.language = _language(node)
        more = {name: each.text("value") for each in node.nodes("additionalProperty")[:20] if (name := each.text("name"))}
        event.track = plain(node.text("track") or more.get("track"), 200)
        event.edition = plain(more.get("edition"), 60)
        event.series = next(
            (plain(parent.text("name"), 300) for parent in node.nodes("superEvent", "isPartOf") if parent.is_a("EventSeries")), None
        )
        event.people = _people(node, "performer" if event.type in _STAGES else "speaker")
        event.offers = _offers(node)
        event.sources = [EventSource("microdata" if node.source == "microdata" else "json-ld", self.url)]
        if depth < _DEPTH:
            for child in node.nodes("subEvent", "subEvents"):
                session = self._event(child, depth + 1)
                if session is not None:
                    to_room(session, event)
                    event.sessions.append(session)
        self._open.discard(id(node))
        return event

    def _when(self, event: Event, node: Node) -> None:
        begins, ends = self._moment(node, "startDate", "starts_at"), self._moment(node, "endDate", "ends_at")
        schedule = next(iter(node.nodes("eventSchedule")), None)
        if schedule is not None:
            zone = schedule.text("scheduleTimezone")
            event.time_zone = zone if zone and zone in known_zones() else None
            begins = begins or self._scheduled(schedule, "startDate", "startTime", "starts_at")
            # the end of a schedule is that of its last instance; an event's is that of the day it begins on
            ends = ends or (self._scheduled(schedule, "startDate", "endTime", "ends_at") if schedule.text("endTime") else None)
        if ends is None and begins is not None:
            length = node.text("duration") or (schedule.text("duration") if schedule is not None else None)
            span = span_of(length) if length and begins.hour is not None else None
            ends = later(begins, span) if span else None
        set_period(event, begins, ends, self.notes)

    def _scheduled(self, schedule: Node, day: str, clock: str, field: Literal["starts_at", "ends_at"]) -> dates.When | None:
        """A day and a time of day that a Schedule gives apart."""
        when, time = self._moment(schedule, day, field), schedule.text(clock)
        found = re.match(r"T?(\d{1,2}):(\d{2})", time) if time else None
        if when is None or when.hour is not None or not when.day or found is None:
            return when
        return dates.read(f"{when.iso()}T{int(found[1]):02}:{found[2]}").when or when

    def _moment(self, node: Node, name: str, field: Literal["starts_at", "ends_at"]) -> dates.When | None:
        for text in node.texts(name)[:3]:
            reading = dates.read(text)
            if reading.when is None and (odd := _ODD_CLOCK.fullmatch(text)):
                reading = dates.read(f"{odd[1]}T{odd[2]}")
            if reading.when is not None:
                return reading.when
            self.notes.tell(reading.problem or "date_unknown", field, text[:200])
        return None

    def _where(self, node: Node) -> tuple[Venue | None, bool]:
        """The first place, and whether one of the locations is virtual."""
        venue: Venue | None = None
        online = False
        for value in node.props.get("location", ())[:5]:
            if isinstance(value, str):
                text = plain(value, 300)
                if text and text.lower().startswith(("http://", "https://")):
                    online = True
                elif text:
                    venue = venue or Venue(name=text)
            elif value.is_a("VirtualLocation"):
                online = True
            else:
                venue = venue or _venue(value)
        return venue, online


def is_event(node: Node) -> bool:
    """Return whether a node describes an event that people go to."""
    return any(_is_type(kind) for kind in node.types)


def _is_type(kind: str) -> bool:
    return (kind.endswith("Event") and kind not in _NO_EVENTS) or kind in _OTHER_TYPES


def _venue(node: Node) -> Venue | None:
    venue = Venue(name=plain(node.text("name"), 300))
    for value in node.props.get("address", ())[:2]:
        if isinstance(value, str):
            venue.address = plain(value, 500)
            continue
        venue.address = plain(value.text("streetAddress"), 300)
        venue.locality = plain(value.text("addressLocality"), 200)
        venue.region = plain(value.text("addressRegion"), 200)
        venue.country = plain(value.text("addressCountry"), 100)
    if not node.is_a("Place") and node.is_a("PostalAddress"):
        venue.address = plain(node.text("streetAddress"), 300)
        venue.locality, venue.region, venue.country = (
            plain(node.text(f"address{part}"), 200) for part in ("Locality", "Region", "Country")
        )
    return venue if venue != Venue() else None


def _people(node: Node, usual: str) -> list[Person]:
    people: dict[str, Person] = {}
    for name, role in _PEOPLE:
        for value in node.props.get(name, ())[:200]:
            if isinstance(value, str):
                text = plain(value, 200)
                person = Person(text, role or usual) if text and "://" not in text and text.casefold() not in _NO_NAMES else None
            else:
                if value.is_a("Role", "PerformanceRole") and (inner := value.nodes(name)):
                    role, value = plain(value.text("roleName"), 100) or role, inner[0]  # noqa: PLW2901  # a Role stands around the person
                text = plain(value.text("name"), 200)
                title = plain(value.text("jobTitle"), 200)
                person = (
                    Person(text, role or title or usual, plain(value.text("affiliation", "worksFor", "memberOf"), 300)) if text else None
                )
            if person is not None:
                people.setdefault(person.name.casefold(), person)
    return list(people.values())[:200]


def _offers(node: Node) -> list[Offer]:
    found: list[Offer] = []
    for each in node.nodes("offers")[:20]:
        price = plain(each.text("price", "lowPrice"), 60)
        high = plain(each.text("highPrice"), 60)
        offer = Offer(
            f"{price}–{high}" if price and high and price != high else price,
            plain(each.text("priceCurrency"), 10),
            (plain(each.text("availability"), 200) or "").rstrip("/").rpartition("/")[2] or None,
            plain(each.text("url"), 2_048),
        )
        if offer != Offer():
            found.append(offer)
    return found


def _identity(node: Node) -> str | None:
    """An identifier that the publisher gave; an ``@id`` that is only a place in the page says nothing."""
    given = plain(node.text("identifier"), 300)
    if given:
        return given
    return node.id[:300] if node.id and not node.id.startswith(("_:", "#", "/")) else None


def _language(node: Node) -> str | None:
    for value in node.props.get("inLanguage", ()):
        text = value if isinstance(value, str) else value.text("alternateName", "identifier", "name")
        if text and re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8}){0,3}", text.strip()):
            return text.strip().replace("_", "-")
    return None


def _absolute(base: str, url: str) -> str | None:
    if not url:
        return None
    if base:
        return join(base, url)
    return url[:2_048] if url.lower().startswith(("http://", "https://")) else None


def _last(text: str) -> str:
    """``https://schema.org/EventCancelled`` → ``eventcancelled``."""
    return text.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2].casefold()
