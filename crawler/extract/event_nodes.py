"""schema.org Event and its subtypes, from JSON-LD and microdata alike, as events with their sessions."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Literal

from crawler.items import Event, EventSource, Issue, Person, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join
from crawler.sites.profile import known_zones

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
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
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
        self.issues: list[Issue] = []
        self.count = 0
        self._open: set[int] = set()

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
                self._place(event, above)
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
        event.status = next((_STATUS[key] for text in node.texts("eventStatus") if (key := _last(text)) in _STATUS), "scheduled")
        event.venue, online = self._where(node)
        mode = next((value for text in node.texts("eventAttendanceMode") for key, value in _ATTENDANCE.items() if key in _last(text)), None)
        event.attendance = mode or (("mixed" if event.venue else "online") if online else None)
        event.url = _absolute(self.url, node.text("url") or "")
        event.uid = _identity(node)
        event.organiser = plain(node.text("organizer", "organiser", "organizers"), 300)
        event.abstract = plain(node.text("description", "abstract"), 5_000)
        event.language = _language(node)
        event.track = plain(node.text("track"), 200)
        event.series = next(
            (plain(parent.text("name"), 300) for parent in node.nodes("superEvent", "isPartOf") if parent.is_a("EventSeries")), None
        )
        event.people = _people(node, "performer" if event.type in _STAGES else "speaker")
        event.sources = [EventSource("microdata" if node.source == "microdata" else "json-ld", self.url)]
        if depth < _DEPTH:
            for child in node.nodes("subEvent", "subEvents"):
                session = self._event(child, depth + 1)
                if session is not None:
                    self._place(session, event)
                    event.sessions.append(session)
        self._open.discard(id(node))
        return event

    def _when(self, event: Event, node: Node) -> None:
        begins, ends = self._moment(node, "startDate", "starts_at"), self._moment(node, "endDate", "ends_at")
        zone = next((text for schedule in node.nodes("eventSchedule") for text in schedule.texts("scheduleTimezone")), None)
        event.time_zone = zone if zone and zone in known_zones() else None
        if begins and ends and _before(ends, begins):
            self.issues.append(
                Issue("date_impossible", "warning", "ends_at", f"{event.name[:100]}: ends {ends.iso()} before it starts {begins.iso()}")
            )
            ends = None
        event.starts_at = begins.iso() if begins else None
        event.ends_at = ends.iso() if ends else None
        event.precision = begins.precision if begins else ends.precision if ends else None

    def _moment(self, node: Node, name: str, field: Literal["starts_at", "ends_at"]) -> dates.When | None:
        for text in node.texts(name)[:3]:
            reading = dates.read(text)
            if reading.when is None and (odd := _ODD_CLOCK.fullmatch(text)):
                reading = dates.read(f"{odd[1]}T{odd[2]}")
            if reading.when is not None:
                return reading.when
            self.issues.append(Issue(reading.problem or "date_unknown", "warning", field, text[:200]))
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

    @staticmethod
    def _place(session: Event, parent: Event) -> None:
        """A session's place that is not the event's own, and has no address of its own, is a room."""
        own, house = session.venue, parent.venue
        if own is None or not own.name or own.locality or (house is not None and own.name == house.name):
            return
        if not own.address or (house is not None and own.address == house.address):
            session.room = own.name
            session.venue = None


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
                person = Person(text, role or usual) if (text := plain(value, 200)) and "://" not in text else None
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


def _before(one: dates.When, other: dates.When) -> bool:
    """Whether one lies before the other, compared by what both have; times of day only where their offsets agree."""
    if one.is_instant and other.is_instant and (left := one.utc()) and (right := other.utc()):
        return left < right
    for a, b in zip(one[:3], other[:3], strict=True):
        if a is None or b is None:
            return False
        if a != b:
            return a < b
    if one.hour is None or other.hour is None or one.offset != other.offset:
        return False
    return (one.hour, one.minute) < (other.hour, other.minute)


def plain(value: str | None, most: int) -> str | None:
    """Text without tags and entities, white space folded, cut; None where nothing is left."""
    if not value:
        return None
    text = value[: most * 4]
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split())[:most].strip() or None
