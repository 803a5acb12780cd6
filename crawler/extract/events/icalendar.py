"""iCalendar files (RFC 5545) as events: zones, recurrence, changed and cancelled instances; the programme of one event nested under it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from crawler.extract.events import ical_lines, recurrence
from crawler.extract.events.ical_lines import Component, Value, unescaped
from crawler.extract.events.ical_zones import Zones, zone_of
from crawler.extract.events.values import MOST_EVENTS, Notes, later, lines, once, person, plain, set_period, span_of, to_room, venue_of
from crawler.items import Event, EventSource
from crawler.normalise.dates import When, is_possible
from crawler.normalise.events import names
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from crawler.items import Issue, Person

MOST_INSTANCES: Final = 60  #: of one recurring event
_WINDOW: Final = timedelta(days=400)  #: around the day of the capture, in which endless recurrence is unrolled
_PROGRAMME: Final = timedelta(days=12)  #: a named calendar that spans no more is the programme of one event
_MOMENT = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2}):?(\d{2})?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?\s*")
_STATUS: Final = {"CANCELLED": "cancelled", "CANCELED": "cancelled", "POSTPONED": "postponed"}
_NO_EVENT = re.compile(
    r"\b(?:calendar|kalender|calendario|calendrier|schedule|programme?|agenda|ical|feed|sessions|talks)\b", re.IGNORECASE
)


def read(text: str, url: str, captured_at: datetime, title: str | None = None) -> tuple[list[Event], list[Issue]]:
    """Return the events of a file and the issues of what could not be believed.

    Of what recurs without end the instances within 400 days of ``captured_at`` are given, at most 60. A calendar with a
    name (or ``title``, that of the event whose page linked it) whose many events lie within twelve days is the
    programme of that event. Never raises; at most 20,000 events.
    """
    notes = Notes()
    calendars, cut = ical_lines.read(text)
    if cut:
        notes.tell("too_large", "events", "a calendar past its limit was cut")
    found: list[Event] = []
    for calendar in calendars[:50]:
        events = _Calendar(calendar, url, captured_at, notes).events(MOST_EVENTS - len(found))
        found += _programme(events, calendar, title)
    return found, notes.issues


def _programme(events: list[Event], calendar: Component, title: str | None) -> list[Event]:
    """The events under the one that they are the programme of, where that is what the calendar is."""
    named = calendar.text("X-WR-CALNAME") or calendar.text("NAME") or title
    name = plain(named, 300)
    days = sorted(day for event in events for day in ((event.starts_at or "")[:10], (event.ends_at or "")[:10]) if len(day) == 10)
    if not name or len(events) < 4 or not days or len(events) < 2 * len({(event.starts_at or "")[:10] for event in events}):
        return events
    if date.fromisoformat(days[-1]) - date.fromisoformat(days[0]) > _PROGRAMME or any(event.sessions for event in events):
        return events
    bare = " ".join(_NO_EVENT.sub(" ", name).split()).strip(" -–—|:()") or name
    if names.is_common(bare) and names.read(bare).edition is None:
        return events
    parent = Event(bare, starts_at=days[0], ends_at=days[-1] if days[-1] != days[0] else None, precision="day")
    parent.time_zone = next((event.time_zone for event in events if event.time_zone), None)
    parent.sources = [EventSource("icalendar", events[0].sources[0].url)]
    parent.abstract = lines(calendar.text("X-WR-CALDESC"), 5_000)
    for event in events:
        to_room(event, parent)
        _speakers_of_title(event)
    parent.sessions = events
    return [parent]


def _speakers_of_title(session: Event) -> None:
    """``Title - Ann Lee, Björn Dahl``, as pretalx names sessions in calendars; names only where each reads as one."""
    title, dash, behind = session.name.rpartition(" - ")
    people = [part.strip() for part in behind.split(",")] if dash and title else []
    if (
        people
        and not session.people
        and all(2 <= len(name.split()) <= 4 and name[:1].isupper() and not any(c.isdigit() for c in name) for name in people)
    ):
        session.people = once(person(name, "speaker") for name in people)


class _Calendar:
    """Reads one calendar."""

    def __init__(self, calendar: Component, url: str, captured_at: datetime, notes: Notes) -> None:
        self.parts = calendar.all("VEVENT")
        self.zones = Zones(calendar.all("VTIMEZONE"))
        self.zone = calendar.text("X-WR-TIMEZONE") or calendar.text("TIMEZONE-ID")
        self.cancelled = (calendar.text("METHOD") or "").upper() == "CANCEL"
        self.url, self.today, self.notes = url, captured_at.astimezone(UTC).date(), notes
        self.budget = recurrence.Budget()
        self.names_speakers = "pretalx" in (calendar.text("PRODID") or "").lower()  # its titles end in them

    def events(self, most: int) -> list[Event]:
        masters: dict[str, Component] = {}
        changed: dict[str, dict[str, Component]] = {}
        loose: list[Component] = []
        for part in self.parts:
            uid = part.text("UID")
            instance = part.first("RECURRENCE-ID")
            if uid is None:
                loose.append(part)
            elif instance is not None:
                slot = changed.setdefault(uid, {})
                key = _stamp(instance.text)
                slot[key] = _newer(slot.get(key), part)
            else:
                masters[uid] = _newer(masters.get(uid), part)
        found: list[Event] = []
        above: dict[str, Event] = {}
        nested: list[tuple[str, Event]] = []
        for uid, part in masters.items():
            if len(found) >= most:
                break
            events = self._instances(part, uid, changed.pop(uid, {}))
            parent = next(
                (
                    unescaped(v.text).strip()
                    for v in part.values.get("RELATED-TO", ())
                    if v.parameters.get("RELTYPE", "PARENT").upper() == "PARENT"
                ),
                None,
            )
            if len(events) == 1 and parent in masters and parent != uid:
                nested.append((parent, events[0]))
            else:
                found += events
            if len(events) == 1:
                above[uid] = events[0]
        for uid, event in nested:
            if uid in above and above[uid] in found:
                to_room(event, above[uid])
                above[uid].sessions.append(event)
            else:
                found.append(event)
        found += [each for uid, parts in changed.items() for key, part in parts.items() if (each := self._event(part, f"{uid}/{key}"))]
        found += [each for part in loose if (each := self._event(part, None))]
        if len(found) > most or self.budget.spent:
            self.notes.tell("link_cap", "events", f"more than {most} events, or more recurrence than can be unrolled")
        return found[:most]

    def _instances(self, part: Component, uid: str, changed: dict[str, Component]) -> list[Event]:
        """The event, or its instances where it recurs."""
        rules, dates = part.values.get("RRULE", ()), part.values.get("RDATE", ())
        if not rules and not dates:
            event = self._event(part, uid)
            return [event] if event else []
        first = self._when(part.first("DTSTART"))
        if first is None or not first.day_key():
            event = self._event(part, uid)
            return [event] if event else []
        starts = self._starts(part, first, [rule.text for rule in rules], list(dates))
        found: list[Event] = []
        for start in starts:
            key = _stamp(start.iso())
            other = changed.pop(key, None) or changed.pop(_utc_stamp(start), None)
            event = self._event(other, f"{uid}/{key}") if other is not None else self._event(part, f"{uid}/{key}", start, first)
            if event is not None:
                event.series = plain(part.text("SUMMARY"), 300) or event.name
                found.append(event)
        found += [event for key, other in list(changed.items())[:MOST_INSTANCES] if (event := self._event(other, f"{uid}/{key}"))]
        return found

    def _starts(self, part: Component, first: When, rules: list[str], dates: list[Value]) -> list[When]:
        """The beginnings of a recurring event: all where they are few, else those around the capture."""
        begin = date(*first.day_key())  # type: ignore[misc]  # its caller has asked for a day
        limit = max(self.today, begin) + _WINDOW
        found: dict[str, When] = {first.iso(): first}
        when: When | None
        for text in rules[:5]:
            rule = recurrence.read(text)
            if rule is None:
                self.notes.tell("recurrence_cut", "starts_at", f"recurs by a rule that is not followed: {text[:100]}", "info")
                continue
            earliest = None if rule.times or rule.until else self.today - _WINDOW
            for day in recurrence.days(rule, begin, limit, self.budget, earliest):
                if earliest is not None and day < earliest:
                    continue
                when = self._on(first, day, part)
                found[when.iso()] = when
        for value in dates[:50]:
            for piece in value.text.split(",")[:500]:
                if (when := self._when(Value(piece.partition("/")[0], value.parameters))) is not None:
                    found[when.iso()] = when
        gone = {
            _stamp(when.iso())
            for value in part.values.get("EXDATE", ())
            for piece in value.text.split(",")[:2_000]
            if (when := self._when(Value(piece, value.parameters))) is not None
        }
        kept = sorted(
            (when for when in found.values() if _stamp(when.iso()) not in gone and _stamp(when.on_day().iso()) not in gone),
            key=lambda w: w[:6],
        )
        if len(kept) <= MOST_INSTANCES:
            return kept
        self.notes.tell(
            "recurrence_cut", "starts_at", f"{part.text('SUMMARY') or ''}: {MOST_INSTANCES} of more instances are given"[:300], "info"
        )
        soon = (self.today - timedelta(days=30)).timetuple()[:3]
        near = next((n for n, each in enumerate(kept) if each[:3] >= soon), len(kept))
        near = max(0, min(near, len(kept) - MOST_INSTANCES))
        return kept[near : near + MOST_INSTANCES]

    def _on(self, first: When, day: date, part: Component) -> When:
        """The same time of day on another day, with the offset of that day."""
        when = first._replace(year=day.year, month=day.month, day=day.day)
        value = part.first("DTSTART")
        zone = (value.parameters.get("TZID") if value else None) or (
            self.zone if value and not value.text.strip().upper().endswith("Z") else None
        )
        if when.hour is not None and zone:
            return when._replace(offset=self.zones.offset(zone, when._replace(offset=None)))
        return when

    def _event(self, part: Component, uid: str | None, starts: When | None = None, first: When | None = None) -> Event | None:
        name = plain(part.text("SUMMARY"), 500)
        if name is None:
            return None
        event = Event(name, uid=uid[:300] if uid else None, sources=[EventSource("icalendar", self.url)])
        begins, ends = self._when(part.first("DTSTART"), "starts_at"), self._when(part.first("DTEND"), "ends_at")
        if ends is None and begins is not None and (span := span_of(part.text("DURATION") or "")):
            ends = later(begins, span)
            if ends is not None and ends.hour is not None and (zone := self._printed_zone(part)):
                ends = ends._replace(offset=self.zones.offset(zone, ends._replace(offset=None)) if begins.offset is not None else None)
        if starts is not None and first is not None:  # an instance as long as the first one
            ends = _as_long(starts, first, ends)
            begins = starts
        if ends is not None and begins is not None and ends.hour is None and begins.hour is None:
            previous = ends.minus_one_day()  # the end of whole days is the day after
            ends = When(*previous) if previous and ends.day_key() > begins.day_key() else None  # type: ignore[operator]  # both have days
        if ends == begins:
            ends = None
        set_period(event, begins, ends, self.notes)
        zone = self._printed_zone(part)
        event.time_zone = (self.zones.name(zone) if zone else None) or (
            self.zones.name(self.zone) if self.zone and begins and begins.hour is not None else None
        )
        event.status = "cancelled" if self.cancelled else _STATUS.get((part.text("STATUS") or "").upper(), "scheduled")
        self._describe(event, part)
        if self.names_speakers:
            _speakers_of_title(event)
            event.name = event.name.rpartition(" - ")[0] if event.people else event.name
        return event

    def _describe(self, event: Event, part: Component) -> None:
        place = part.text("LOCATION")
        event.venue = venue_of(place)
        online = bool(part.first("CONFERENCE") or part.first("X-GOOGLE-CONFERENCE")) or bool(place and place.lower().startswith("http"))
        event.attendance = ("mixed" if event.venue else "online") if online else None
        address = part.text("URL")
        event.url = join(self.url, address) if address else None
        alternative = part.first("X-ALT-DESC")
        event.abstract = lines(part.text("DESCRIPTION") or (unescaped(alternative.text) if alternative else None), 5_000)
        organiser = part.first("ORGANIZER")
        event.organiser = plain(organiser.parameters.get("CN"), 300) if organiser else None
        event.track = plain(part.text("CATEGORIES"), 200)
        event.people = once(_attendee(value) for value in part.values.get("ATTENDEE", ())[:200])

    def _printed_zone(self, part: Component) -> str | None:
        value = part.first("DTSTART")
        return value.parameters.get("TZID") if value else None

    def _when(self, value: Value | None, field: str | None = None) -> When | None:
        """A date or time as printed, with its zone's offset; a time in UTC is told on the calendar's own clock."""
        if value is None:
            return None
        found = _MOMENT.fullmatch(value.text[:60])
        if found is None:
            if field:
                self.notes.tell("date_unknown", field, value.text[:100])
            return None
        when = When(int(found[1]), int(found[2]), int(found[3]))
        if found[4] is None or value.parameters.get("VALUE", "").upper() == "DATE":
            return when
        when = when._replace(hour=int(found[4]), minute=int(found[5]), second=min(int(found[6] or 0), 59))
        if found[4] == "24" and is_possible(when._replace(hour=0)) and (following := when.plus_one_day()):
            when = When(*following, 0, when.minute, when.second)
        if found[7]:
            return self._from_utc(when, found[7])
        zone = value.parameters.get("TZID") or self.zone
        if not zone or not is_possible(when):
            return when
        offset = self.zones.offset(zone, when)
        if offset is None:
            self.notes.tell(
                "zone_unknown", field or "starts_at", f"{zone[:100]} is no zone that is known or defined: times without an offset"
            )
        return when._replace(offset=offset)

    def _from_utc(self, when: When, sign: str) -> When:
        if sign != "Z":
            digits = sign[1:].replace(":", "")
            minutes = int(digits[:2]) * 60 + int(digits[2:])
            return when._replace(offset=-minutes if sign[0] == "-" else minutes)
        when = when._replace(offset=0)
        name = self.zones.name(self.zone) if self.zone else None
        zone = zone_of(name) if name else None
        moment = when.utc()
        if zone is None or moment is None:
            return when
        try:
            local = moment.astimezone(zone)
        except (OverflowError, ValueError):
            return when
        offset = local.utcoffset() or timedelta()
        return When(local.year, local.month, local.day, local.hour, local.minute, local.second, round(offset.total_seconds() / 60))


def _attendee(value: Value) -> Person | None:
    """Somebody who has a part in it; who only comes is nobody's business."""
    role, name = value.parameters.get("ROLE", "").upper(), value.parameters.get("CN", "@")
    if "@" in name or not (role.startswith("X-") or role in {"CHAIR", "SPEAKER"}):
        return None
    return person(
        name, "chair" if role == "CHAIR" else role.removeprefix("X-").replace("-", " ").lower(), value.parameters.get("X-AFFILIATION")
    )


