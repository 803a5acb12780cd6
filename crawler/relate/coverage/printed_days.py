"""Finds the days and months that a text prints, from words cut once: far quicker than reading each line for dates."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from crawler.normalise.dates.months import month_of
from crawler.relate.coverage.facts import Place
from crawler.relate.coverage.tokens import Tokens, is_character
from crawler.relate.coverage.words import MONTH_BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEPT: Final = 100_000  # words of a language
_WORDS_TOO = frozenset({"may", "mar", "march", "sat"})  # months only where they are written with a capital
_NUMERIC_DAY = re.compile(
    r"(?<![\d./-])(?:(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})|(?P<first>\d{1,2})(?P<sign>[./])\s?(?P<second>\d{1,2})(?P=sign)\s?(?P<year>(?:19|20)?\d\d)?)(?![\d/])"
)
_CHINESE_DAY = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)\s?年\s?)?(?P<m>\d{1,2})\s?月\s?(?P<d>\d{1,2})\s?[日号號]?(?:\s?[至到–—~～-]\s?(?:(?P<m2>\d{1,2})\s?月\s?)?(?P<d2>\d{1,2})\s?[日号號])?"
)


class DayMention(NamedTuple):
    """A day, or a span of days of one month, printed in the text."""

    month: int
    first: int
    last: int
    year: int | None
    place: Place


class MonthMention(NamedTuple):
    """A month named without a day."""

    month: int
    year: int | None
    past: bool | None  #: ``last June``: True; ``next June``: False
    place: Place


def worded_days(name: str, text: str, cut: Tokens, language: str | None) -> Iterator[DayMention]:
    """``12 to 14 May 2026``, ``May 12–14, 2026``, ``12. bis 14. Mai``, ``12 de mayo``."""
    words = cut.words
    for at, named in months_in(words, language):
        word = words[at]
        if word in _WORDS_TOO and not text[cut.starts[at]].isupper():
            continue
        before = [(place, number) for place in range(max(0, at - 5), at) if (number := _day_number(words[place])) is not None]
        behind = [(place, number) for place in range(at + 1, min(len(words), at + 4)) if (number := _day_number(words[place])) is not None]
        near_before = before and at - before[-1][0] <= 2
        near_behind = behind and behind[0][0] == at + 1
        year = next(
            (
                int(words[place])
                for place in range(at + 1, min(len(words), at + 6))
                if len(words[place]) == 4 and words[place].isdecimal() and words[place][:2] in {"19", "20"}
            ),
            None,
        )
        if near_before:
            days = [number for place, number in before if cut.starts[at] - cut.ends[place] < 24]
            days = days[-2:] if len(days) > 1 and days[-2] < days[-1] else days[-1:]
            start = cut.starts[next(place for place, number in before if number == days[0])]
            yield DayMention(named, days[0], days[-1], year, Place(name, start, cut.ends[at]))
        elif near_behind:
            days = [number for place, number in behind if cut.starts[place] - cut.ends[at] < 14]
            days = days[:2] if len(days) > 1 and days[0] < days[1] else days[:1]
            end = cut.ends[next(place for place, number in behind if number == days[-1])]
            yield DayMention(named, days[0], days[-1], year, Place(name, cut.starts[at], end))


def numeric_days(name: str, text: str, language: str | None) -> Iterator[DayMention]:
    """``2026-05-12``, ``12.05.2026``, ``5/12/2026``, ``5月12日至14日``."""
    for found in _NUMERIC_DAY.finditer(text):
        place = Place(name, found.start(), found.end())
        if found["y"]:
            yield from _possible(int(found["m"]), int(found["d"]), int(found["d"]), int(found["y"]), place)
            continue
        first, second = int(found["first"]), int(found["second"])
        if found["sign"] == "/" and (language or "").lower() in {"en", "en-us"} and second > 0 and first <= 12:
            first, second = second, first
        year = found["year"]
        yield from _possible(second, first, first, (int(year) if len(year) == 4 else 2000 + int(year)) if year else None, place)
    if "月" in text:
        for found in _CHINESE_DAY.finditer(text):
            month, day = int(found["m"]), int(found["d"])
            last = int(found["d2"]) if found["d2"] and not found["m2"] else day
            yield from _possible(
                month, day, max(day, last), int(found["y"]) if found["y"] else None, Place(name, found.start(), found.end())
            )


def _possible(month: int, first: int, last: int, year: int | None, place: Place) -> Iterator[DayMention]:
    if 1 <= month <= 12 and 1 <= first <= last <= 31:
        yield DayMention(month, first, last, year, place)


def _day_number(word: str) -> int | None:
    digits = word[:2] if word[:2].isdecimal() else word[:1]
    if not digits.isdecimal() or not (word == digits or word[len(digits) :] in {"st", "nd", "rd", "th", "er", "º"}):
        return None
    number = int(digits)
    return number if 1 <= number <= 31 else None


_months: dict[str, dict[str, int]] = {}  # by language: the number of a month, 0 for any other word


def months_in(words: list[str], language: str | None) -> list[tuple[int, int]]:
    """The places of the words that name a month, with its number."""
    known = _months.setdefault((language or "")[:2], {})
    if len(known) > _KEPT:
        known.clear()
    for word in set(words).difference(known):
        named = None if len(word) < 3 or word[0] <= "9" or is_character(word) else month_of(word, language)
        known[word] = named[0] if named is not None and not named[1] else 0
    return [(at, number) for at, number in enumerate(map(known.__getitem__, words)) if number]


def months_without_days(name: str, text: str, cut: Tokens, language: str | None, taken: set[Place]) -> Iterator[MonthMention]:
    """The months that stand in no place of ``taken``."""
    for at, month in months_in(cut.words, language):
        start, end = cut.starts[at], cut.ends[at]
        if cut.words[at] in _WORDS_TOO and not text[start].isupper():
            continue
        if any(field == name and begin <= start and end <= stop for field, begin, stop in taken):
            continue
        following = cut.words[at + 1 : at + 3]
        year = next((int(each) for each in following if len(each) == 4 and each.isdecimal() and each[:2] in {"19", "20"}), None)
        before = cut.words[at - 1] if at else ""
        past = True if before in MONTH_BEFORE else False if before in {"next", "nachsten", "prochain"} else None
        yield MonthMention(month, year, past, Place(name, start, end))


def as_day(year: int, month: int, day: int) -> date | None:
    """The day; None where the calendar has none."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
