"""A moment's printed ISO value taken apart into the columns that hold it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

_VALUE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d)(?:[T ](?P<clock>\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)"
    r"(?P<offset>Z|[+-]\d\d:?\d\d)?)?)?)?"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What is known of a moment: ``at`` only with a time of day and an offset, ``on`` only with a day."""

    at: datetime | None = None  #: UTC
    on: date | None = None  #: local
    precision: str | None = None
    offset_minutes: int | None = None


@lru_cache(maxsize=1024)  # an article's days are asked for several times on the way into the database
def take_apart(value: str | None) -> Moment:
    """Return what an ISO value as the contract prints it says; nothing for None and for what is no such value."""
    match = _VALUE.fullmatch(value) if value else None
    if value is None or match is None:
        return Moment()
    try:
        if match["month"] is None:
            return Moment(precision="year")
        if match["day"] is None:
            return Moment(precision="month")
        on = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["clock"] is None:
            return Moment(on=on, precision="day")
        local = datetime.fromisoformat(value)
        offset = local.utcoffset()
        if offset is None:
            return Moment(on=on, precision="minute")
        return Moment(local.astimezone(UTC), on, "minute", round(offset.total_seconds() / 60))
    except (ValueError, OverflowError):
        return Moment()