def _as_long(starts: When, first: When, ends: When | None) -> When | None:
    if ends is None or not first.day_key() or not ends.day_key():
        return None
    try:
        left = datetime(first.year, first.month or 1, first.day or 1, first.hour or 0, first.minute, first.second)  # noqa: DTZ001 -- wall clocks
        right = datetime(ends.year, ends.month or 1, ends.day or 1, ends.hour or 0, ends.minute, ends.second)  # noqa: DTZ001
    except ValueError:
        return None
    return later(starts, right - left) if right >= left else None


def _newer(known: Component | None, part: Component) -> Component:
    """Of two descriptions of one event the one with the higher sequence, then the later change."""
    return part if known is None or _age(part) >= _age(known) else known


def _age(part: Component) -> tuple[int, str]:
    sequence = part.text("SEQUENCE") or "0"
    return int(sequence) if re.fullmatch(r"\d{1,9}", sequence) else 0, part.text("LAST-MODIFIED") or part.text("DTSTAMP") or ""


def _stamp(text: str) -> str:
    """What tells the instances of one event apart: the digits of the wall clock."""
    digits = re.sub(r"[+-]\d\d:?\d\d\Z|[^0-9T]", "", text.strip()) if "T" in text else re.sub(r"\D", "", text)
    return digits[:15]


def _utc_stamp(when: When) -> str:
    moment = when.utc()
    return moment.strftime("%Y%m%dT%H%M%S") if moment else ""
