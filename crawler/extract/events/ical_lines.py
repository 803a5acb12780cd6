"""The text of an iCalendar file as bounded components (RFC 5545): folding, parameters, escapes; broken files as far as they go."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

MOST_CHARACTERS: Final = 16 << 20
_MOST_COMPONENTS: Final = 60_000
_MOST_VALUES: Final = 500  #: of one property of one component
_FOLD = re.compile(r"(?:\r\n|\r|\n)[ \t]")
_LINE = re.compile(r"[^\r\n]+")
_NAME = re.compile(r"([A-Za-z0-9.-]{1,60})(?=[;:])")
_PARAMETER = re.compile(r";\s*([A-Za-z0-9-]{1,60})=((?:\"[^\"]*\"|[^\":;,]*)(?:,(?:\"[^\"]*\"|[^\":;,]*))*)")
_CARET = re.compile(r"\^(['n^])")
_ESCAPE = re.compile(r"\\([nN,;:\\\"])")
_KEPT_NAMES = (
    "UID SUMMARY DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS SEQUENCE LOCATION URL DESCRIPTION X-ALT-DESC ORGANIZER CATEGORIES "
    "LAST-MODIFIED DTSTAMP RELATED-TO CONFERENCE X-GOOGLE-CONFERENCE TZID TZOFFSETTO TZOFFSETFROM X-LIC-LOCATION X-WR-CALNAME NAME X-WR-TIMEZONE "
    "TIMEZONE-ID X-WR-CALDESC PRODID METHOD SOURCE ATTENDEE COLOR X-MICROSOFT-CDO-ALLDAYEVENT"
)
_KEPT = frozenset(_KEPT_NAMES.split())
_PARTS = frozenset({"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"})


@dataclass(slots=True)
class Value:
    """A property's value as printed, with its parameters in upper case."""

    text: str
    parameters: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Component:
    """A calendar, an event, a time zone or a part of one."""

    name: str
    values: dict[str, list[Value]] = field(default_factory=dict)
    parts: list[Component] = field(default_factory=list)

    def first(self, name: str) -> Value | None:
        """The first value of a property."""
        found = self.values.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str | None:
        """The first value of a text property, its escapes undone."""
        found = self.first(name)
        return unescaped(found.text).strip() or None if found else None

    def all(self, *names: str) -> list[Component]:
        """The parts of these names."""
        return [part for part in self.parts if part.name in names]


def read(text: str) -> tuple[list[Component], bool]:
    """Return the calendars of a text, and whether it was cut at 16 Mi characters or 60,000 components.

    A part that is never closed ends with its file or with the next part of its kind; lines that are none are passed over.
    A file without ``BEGIN:VCALENDAR`` that has events is one calendar.
    """
    cut = len(text) > MOST_CHARACTERS
    text = _FOLD.sub("", text[:MOST_CHARACTERS])
    root = Component("ROOT")
    stack: list[Component] = [root]
    skipped = 0  #: depth within a part that says nothing of events
    count = 0
    for match in _LINE.finditer(text):
        line = match[0]
        upper = line[:6].upper()
        if upper == "BEGIN:":
            name = line[6:].strip().upper()
            if skipped or name not in _PARTS:
                skipped += 1
                continue
            count += 1
            if count > _MOST_COMPONENTS:
                cut = True
                break
            if name in {"VEVENT", "VTIMEZONE", "VCALENDAR"}:
                _close(stack, name)
            part = Component(name)
            stack[-1].parts.append(part)
            stack.append(part)
        elif upper[:4] == "END:":
            if skipped:
                skipped -= 1
                continue
            name = line[4:].strip().upper()
            if any(part.name == name for part in stack):
                while stack[-1].name != name:
                    stack.pop()
                stack.pop()
        elif not skipped and len(stack) > 1:
            _property(line, stack[-1])
    calendars = root.all("VCALENDAR")
    loose = root.all("VEVENT", "VTIMEZONE")
    return ([*calendars, Component("VCALENDAR", {}, loose)] if loose else calendars), cut


def _close(stack: list[Component], name: str) -> None:
    """End a part of the same kind that was never closed."""
    inside = {"VEVENT": {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}, "VTIMEZONE": {"VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT"}}
    while len(stack) > 1 and (name == "VCALENDAR" or stack[-1].name in inside[name]):
        stack.pop()


def _property(line: str, part: Component) -> None:
    found = _NAME.match(line)
    if found is None:
        return
    name = found[1].rpartition(".")[2].upper()
    if name not in _KEPT:
        return
    values = part.values.setdefault(name, [])
    if len(values) >= _MOST_VALUES:
        return
    at = found.end()
    if line[at] == ":":
        values.append(Value(line[at + 1 :]))
        return
    parameters: dict[str, str] = {}
    while (given := _PARAMETER.match(line, at)) is not None:
        parameters.setdefault(given[1].upper(), _CARET.sub(_uncareted, given[2].strip('"')) if "^" in given[2] else given[2].strip('"'))
        at = given.end()
    colon = line.find(":", at)
    if colon >= 0:
        values.append(Value(line[colon + 1 :], parameters))


def _uncareted(match: re.Match[str]) -> str:
    """RFC 6868: ``^'`` is a quote, ``^n`` a newline, ``^^`` a caret."""
    return {"'": '"', "n": "\n", "^": "^"}[match[1]]


def unescaped(text: str) -> str:
    r"""Undo ``\n``, ``\,``, ``\;`` and ``\\``."""
    return _ESCAPE.sub(lambda match: "\n" if match[1] in "nN" else match[1], text) if "\\" in text else text
