"""Where a site keeps its programmes for machines: calendars, schedule exports and the services that a page names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import urlsplit

from lxml import etree

from crawler.items import Hint, Link
from crawler.normalise.urls import join, normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from crawler.document import Document
    from crawler.items import Event

RELATION: Final = "programme"
MOST: Final = 12  #: exports taken from one page
_MOST_PAGES: Final = 5_000  #: addresses of events taken from one export
_SINGLES: Final = 5  #: calendars of single events taken from a page that describes none
_WHOLE = re.compile(
    r"(?:schedule|calendar|kalender|calendario|calendrier|programm?e?|programma?|agenda|events?|sessions?|talks|timetable|all|feed|ical|basic)[^/]*\.(?:ics|ical|ifb)\Z"
    r"|/(?:ical|ics|icalendar|webcal)/?\Z|schedule(?:\.v\d)?\.(?:json|xml)\Z|/schedule/export/[^/]*\.(?:json|xml|ics)\Z|/export/(?:event|timetable)/\d+\.(?:json|ics)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"/(?:speakers?|persons?|people|users?)/", re.IGNORECASE
)  #: what one person speaks at stands in the whole programme too
_CALENDAR = re.compile(r"\.(?:ics|ical)\Z", re.IGNORECASE)
_QUERY = re.compile(r"(?:\A|&)(?:ical|outlook-ical|format)=(?:1|ics|ical|icalendar)(?:&|\Z)", re.IGNORECASE)
_DATED = re.compile(r"\d{4}-\d{2}|/\d{4}/")
_SESSIONIZE = re.compile(r"https?://(?:www\.)?sessionize\.com(?::\d+)?/api/v2/([a-z0-9]{4,20})(?:/|\Z)", re.IGNORECASE)
_WIDGET = re.compile(r"(https?://[^\s\"'<>]{4,300}?/)(?:schedule/widget|widget/)", re.IGNORECASE)
_INDICO = re.compile(r"(?P<place>.*?)/event/(?P<number>\d{1,9})(?:/|\Z)")
_SOURCES = etree.XPath("//script/@src | //iframe/@src | //*[@event-url]/@event-url | //*[@data-event-url]/@data-event-url")
_API = re.compile(r"sessionize|pretalx|widget|indico", re.IGNORECASE)
_VIEW = re.compile(
    r"/(?:calendar|kalender|calendario|calendrier|events?|veranstaltungen|eventos|evenements|agenda|termine)/(?P<within>(?:[^/]+/){0,3}?)(?:(?P<view>month|week|day|list|today|photo|map|monat|woche|tag|mois|mes)/)?"
    r"(?P<year>(?:19|20|21)\d\d)[-/](?P<month>\d{1,2})(?:[-/](?P<day>\d{1,2}))?/?\Z",
    re.IGNORECASE,
)
_VIEW_QUERY = re.compile(
    r"(?:\A|&)(?:tribe-bar-date|date|month|day|week|start|cal_?date|ym|yearmonth|mc_id|yr|year)=(?P<year>(?:19|20|21)\d\d)?-?(?P<month>\d{1,2})?(?:-?(?P<day>\d{1,2}))?(?:&|\Z)",
    re.IGNORECASE,
)
_CALENDAR_PLACE = re.compile(
    r"/(?:calendar|kalender|calendario|calendrier|events?|veranstaltungen|eventos|evenements|agenda|termine)(?:/|\Z)", re.IGNORECASE
)


def of_page(document: Document, events: list[Event]) -> list[Link]:
    """Return the exports that a page links to or names, whole programmes first, each once and at most twelve.

    ``events`` are those that the page describes: calendars of single events are taken only where it describes none, and
    an export that names no event itself is told the page's.
    """
    hint = None
    if len(events) == 1:
        hint = Hint("event", events[0].url or document.url, title=events[0].name, kind="event")
    found: dict[str, Link] = {}
    singles = 0
    for address, declared in [*_named(document), *_linked(document)]:
        key = normalise(address)
        if key is None or key in found or key == normalise(document.url):
            continue
        if not declared and not _is_whole(address):
            singles += 1
            if events or singles > _SINGLES:
                continue
        found[key] = Link(address, RELATION, "event", hint=hint)
    return list(found.values())[:MOST]


def _linked(document: Document) -> Iterator[tuple[str, bool]]:
    """Addresses of calendars and schedules, and whether the page's head declares them."""
    for tag in document.link_tags:
        kind = tag.type.partition(";")[0].strip()
        if "alternate" in tag.rel.split() and kind in {"text/calendar", "application/calendar+json"}:
            address = _http(tag.href, document)
            if address and not _DATED.search(address):
                yield address, _is_whole(address) or "event" not in document.url
    for anchor in document.anchors:
        href = anchor.href
        if len(href) > 2_000 or not _may_be(href):
            continue
        address = _http(href, document)
        if address and (href[:6].lower() == "webcal" or _is_export(address)):
            yield address, False


def _may_be(href: str) -> bool:
    """A quick look, before anything is joined or matched."""
    return "ic" in href or "webcal" in href or "schedule" in href or ".ICS" in href or "/export/" in href


