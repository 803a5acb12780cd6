"""Dates printed for people: found in a line of text, whatever the language, with what is printed and nothing else."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from crawler.normalise.dates.calendars import common_year, era_year, from_jalali, is_jalali_year, short_year
from crawler.normalise.dates.clock import with_time
from crawler.normalise.dates.digits import chinese_number, fold_digits
from crawler.normalise.dates.months import fold_word, month_of, starts_a_month
from crawler.normalise.dates.when import When, is_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

Order = Literal["DMY", "MDY", "YMD"]

MAX_TEXT = 400  #: characters of a line that are looked at
_MAX_FOUND = 6


class Found(NamedTuple):
    """A date in a line: its value, where it stands, and the other reading where day and month may be exchanged."""

    when: When
    start: int
    end: int
    other: When | None = None
    possible: bool = True


_NUMERIC = re.compile(
    r"(?<![\d/.,\-])(?<!\d:)(?:(?P<year>\d{4})(?P<dash>[./\-]) ?(?P<month>\d{1,2})(?P=dash) ?(?P<day>\d{2}(?=\d{2}:\d{2}(?!\d))|\d{1,2}(?![\d:]*\d*(?<=\d\d\d))(?!\d))"
    r"|(?P<one>\d{1,2})(?P<sign> ?[./\-–|] ?)(?P<two>\d{1,2})(?P=sign)(?P<last>\d{2}(?:\d{2})?(?=\d{2}:\d{2}(?!\d))|(?:\d{4}|\d{2})(?![\d:])))(?!(?:[/\-]\d))(?!\.\d)"
)
_EAST_ASIAN = re.compile(
    r"(?:(?P<era>令和|平成|昭和|大正|明治|中華民國|民國|民国)\s?)?(?P<year>\d{1,4}|[〇零○一二三四五六七八九十元]{1,5})\s?[年년]度?\s?"
    r"(?:(?P<month>\d{1,2}|[一二三四五六七八九十]{1,3})\s?[月월]\s?(?:(?P<day>\d{1,2}|[一二三四五六七八九十廿卅]{1,3})\s?[日일号號]?(?!\d))?)?"
)
_VIETNAMESE = re.compile(r"(?<!\d)(\d{1,2})\s?(?:tháng|thg)\s?(\d{1,2})(?:\s?,?\s?năm\s?|\s?,\s?|\s)(\d{4})(?!\d)", re.IGNORECASE)
_MONGOLIAN = re.compile(r"(?<!\d)(\d{4})\s?оны?\s?(\d{1,2})[\s-]*(?:р\s)?сарын?\s?(\d{1,2})(?!\d)", re.IGNORECASE)

_KHMER = re.compile(r"(?<!\d)(\d{1,2})\s?ខែ\s?([ក-៓]{2,12}?)\s?(?:ឆ្នាំ)\s?(\d{4})(?!\d)")
_MINGUO = re.compile(r"(?<![\d./-])(1[01]\d)([./-])(\d{1,2})\2(\d{1,2})(?![\d./-])")

_WORD = re.compile(r"[ก-๙]{1,3}\.[ก-๙]{1,2}\.?|[^\s\d.,/:;()\[\]|·•–—\-_'’\"“”«»<>+=*&]{2,}")
_OF = r"(?:(?:de|del|do|da|di|of|den|the|van|d['’]|d|ng|ta['’]|em|ya|wa|tal)[\s\-]+|d['’])?"
_DAY_LEFT = re.compile(
    r"(?<![\d.])(?<!\d:)(?P<day>\d{1,2})(?:st|nd|rd|th|er|re|ère|eme|a|e|º|ª|o|°|an|ain|ú|ης|η|-?го|-?е|-?ші|-?nji|-?njy|ός)?[\s.,\-/–]{0,3}"
    + _OF
    + r"$",
    re.IGNORECASE,
)
_YEAR_LEFT = re.compile(
    r"(?<!\d)(?P<year>\d{4})(?:ko|eko)?[\s.,\-/]{0,2}(?:m\.|g\.|gada|жылғы|жылдын|нче ел|ýyly[nň]*|yil|йил)?[\s,]{0,2}$", re.IGNORECASE
)
_YEAR_DAY_LEFT = re.compile(
    r"(?<!\d)(?P<year>\d{4})[\s.,\-]{0,2}(?:m\.|g\.|gada|жылғы|жылдын|ýyly[nň]*|yil|йил)?[\s,]{0,2}(?P<day>\d{1,2})[\s.\-]{0,2}$",
    re.IGNORECASE,
)
_YEAR_RIGHT = re.compile(
    r"[\s.,\-/–]{0,3}(?:(?:de|del|do|of|di|r|г|г\.|sene|an|'|’|ta['’]|năm|yilda|yil|พ\.ศ\.|ค\.ศ\.|พศ)[\s.]*)?(?P<year>\d{4})(?![\d:])"
    r"|[\s.]{0,2}(?:['’]|-)(?P<short>\d{2})(?![\d:.])|[\s.]{1,2}(?P<end>\d{2})(?=\s*$|,\s*$)",
    re.IGNORECASE,
)
_DAY_YEAR_RIGHT = re.compile(
    r"[\s.\-/]{0,2}(?P<day>\d{1,2})(?:st|nd|rd|th|a|an|ean|-én|-án)?[\s.,\-/]{1,3}(?:(?:of|at|ב)\s)?(?:(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?)[\s,]{1,2}(?:(?P<zone>[A-Z]{3,4})\s)?)?"
    r"(?P<year>\d{4})(?![\d:])",
    re.IGNORECASE,
)
_THAI = frozenset(map(chr, range(0x0E01, 0x0E5C)))
_THAI_YEAR = re.compile(r"[\s.]{0,2}(?P<short>\d{2})(?![\d:])")  # "12 มี.ค. 67 | 14:30 น."
_DAY_RIGHT = re.compile(r"[\s.\-/]{0,2}(?P<day>\d{1,2})(?![\d:])")


def find(text: str, *, language: str | None = None, order: Order | None = None) -> list[Found]:
    """The dates in a line, in its order: each at least a year and a month, at most six; impossible ones are marked.

    ``order`` is the site's order of all-number dates; without it the sign, the language and the numbers tell. A date
    without a year is none. Only the first 400 characters are looked at.
    """
    return list(_find(text[:MAX_TEXT], language, order))


@lru_cache(maxsize=1_024)
def _find(text: str, language: str | None, order: Order | None) -> tuple[Found, ...]:
    """The dates in a line: extraction and decision ask for those of the same few lines."""
    text = fold_digits(text)
    found: list[Found] = []
    taken = 0
    for each in sorted(_all(text, language, order), key=lambda f: (f.start, -f.end)):
        if each.start < taken:
            continue
        when, reach = (
            with_time(each.when, text[taken : each.start], text[each.end : each.end + 60], language) if each.possible else (each.when, 0)
        )
        other = each.other and each.other._replace(hour=when.hour, minute=when.minute, second=when.second, offset=when.offset)
        found.append(each._replace(when=when, other=other, end=each.end + reach, possible=each.possible and is_possible(when)))
        taken = each.end + reach
        if len(found) == _MAX_FOUND:
            break
    return tuple(found)


def _all(text: str, language: str | None, order: Order | None) -> Iterator[Found]:
    for found in _NUMERIC.finditer(text):
        yield from _numeric(found, language, order)
    if "年" in text or "년" in text:
        for found in _EAST_ASIAN.finditer(text):
            yield from _east_asian(found)
    if "th" in text or "Th" in text or "TH" in text:
        for found in _VIETNAMESE.finditer(text):
            yield _checked(When(int(found[3]), int(found[2]), int(found[1])), found.start(), found.end())
    if "сар" in text:
        for found in _MONGOLIAN.finditer(text):
            yield _checked(When(int(found[1]), int(found[2]), int(found[3])), found.start(), found.end())
    if "ខែ" in text:
        for found in _KHMER.finditer(text):
            if named := month_of(fold_word(found[2]), "km"):
                yield _checked(When(int(found[3]), named[0], int(found[1])), found.start(), found.end())
    if language and language.startswith("zh-") and not language.startswith("zh-Hans"):
        for found in _MINGUO.finditer(text):
            yield _checked(When(1911 + int(found[1]), int(found[3]), int(found[4])), found.start(), found.end())
    yield from _with_month_names(text, language)


def _checked(when: When, start: int, end: int, other: When | None = None) -> Found:
    return Found(when, start, end, other, is_possible(when))


def _numeric(found: re.Match[str], language: str | None, order: Order | None) -> Iterator[Found]:
    start, end = found.span()
    if found["year"]:
        year, month, day = int(found["year"]), int(found["month"]), int(found["day"])
        if is_jalali_year(year):
            gregorian = from_jalali(year, month, day)
            if gregorian:
                yield Found(When(gregorian.year, gregorian.month, gregorian.day), start, end)
            return
        if month > 12 >= day:  # 2024/25/03 is printed too
            month, day = day, month
        yield _checked(When(common_year(year), month, day), start, end)
        return
    one, two, last, sign = int(found["one"]), int(found["two"]), found["last"], found["sign"].strip()
    if len(last) == 2 and order == "YMD":
        yield _checked(When(2000 + one, two, int(last)), start, end)
        return
    year = common_year(int(last)) if len(last) == 4 else short_year(int(last), buddhist=(language or "")[:2] == "th")
    if len(last) == 2 and (sign in {"-", "–", "|"} or year > 2050):
        return  # 10-12-14 may be anything
    day_first = When(year, two, one)
    month_first = When(year, one, two)
    if one > 12 or two > 12:
        yield _checked(day_first if one > 12 else month_first, start, end)
        return
    first = (order or _usual_order(sign, language)) != "MDY"
    chosen, other = (day_first, month_first) if first else (month_first, day_first)
    yield _checked(chosen, start, end, other if other != chosen and order is None and sign != "." else None)


_MONTH_FIRST = frozenset({"en", "en-US", "en-PH", "fil", "tl", "es-US", "en-CA"})


def _usual_order(sign: str, language: str | None) -> Order:
    """Full stops are never American; slashes in English are, unless the language names another country."""
    return "MDY" if sign != "." and language in _MONTH_FIRST else "DMY"


def _east_asian(found: re.Match[str]) -> Iterator[Found]:
    year = chinese_number(found["year"])
    if year is None:
        return
    if found["era"]:
        year = era_year(found["era"], year)
    elif year < 1000:
        return  # 三年 is a span of time, 24年 too short to tell
    month = chinese_number(found["month"]) if found["month"] else None
    day = chinese_number(found["day"]) if found["day"] else None
    if year is not None and month:
        yield _checked(When(common_year(year), month, day), found.start(), found.end())


@lru_cache(maxsize=4_096)
def _month(word: str, language: str | None) -> tuple[tuple[int, bool] | None, bool]:
    """What :func:`month_of` says of a printed word, and whether a month's name of two words begins with it."""
    folded = fold_word(word) if len(word) < 24 else ""
    return month_of(folded, language), starts_a_month(folded)


