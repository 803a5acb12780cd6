"""Values that every reader of events shares: plain text, days and times, places, people."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, Final

from crawler.items import Issue, Person, Venue
from crawler.normalise.dates import IMPLAUSIBLE, IMPOSSIBLE, When, is_possible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.items import Event

MOST_EVENTS: Final = 20_000  #: of one export; a page's own bounds are tighter
MOST_ISSUES: Final = 20
MOST_PEOPLE: Final = 200  #: of one event
_YEARS: Final = range(1850, 2201)  #: events of other years are mistakes or jokes
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")
_INLINE = re.compile(r"</?(?:b|i|em|strong|a|span|u|small|sup|sub|code|mark|q)\b[^<>]{0,2000}>", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|/p|/div|/li|/h[1-6])\b[^<>]{0,200}>", re.IGNORECASE)
_AT = re.compile(r"(?:\A|.*\s)(?:(?:at|@|bei|chez|en|von)\s+|(?<=,\s))(?P<employer>.{2,200})\Z")
_SPEAKERS = re.compile(
    r"(?:^|\n)\s*(?:speakers?|presenters?|presented by|with|referent(?:in|en)?(?::innen)?|sprecher|intervenants?|ponentes?|orador(?:es)?|relatori?|嘉宾|讲者|演讲人|講師|登壇者)\s*[:：]\s*(?P<names>[^\n]{2,500})",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:[;|、；]|,(?![^(（]*[)）])|\s(?:and|und|et|y|e|&)\s)\s*")
_NAMED = re.compile(r"(?P<name>[^()（）,]{2,100}?)\s*(?:[(（](?P<inside>[^()（）]{2,200})[)）]|,\s*(?P<behind>.{2,200}))?\s*\Z")


def plain(value: str | None, most: int) -> str | None:
    """Text without tags and entities, white space folded, cut; None where nothing is left."""
    if not value:
        return None
    text = value[: most * 4]
    if "<" in text:
        text = _TAG.sub(" ", _INLINE.sub("", text))
    if "&" in text:
        text = unescape(text)
    return " ".join(text.split())[:most].strip() or None


def lines(value: str | None, most: int) -> str | None:
    """As :func:`plain`, for prose: paragraphs and breaks stay apart by a newline."""
    if not value:
        return None
    text = _BREAK.sub("\n", value[: most * 4]) if "<" in value else value[: most * 4]
    kept = (plain(line, most) for line in text.split("\n"))
    return "\n".join(line for line in kept if line)[:most].strip() or None


def text_of(value: object, most: int = 500) -> str | None:
    """The plain text of a JSON value: a string, a number, or an object's ``name``, ``title`` or only language."""
    if isinstance(value, dict):
        value = next((value[key] for key in ("name", "title", "rendered", "en", "de") if value.get(key)), next(iter(value.values()), None))
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    return plain(str(value)[: most * 4], most)


class Notes:
    """The issues of one reading, at most 20, each once."""

    def __init__(self) -> None:
        self.issues: list[Issue] = []

    def tell(self, cls: str, field: str | None, detail: str, severity: str = "warning") -> None:
        """Add an issue."""
        issue = Issue(cls, severity, field, detail[:500])  # type: ignore[arg-type]  # the callers' literals
        if len(self.issues) < MOST_ISSUES and issue not in self.issues:
            self.issues.append(issue)


def set_period(event: Event, begins: When | None, ends: When | None, notes: Notes) -> None:
    """Put days and times into the event; what cannot be, or lies in no likely year, is left out and told."""
    begins, ends = _likely(begins, "starts_at", event, notes), _likely(ends, "ends_at", event, notes)
    if begins and ends and before(ends, begins):
        notes.tell(IMPOSSIBLE, "ends_at", f"{event.name[:100]}: ends {ends.iso()} before it starts {begins.iso()}")
        ends = None
    event.starts_at = begins.iso() if begins else None
    event.ends_at = ends.iso() if ends else None
    event.precision = begins.precision if begins else ends.precision if ends else None


def _likely(when: When | None, field: str, event: Event, notes: Notes) -> When | None:
    if when is None:
        return None
    if not is_possible(when):
        notes.tell(IMPOSSIBLE, field, f"{event.name[:100]}: {when}")
        return None
    if when.year not in _YEARS:
        notes.tell(IMPLAUSIBLE, field, f"{event.name[:100]}: {when.iso()}")
        return None
    return when


