"""Events as an iCalendar file (RFC 5545), from the rows that listings print."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from storage.moments import take_apart

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.records import Row

_STATUS = {"scheduled": "CONFIRMED", "cancelled": "CANCELLED", "moved": "CONFIRMED", "postponed": "TENTATIVE", "vanished": "TENTATIVE"}
_OCTETS = 75
_SPECIAL = re.compile(r"[\\;,]")
_NEWLINE = re.compile(r"\r\n?|\n")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def calendar(rows: Iterable[Row], now: datetime) -> tuple[str, int]:
    """Return the file, and how many events it leaves out because no day is known of them, which iCalendar cannot say.

    Sessions name their event by ``RELATED-TO``. Times stand in their zone, which the file defines; a time of a known
    offset but no zone in one named by the offset, a time without an offset as printed.
    """
    listed = list(rows)
    body: list[str] = []
    zones: dict[str, set[int]] = {}
    left_out = 0
    for row in listed:
        for lines, known in _events(row, None, now, zones):
            left_out += not known
            body += lines
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pressrow//Events//EN", "CALSCALE:GREGORIAN"]
    defined = [line for name in sorted(zones) for line in _zone(name, zones[name])]
    return "".join(f"{_fold(line)}\r\n" for line in [*head, *defined, *body, "END:VCALENDAR"]), left_out


def _events(row: Row, parent: str | None, now: datetime, zones: dict[str, set[int]]) -> Iterator[tuple[list[str], bool]]:
    """The lines of an event and of its sessions, and whether its day is known; without one there are none."""
    uid = row["uid"] or f"event-{row['id']}@pressrow.invalid"
    starts = take_apart(row["starts_at"])
    if starts.on is not None:
        yield _event(row, uid, parent, now, zones), True
    else:
        yield [], False
    for session in row["sessions"]:
        yield from _events(session, uid if starts.on is not None else None, now, zones)


def _event(row: Row, uid: str, parent: str | None, now: datetime, zones: dict[str, set[int]]) -> list[str]:
    lines = ["BEGIN:VEVENT", f"UID:{_text(uid)}", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}", f"SUMMARY:{_text(row['name'])}"]
    lines.append(_moment("DTSTART", row["starts_at"], row["time_zone"], zones))
    if row["ends_at"] and (take_apart(row["ends_at"]).precision == "day") == (take_apart(row["starts_at"]).precision == "day"):
        lines.append(_moment("DTEND", row["ends_at"], row["time_zone"], zones, last=True))
    lines.append(f"STATUS:{_STATUS.get(row['status'], 'CONFIRMED')}")
    if row["status"] == "vanished":
        lines.append("COMMENT:no longer named by its sources")
    venue = row["venue"] or {}
    place = row["room"] or ", ".join(part for name in ("name", "address", "locality", "region", "country") if (part := venue.get(name)))
    for name, value in (("LOCATION", place), ("DESCRIPTION", row["abstract"]), ("CATEGORIES", row["track"])):
        if value:
            lines.append(f"{name}:{_text(value)}")
    if row["url"]:
        lines.append(f"URL:{_CONTROL.sub('', row['url'])}")
    if row["organiser"]:
        lines.append(f"ORGANIZER;CN={_parameter(row['organiser'])}:invalid:nomail")
    for person in row["people"]:
        affiliation = f";X-AFFILIATION={_parameter(person['affiliation'])}" if person["affiliation"] else ""
        role = "X-" + re.sub(r"[^A-Za-z0-9]+", "-", person["role"] or "speaker").strip("-").upper()[:40]
        lines.append(f"ATTENDEE;CN={_parameter(person['name'])};ROLE={role}{affiliation}:invalid:nomail")
    if parent:
        lines.append(f"RELATED-TO;RELTYPE=PARENT:{_text(parent)}")
    lines.append("END:VEVENT")
    return lines


def _moment(name: str, value: str, zone: str | None, zones: dict[str, set[int]], *, last: bool = False) -> str:
    """A property with a day or a time; the end of whole days is the day after."""
    known = take_apart(value)
    if known.precision == "day" and known.on is not None:
        day = known.on + timedelta(days=1) if last and known.on < date.max else known.on
        return f"{name};VALUE=DATE:{day:%Y%m%d}"
    local = datetime.fromisoformat(value)
    clock = f"{local:%Y%m%dT%H%M%S}"
    if known.offset_minutes is None:
        return f"{name}:{clock}"
    if known.offset_minutes == 0 and not zone:
        return f"{name}:{clock}Z"
    used = zone if zone and _offset(zone, local) == known.offset_minutes else _named(known.offset_minutes)
    zones.setdefault(used, set()).add(local.year)
    return f"{name};TZID={used}:{clock}"


def _offset(zone: str, local: datetime) -> int | None:
    try:
        delta = local.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return None
    return None if delta is None else round(delta.total_seconds() / 60)


def _named(minutes: int) -> str:
    sign, hours, rest = "-" if minutes < 0 else "+", abs(minutes) // 60, abs(minutes) % 60
    return f"UTC{sign}{hours:02}.{rest:02}"


def _zone(name: str, years: set[int]) -> list[str]:
    """The definition of a zone for the years that are used: each change of its offset, one by one."""
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}"]
    if name.startswith("UTC"):
        offset = name[3:].replace(".", "")
        lines += ["BEGIN:STANDARD", "DTSTART:19700101T000000", f"TZOFFSETFROM:{offset}", f"TZOFFSETTO:{offset}", "END:STANDARD"]
        return [*lines, "END:VTIMEZONE"]
    zone = ZoneInfo(name)
    moment = datetime(min(years), 1, 1, tzinfo=UTC) - timedelta(days=200)
    before = moment.astimezone(zone).utcoffset() or timedelta()
    lines += _onset(moment, before, before, summer=False)
    end = datetime(min(max(years), 9998), 12, 31, tzinfo=UTC) if max(years) - min(years) < 50 else moment + timedelta(days=365 * 50)
    while moment < end:
        following = moment + timedelta(days=1)
        after = following.astimezone(zone).utcoffset() or timedelta()
        if after != before:
            while following - moment > timedelta(minutes=15):  # where within the day
                middle = moment + (following - moment) / 2
                if (middle.astimezone(zone).utcoffset() or timedelta()) == before:
                    moment = middle
                else:
                    following = middle
            exact = following.replace(minute=following.minute // 15 * 15, second=0, microsecond=0)
            lines += _onset(exact, before, after, summer=bool(exact.astimezone(zone).dst()))
            before, following = after, exact
        moment = following
    return [*lines, "END:VTIMEZONE"]


def _onset(moment: datetime, before: timedelta, after: timedelta, *, summer: bool) -> list[str]:
    kind = "DAYLIGHT" if summer else "STANDARD"
    local = moment.astimezone(timezone(before))
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{local:%Y%m%dT%H%M%S}",
        f"TZOFFSETFROM:{_signed(before)}",
        f"TZOFFSETTO:{_signed(after)}",
        f"END:{kind}",
    ]


def _signed(offset: timedelta) -> str:
    minutes = round(offset.total_seconds() / 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}{abs(minutes) % 60:02}"


def _text(value: str) -> str:
    r"""Escape backslash, semicolon, comma and newlines (``\n``); drop control characters."""
    return _CONTROL.sub("", _NEWLINE.sub("\\\\n", _SPECIAL.sub(r"\\\g<0>", value)))


def _parameter(value: str) -> str:
    """A parameter's value in quotes; those within are told as RFC 6868 has it."""
    return '"' + _CONTROL.sub("", " ".join(value.split())).replace("^", "^^").replace('"', "^'") + '"'


def _fold(line: str) -> str:
    """Break a line so that none has more than 75 octets, never within a character."""
    if len(line.encode()) <= _OCTETS:
        return line
    parts: list[str] = []
    part, size = "", 0
    for char in line:
        width = len(char.encode())
        if size + width > _OCTETS - (1 if parts else 0):
            parts.append(part)
            part, size = "", 0
        part += char
        size += width
    return "\r\n ".join([*parts, part])
