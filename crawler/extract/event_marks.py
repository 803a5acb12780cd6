"""h-event and hCalendar: events marked by class names (microformats.org)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.event_nodes import plain
from crawler.items import Event, EventSource, Person, Venue
from crawler.normalise import dates
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from crawler.document import Document

MOST = 300
_ELEMENTS = 5_000  #: looked at within one event
#: a property → the classes that name it, today's form first
_CLASSES = {
    "name": ("p-name", "summary"),
    "start": ("dt-start", "dtstart"),
    "end": ("dt-end", "dtend"),
    "location": ("p-location", "location"),
    "url": ("u-url", "url"),
    "summary": ("p-summary", "e-content", "description"),
    "organiser": ("p-organizer", "organizer"),
    "person": ("p-speaker", "p-performer", "p-attendee-speaker"),
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
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def read(document: Document) -> list[Event]:
    """Return the events of a page in document order; a page without the root classes costs a look at its regions."""
    found: list[Event] = []
    for region in document.regions:
        if (
            region.tokens
            and region.element is not None
            and ("h-event" in region.tokens or "vevent" in region.tokens)
            and not _ROOTS.isdisjoint(region.tokens.split())
        ):
            event = _event(region.element, document)
            if event is not None:
                found.append(event)
            if len(found) >= MOST:
                break
    return found


def _event(root: HtmlElement, document: Document) -> Event | None:
    properties = _properties(root, _CLASSES)
    name = plain(_value(properties.get("name", [])), 500)
    if name is None:
        return None
    event = Event(name, sources=[EventSource("h-event", document.url)])
    begins, ends = _moment(properties.get("start", [])), _moment(properties.get("end", []))
    if begins is not None and ends is not None and ends.day is None and ends.hour is not None:
        ends = None
    if begins is not None:
        event.starts_at, event.precision = begins.iso(), begins.precision
    if ends is not None and (begins is None or ends.day_key() is None or begins.day_key() is None or ends.day_key() >= begins.day_key()):  # type: ignore[operator]  # both have days
        event.ends_at = ends.iso()
    event.venue = next((venue for element in properties.get("location", [])[:1] if (venue := _venue(element))), None)
    event.url = next((address for element in properties.get("url", []) if (address := _address(element, document.base_url))), None)
    event.abstract = plain(_value(properties.get("summary", [])), 5_000) if _value(properties.get("summary", [])) != name else None
    event.organiser = plain(_value(properties.get("organiser", [])), 300)
    event.uid = plain(_value(properties.get("uid", [])), 300)
    event.people = [Person(text, "speaker") for element in properties.get("person", [])[:50] if (text := plain(_text(element), 200))]
    status = (plain(_value(properties.get("status", [])), 50) or "").casefold()
    event.status = "cancelled" if status.startswith("cancel") else "postponed" if status == "postponed" else "scheduled"
    return event


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


def _moment(elements: list[HtmlElement]) -> dates.When | None:
    """The value of a date property: ``datetime``, ``title``, the value-class pattern, or the printed text."""
    for element in elements[:2]:
        parts = [part for part in element.iter() if isinstance(part.tag, str) and "value" in (part.get("class") or "").split()]
        if parts:
            pieces = [(_stated(part) or _text(part)).strip() for part in parts[:3]]
            day = next((piece for piece in pieces if not _CLOCK.match(piece)), "")
            clock = next((piece for piece in pieces if _CLOCK.match(piece)), "")
            text = f"{day}T{clock}" if clock else day
        else:
            text = _stated(element) or _text(element)
        when = dates.parse(text)
        if when is not None:
            return when
    return None


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
