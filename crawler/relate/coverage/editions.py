"""Reads which edition of a series is meant where a name stands: the year or number within it or beside it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from crawler.normalise.dates.digits import chinese_number
from crawler.relate.coverage.names import GLUED, Edition, roman_number
from crawler.relate.coverage.tokens import fold
from crawler.relate.coverage.words import ORDINAL_WORDS

if TYPE_CHECKING:
    from crawler.relate.coverage.reading import Occurrence, Reading

_LEFT = re.compile(
    r"(?:(?P<year>(?<!\d)(?:19|20)\d\d)\s?年?度?的?|第\s?(?P<han>\d{1,3}|[一二三四五六七八九十廿]{1,4})\s?[届屆回次]|(?P<number>(?<![\d.,])\d{1,3})(?:\s?(?:st|nd|rd|th|er|re|e|ème|eme|ère|ste|de|º|ª|°)|\.)|(?P<roman>\b[IVXL]{1,7})"
    r"|(?P<relative>last|this|next|previous|letztjährigen|vergangenen|diesjährigen|nächsten|去年的?|今年的?|明年的?)(?:\s(?:year|week|month|weekend|spring|summer|autumn|fall|winter|jahres?|tagen)(?:['’]s)?)?|(?P<word>[A-Za-zÀ-ɏ]{3,14}))"
    r"(?P<gap>[\s“„\"«'’(]{0,3}(?:(?:annual|yearly|edition of(?: the)?|édition (?:du|de la|de|des)|edición (?:del|de la|de)|ausgabe (?:des|der)|jährlichen?|international|grand|jährliche)\s){0,2})\Z",
    re.IGNORECASE,
)
_RIGHT = re.compile(
    r"\A[\s,(:“”\"»–-]{0,3}(?:(?:in|of|edition|im jahr|en|de|del|van|von|em|im|,)\s){0,2}(?:(?P<year>(?:19|20)\d\d)(?![\d]|-\d|\.\d)|['’‘](?P<short>\d\d)(?!\d)|(?P<relative>(?:last|this|next) (?:year|month|week)(?!['’])|im vergangenen jahr|l['’]an dernier|el año pasado|去年|今年|明年)|第\s?(?P<han>\d{1,3}|[一二三四五六七八九十]{1,4})\s?[届屆回])",
    re.IGNORECASE,
)


_NO_STOP: Final = frozenset({"en", "fr", "es", "it", "pt", "nl", "zh", "ja", "ko"})  # where a full stop behind a number ends a sentence


NO_EDITION: Final = Edition(frozenset(), frozenset())


def edition_at(reading: Reading, place: Occurrence) -> Edition:
    """The edition that stands within a name, right before or right behind it."""
    text = reading.fields[place.field]
    words = reading.tokens[place.field].words[place.first : place.last + 1]
    years = {int(word) for word in words if len(word) == 4 and word.isdecimal() and word[:2] in {"19", "20"}}
    numbers: set[int] = set()
    glued = GLUED.fullmatch(words[-1]) if words else None
    if glued:
        years.add(int(glued[2]) if len(glued[2]) == 4 else 2000 + int(glued[2]))
    left = _LEFT.search(text[max(0, place.start - 45) : place.start])
    if left is not None:
        _note_left(reading, left, years, numbers)
    right = _RIGHT.match(text[place.end : place.end + 40])
    if right is not None:
        if right["year"] or right["short"]:
            years.add(int(right["year"]) if right["year"] else 2000 + int(right["short"]))
        elif right["han"]:
            numbers.add(chinese_number(right["han"]) or 0)
        elif reading.published is not None:
            years.add(reading.published.year + _shift(right["relative"]))
    return Edition(frozenset(years), frozenset(numbers)) if years or numbers else NO_EDITION


def _note_left(reading: Reading, left: re.Match[str], years: set[int], numbers: set[int]) -> None:
    if left["year"]:
        years.add(int(left["year"]))
    elif left["han"]:
        numbers.add(chinese_number(left["han"]) or 0)
    elif left["number"]:
        if "." not in left[0] or (reading.language or "")[:2] not in _NO_STOP:
            numbers.add(int(left["number"]))
    elif left["roman"] and left["roman"].isupper():
        number = roman_number(left["roman"])
        if number is not None and left["roman"] != "I":
            numbers.add(number)
    elif left["relative"]:
        if reading.published is not None and re.search(r"year|jahr|年|jährig|tagen", left[0], re.IGNORECASE):
            years.add(reading.published.year + _shift(left["relative"]))
    elif left["word"] and ORDINAL_WORDS.get(fold(left["word"]), 1) > 1:  # somebody's first one need not be the first
        numbers.add(ORDINAL_WORDS[fold(left["word"])])


def _shift(relative: str) -> int:
    lower = relative.casefold()
    if lower.startswith(("last", "previous", "letzt", "vergangen", "im vergangen", "去年", "l", "el año")):
        return -1
    return 1 if lower.startswith(("next", "nächst", "明年")) else 0


def compare(found: Edition, own: Edition) -> str:
    """``own`` where the edition beside a name is the event's, ``other`` where it is not, ``open`` where it says nothing."""
    if found is NO_EDITION or not (found.years or found.numbers):
        return "open"
    numbered = bool(found.numbers and own.numbers)
    dated = bool(found.years and own.years)
    if numbered and not found.numbers & own.numbers:
        return "other"
    if dated and not found.years & own.years:
        return "other"
    if numbered or (dated and found.years & own.years):
        return "own"
    return "open"
