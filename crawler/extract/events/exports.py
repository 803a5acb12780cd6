"""Bodies that are nothing but events: iCalendar files, schedules, and answers of event services."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from crawler.extract.events import name_editions
from crawler.items import EventSource, Issue

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element

    from crawler.items import Event, Hint

Export = Literal["icalendar", "frab", "frab-xml", "indico", "sessionize", "tribe"]

_SESSIONIZE = re.compile(
    r"\[\s*\{\s*\"(?:groupId|groupName|isDefault)\"|\[\s*\{\s*\"date\":\s*\"[^\"]{8,30}\",\s*\"isDefault\"|\[\s*\{[^\[\]]{0,3000}\"(?:tagLine|isTopSpeaker)\""
    r"|\{\s*\"sessions\":\s*\[.{0,4000}\"(?:isServiceSession|isPlenumSession|startsAt)\"",
    re.DOTALL,
)
_TRIBE = re.compile(r"\{\s*\"(?:events\":\s*\[|id\":\s*\d+,\s*\"global_id\")")


@dataclass(slots=True)
class Programme:
    """What an export gave."""

    events: list[Event] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    following: str | None = None  #: the address of the next page


def sniff(body: bytes) -> Export | None:
    """Return which export a body is; None for any other. For a page this costs a look at its first bytes."""
    head = body[:4_096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not head.startswith((b"{", b"[", b"BEGIN:VC", b"begin:vc", b"Begin:VC", b"<?xml", b"<schedule")):
        return None
    return _sort(head.decode("utf-8", "replace"))


def _sort(head: str) -> Export | None:
    first = head[:1]
    if first in {"B", "b"}:
        return "icalendar" if head[:15].upper() == "BEGIN:VCALENDAR" else None
    if first == "<":
        return "frab-xml" if re.search(r"<schedule[\s>]", head[:2_000]) and "<conference" in head else None
    if first == "{":
        if '"schedule"' in head and '"conference"' in head:
            return "frab"
        if ('"_type"' in head and ("HTTPAPIResult" in head or '"Conference"' in head)) or (
            '"results"' in head and '"additionalInfo"' in head
        ):
            return "indico"
        if _TRIBE.match(head) and ('"global_id"' in head or '"rest_url"' in head or re.match(r"\{\s*\"events\":\s*\[\s*\]", head)):
            return "tribe"
        return "sessionize" if _SESSIONIZE.match(head) else None
    if first == "[":
        return "sessionize" if _SESSIONIZE.match(head) else None
    return None


def read(sort: Export, text: str, tree: _Element | None, url: str, captured_at: datetime, hints: list[Hint] | None = None) -> Programme:
    """Return the events of an export. ``tree`` is that of XML; ``hints`` may name the event whose page linked it.

    A body that cannot be read gives no events and the issue ``unreadable``. Never raises.
    """
    parent = next((hint for hint in hints or () if hint.source == "event" and hint.title), None)
    programme = _read(sort, text, tree, url, captured_at, parent)
    name_editions(programme.events)
    return programme


def _read(sort: Export, text: str, tree: _Element | None, url: str, captured_at: datetime, parent: Hint | None) -> Programme:
    from crawler.extract.events import frab, icalendar, indico, sessionize, tribe  # few crawls meet an export

    if sort == "icalendar":
        return _under(Programme(*icalendar.read(text, url, captured_at, parent.title if parent else None)), None)
    if sort == "frab-xml":
        return Programme(*frab.of_xml(tree, url)) if tree is not None else Programme(issues=[_broken(sort)])
    data = _json(text)
    if data is None:
        return Programme(issues=[_broken(sort)])
    if sort == "sessionize":
        return _under(Programme(*sessionize.read(data, url)), parent)
    if not isinstance(data, dict):
        return Programme(issues=[_broken(sort)])
    if sort == "frab":
        return Programme(*frab.of_json(data, url))
    if sort == "indico":
        return _under(Programme(*indico.read(data, url)), parent if isinstance(data.get("results"), dict) else None)
    return Programme(*tribe.read(data, url))


def _under(programme: Programme, parent: Hint | None) -> Programme:
    """The sessions of an answer that names no event under the one whose page named the answer."""
    if parent is None or not programme.events:
        return programme
    from crawler.items import Event

    above = Event(str(parent.title), url=parent.url, sources=[EventSource("text", parent.url or "")], sessions=programme.events)
    return Programme([above], programme.issues)


def _json(text: str) -> Any:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _broken(sort: str) -> Issue:
    return Issue("api_unreadable", "warning", "events", f"a broken {sort} export")
