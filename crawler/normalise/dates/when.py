"""A point in time as far as it was printed, and whether it can be and is likely."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

IMPOSSIBLE = "date_impossible"
IMPLAUSIBLE = "date_implausible"

_EARLIEST_YEAR = 1850  # newspapers put older volumes on line, but none before
_AHEAD = timedelta(days=2)  # clocks and time zones differ; more than that has not been published yet
_EPOCH_DAYS = {(1969, 12, 31), (1970, 1, 1), (1970, 1, 2)}  # an empty time stamp


class When(NamedTuple):
    """Year, and what else was printed. ``offset`` is in minutes east of UTC; None means not printed, which is not UTC."""

    year: int
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    second: int = 0
    offset: int | None = None

    @property
    def precision(self) -> Literal["minute", "day", "month", "year"]:
        if self.hour is not None:
            return "minute"
        return "day" if self.day else "month" if self.month else "year"

    @property
    def is_instant(self) -> bool:
        """Whether it names one moment for everybody: a time of day and an offset."""
        return self.hour is not None and self.offset is not None

    def iso(self) -> str:
        """ISO 8601 to the printed precision, with the printed offset only."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        day = f"{self.year:04d}-{self.month:02d}-{self.day:02d}"
        if self.hour is None:
            return day
        clock = f"{day}T{self.hour:02d}:{self.minute:02d}:{self.second:02d}"
        if self.offset is None:
            return clock
        hours, minutes = divmod(abs(self.offset), 60)
        return f"{clock}{'-' if self.offset < 0 else '+'}{hours:02d}:{minutes:02d}"

    def day_key(self) -> tuple[int, int, int] | None:
        """Year, month and day as printed (the local day); None at month or year precision."""
        return (self.year, self.month, self.day) if self.month and self.day else None

    def on_day(self) -> When:
        """The same without its time of day."""
        return When(self.year, self.month, self.day)

    def utc(self) -> datetime | None:
        """The instant in UTC; None where it is none, or lies outside the years 1 to 9999."""
        if self.hour is None or self.offset is None or not self.month or not self.day:
            return None
        try:
            return datetime(self.year, self.month, self.day, self.hour, self.minute, self.second, tzinfo=UTC) - timedelta(
                minutes=self.offset
            )
        except (ValueError, OverflowError):
            return None

    def in_zone(self, zone: tzinfo | None) -> When:
        """The same with the offset of ``zone`` where a time of day has none printed."""
        if zone is None or self.hour is None or self.offset is not None or not self.month or not self.day:
            return self
        try:
            delta = datetime(self.year, self.month, self.day, self.hour, self.minute, tzinfo=zone).utcoffset()
        except (ValueError, OverflowError):
            return self
        return self if delta is None else self._replace(offset=round(delta.total_seconds() / 60))

    def minus_one_day(self) -> tuple[int, int, int] | None:
        """The day before, for comparing days across time zones."""
        return self._shifted(-1)

    def plus_one_day(self) -> tuple[int, int, int] | None:
        """The day after."""
        return self._shifted(1)

    def _shifted(self, days: int) -> tuple[int, int, int] | None:
        if not self.month or not self.day:
            return None
        try:
            other = datetime(self.year, self.month, self.day) + timedelta(days=days)  # noqa: DTZ001 -- a day of the calendar
        except (ValueError, OverflowError):
            return None
        return other.year, other.month, other.day


def from_datetime(moment: datetime, *, offset: int | None) -> When:
    """The wall clock of a ``datetime``, with the offset given beside it."""
    return When(moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second, offset)


def is_possible(when: When) -> bool:
    """Whether calendar and clock have it: no 30 February, no 25:61, no offset beyond 14 hours."""
    if not 1 <= when.year <= 9999:
        return False
    if when.offset is not None and not -12 * 60 <= when.offset <= 14 * 60:
        return False
    try:
        datetime(when.year, when.month or 1, when.day or 1, when.hour or 0, when.minute, when.second)  # noqa: DTZ001 -- only the ranges are asked
    except ValueError:
        return False
    return not (when.day and not when.month)


def is_plausible(when: When, captured_at: datetime | None = None) -> bool:
    """Whether a page captured then may have been published so: not before 1850, not the epoch, not in the future."""
    if when.year < _EARLIEST_YEAR or when.day_key() in _EPOCH_DAYS:
        return False
    if captured_at is None or when.year < captured_at.year:
        return True
    limit = (captured_at.astimezone(UTC) if captured_at.tzinfo else captured_at) + _AHEAD
    return (when.year, when.month or 1, when.day or 1) <= (limit.year, limit.month, limit.day)
