"""Finds in running text the words that name an event: capitalised words around a noun for events, Chinese names by their ending."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from crawler.relate.coverage.standing import sentence_start
from crawler.relate.coverage.tokens import Tokens, is_character
from crawler.relate.coverage.words import BEFORE_NAMES, GENERIC, JOINING, ORDINAL_WORDS, PLACES, PLAIN_NOUNS, TOLD_NOUNS, TOLD_STOPS

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_WORDS: Final = 9
_HAN = re.compile(
    r"(?P<edition>第\s?(?:\d{1,3}|[一二三四五六七八九十廿]{1,4})\s?[届屆](?:（\d{4}）)?|(?:19|20)\d\d\s?年?(?:度)?)\s?[“「《]?(?P<name>[\u4e00-\u9fffA-Za-z0-9·（）()]{2,20}?(?:大会|论坛|論壇|峰会|峰會|博览会|博覽會|研讨会|年会|展览会|电影节|艺术节|音乐节|文化节|书展|动漫节|联赛|大賽|大赛))"
    r"(?![\u4e00-\u9fff]{0,2}(?:中心|组委会|主席|秘书|公司|协会|官网))|(?P<quoted>[“「《](?P<inner>[\u4e00-\u9fffA-Za-z0-9·]{3,20}?(?:大会|论坛|論壇|峰会|峰會|博览会|年会|电影节|艺术节|音乐节|大赛))[”」》])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ORDINAL = re.compile(r"(\d{1,3})(?:st|nd|rd|th|er|e|eme|º|ª|\.)?")


class Named(NamedTuple):
    """A name for an event as a text has it; ``start`` and ``end`` span the name with its edition."""

    name: str  #: without the article, with number and year
    start: int
    end: int
    place: str | None  #: behind a colon or comma: ``Disrupt: Beijing``
    edition: bool  #: whether a number or a year stands with it
    telling: int  #: words of it that are neither generic nor a place


def names_in(text: str, cut: Tokens) -> Iterator[Named]:
    """Yield the names of events in a text in their order, at most 40."""
    count = 0
    behind = -1
    for at, word in enumerate(cut.words):
        if at <= behind or word not in TOLD_NOUNS or not text[cut.starts[at]].isupper():
            continue
        found = _around(text, cut, at)
        if found is not None:
            named, behind = found
            yield named
            count += 1
            if count >= 40:
                return
    for han in _HAN.finditer(text) if any(is_character(word) for word in cut.words[:200]) else ():
        name = han["name"] or han["inner"]
        yield Named(f"{han['edition'] or ''}{name}", han.start(), han.end(), None, bool(han["edition"]), 2 if len(name) > 4 else 0)
        count += 1
        if count >= 40:
            return


def _around(text: str, cut: Tokens, at: int) -> tuple[Named, int] | None:
    """The name that a noun belongs to, and the place of its last word."""
    first = last = at
    while first > 0 and at - first < MOST_WORDS and _joined(text, cut, first - 1):
        word = cut.words[first - 1]
        if word in JOINING and not text[cut.starts[first - 1]].isupper():
            if first < 2 or not _capital(text, cut, first - 2) or cut.words[first - 2] in BEFORE_NAMES:
                break
            first -= 1
        elif not _capital(text, cut, first - 1) or word in _LEADING or (word in TOLD_STOPS):
            break
        else:
            first -= 1
    if (
        first < at
        and sentence_start(text, cut.starts[first])
        and cut.words[first] in BEFORE_NAMES | GENERIC
        and cut.words[first] not in PLAIN_NOUNS
        and at - first > 1
    ):
        first += cut.words[first] in BEFORE_NAMES
    while last + 1 < len(cut.words) and last - first < MOST_WORDS and _joined(text, cut, last):
        following = last + 1
        word = cut.words[following]
        if word in JOINING and not text[cut.starts[following]].isupper():
            more = following + 1
            if more < len(cut.words) and cut.words[more] in JOINING and not text[cut.starts[more]].isupper():
                more += 1
            if (
                word not in _LINKING
                or more >= len(cut.words)
                or not _capital(text, cut, more)
                or not _joined(text, cut, more - 1)
                or (word == "in" and at > first)
            ):
                break
            last = more
        elif not _capital(text, cut, following):
            break
        elif word in TOLD_STOPS:
            return None
        else:
            last = following
    edition = False
    start, end = cut.starts[first], cut.ends[last]
    if last + 1 < len(cut.words) and _YEAR.fullmatch(cut.words[last + 1]) and text[end : cut.starts[last + 1]] == " ":
        last, edition = last + 1, True
        end = cut.ends[last]
    if first > 0 and text[cut.ends[first - 1] : start].strip(".") in {"", " "} and len(text[cut.ends[first - 1] : start]) < 3:
        word = cut.words[first - 1]
        if (
            _YEAR.fullmatch(word)
            or (_ORDINAL.fullmatch(word) and word[:1].isdigit() and not word.isdigit())
            or word in ORDINAL_WORDS
            or (word.isdigit() and text[cut.ends[first - 1]] == ".")
        ):
            first, edition = first - 1, True
            start = cut.starts[first]
    if first == 0 or not edition:
        edition = (
            edition
            or bool(_YEAR.search(text[start:end]))
            or re.search(r"\b(?:\d{1,3}(?:st|nd|rd|th|e|º|ª)|[IVXL]{2,6})\b", text[start:end]) is not None
        )
    place = _place_behind(text, cut, last)
    words = [word for word in cut.words[first : last + 1] if word not in JOINING]
    telling = sum(
        len(word) > 2 and word not in GENERIC and word not in PLACES and word not in ORDINAL_WORDS and not word[:1].isdigit()
        for word in words
    )
    if len(words) < 2 or (len(words) == 2 and edition and telling == 0):
        return None
    if cut.words[at] == "congress" and not edition and telling < 2:  # of some country
        return None
    if place is not None:
        last, end = place[1], cut.ends[place[1]]
    return Named(" ".join(text[start:end].split()), start, end, place[0] if place else None, edition, telling), last


def _place_behind(text: str, cut: Tokens, last: int) -> tuple[str, int] | None:
    """A town behind a colon: ``TechCrunch Disrupt: Beijing``; it must be one that is known, and no sentence."""
    following = last + 1
    if following >= len(cut.words) or text[cut.ends[last] : cut.starts[following]] not in {": ", " – ", " - "}:
        return None
    for length in (2, 1):
        part = cut.words[following : following + length]
        end = following + length - 1
        if (
            end < len(cut.words)
            and all(word in PLACES for word in part)
            and all(_capital(text, cut, at) for at in range(following, end + 1))
        ):
            return text[cut.starts[following] : cut.ends[end]], end
    return None


#: words that link the parts of a name behind its noun
_LINKING: Final = JOINING - frozenset({"at", "to", "by", "with", "the", "dem", "den", "een", "het"})
#: words that stand before a name with a capital where a sentence begins
_LEADING: Final = BEFORE_NAMES | frozenset({"mr", "mrs", "ms", "dr", "prof", "president", "minister"})


def _joined(text: str, cut: Tokens, at: int) -> bool:
    """Whether nothing but a blank, a hyphen or an ampersand stands behind a word."""
    return at + 1 < len(cut.words) and text[cut.ends[at] : cut.starts[at + 1]] in {" ", "-", " & ", "’", "'", "\u00a0"}


def _capital(text: str, cut: Tokens, at: int) -> bool:
    return text[cut.starts[at]].isupper() or (
        text[cut.starts[at]].isdigit() and any(c.isalpha() and c.isupper() for c in text[cut.starts[at] : cut.ends[at]])
    )