def before(one: When, other: When) -> bool:
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


def later(when: When, span: timedelta) -> When | None:
    """A point in time a span after another, on the same clock; None where that is no time of the calendar."""
    if not when.month or not when.day:
        return None
    try:
        moment = datetime(when.year, when.month, when.day, when.hour or 0, when.minute, when.second) + span  # noqa: DTZ001 -- a wall clock
    except (ValueError, OverflowError):
        return None
    if when.hour is None:
        return When(moment.year, moment.month, moment.day)
    return When(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, when.offset)


_ISO_SPAN = re.compile(
    r"(?P<sign>[+-])?P(?:(?P<weeks>\d{1,4})W)?(?:(?P<days>\d{1,5})D)?(?:T(?:(?P<hours>\d{1,5})H)?(?:(?P<minutes>\d{1,6})M)?(?:(?P<seconds>\d{1,8})S)?)?",
    re.IGNORECASE,
)
_CLOCK_SPAN = re.compile(r"(?:(?P<days>\d{1,3}):)?(?P<hours>\d{1,3}):(?P<minutes>\d{2})(?::00)?")


def span_of(text: str) -> timedelta | None:
    """A length of time: ``PT1H30M``, ``P1D``, ``00:45`` (hours and minutes); None for any other string and for nothing or less."""
    text = text.strip()
    found = _ISO_SPAN.fullmatch(text) or _CLOCK_SPAN.fullmatch(text)
    if found is None:
        return None
    parts = {name: int(value) for name, value in found.groupdict().items() if value and name != "sign"}
    span = timedelta(**parts)
    return span if span > timedelta() and found.groupdict().get("sign") != "-" and span < timedelta(days=4_000) else None


def person(name: str | None, role: str | None = None, affiliation: str | None = None) -> Person | None:
    """Somebody on a programme, where there is a name."""
    printed = plain(name, 200)
    if not printed or "://" in printed or not any(char.isalpha() for char in printed):
        return None
    return Person(printed, role, plain(affiliation, 300))


def once(people: Iterable[Person | None]) -> list[Person]:
    """People, each once, at most 200."""
    kept: dict[str, Person] = {}
    for each in people:
        if each is not None:
            known = kept.setdefault(each.name.casefold(), each)
            known.affiliation = known.affiliation or each.affiliation
        if len(kept) >= MOST_PEOPLE:
            break
    return list(kept.values())


def employer(tagline: str | None) -> str | None:
    """``CTO at Example Ltd`` → ``Example Ltd``; a tag line without one as it is."""
    text = plain(tagline, 300)
    found = _AT.match(text) if text else None
    return found["employer"].strip() if found else text


def speakers_in(prose: str | None) -> list[Person]:
    """People of a line ``Speakers: Ann Lee (Example University), Björn Dahl``, none where there is no such line."""
    found = _SPEAKERS.search(prose) if prose else None
    return named_people(found["names"]) if found else []


def named_people(names: str, role: str = "speaker") -> list[Person]:
    """People of a printed list, affiliations in brackets, at most 50."""
    people: list[Person | None] = []
    for part in _BETWEEN.split(names[:1_000])[:50]:
        found = _NAMED.match(part.strip(" .,"))
        if found and len(found["name"].split()) <= 6 and not any(c.isdigit() for c in found["name"]):
            people.append(person(found["name"], role, found["inside"] or found["behind"]))
    return once(people)


def venue_of(printed: str | None) -> Venue | None:
    """``Quay Hall, 1 Quay, Port Example`` → name and the rest as address."""
    text = plain(printed, 500)
    if not text or text.lower().startswith(("http://", "https://")):
        return None
    name, _, rest = text.partition(", ")
    return Venue(name=name[:300], address=rest.strip() or None)


def to_room(session: Event, parent: Event) -> None:
    """A session's place that is not the event's own, and has no address of its own, is a room."""
    own, house = session.venue, parent.venue
    if own is None or not own.name or own.locality or (house is not None and own.name == house.name):
        return
    if not own.address or (house is not None and own.address == house.address):
        session.room = session.room or own.name
        session.venue = None
