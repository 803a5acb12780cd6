"""Says by what an event is known: its uid, its address, its name with days and place, or with its parent."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from storage.fingerprints import digest_fields
from storage.moments import take_apart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.records import Row
    from storage.visits import Visit

_GLOBAL = re.compile(r"@|://|\A[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F-]{20,}|\A[a-z]{4,}:\w|\?id=")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")


EXPORTS = frozenset({"icalendar", "frab", "indico", "sessionize", "wordpress"})


@dataclass(slots=True)
class Described:
    """An event or session as one page describes it."""

    visit: Visit
    row: Row
    parent: Described | None = None
    depth: int = 0
    event_id: int | None = None
    lone: bool = False  #: the only event of a page that is an event's
    shared: frozenset[str] = frozenset()  #: of ``uid``, ``url`` and ``name`` what others of this reading have too

    @property
    def formats(self) -> list[tuple[str, str]]:
        """Format and address of every source, the describing one first."""
        found = [(source.get("format") or "text", source.get("url") or self.visit.outcome.url) for source in self.row.get("sources") or ()]
        if not found and self.parent is not None:
            return self.parent.formats[:1]
        return list(dict.fromkeys(found))


@dataclass(slots=True)
class Identities:
    """What an event may be found by, the surest first."""

    strong: list[bytes] = field(default_factory=list)  #: uid and address: they are enough
    named: list[bytes] = field(default_factory=list)  #: name and day: enough where the places do not speak against it
    weak: list[bytes] = field(default_factory=list)  #: the name alone: enough where one event only has it and no day speaks against it

    @property
    def all(self) -> list[bytes]:
        return list(dict.fromkeys([*self.strong, *self.named, *self.weak]))


def described(visit: Visit) -> list[Described]:
    """Return every event and session of a visit, parents before their sessions; an event described twice counts once."""
    found: list[Described] = []
    alone = len(visit.outcome.events) == 1 and visit.outcome.kind == "event" and not _is_export(visit.outcome.events[0])
    for row in visit.outcome.events:
        found.append(Described(visit, row, lone=alone))
    for event in found:  # grows while it is walked: sessions come after their parents
        found.extend(Described(visit, row, event, event.depth + 1) for row in event.row.get("sessions") or ())
    counts = Counter(key for event in found for key in _countable(event))
    kept: dict[bytes, Described] = {}
    for event in found:
        event.shared = frozenset(name for name, *_ in (key for key in _countable(event) if counts[key] > 1))
        row, above = event.row, event.parent
        same = digest_fields([id(above), row.get("uid"), row.get("url"), row.get("name"), row.get("starts_at"), row.get("room")])
        known = kept.setdefault(same, event)
        if known is not event:  # the sessions of the repetition are those of the first
            for other in found:
                if other.parent is event:
                    other.parent = known
    return list(kept.values())


def _is_export(row: Row) -> bool:
    """Whether a description comes from a file of events, which is no event's own page."""
    return any(source.get("format") in EXPORTS for source in row.get("sources") or ())


def _countable(event: Described) -> list[tuple[str, Any, Any]]:
    """Kinds of identity with their values, to be counted within one reading."""
    row = event.row
    found: list[tuple[str, Any, Any]] = [("name", id(event.parent), fold(row.get("name")))]
    found += [(kind, 0, row[kind]) for kind in ("uid", "url") if row.get(kind)]
    return found


def own_page(event: Described) -> bool:
    """Return whether the page that describes the event is the event's own."""
    address = event.row.get("url")
    return event.lone or (address is not None and address in {event.visit.outcome.url, event.visit.outcome.canonical_url})


def identities(event: Described, parent_id: int | None) -> Identities:
    """Return what a described event is found by; ``parent_id`` is the stored number of the event it is a session of."""
    row, site, found = event.row, event.visit.site_id, Identities()
    starts, uid, address = row.get("starts_at"), row.get("uid"), row.get("url")
    if uid:
        scope = None if _GLOBAL.search(uid) else site
        found.strong += [digest_fields(["uid", scope, uid])] if "uid" not in event.shared else []
        found.strong += [digest_fields(["uid", scope, uid, starts])] if starts else []
    above = event.parent
    while address and above is not None:  # a session under its event's address has none of its own
        address = None if above.row.get("url") == address else address
        above = above.parent
    if address and not (event.depth and event.parent is not None and event.parent.lone and address == event.visit.outcome.url):
        found.strong += [digest_fields(["url", address])] if "url" not in event.shared else []
        found.strong += [digest_fields(["url", address, starts])] if starts else []
    if event.lone:
        found.strong.append(digest_fields(["url", event.visit.outcome.canonical_url or event.visit.outcome.url]))
    name, moment = fold(row.get("name")), take_apart(starts)
    if not name:
        return found
    if moment.at is not None and is_telling(row):
        found.named.append(digest_fields(["at", name, moment.at.isoformat()]))
    if event.parent is not None:
        found.named.append(digest_fields(["part", parent_id, name, (starts or "")[:16]]))
        found.weak += [] if "name" in event.shared else [digest_fields(["part", parent_id, name])]
        return found
    series = fold(row.get("series") if row.get("edition") else None) or name
    if moment.on is not None:
        found.named += [digest_fields(["day", each, moment.on.isoformat()]) for each in dict.fromkeys((name, series))]
    if "name" not in event.shared:
        found.weak.append(digest_fields(["named", site, name]))
    elif moment.on is None:
        found.weak.append(digest_fields(["named", site, name, event.visit.outcome.url, starts]))
    return found


def is_telling(row: Row) -> bool:
    """Return whether a name with its day alone, without a place, tells an event from all others: an edition, or four words."""
    name = fold(row.get("name"))
    return bool(row.get("edition")) or name.count(" ") >= 3 or (len(name) >= 6 and _EAST_ASIAN.search(name) is not None)


def fold(name: str | None) -> str:
    """Return a name without case, accents and punctuation, white space folded, at most 300 characters."""
    if not name:
        return ""
    text = unicodedata.normalize("NFKD", name[:300]).casefold()
    kept = "".join(char if char.isalnum() else "" if unicodedata.combining(char) or char in "'’" else " " for char in text)
    return unicodedata.normalize("NFC", " ".join(kept.split()))


PLACE = ("name", "locality", "country")


def agree(one: Sequence[str | None], other: Sequence[str | None], *, need: bool) -> bool:
    """Return whether two places (name, town, country) may be one; with ``need`` they must share a name or a town."""
    shared = False
    for left, right in zip(one[:2], other[:2], strict=True):
        a, b = fold(left), fold(right)
        if a and b:
            if a == b or a in b or b in a:
                shared = True
            elif left is one[1]:  # another town
                return False
    return shared or not need
