"""What linking knows of an event, and what it says of a pair."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Relation = Literal["announces", "reports", "recaps", "mentions"]
MAX_NAME = 300  #: characters of a name that count
_MARKUP = re.compile(r"<[^<>]{0,300}>")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event or session as linking needs it. Days are local to the event."""

    id: Any
    name: str
    parent: Any = None  #: the id of the event it is a session of
    aliases: tuple[str, ...] = ()
    series: str | None = None
    edition: str | None = None
    starts: date | None = None
    ends: date | None = None  #: never before ``starts``
    year: int | None = None  #: where no more is known
    url: str | None = None
    venue: str | None = None
    locality: str | None = None
    country: str | None = None
    organiser: str | None = None
    people: tuple[str, ...] = ()
    room: str | None = None
    begins: datetime | None = None  #: the moment, where time and offset are known
    cancelled: bool = False
    told: bool = False  #: known from articles only


class Place(NamedTuple):
    """Where something stands in an article."""

    field: str
    start: int
    end: int


class Evidence(NamedTuple):
    """One thing that speaks for a link, or against it: its weight then is below 0."""

    kind: str
    field: str
    quote: str | None
    start: int | None
    end: int | None
    weight: float


class Link(NamedTuple):
    """An article covers an event."""

    event: Any
    relation: Relation
    score: float
    rule: str
    evidence: tuple[Evidence, ...]


def facts_of(row: Mapping[str, Any], parent: Any = None, *, depth: int = 0) -> Iterator[EventFacts]:
    """Yield an event given as a contract row (``aliases`` may stand in it), and its sessions after it.

    An end before the beginning, or more than two years after it, is not believed.
    """
    starts, ends = day_of(row.get("starts_at")), day_of(row.get("ends_at"))
    if starts is None and ends is not None:
        starts = ends
    if starts is not None and (ends is None or not 0 <= (ends - starts).days <= 730):
        ends = starts
    venue = row.get("venue") or {}
    printed = str(row.get("starts_at") or "")
    yield EventFacts(
        id=row["id"],
        name=plain(row.get("name")),
        parent=parent,
        aliases=tuple(plain(name) for name in (row.get("aliases") or ())[:40] if name),
        series=plain(row.get("series")) or None,
        edition=str(row["edition"])[:60] if row.get("edition") else None,
        starts=starts,
        ends=ends,
        year=int(printed[:4]) if starts is None and printed[:4].isascii() and printed[:4].isdigit() else None,
        url=row.get("url"),
        venue=plain(venue.get("name")) or None,
        locality=plain(venue.get("locality")) or None,
        country=plain(venue.get("country")) or None,
        organiser=plain(row.get("organiser")) or None,
        people=tuple(plain(person.get("name")) for person in (row.get("people") or ())[:400] if person.get("name")),
        room=plain(row.get("room")) or None,
        begins=moment_of(row.get("starts_at")),
        cancelled=row.get("status") == "cancelled",
        told=bool(row.get("sources")) and all(source.get("format") == "text" for source in row["sources"]),
    )
    if depth < 3:
        for session in row.get("sessions") or ():
            if session.get("id") is not None:
                yield from facts_of(session, row["id"], depth=depth + 1)


def plain(value: Any) -> str:
    """A name without markup and character references, on one line, at most :data:`MAX_NAME` characters."""
    text = str(value or "")[: 4 * MAX_NAME]
    if "<" in text or "&" in text:
        text = html.unescape(_MARKUP.sub(" ", html.unescape(text)))
        text = _MARKUP.sub(" ", text)
    return " ".join(text.split())[:MAX_NAME]


def moment_of(value: Any) -> datetime | None:
    """The moment of an ISO value with a time of day and an offset; else None."""
    try:
        moment = datetime.fromisoformat(str(value)) if value and len(str(value)) > 10 else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None


def day_of(value: Any) -> date | None:
    """The local day of an ISO value; None where it has none or is out of range."""
    found = _DAY.match(str(value or ""))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
