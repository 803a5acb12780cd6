"""When a schedule runs: a cron expression or an interval, a time zone, a jitter; pure arithmetic over given times.

Cron's own rules hold: of a day of the month and a day of the week either suffices unless one begins with ``*``. When
clocks are set forward, a time of day that is left out runs at the first minute after the gap; when they are set back, it
runs once, at its first coming, while ``*`` in the minute or hour field follows the clock through both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from itertools import pairwise
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from storage.errors import ScheduleError

LONGEST = timedelta(days=3660)  #: no interval or jitter is longer
MAX_CRON = 200  #: characters of a cron expression
_MACROS = {
    "@hourly": "0 * * * *",
    "@daily": "0 0 * * *",
    "@midnight": "0 0 * * *",
    "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *",
    "@yearly": "0 0 1 1 *",
    "@annually": "0 0 1 1 *",
}
_FIELDS = (
    ("minute", "0 to 59"),
    ("hour", "0 to 23"),
    ("day-of-month", "1 to 31, L (the last) or LW (the last working day)"),
    ("month", "1 to 12 or JAN to DEC"),
    ("day-of-week", "0 to 7 or SUN to SAT, 5#3 (the third Friday) or 5L (the last Friday)"),
)
_SPAN = re.compile(r"(?:(\d{1,9})w)?(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?:in)?)?(?:(\d{1,9})s)?", re.ASCII)
_UNITS = (604_800, 86_400, 3_600, 60, 1)
_LOOK_AHEAD = 8  # runs among which the shortest distance has to exceed the jitter


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When something runs again and again: by ``cron`` in ``zone``, or ``every`` so often counted from ``anchor``."""

    cron: str | None = None
    every: timedelta | None = None
    zone: str = "UTC"
    jitter: timedelta = timedelta(0)
    anchor: datetime = datetime(1970, 1, 1, tzinfo=UTC)

    def after(self, moment: datetime) -> datetime | None:
        """The first planned time later than ``moment``, in UTC; None when there is none within 50 years.

        Raises ScheduleError for a cron expression or a time zone that cannot be read.
        """
        moment = moment.astimezone(UTC)
        if self.every is not None:
            try:
                return self.anchor + ((moment - self.anchor) // self.every + 1) * self.every
            except OverflowError:
                return None
        try:
            times = _reader(self.cron or "", moment.astimezone(zone_of(self.zone)))
            while (found := next(times).astimezone(UTC)) <= moment:  # the second coming of an hour: the first has run
                pass
        except (StopIteration, OverflowError):
            return None
        return found

    def put_off(self, planned: datetime, name: str) -> datetime:
        """The planned time with its jitter, which is always the same for one time and name: 0 up to ``jitter``."""
        if not self.jitter:
            return planned
        instant = planned.astimezone(UTC)  # in a zone's own time an hour may be skipped or come twice
        digest = blake2b(f"{name}\n{instant.isoformat()}".encode(), digest_size=4).digest()
        return (instant + self.jitter * (int.from_bytes(digest, "big") / 2**32)).astimezone(planned.tzinfo)

    def check(self, now: datetime) -> None:
        """Raise ScheduleError unless there is a next run after ``now`` and the jitter is shorter than the time between runs."""
        times = [self.after(now)]
        if times[0] is None:
            raise ScheduleError(f"“{self.cron or self.every}” can never run: no such day comes within 50 years")
        while self.jitter and len(times) < _LOOK_AHEAD and times[-1] is not None:
            times.append(self.after(times[-1]))
        runs = [time for time in times if time is not None]
        shortest = min((later - earlier for earlier, later in pairwise(runs)), default=None)
        if shortest is not None and self.jitter >= shortest:
            raise ScheduleError(
                f"a jitter of {span_text(self.jitter)} is not shorter than the time between two runs, {span_text(shortest)}"
            )

    def __str__(self) -> str:
        """The rhythm as one reads it."""
        said = f"every {span_text(self.every)}" if self.every is not None else f"{self.cron} {self.zone}"
        return f"{said} +{span_text(self.jitter)}" if self.jitter else said


def zone_of(name: str) -> ZoneInfo:
    """The time zone of that IANA name. Raises ScheduleError when this machine knows none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ScheduleError(f"there is no time zone “{name}”") from None


def cron_of(text: str) -> str:
    """The five fields of a cron expression, macros such as ``@daily`` spelt out. Raises ScheduleError that names the faulty field."""
    folded = " ".join(text.split())
    written = _MACROS.get(folded.lower(), folded)
    if len(written) > MAX_CRON:
        raise ScheduleError(f"the cron expression is longer than {MAX_CRON} characters")
    if written.startswith("@"):
        raise ScheduleError(f"cron “{written}”: there are {', '.join(_MACROS)}")
    parts = written.split()
    if len(parts) != len(_FIELDS):
        hint = "; seconds and years cannot be given" if len(parts) > len(_FIELDS) else ""
        fields = " ".join(name for name, _ in _FIELDS)
        raise ScheduleError(f"cron “{written}” has {len(parts)} fields; write {len(_FIELDS)}: {fields}{hint}")
    for number, (part, (name, allowed)) in enumerate(zip(parts, _FIELDS, strict=True)):
        alone = ["*"] * len(_FIELDS)
        alone[number] = part
        if not _is_readable(alone):
            raise ScheduleError(f"cron “{written}”: {name} “{part}” is wrong; it takes {allowed}, *, and with these a-b, a,b and */n")
    if not _is_readable(parts):  # each field alone is right: what is left is a day that its months do not have
        raise ScheduleError(f"cron “{written}” can never run: month {parts[3]} has no day {parts[2]}")
    return written


def span_of(text: str) -> timedelta:
    """A span of time as people write it: ``90s``, ``15m``, ``6h``, ``1d12h``, ``2w``. Raises ScheduleError; 0 is a span."""
    folded = "".join(text.split()).lower()
    if folded.startswith("-"):
        raise ScheduleError(f"“{text}” is negative")
    match = _SPAN.fullmatch(folded)
    if not folded or match is None:
        raise ScheduleError(f"“{text}” is no span of time; write it like 90s, 15m, 6h, 1d12h or 2w")
    seconds = sum(int(number or 0) * unit for number, unit in zip(match.groups(), _UNITS, strict=True))
    if seconds > LONGEST.total_seconds():
        raise ScheduleError(f"“{text}” is longer than {span_text(LONGEST)}")
    return timedelta(seconds=seconds)


def span_text(span: timedelta) -> str:
    """A span as ``span_of`` reads it, whole seconds."""
    left = int(span.total_seconds())
    parts = []
    for unit, letter in zip(_UNITS[1:], "dhms", strict=True):
        number, left = divmod(left, unit)
        if number:
            parts.append(f"{number}{letter}")
    return "".join(parts) or "0s"


def _reader(cron: str, start: datetime) -> CronSim:
    """The times of an expression after ``start``. Raises ScheduleError."""
    try:
        return CronSim(cron, start)
    except (CronSimError, AssertionError):
        raise ScheduleError(f"cron “{cron}” cannot be read") from None


def _is_readable(fields: list[str]) -> bool:
    try:
        _reader(" ".join(fields), datetime(2000, 1, 1, tzinfo=UTC))
    except ScheduleError:
        return False
    return True
