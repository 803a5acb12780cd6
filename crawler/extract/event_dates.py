"""Days printed for an event: one date or a span, in the forms that conference pages use."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.normalise import dates
from crawler.normalise.dates import When

_TO = r"\s{0,3}(?:[-–—−~〜～/]|&|\+|to|through|thru|until|till|and|bis|und|au|et|al|a|y|e|ao|tot(?: en met)?|t/m|til|till|och|og|do|až|és|по|до|и|至|到|から)\s{0,3}"
_SUFFIX = r"(?:st|nd|rd|th|er|º|ª|\.)?"
#: the first day of "12–14 May", "May 12–14, 2026", "12.–14.05.2026"
_DAYS = re.compile(
    rf"(?<![\d.:/,-])(?P<first>\d{{1,2}}){_SUFFIX}(?P<to>{_TO})(?:[^\W\d_]{{2,12}}\.?,?\s)?(?=(?P<last>\d{{1,2}})(?!\d|:|%|\s?(?:am|pm|uhr|h)\b))",
    re.IGNORECASE,
)
_MONTH_DAY_LEFT = re.compile(
    rf"(?P<left>[^\W\d_]{{3,12}}\.?\s\d{{1,2}}{_SUFFIX}|\d{{1,2}}{_SUFFIX}\s(?:de\s|of\s)?[^\W\d_]{{3,12}}\.?|\d{{1,2}}\.\s?\d{{1,2}}\.),?{_TO}(?:[^\W\d_]{{2,12}},?\s)?\Z", re.IGNORECASE
)  # fmt: skip
_BETWEEN = re.compile(rf"[\s,(]*(?:\([^)]{{1,15}}\))?{_TO}(?:[^\W\d_]{{2,12}},?\s{{0,2}})?", re.IGNORECASE)
_EAST_ASIAN_RIGHT = re.compile(
    r"\s*(?:[(（].{1,4}[)）])?\s*(?:至|到|[-–—~〜～]|から)\s*(?:(?P<month>\d{1,2})\s?[月월])?\s?(?P<day>\d{1,2})\s?[日일号號]?(?!\d|[年년])"
)


class Span(NamedTuple):
    """When an event begins and ends, as far as it is printed, and where in the text that stands."""

    starts: When
    ends: When | None
    start: int
    end: int


def find(text: str, language: str | None = None) -> Span | None:
    """Return the first date or span of days in a line of at most 400 characters; None where it holds none with a year.

    An end before its beginning is not believed: the span then is the date it ends with.
    """
    text = text[:400]
    for count, found in enumerate(_DAYS.finditer(text)):
        span = _days(text, found, language)
        if span is not None or count >= 5:
            return span
    candidates = [each for each in dates.find(text, language=language) if each.possible and each.when.month]
    if not candidates:
        return None
    each = candidates[0]
    span = _east_asian(each, text)
    if span is None and len(candidates) > 1 and _BETWEEN.fullmatch(text[each.end : candidates[1].start]):
        span = _ordered(each.when, candidates[1].when, each.start, candidates[1].end)
    return span or _two_months(each, text, language) or Span(each.when, None, each.start, each.end)


def _days(text: str, days: re.Match[str], language: str | None) -> Span | None:
    """``12–14 May 2026`` and ``May 12–14, 2026``: with the first day cut out, the rest is a date with the last day."""
    first, cut = int(days["first"]), days.end() - days.start()
    for found in dates.find(text[: days.start()] + text[days.end() :], language=language):
        ends = found.when
        if found.possible and found.start <= days.start() < found.end and ends.day == int(days["last"]) and first < ends.day:
            return _ordered(When(ends.year, ends.month, first), ends.on_day(), found.start, found.end + cut)
    return None


def _two_months(found: dates.Found, text: str, language: str | None) -> Span | None:
    """``Feb 22 – Mar 1, 2026``: the year is printed once."""
    left = _MONTH_DAY_LEFT.search(text[: found.start])
    if left is None or not found.when.day:
        return None
    for year in (found.when.year, found.when.year - 1):
        begins = dates.parse(f"{left['left']} {year}" if not left["left"].endswith(".") else f"{left['left']}{year}", language=language)
        if begins is not None and begins.day and begins.day_key() <= found.when.day_key():  # type: ignore[operator]  # both have days
            return Span(begins.on_day(), found.when.on_day(), left.start(), found.end)
    return None


def _east_asian(found: dates.Found, text: str) -> Span | None:
    """``2026年5月12日至14日``."""
    right = _EAST_ASIAN_RIGHT.match(text, found.end) if text[found.end - 1 : found.end] in "日일号號" else None
    if right is None or not found.when.day:
        return None
    month = int(right["month"]) if right["month"] else found.when.month
    ends = When(found.when.year, month, int(right["day"]))
    if not dates.is_possible(ends):
        return None
    return _ordered(found.when.on_day(), ends, found.start, right.end())


def _ordered(begins: When, ends: When, start: int, end: int) -> Span | None:
    if not (dates.is_possible(begins) and dates.is_possible(ends)):
        return None
    return Span(begins, ends, start, end) if tuple(x or 0 for x in begins[:3]) <= tuple(x or 0 for x in ends[:3]) else None
