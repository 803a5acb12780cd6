"""Cheap looks at a line before anything is read: has it a digit, a year, the shape of a date."""

from __future__ import annotations

import re

from crawler.extract.dates.words import BEHIND

# every digit by itself: the class \d asks a table for each character, an explicit set does not
DIGIT = re.compile(f"[{''.join(filter(str.isdecimal, map(chr, range(0x10000))))}〇一二三四五六七八九]")
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
LEADING = re.compile(r"\(?(?:[^\W\d]{2,12}[.,]{1,2} )?\d{1,4}[./\- ]{1,2}[^\W_]{1,10}[./\- ]{1,2}\d{2,4}")
MAX_TITLE = 60

_YEAR = re.compile(r"\d{4}|['’.\-/]\d{2}(?!\d)|[〇一二三四五六七八九]{4}年|[ก-๙]\.? ?\d{2}(?!\d)|(?:令和|平成|民國)")
# the same for ASCII digits: from one set of characters to the next candidate, many times faster than trying each alternative everywhere
_PLAIN_YEAR = re.compile(r"['’.\-/0-9](?:(?<=[0-9])[0-9]{3}|(?<![0-9])[0-9]{2}(?![0-9]))")
_OTHER_SCRIPT = re.compile("[\u0660-\u1fff\u2e80-\uffff]")  # with digits, years or eras of its own
_POSTED = re.compile(r"\b(?:posted|gepostet)\b")
_TWO_NUMBERS = re.compile(r"\d\D+\d")
_LAST_DIGIT = re.compile(r"\d(?=\D*\Z)(?:\s*(?:uhr|[ap]\.?m\.?|h)\b)?")


def first_digit(text: str) -> int:
    """Where the first digit of a line stands, one of any script or a Chinese numeral; -1 where there is none."""
    if text.isascii() and not (
        "0" in text or "1" in text or "2" in text or "3" in text or "4" in text
        or "5" in text or "6" in text or "7" in text or "8" in text or "9" in text
    ):  # fmt: skip
        return -1  # most lines: a character at a time is looked for faster than a set of them
    found = DIGIT.search(text)
    return found.start() if found else -1


def has_year(text: str, digit: int = 0) -> bool:
    """Whether some digits of a line may be a year; the first of them stands at ``digit``."""
    if _PLAIN_YEAR.search(text, digit - 1 if digit else 0):
        return True
    return not text.isascii() and _OTHER_SCRIPT.search(text) is not None and _YEAR.search(text) is not None


def has_one_number(text: str, digit: int) -> bool:
    """Whether the digits of a line that begin at ``digit`` are one number: with it a month can be told, but no day."""
    return text[digit].isdecimal() and _TWO_NUMBERS.search(text, digit) is None


def is_posted(text: str) -> bool:
    """Whether a blog says in a sentence at the end when the post was written: "This entry was posted on … and is filed under …"."""
    return ("posted" in text or "gepostet" in text) and _POSTED.search(text) is not None


def says_behind(text: str) -> bool:
    """Whether a word behind the last digits of a lower-cased line says what its date is of."""
    last = _LAST_DIGIT.search(text)
    return last is not None and BEHIND.match(text, last.end()) is not None


def whole(title: str | None, text: str) -> str:
    """The title of a ``time`` element where only that has a year: ``<time title="3 May 2024, 10:15">2 days ago</time>``."""
    return title if title and len(title) <= MAX_TITLE and has_year(title) and not has_year(text) else text
