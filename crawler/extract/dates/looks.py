"""Cheap looks at a line before anything is read: has it a digit, a year, the shape of a date."""

from __future__ import annotations

import re

from crawler.extract.dates.words import BEHIND

DIGIT = re.compile(r"[\d〇一二三四五六七八九]")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
LEADING = re.compile(r"\(?(?:[^\W\d]{2,12}[.,]{1,2} )?\d{1,4}[./\- ]{1,2}[^\W_]{1,10}[./\- ]{1,2}\d{2,4}")
POSTED = re.compile(r"\b(?:posted|gepostet)\b")  #: blogs say it in a sentence at the end: "This entry was posted on … and is filed under …"
MAX_TITLE = 60

_YEAR = re.compile(r"\d{4}|['’.\-/]\d{2}(?!\d)|[〇一二三四五六七八九]{4}年|[ก-๙]\.? ?\d{2}(?!\d)|(?:令和|平成|民國)")
# the same for ASCII: from one set of characters to the next candidate, many times faster than trying each alternative everywhere
_ASCII_DIGIT = re.compile("[0-9]")
_ASCII_YEAR = re.compile(r"['.\-/0-9](?:(?<=[0-9])[0-9]{3}|(?<![0-9])[0-9]{2}(?![0-9]))")
_CLOCK_END = re.compile(r"(?:\s*(?:uhr|[ap]\.?m\.?|h)\b)?")


def first_digit(text: str) -> int:
    """Where the first digit of a line stands, one of any script or a Chinese numeral; -1 where there is none."""
    found = (_ASCII_DIGIT if text.isascii() else DIGIT).search(text)
    return found.start() if found else -1


def has_year(text: str, digit: int = 0) -> bool:
    """Whether some digits of a line may be a year; the first of them stands at ``digit``."""
    if text.isascii():
        return _ASCII_YEAR.search(text, digit - 1 if digit else 0) is not None
    return _YEAR.search(text) is not None


def says_behind(text: str) -> bool:
    """Whether a word behind the last digits of a lower-cased line says what its date is of."""
    last = next((at for at in range(len(text) - 1, -1, -1) if text[at].isdigit()), -1)
    if last < 1:
        return False
    clock = _CLOCK_END.match(text, last + 1)
    return BEHIND.match(text, clock.end() if clock else last + 1) is not None


def whole(title: str | None, text: str) -> str:
    """The title of a ``time`` element where only that has a year: ``<time title="3 May 2024, 10:15">2 days ago</time>``."""
    return title if title and len(title) <= MAX_TITLE and has_year(title) and not has_year(text) else text
