"""Days printed for an event: one date, a span or several days, in the forms that pages of events use."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crawler.normalise import dates
from crawler.normalise.dates import When
from crawler.normalise.events.day_tokens import MAX_TEXT, Token, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

YearRule = Literal["printed", "given", "weekday", "near"]

BEFORE: Final = timedelta(days=60)  #: how far before the day it was read on an event without a printed year may begin
AFTER: Final = timedelta(days=300)  #: … and how far after it; together less than a year, so that one year fits at most
_LONGEST: Final = timedelta(days=400)
_RUNS: Final = 6


class Span(NamedTuple):
    """When an event begins and ends, as far as it is printed, and where in the text that stands."""

    starts: When
    ends: When | None
    start: int
    end: int
    days: tuple[When, ...] = ()  #: every day, where single days are printed: ``May 3, 4 & 7``
    year_rule: YearRule = "printed"  #: how the year is known; all but ``printed`` deserve an issue


def find(text: str, language: str | None = None, *, near: date | None = None, year: int | None = None) -> Span | None:
    """Return the first date or span of days in a line of at most 400 characters; None where it holds none.

    Without a printed year a date is none, unless there is evidence: ``year`` is that of the event's edition or of a date
    beside it; ``near`` is the day of the page or capture: the only year whose weekday is the printed one, else the only
    one in which the event begins between 60 days before and 300 days after. ``year_rule`` says so. An end before its
    beginning is not believed: the span then is the date it ends with.
    """
    return next(iter(find_all(text, language, near=near, year=year)), None)


def find_all(text: str, language: str | None = None, *, near: date | None = None, year: int | None = None) -> list[Span]:
    """Return every date and span of days of a line in its order, at most six; see :func:`find`."""
    return list(_find_all(text[:MAX_TEXT], language, near, year))


@lru_cache(maxsize=512)
def _find_all(text: str, language: str | None, near: date | None, year: int | None) -> tuple[Span, ...]:
    printed = [each for each in dates.find(text, language=language) if each.possible]
    found: list[Span] = []
    for run in _runs(tokens(text, language)):
        span = _span(run, text, near, year)
        if span is not None:
            found.append(_with_times(span, printed))
        if len(found) >= _RUNS:
            break
    found += [
        Span(each.when, None, each.start, each.end)
        for each in printed
        if each.when.month and not any(span.start < each.end and each.start < span.end for span in found)
    ]
    return tuple(sorted(found, key=lambda span: span.start))


@dataclass(slots=True)
class _Entry:
    """One day of a run."""

    day: int
    month: int | None = None
    year: int | None = None
    joined: Literal["to", "and", ""] = ""  #: what stands before it
    weekday: int | None = None
    when: When | None = None
    other: When | None = None


def _runs(found: Sequence[Token]) -> Iterator[list[Token]]:
    """Pieces that stand together and hold a day and a month."""
    run: list[Token] = []
    for position, token in enumerate([*found, None]):
        if token is None or token.kind == "break":
            if token is not None and run and run[-1].kind == "day" and len(run) > 1 and run[-2].kind in {"and", "to"}:
                _drop_counted(run, found, position)
            if any(t.kind == "full" for t in run) or ({"day", "month"} <= {t.kind for t in run}):
                yield run
            run = []
        else:
            run.append(token)


def _drop_counted(run: list[Token], found: Sequence[Token], position: int) -> None:
    """``May 3, 4 speakers``: the last number counts what follows it."""
    token = found[position]
    if run[-2].kind == "and" and token.end - token.start > 1:
        del run[-2:]


def _span(run: list[Token], text: str, near: date | None, year: int | None) -> Span | None:
    entries = _with_years(_entries(run), run)
    entries = [entry for entry in entries if entry.month]
    if not entries:
        return None
    rule: YearRule = "printed"
    if any(entry.year is None for entry in entries):
        settled = _settle_year(entries, near, year) if not _is_a_word(run, text) else None
        if settled is None:
            return None
        entries, rule = settled
    whens = [entry.when or When(entry.year or 0, entry.month, entry.day) for entry in entries]
    if not all(dates.is_possible(when) for when in whens):
        whens = [when for when in whens if dates.is_possible(when)] if len(whens) > 1 and not _joined(entries) else []
        if not whens:
            return None
    start, end = min(t.start for t in run if _tells(t)), max(t.end for t in run if _tells(t))
    first, last = whens[0], whens[-1]
    if entries[0].other is not None and last.day and last.day > 12 and last.month == entries[0].other.month:
        first = entries[0].other  # the last day tells the order of numbers: 5/12/2026 - 5/14/2026
    if len(whens) == 1:
        return Span(first, None, start, end, (), rule)
    if last.day_key() < first.day_key() or _days_between(first, last) > _LONGEST:  # type: ignore[operator]  # both have days
        return Span(last, None, start, end, (), rule)
    several = () if _joined(entries) else tuple(when.on_day() for when in whens)
    if several and _days_between(first, last) == timedelta(days=len(several) - 1):
        several = ()
    if first.day_key() == last.day_key():
        return Span(first, last if last.hour is not None and last != first else None, start, end, (), rule)
    return Span(first, last, start, end, several, rule)


def _tells(token: Token) -> bool:
    return token.kind in {"day", "month", "year", "full", "weekday"}


def _joined(entries: Sequence[_Entry]) -> bool:
    return any(entry.joined == "to" for entry in entries)


def _days_between(first: When, last: When) -> timedelta:
    return date(last.year, last.month or 1, last.day or 1) - date(first.year, first.month or 1, first.day or 1)


def _is_a_word(run: list[Token], text: str) -> bool:
    """``you may 3`` and ``march 4 miles`` are words of English, where no year says otherwise."""
    return any(t.kind == "month" and text[t.start : t.end] in {"may", "march", "mar", "sat"} for t in run)


def _entries(run: list[Token]) -> list[_Entry]:
    """The days of a run, each with the month that belongs to it."""
    found: list[_Entry] = []
    month: int | None = None
    joined: Literal["to", "and", ""] = ""
    weekday: int | None = None
    day_first = next((t.kind for t in run if t.kind in {"day", "month"}), "") == "day"
    taken = -1
    for position, token in enumerate(run):
        if position == taken:
            continue
        if token.kind == "to" or (token.kind == "and" and joined != "to"):
            joined = token.kind if found else ""
        elif token.kind == "weekday":
            weekday = token.number
        elif token.kind == "full" and token.when is not None:
            for entry in found:
                if joined and entry.year is None:
                    entry.month = entry.month or token.when.month
                    entry.year = token.when.year - ((entry.month or 0) > (token.when.month or 0))
            found.append(_Entry(token.when.day or 0, token.when.month, token.when.year, joined, weekday, token.when, token.other))
            month, joined, weekday = token.when.month, "", None
        elif token.kind == "month":
            waiting = [entry for entry in found if entry.month is None]
            for entry in waiting:
                entry.month = token.number
            month = token.number if not waiting or not day_first else None
        elif token.kind == "day":
            if found and not joined:
                break  # two numbers side by side: the second is something else
            own = _own_month(run, position, day_first=day_first)
            entry = _Entry(token.number, own[0] if own else month, None, joined, weekday)
            if own:
                taken = own[1]
                month = None if day_first else month
            elif day_first and month is None and found and found[-1].month and not _month_follows(run, position):
                entry.month = found[-1].month if joined == "to" else None
            if found and found[-1].when is not None and joined == "to":
                entry.month, entry.year = entry.month or found[-1].month, found[-1].year
            found.append(entry)
            joined, weekday = "", None
    return found


def _own_month(run: list[Token], position: int, *, day_first: bool) -> tuple[int, int] | None:
    """The month right behind a day, and its place, where no day follows that it might belong to instead."""
    place = position + 1
    while place < len(run) and run[place].kind == "glue":
        place += 1
    if place >= len(run) or run[place].kind != "month":
        return None
    behind = next((t.kind for t in run[place + 1 :] if t.kind not in {"glue", "weekday"}), "")
    if not day_first and behind == "day":
        return None
    return (run[place].number, place) if not day_first else None


def _month_follows(run: list[Token], position: int) -> bool:
    return any(t.kind == "month" for t in run[position + 1 :])


def _with_years(entries: list[_Entry], run: list[Token]) -> list[_Entry]:
    """Give each day its printed year: the one behind it, else the one before all; around New Year the one beside it."""
    years = [t for t in run if t.kind == "year"]
    if not years or not entries:
        return entries
    if len(years) > 1 and len(entries) > 1:
        entries[0].year = entries[0].year or years[0].number
        entries[-1].year = entries[-1].year or years[-1].number
        years = years[:1]
    leading = run.index(years[0]) < next((n for n, t in enumerate(run) if t.kind in {"day", "month", "full"}), 0)
    if leading:
        current = years[0].number
        before: int | None = None
        for entry in entries:
            if before is not None and (entry.month or 0) < before and entry.year is None:
                current += 1
            entry.year, before = entry.year or current, entry.month
    else:
        current, after = years[0].number, 0
        for entry in reversed(entries):
            if after and entry.month and entry.month > after and entry.year is None:
                current -= 1
            entry.year, after = entry.year or current, entry.month or 0
    return entries


def _settle_year(entries: list[_Entry], near: date | None, year: int | None) -> tuple[list[_Entry], YearRule] | None:
    """The same days with the only year that the evidence allows; None where it allows none or several."""
    if year is not None:
        dated = _in_year(entries, year)
        return (dated, "given") if _weekdays_agree(dated) else None
    if near is None:
        return None
    candidates = [_in_year(entries, near.year + step) for step in (-1, 0, 1)]
    inside = [dated for dated in candidates if (day := _date(dated[0])) and near - BEFORE <= day <= near + AFTER and _weekdays_agree(dated)]
    told = any(entry.weekday is not None for entry in entries)
    if told:
        if not inside:
            wider = timedelta(days=366)
            inside = [dated for dated in candidates if (day := _date(dated[0])) and abs(day - near) <= wider and _weekdays_agree(dated)]
        return (inside[0], "weekday") if len(inside) == 1 else None
    return (inside[0], "near") if len(inside) == 1 else None


def _in_year(entries: list[_Entry], year: int) -> list[_Entry]:
    """The days in a year, those past New Year in the next."""
    dated: list[_Entry] = []
    before = 0
    for entry in entries:
        if (entry.month or 0) < before:
            year += 1
        before = entry.month or 0
        dated.append(replace(entry, year=entry.year or year))
    return dated


def _weekdays_agree(entries: list[_Entry]) -> bool:
    return all((day := _date(entry)) is not None and entry.weekday in {None, day.weekday()} for entry in entries)


def _date(entry: _Entry) -> date | None:
    try:
        return date(entry.year or 0, entry.month or 0, entry.day)
    except ValueError:
        return None


def _with_times(span: Span, printed: Sequence[dates.Found]) -> Span:
    """The span with the times of day that are printed beside its days."""
    if span.days or span.year_rule != "printed":
        return span
    starts, ends, end = span.starts, span.ends, span.end
    for each in printed:
        if each.when.hour is None or each.end < span.start or each.start > span.end:
            continue
        if each.when.day_key() == starts.day_key() and starts.hour is None:
            starts, end = each.when, max(end, each.end)
        elif ends is not None and each.when.day_key() == ends.day_key() and ends.hour is None:
            ends, end = each.when, max(end, each.end)
    return span._replace(starts=starts, ends=ends, end=end)