def _http(href: str, document: Document) -> str | None:
    scheme, colon, rest = href.partition(":")
    if colon and scheme.lower() in {"webcal", "webcals"}:
        href = f"{urlsplit(document.url).scheme or 'https'}:{rest}"
    return join(document.base_url, href)


def _is_export(address: str) -> bool:
    parts = urlsplit(address)
    if (parts.path.lower().endswith((".html", ".php")) and not parts.query) or _PERSONAL.search(parts.path):
        return False
    return (
        _CALENDAR.search(parts.path) is not None
        or _WHOLE.search(parts.path) is not None
        or (_QUERY.search(parts.query) is not None and not _DATED.search(parts.path))
    )


def _is_whole(address: str) -> bool:
    parts = urlsplit(address)
    return _WHOLE.search(parts.path) is not None or (_QUERY.search(parts.query) is not None and parts.path.count("/") <= 3)


def _named(document: Document) -> Iterator[tuple[str, bool]]:
    """Addresses of services that a page embeds: pretalx, Sessionize, Indico, The Events Calendar."""
    if root := document.meta("tec-api-origin"):
        api = next((tag.href for tag in document.link_tags if "/tribe/events/v1" in tag.href or "tribe/events/v1" in tag.href), None)
        address = join(document.base_url, api or f"{root.rstrip('/')}/wp-json/tribe/events/v1/")
        base = re.match(r".*?tribe/events/v1/?", address) if address else None
        if base is not None:
            yield f"{base[0].rstrip('/')}/events?per_page=50&start_date=2000-01-01", True
    sources = [str(each) for each in cast("list[str]", _SOURCES(document.root))[:200]] if document.root is not None else []
    named = [each for each in sources if _API.search(each)]
    named += [text for _, text in document.data_scripts[:20] if "sessionize" in text[:20_000]]
    for each in named:
        for number in _SESSIONIZE.findall(each[:20_000])[:5]:
            base_url = re.match(r"https?://[^/]+", each[each.lower().find("http") :])
            place = base_url[0] if base_url and "sessionize" in base_url[0] else "https://sessionize.com"
            yield f"{place}/api/v2/{number}/view/All", True
    for each in _event_urls(document):
        yield f"{each.rstrip('/')}/schedule/export/schedule.json", True
    for each in sources:
        if (found := _WIDGET.match(join(document.base_url, each) or "")) and "pretalx" in each + found[1]:
            yield f"{found[1]}schedule/export/schedule.json", True
    yield from _of_indico(document, sources)


def _event_urls(document: Document) -> list[str]:
    """Events that the schedule widget of pretalx is told to show."""
    if document.root is None or document.root.find(".//pretalx-schedule") is None:
        return []
    elements = document.root.iterfind(".//pretalx-schedule")
    return [address for element in elements if (address := join(document.base_url, element.get("event-url") or ""))][:3]


def _of_indico(document: Document, sources: list[str]) -> Iterator[tuple[str, bool]]:
    found = _INDICO.match(document.url)
    if found is None or not (
        any("indico" in each.lower() for each in sources) or "indico" in (document.meta("generator") or document.html_tokens).lower()
    ):
        return
    yield f"{found['place']}/export/event/{found['number']}.json?detail=contributions", True


def of_events(events: Iterable[Event], following: str | None) -> list[Link]:
    """Return the pages that an export names for its events and sessions, and its own next page."""
    found: dict[str, Link] = {}
    waiting = list(events)
    while waiting and len(found) < _MOST_PAGES:
        event = waiting.pop(0)
        if event.url:
            found.setdefault(event.url, Link(event.url, "link", "event", event.name[:200]))
        waiting.extend(event.sessions)
    links = list(found.values())
    return [*links, Link(following, RELATION, "event")] if following else links


def first(exports: list[Link], links: list[Link]) -> list[Link]:
    """Return a page's links with its exports in front, each address once."""
    taken = {link.url for link in exports}
    return [*exports, *(link for link in links if link.url not in taken)] if exports else links


def is_calendar_view(url: str, today: datetime) -> bool:
    """Return whether an address is a view of a calendar by day or week, or by a month further away than a year: there is no end of these."""
    parts = urlsplit(url)
    found = _VIEW.search(parts.path)
    if found is None and parts.query and _CALENDAR_PLACE.search(parts.path):
        found = _VIEW_QUERY.search(parts.query)
        if found is not None and not (found["year"] or found["month"]):
            return False
    if found is None:
        return False
    groups = found.groupdict()
    if groups.get("view") in {"day", "week", "today", "tag", "woche"} or (groups["day"] and groups.get("view")):
        return True
    if groups["day"]:  # /events/2026-05-12/ is a view, /event/harbour-walk/2026-05-12/ one of several days of an event
        return not groups.get("within")
    if not groups["year"] or not groups["month"] or not 1 <= int(groups["month"]) <= 12:
        return bool(parts.query)
    months = (int(groups["year"]) - today.year) * 12 + int(groups["month"]) - today.month
    return not -2 <= months <= 12
