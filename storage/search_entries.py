"""Cuts one reading of an article into the words and marks that it is searched by.

Both databases index the same words, cut by :mod:`storage.search_words`, and marks:

``³word``  stands in the headline, a tag or an author's name · ``²word`` there, in the intro, or three times in the text ·
``ªword``  of an author's name · ``ºword`` of a tag · ``¹name`` of the site · ``¼tag`` of the language.

The signs in front cannot come from a text: cutting turns them into plain digits and letters.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storage.search_words import words

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGH, MID, AUTHOR, TAG, SITE, LANGUAGE = "³", "²", "ª", "º", "¹", "¼"
REPEATED = 3  # times that a word stands in a text that has it for a subject
POSITIONS = 15_000  # words of a text that phrases are found in (PostgreSQL keeps no position past 16,383)
TEXT_CHARACTERS, TEXT_OCTETS = 300_000, 500_000  # what is indexed of one text (PostgreSQL refuses vectors past 1 MB)
SHORT_CHARACTERS, SHORT_ITEMS = 2_000, 200  # of a headline, a name; names or tags of one article


class Searched(NamedTuple):
    """What is searched of one reading of an article."""

    headline: str | None
    intro: tuple[str | None, ...]
    authors: Sequence[str]
    tags: Sequence[str]
    text: str | None


class Cut(NamedTuple):
    """The same cut into words, with a blank between two of them."""

    headline: str
    intro: str
    names: str
    text: str
    rest: str  # of a very long text: the words past its beginning, each once
    marks: str


def cut(searched: Searched) -> Cut:
    """Return the words of a reading and the marks that rank it."""
    headline = words((searched.headline or "")[:SHORT_CHARACTERS])
    intro = [word for part in searched.intro if part for word in words(part[: 5 * SHORT_CHARACTERS])]
    people = [word for name in searched.authors[:SHORT_ITEMS] for word in words(name[:300])]
    tags = [word for tag in searched.tags[:SHORT_ITEMS] for word in words(tag[:300])]
    story, rest = _story(searched.text)
    high = {*headline, *people, *tags}
    mid = {*high, *intro, *(word for word, number in Counter(story).items() if number >= REPEATED)}
    names = [*people, *(AUTHOR + word for word in people), *tags, *(TAG + word for word in tags)]
    marks = sorted(HIGH + word for word in high) + sorted(MID + word for word in mid)
    return Cut(*(" ".join(part) for part in (headline, intro, names, story, rest, marks)))


class Entry(NamedTuple):
    """What is searched of one reading of an article, and under what it stands."""

    revision_id: int
    published: str | None  # ISO 8601 as far as it is known
    searched: Searched
    language: str | None
    places: tuple[str, ...]  # key and host of the site
    done: Cut | None = None  # where the words were cut before

    @property
    def cut(self) -> Cut:
        """Its words and the marks that rank it."""
        return self.done or cut(self.searched)

    @property
    def filters(self) -> list[str]:
        """The marks of its site and language."""
        return sorted(place_marks(*self.places)) + language_marks(self.language)


def _story(words_of: str | None) -> tuple[list[str], list[str]]:
    """Return the words of a text, and of a very long one those that only stand after its beginning."""
    found = words((words_of or "")[:TEXT_CHARACTERS])
    if len(found) <= POSITIONS // 10:
        return found, []
    room, seen = TEXT_OCTETS, set[str]()
    for number, word in enumerate(found):
        if word not in seen:
            room -= len(word.encode()) + 4
            if room < 0:
                found = found[:number]
                break
            seen.add(word)
    return found[:POSITIONS], sorted(seen.difference(found[:POSITIONS]))


@lru_cache(maxsize=1024)  # one for each site
def place_marks(*names: str) -> frozenset[str]:
    """Return the marks of a site's key or host: the name, and every host above it, each with its port and without."""
    found: set[str] = set()
    for name in names:
        whole = name.lower().removeprefix("www.")
        bare = whole.rpartition(":")[0] if whole.count(":") == 1 else whole
        for one in {whole, bare}:
            labels = one.split(".")
            above = [one] if bare.replace(".", "").isdecimal() else [".".join(labels[start:]) for start in range(len(labels))]
            found.update(_mark(SITE, part) for part in above if part)
    return frozenset(found)


def language_marks(tag: str | None) -> list[str]:
    """Return the marks of a language tag: itself, and every tag it is a variety of."""
    parts = (tag or "").lower().split("-")
    return [_mark(LANGUAGE, "-".join(parts[: number + 1])) for number in range(len(parts))] if tag else []


def site_mark(name: str) -> str:
    """Return the mark by which a site of this key or host, or a host below it, is found."""
    return _mark(SITE, name.lower().removeprefix("www."))


def language_mark(tag: str) -> str:
    """Return the mark by which a language and its varieties are found."""
    return _mark(LANGUAGE, tag.lower())


def _mark(sign: str, name: str) -> str:
    return sign + re.sub(r"[^0-9a-z\u0100-\U0010ffff]|\s", "¦", name[:200])


def minute(published: str | None) -> int:
    """Return the local minute of publication as a number, the beginning of a day, month or year known no better; 0: unknown."""
    if not published:
        return 0
    try:
        year, month, day = int(published[:4]), int(published[5:7] or 1), int(published[8:10] or 1)
        clock = int(published[11:13] or 0) * 60 + int(published[14:16] or 0)
        return date(year, month, day).toordinal() * 1440 + clock
    except ValueError:
        return 0
