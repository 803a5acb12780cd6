"""The days on which something recurs (RFC 5545, RRULE), walked day by day so that no rule can take longer than its budget."""

from __future__ import annotations

import re
from calendar import isleap, monthrange
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS: Final = 400_000  #: days that all rules of one file may look at
_LONGEST: Final = 40_000  #: days that one rule may look at, some 110 years
_WEEKDAYS: Final = {"MO": 0, "TU": 1, "WE": 2, "TH": 3, "FR": 4, "SA": 5, "SU": 6}
_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBERS: Final = ("BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS")


class Rule(NamedTuple):
    """A rule taken apart."""

    freq: str
    interval: int = 1
    times: int | None = None  #: COUNT
    until: date | None = None
    weekdays: tuple[tuple[int, int], ...] = ()  #: (place in the month or year or 0, weekday)
    months: frozenset[int] = frozenset()
    monthdays: frozenset[int] = frozenset()
    yeardays: frozenset[int] = frozenset()
    weeks: frozenset[int] = frozenset()
    places: frozenset[int] = frozenset()
    week_start: int = 0


class Budget:
    """The days that may still be looked at."""

    def __init__(self, steps: int = STEPS) -> None:
        self.steps = steps
        self.spent = False  #: something was left out for want of steps


def read(text: str) -> Rule | None:
    """The rule of an RRULE; None for one that is broken, or recurs within the day."""
    parts = {name.strip(): value.strip() for piece in text[:1_000].upper().split(";") for name, _, value in [piece.partition("=")] if value}
    freq = parts.get("FREQ", "")
    if freq not in {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}:
        return None
    numbers = {name: frozenset(int(n) for n in re.findall(r"[+-]?\d{1,3}", parts.get(name, ""))[:400]) for name in _NUMBERS}
    until = re.match(r"(\d{4})(\d{2})(\d{2})", parts.get("UNTIL", ""))
    try:
        last = date(int(until[1]), int(until[2]), int(until[3])) if until else None
    except ValueError:
        last = None
    return Rule(
        freq,
        max(1, int(parts["INTERVAL"])) if re.fullmatch(r"\d{1,5}", parts.get("INTERVAL", "")) else 1,
        int(parts["COUNT"]) if re.fullmatch(r"\d{1,9}", parts.get("COUNT", "")) else None,
        last,
        tuple((int(place or 0), _WEEKDAYS[name]) for place, name in _BYDAY.findall(parts.get("BYDAY", ""))[:50]),
        numbers["BYMONTH"],
        numbers["BYMONTHDAY"],
        numbers["BYYEARDAY"],
        numbers["BYWEEKNO"],
        numbers["BYSETPOS"],
        _WEEKDAYS.get(parts.get("WKST", "MO"), 0),
    )


def days(rule: Rule, first: date, until: date, budget: Budget, since: date | None = None) -> Iterator[date]:
    """Yield the days of a rule from its first one to ``until``, in order; fewer where the budget runs out (``budget.spent``).

    Days before ``since`` need not be given: a rule that does not count its instances is looked at from that year on.
    """
    last = min(rule.until or until, until)
    begin = max(first, date(since.year, 1, 1)) if since is not None and rule.times is None else first
    whole = min(last.toordinal() + 366, date.max.toordinal()) if rule.places else last.toordinal()  # the last period whole too
    for count, day in enumerate(_placed(rule, _matching(rule, first, begin, date.fromordinal(whole), budget))):
        if day > last or (rule.times is not None and count >= rule.times):
            return
        yield day


def _matching(rule: Rule, first: date, begin: date, last: date, budget: Budget) -> Iterator[date]:
    day, steps = begin, 0
    while day <= last:
        steps += 1
        budget.steps -= 1
        if budget.steps < 0 or steps > _LONGEST:
            budget.spent = True
            return
        if _matches(rule, first, day):
            yield day
        try:
            day += timedelta(days=1)
        except OverflowError:
            return


def _placed(rule: Rule, matching: Iterator[date]) -> Iterator[date]:
    """The days that BYSETPOS picks out of each period."""
    if not rule.places:
        yield from matching
        return
    for _, group in groupby(matching, key=lambda day: _period(rule, day)):
        several = list(group)
        chosen = {several[place - 1 if place > 0 else place] for place in rule.places if place and abs(place) <= len(several)}
        yield from sorted(chosen)


def _period(rule: Rule, day: date) -> int:
    """The number of the day's period: day, week, month or year."""
    if rule.freq == "DAILY":
        return day.toordinal()
    if rule.freq == "WEEKLY":
        return (day.toordinal() - 1 - rule.week_start) // 7
    return day.year * 12 + day.month if rule.freq == "MONTHLY" else day.year


def _matches(rule: Rule, first: date, day: date) -> bool:
    if (_period(rule, day) - _period(rule, first)) % rule.interval:
        return False
    if rule.months and day.month not in rule.months:
        return False
    if rule.yeardays and not {day.timetuple().tm_yday, day.timetuple().tm_yday - 366 - isleap(day.year)} & rule.yeardays:
        return False
    if rule.weeks and day.isocalendar()[1] not in rule.weeks:
        return False
    if rule.monthdays and not {day.day, day.day - monthrange(day.year, day.month)[1] - 1} & rule.monthdays:
        return False
    if rule.weekdays:
        return _on_weekday(rule, day)
    if rule.monthdays or rule.yeardays:
        return True
    if rule.freq == "WEEKLY" or rule.weeks:
        return day.weekday() == first.weekday()
    if rule.freq == "MONTHLY":
        return day.day == first.day
    if rule.freq == "YEARLY":
        return day.day == first.day and (bool(rule.months) or day.month == first.month)
    return True


def _on_weekday(rule: Rule, day: date) -> bool:
    for place, weekday in rule.weekdays:
        if day.weekday() != weekday:
            continue
        if not place or rule.freq in {"DAILY", "WEEKLY"}:
            return True
        if rule.freq == "MONTHLY" or rule.months:
            number, size = day.day, monthrange(day.year, day.month)[1]
        else:
            number, size = day.timetuple().tm_yday, 366 if isleap(day.year) else 365
        if place == (number - 1) // 7 + 1 or place == -((size - number) // 7 + 1):
            return True
    return False
