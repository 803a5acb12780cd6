"""Makes one description of an event out of those of all its sources: the better one leads, the others fill its gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.event_identity import fold
from storage.moments import take_apart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from storage.records import Row

#: how much a format's description counts; the event's own page counts for more
QUALITY = {
    "frab": 7,
    "indico": 7,
    "sessionize": 7,
    "wordpress": 6,
    "json-ld": 6,
    "microdata": 5,
    "icalendar": 5,
    "h-event": 4,
    "text": 1,
}
OWN_PAGE = 3
OWN_PAGE_TEXT = 1
_WORDS = (
    "type",
    "name",
    "attendance",
    "url",
    "uid",
    "series",
    "edition",
    "organiser",
    "room",
    "track",
    "abstract",
    "language",
    "offers",
)
VENUE = ("name", "address", "locality", "region", "country")  #: fields of a place


@dataclass(frozen=True, slots=True)
class Said:
    """What one source says of an event."""

    format: str
    url: str
    quality: int
    seen_at: datetime | None
    missing_at: datetime | None
    fields: Row


def quality(form: str | None, *, own: bool) -> int:
    """Return how much a description counts."""
    if form is None:
        return OWN_PAGE if own else 0
    return QUALITY.get(form, 2) + ((OWN_PAGE_TEXT if form == "text" else OWN_PAGE) if own else 0)


def vanished(said: Sequence[Said]) -> bool:
    """Return whether an event is named no more: a source dropped it, and none has named it since."""
    dropped = max((each.missing_at for each in said if each.missing_at is not None), default=None)
    if dropped is None:
        return False
    return all(each.missing_at is not None or (each.seen_at is not None and each.seen_at < dropped) for each in said)


def combine(said: Sequence[Said]) -> tuple[Row, Row]:
    """Return the fields of the event and, by source, the names of those that it gave (``{"frab https://…": ["name", …]}``).

    Sources that no longer name the event count only where no other does.
    """
    living = [each for each in said if each.missing_at is None] or list(said)
    order = sorted(living, key=lambda each: (-each.quality, each.format, each.url))
    fields: Row = {}
    given: dict[str, list[str]] = {}

    def note(name: str, source: Said) -> None:
        given.setdefault(f"{source.format} {source.url}", []).append(name)

    for name in _WORDS:
        source = next((each for each in order if each.fields.get(name)), order[0])
        fields[name] = source.fields.get(name)
        if fields[name]:
            note(name, source)
    when = max(order, key=lambda each: (_fineness(each.fields.get("starts_at"), order), each.quality))
    for name in ("starts_at", "ends_at", "precision"):
        fields[name] = when.fields.get(name)
    if fields["starts_at"]:
        note("starts_at", when)
    if fields["ends_at"] is None:
        _fill_end(fields, order)
    zone = next((each for each in [when, *order] if each.fields.get("time_zone")), None)
    fields["time_zone"] = zone.fields["time_zone"] if zone else None
    said_so = next((each for each in order if each.fields.get("status") not in {None, "scheduled"}), None)
    fields["status"] = said_so.fields["status"] if said_so else "scheduled"
    fields["venue"] = _venue(order)
    fields["people"] = _people(order)
    fields["type"] = next(
        (each.fields["type"] for each in order if each.fields.get("type") not in {None, "Event"}), fields["type"] or "Event"
    )
    return fields, dict(sorted(given.items()))


def _fineness(value: str | None, order: Sequence[Said]) -> int:
    """How much a beginning says, where it does not contradict the day of the best source that has one."""
    moment = take_apart(value)
    if value is None:
        return -1
    leading = next((day for each in order if (day := take_apart(each.fields.get("starts_at")).on) is not None), None)
    if moment.on is not None and leading is not None and moment.on != leading:
        return -1
    if moment.at is not None:
        return 4
    return {"minute": 3, "day": 2, "month": 1}.get(moment.precision or "", 0)


def _fill_end(fields: Row, order: Sequence[Said]) -> None:
    """An end of another source that begins on the same day, and is not said more coarsely than the beginning."""
    start = take_apart(fields["starts_at"])
    for each in order:
        end = each.fields.get("ends_at")
        other = take_apart(each.fields.get("starts_at"))
        if end and other.on == start.on and (take_apart(end).precision == start.precision or (other.on and take_apart(end).on != start.on)):
            fields["ends_at"] = end
            return


def _venue(order: Sequence[Said]) -> Row | None:
    """The best source's place, its gaps filled from places that have the same name or none."""
    found: Row | None = None
    for each in order:
        venue = each.fields.get("venue")
        if not venue:
            continue
        if found is None:
            found = {name: venue.get(name) for name in VENUE}
        elif not found["name"] or not venue.get("name") or fold(found["name"]) == fold(venue.get("name")):
            if found["locality"] and venue.get("locality") and fold(found["locality"]) != fold(venue["locality"]):
                continue
            found = {name: found[name] or venue.get(name) for name in VENUE}
    return found


def _people(order: Sequence[Said]) -> list[Row]:
    """Everybody that a source names, each once, with the role and employer that the best source knows."""
    found: dict[str, Row] = {}
    for each in order:
        for person in each.fields.get("people") or ():
            known = found.setdefault(fold(person["name"]), dict(person))
            for name in ("role", "affiliation"):
                known[name] = known.get(name) or person.get(name)
    return list(found.values())[:500]