def _with_month_names(text: str, language: str | None) -> Iterator[Found]:
    words = list(_WORD.finditer(text))
    for index, word in enumerate(words):
        named, may_go_on = _month(word[0], language)
        if named is None and not may_go_on:
            continue
        start, end = word.span()
        if may_go_on and index + 1 < len(words) and words[index + 1].start() - end == 1:
            following = words[index + 1]
            pair = month_of(f"{fold_word(word[0])} {fold_word(following[0])}", language)
            named, end = (pair, following.end()) if pair else (named, end)
        if named is None:
            continue
        if text[end : end + 1] == "/" and index + 1 < len(words) and month_of(fold_word(words[index + 1][0][:24]), language) == named:
            end = words[index + 1].end()  # two names of one month: "مارس/آذار"
        found = _around(text, start, end, *named)
        if found:
            yield found


def _around(text: str, start: int, end: int, month: int, jalali: bool) -> Found | None:
    """The date around a month's name: day, month, year; month, day, year; year, month, day; or month and year."""
    left, right = text[max(0, start - 24) : start], text[end : end + 48]
    before, after = _DAY_LEFT.search(left), _YEAR_RIGHT.match(right)
    if before and text[start] in _THAI and (after is None or not after["year"]) and (short := _THAI_YEAR.match(right)):
        after = short
    if before and after:
        return _named(before["day"], month, after, start - len(left) + before.start(), end + after.end(), jalali)
    both = _DAY_YEAR_RIGHT.match(right)
    if both:
        found = _named(both["day"], month, both, start, end + both.end(), jalali)
        if found and both["clock"]:
            when, _ = with_time(found.when, "", f" {both['clock']} {both['zone'] or ''}")
            return found._replace(when=when, possible=is_possible(when))
        return found
    year_day = _YEAR_DAY_LEFT.search(left)
    if year_day:
        return _named(year_day["day"], month, year_day, start - len(left) + year_day.start(), end, jalali)
    year = _YEAR_LEFT.search(left)
    day = _DAY_RIGHT.match(right)
    if year and day:
        return _named(day["day"], month, year, start - len(left) + year.start(), end + day.end(), jalali)
    if after and after["year"] and not before:
        return _named(None, month, after, start, end + after.end(), jalali)
    return None


def _named(day: str | None, month: int, year_match: re.Match[str], start: int, end: int, jalali: bool) -> Found | None:
    groups = year_match.groupdict()
    printed = groups.get("year")
    year = (
        int(printed)
        if printed
        else short_year(int(groups.get("short") or groups.get("end") or 0), buddhist="short" in groups and "end" not in groups)
    )
    if jalali:
        if not is_jalali_year(year) or day is None:
            return None
        gregorian = from_jalali(year, month, int(day))
        return Found(When(gregorian.year, gregorian.month, gregorian.day), start, end) if gregorian else None
    if not printed and year > 2060:
        return None
    return _checked(When(common_year(year), month, int(day) if day else None), start, end)
