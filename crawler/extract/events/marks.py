"""h-event and hCalendar: events marked by class names (microformats.org)."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from crawler.extract.events.values import Notes, later, lines, once, person, plain, set_period, span_of, to_room
from crawler.items import Event, EventSource, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.document import Document
    from crawler.items import Issue, Person

MOST = 300
_ELEMENTS = 5_000  #: looked at within one event
#: a property → the classes that name it, today's form first
_CLASSES = {
    "name": ("p-name", "summary"),
    "start": ("dt-start", "dtstart"),
    "end": ("dt-end", "dtend"),
    "duration": ("dt-duration", "duration"),
    "location": ("p-location", "location"),
    "url": ("u-url", "url"),
    "summary": ("p-summary", "e-content", "description"),
    "organiser": ("p-organizer", "u-organizer", "organizer"),
    "category": ("p-category", "category"),
    "person": ("p-speaker", "u-speaker", "p-performer", "p-attendee-speaker", "speaker"),
    "uid": ("u-uid", "uid"),
    "status": ("p-status", "status"),
}
_PLACE = {
    "name": ("p-name", "fn", "org", "p-org"),
    "address": ("p-street-address", "street-address"),
    "locality": ("p-locality", "locality"),
    "region": ("p-region", "region"),
    "country": ("p-country-name", "country-name"),
}
_ROOTS = frozenset({"h-event", "vevent"})
_CLOCK = re.compile(
    r"T?(?P<hour>\d{1,2})(?::(?P<minute>\d{2}))?(?::(?P<second>\d{2}))?\s?(?P<half>[ap]\.?m\.?)?(?P<zone>\s?(?:Z|[+-]\d{1,2}(?::?\d{2})?))?\s*\Z",
    re.IGNORECASE,
)
_ZONE = re.compile(r"Z|[+-]\d{1,2}(?::?\d{2})?")
_DAY = re.compile(r"\d{1,2}")


def read(document: Document) -> tuple[list[Event], list[Issue]]:
    """Return the events of a page in document order, and the issues of what could not be believed.

    A page without the root classes costs a look at its regions. Events within an event are its sessions.
    """
    found: list[Event] = []
    notes = Notes()
    roots: dict[HtmlElement, Event] = {}
    for region in document.regions:
        if (
            region.tokens
            and region.element is not None
            and ("h-event" in region.tokens or "vevent" in region.tokens)
            and not _ROOTS.isdisjoint(region.tokens.split())
        ):
            event = _event(region.element, document, notes)
            if event is None:
                continue
            above = next((roots[each] for each in islice(region.element.iterancestors(), 40) if each in roots), None) if roots else None
            roots[region.element] = event
            if above is None:
                found.append(event)
            else:
                to_room(event, above)
                above.sessions.append(event)
            if len(roots) >= MOST:
                notes.tell("link_cap", "events", f"more than {MOST} marked events")
                break
    return found, notes.issues


def _event(root: HtmlElement, document: Document, notes: Notes) -> Event | None:
    classic = "h-event" not in (root.get("class") or "").lower().split()
    properties = _properties(root, _CLASSES)
    name = plain(_value(properties.get("name", [])) or (None if classic else _implied_name(root, properties)), 500)
    if name is None:
        return None
    event = Event(name, sources=[EventSource("h-event", document.url)])
    begins = _moment(properties.get("start", []))
    ends = _moment(properties.get("end", []), begins)
    if ends is None and begins is not None and (length := _value(properties.get("duration", []))):
        span = span_of(length)
        ends = later(begins, span) if span else None
    if classic and begins is not None and ends is not None and _is_exclusive(properties.get("end", []), ends):
        previous = ends.minus_one_day()
        ends = dates.When(*previous) if previous and previous != begins.day_key() else None
    set_period(event, begins, ends, notes)
    places = [venue for element in properties.get("location", [])[:3] if (venue := _venue(element))]
    event.venue = places[0] if places else None
    event.url = next((address for element in properties.get("url", []) if (address := _address(element, document.base_url))), None)
    if event.url is None and root.tag == "a" and not classic:
        event.url = _address(root, document.base_url)
    said = _value(properties.get("summary", []))
    event.abstract = lines(said, 5_000) if said != name else None
    event.organiser = plain(_name_of(properties.get("organiser", [])), 300)
    uid = properties.get("uid", [])
    event.uid = plain((_address(uid[0], document.base_url) if uid else None) or _value(uid), 300)
    event.track = plain(_value(properties.get("category", [])), 200)
    event.people = once(_person(element) for element in properties.get("person", [])[:50])
    status = (plain(_value(properties.get("status", [])), 50) or "").casefold()
    event.status = "cancelled" if status.startswith("cancel") else "postponed" if status == "postponed" else "scheduled"
    return event


def _implied_name(root: HtmlElement, properties: dict[str, list[HtmlElement]]) -> str | None:
    """The text of an h-event that marks nothing within (microformats2: implied properties)."""
    if properties or root.get("alt") or root.get("title"):
        return str(root.get("alt") or root.get("title") or "") or None
    return _text(root)[:300]


def _is_exclusive(elements: list[HtmlElement], ends: dates.When) -> bool:
    """Whether a classic end names the day after the one that is printed: ``<abbr class=dtend title=2026-05-15>14</abbr>``."""
    if ends.hour is not None or not ends.day or not elements:
        return False
    previous = ends.minus_one_day()
    printed = _DAY.findall(_text(elements[0])[:100])
    return bool(previous and printed and int(printed[-1]) == previous[2] and _stated(elements[0]))


def _person(element: HtmlElement) -> Person | None:
    """An h-card or a bare name, with the organisation that it names."""
    parts = _properties(
        element, {"name": ("p-name", "fn"), "org": ("p-org", "org", "organization-name"), "title": ("p-job-title", "title", "role")}
    )
    name = _value(parts.get("name", []))
    return person(name or _value([element]), "speaker", _value(parts.get("org", [])))


def _name_of(elements: list[HtmlElement]) -> str | None:
    for element in elements[:1]:
        named = _properties(element, {"name": ("p-name", "fn")}).get("name")
        return _value(named or [element])
    return None


def _properties(root: HtmlElement, names: dict[str, tuple[str, ...]]) -> dict[str, list[HtmlElement]]:
    """The elements that carry each property of this root; those of roots within it are theirs."""
    wanted = {token: name for name, tokens in names.items() for token in tokens}
    found: dict[str, list[HtmlElement]] = {}
    waiting = list(reversed(list(root)))
    for _ in range(_ELEMENTS):
        if not waiting:
            break
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        tokens = (element.get("class") or "").lower().split()
        for token in tokens:
            if token in wanted:
                found.setdefault(wanted[token], []).append(element)
        nested = any(token.startswith("h-") or token in {"vevent", "vcard", "adr"} for token in tokens)
        if not nested or (names is _PLACE):
            waiting.extend(reversed(list(element)))
    return found


def _venue(element: HtmlElement) -> Venue | None:
    parts = {name: plain(_value(elements), 300) for name, elements in _properties(element, _PLACE).items()}
    if parts:
        return Venue(**parts)
    text = plain(_text(element), 300)
    return Venue(name=text) if text else None


def _moment(elements: list[HtmlElement], begins: dates.When | None = None) -> dates.When | None:
    """The value of a date property: ``datetime``, ``title``, the value-class pattern, or the printed text.

    A time of day alone is on the day on which the event begins, with its offset (microformats2: dt-end).
    """
    for element in elements[:2]:
        parts = [part for part in element.iter() if isinstance(part.tag, str) and "value" in (part.get("class") or "").split()]
        if parts:
            pieces = [(_stated(part) or _text(part)).strip() for part in parts[:4]]
            day = next((piece for piece in pieces if not _CLOCK.match(piece) and not _ZONE.fullmatch(piece)), "")
            clock = next((piece for piece in pieces if _CLOCK.match(piece)), "")
            zone = next((piece for piece in pieces if _ZONE.fullmatch(piece)), "")
            text = f"{day}T{_spoken(clock)}{zone}" if clock and day else clock or day
        else:
            text = (_stated(element) or _text(element)).strip()
        when = dates.parse(text)
        if when is None and begins is not None and begins.day and (spoken := _spoken(text)):
            when = dates.parse(f"{begins.on_day().iso()}T{spoken}")
            if when is not None and when.offset is None:
                when = when._replace(offset=begins.offset)
        if when is not None:
            return when
    return None


def _spoken(clock: str) -> str:
    """``7:30pm``, ``7 p.m.`` and ``19:30`` as hours and minutes; an empty string for what is no time of day."""
    found = _CLOCK.match(clock)
    if found is None:
        return ""
    hour, half = int(found["hour"]), (found["half"] or "").lower()[:1]
    if hour > (12 if half else 24) or not (found["minute"] or half):
        return ""
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return f"{hour:02}:{found['minute'] or '00'}{':' + found['second'] if found['second'] else ''}{(found['zone'] or '').replace(' ', '')}"


def _stated(element: HtmlElement) -> str | None:
    names = ("datetime", "title", "value", "content") if element.tag == "abbr" else ("datetime", "value", "content")
    return next((str(value) for name in names if (value := element.get(name))), None)


def _value(elements: list[HtmlElement]) -> str | None:
    for element in elements[:3]:
        text = _stated(element) if element.tag in {"data", "abbr", "input"} else element.get("alt") if element.tag == "img" else None
        text = text or _text(element)
        if text.strip():
            return text
    return None


def _text(element: HtmlElement) -> str:
    return "".join(map(str, element.itertext()))[:20_000]


def _address(element: HtmlElement, base: str) -> str | None:
    href = element.get("href") or element.get("src") or ""
    return join(base, href) if href else None
