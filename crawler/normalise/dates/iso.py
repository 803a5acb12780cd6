"""Machine-written dates: ISO 8601 in all the shapes that pages hold, and bare numbers where they are asked for."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from crawler.normalise.dates.calendars import common_year, is_jalali_year
from crawler.normalise.dates.when import When, from_datetime
from crawler.normalise.dates.zones import offset_of, signed_offset

_ISO = re.compile(
    r"(?P<year>\d{4})(?:(?P<dash>[-/.]?)(?P<month>\d{2})(?:(?P=dash)(?P<day>\d{2}))?|-(?P<month1>\d{1,2})-(?P<day1>\d{1,2}))?"
    r"(?:(?:\s*[T_]\s*|\s+)(?P<hour>\d{1,2}):?(?P<minute>\d{2})(?::?(?P<second>\d{2}|(?<=:)\d)(?:[.,:]\d{1,9})?)?"
    r"\s*(?:(?P<name>Z|z|UTC|GMT|[A-Z]{3,4})|(?:UTC|GMT)?\s*(?P<sign>[+-]) ?(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?(?::?00)?)?"
    r"(?:\[[A-Za-z_/+-]{1,40}\])?)?[;,.]?",
)
_SPACED_ZONE = re.compile(r"(T[\d:.]{4,15}) (\d{2}:\d{2})\Z")
_WEEK = re.compile(r"(\d{4})-?W(\d{2})-?([1-7])")
_NUMBER = re.compile(r"\d{9,13}")


def read_iso(text: str, language: str | None = None) -> When | None:
    """The date that the whole string is, possible or not; None where it is none. Midnight at an hour 24 is the next day's.

    ``language`` (BCP 47) tells which zone a name like CST is.
    """
    found = _ISO.fullmatch(text)
    if found is None:
        spaced = _SPACED_ZONE.search(text)  # the + of an offset, lost in a form's encoding
        if spaced:
            return read_iso(f"{text[: spaced.end(1)]}+{spaced[2]}")
        week = _WEEK.fullmatch(text)
        return _week_day(week) if week else None
    month, day = found["month"] or found["month1"], found["day"] or found["day1"]
    if found["dash"] == "" and month and not day:
        return None  # six digits are anything
    if found["hour"] and not day:
        return None
    year = int(found["year"])
    if is_jalali_year(year):
        return None  # printed by a Persian page, whatever its shape
    when = When(common_year(year), int(month) if month else None, int(day) if day else None)
    if found["hour"] is None:
        return when
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    if hour == 24 and minute == 0 and second == 0:
        key = when.plus_one_day()
        when, hour = (When(*key), 0) if key else (when, 24)
    when = when._replace(hour=hour, minute=minute, second=59 if second == 60 else second)
    if found["name"]:
        return when._replace(offset=offset_of(found["name"].upper(), language=language))
    if found["sign"]:
        return when._replace(offset=signed_offset(found["sign"], found["hours"], found["minutes"]))
    return when


def _week_day(found: re.Match[str]) -> When | None:
    try:
        day = datetime.fromisocalendar(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
    return When(day.year, day.month, day.day)


def read_epoch(text: str) -> When | None:
    """Seconds or milliseconds since 1970 as an instant in UTC; None for any other string. Only where a field is known to hold such."""
    if not _NUMBER.fullmatch(text):
        return None
    seconds = int(text) / (1000 if len(text) > 11 else 1)
    return from_datetime(datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds), offset=0)
