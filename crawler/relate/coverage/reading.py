"""An article cut into words once, with what linking asks of it: names, phrases, days, hashtags, links."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crawler.relate.coverage.facts import Place, day_of, moment_of
from crawler.relate.coverage.names import GLUED, Edition
from crawler.relate.coverage.printed_days import DayMention, MonthMention, as_day, months_without_days, numeric_days, worded_days
from crawler.relate.coverage.tokens import Tokens, fold, tokens, words_of
from crawler.relate.coverage.words import TOP_LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from crawler.relate.coverage.index import CoverageIndex, Phrase

FIELDS: Final = ("headline", "kicker", "standfirst", "description", "text")
MAX_TEXT: Final = 60_000  #: characters of the text that are read
MAX_FIELD: Final = 2_000
MAX_FOUND: Final = 200  #: names in one article
MAX_TIMES: Final = 16  #: how often one of them is looked at
LEAD: Final = 700  #: characters of the text that say what it is about
_TAGS: Final = 40
_LINKS: Final = 100
_HASHTAG = re.compile(r"[#＃]([^\W_][\w]{2,60})")
_ADDRESS = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"“”«»()]{4,200}|(?<![@\w.])[a-z0-9-]{2,40}(?:\.[a-z0-9-]{2,40}){0,3}\.[a-z]{2,10}(?:/[^\s<>\"“”«»()]{0,150})?(?![\w@])",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"\S{1,400}")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_URL_DAY = re.compile(r"/(20\d\d)[/-]?(0[1-9]|1[0-2])(?:[/-]?([0-2]\d|3[01]))?(?=[/_-]|\Z)")
_MONTH_VALUE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z")
_ORDINAL = re.compile(r"\d{1,3}(?:st|nd|rd|th|er|re|e|eme|ste|de)\Z")


class Occurrence(NamedTuple):
    """A name in a field of the article; ``first`` and ``last`` are its words, ``start`` and ``end`` its characters."""

    phrase: Phrase
    field: str
    first: int
    last: int
    start: int
    end: int


class Reading:
    """One article."""

    def __init__(self, article: Mapping[str, Any]) -> None:
        self.fields: dict[str, str] = {}
        for name in FIELDS:
            value = article.get(name)
            if value:
                self.fields[name] = str(value)[: MAX_TEXT if name == "text" else MAX_FIELD]
        if self.fields.get("description") and self.fields["description"][:80] in self.fields.get("text", ""):
            del self.fields["description"]
        self.tags = [str(tag)[:120] for tag in (article.get("tags") or ())[:_TAGS]]
        self.url = str(article.get("url") or "")
        self.published, self.exact = _published(article)
        self.moment = moment_of(article.get("published_at"))
        self.dateline_place = str(article.get("dateline_place") or "")[:200]
        self.language = str(article.get("language") or "") or None
        self.given_links = [str(link.get("href") or "") for link in (article.get("links") or ())[:_LINKS]]
        self.authors = list(article.get("authors") or ())[:20]
        self.found: list[Occurrence] = []  #: what :meth:`find` found last
        self.tokens: dict[str, Tokens] = {name: tokens(text) for name, text in self.fields.items()}

    def find(self, index: CoverageIndex) -> list[Occurrence]:
        """The names of stored events, those inside a longer one left out; at most :data:`MAX_FOUND`. They stay in ``found``."""
        found: list[Occurrence] = []
        times: Counter[int] = Counter()
        for name, cut in self.tokens.items():
            words, places = _without_editions(cut.words) if _DIGIT.search(self.fields[name]) else (cut.words, None)
            for phrase, first, behind in index.find(words):
                times[phrase.number] += 1
                if times[phrase.number] > MAX_TIMES:
                    continue
                begin, end = (places[first], places[behind - 1]) if places is not None else (first, behind - 1)
                found.append(Occurrence(phrase, name, begin, end, cut.starts[begin], cut.ends[end]))
                if len(found) >= MAX_FOUND:
                    break
        self.found = _longest(found)
        return self.found

    def in_tags(self, index: CoverageIndex) -> Iterator[tuple[Phrase, int, Edition]]:
        """The names that are tags as a whole, with the number of the tag and the edition that it names."""
        for number, tag in enumerate(self.tags):
            words, _ = _without_editions(words_of(tag))
            years = frozenset(int(year) for year in re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", tag))
            for phrase, first, behind in index.find(words):
                if first == 0 and behind == len(words):
                    yield phrase, number, Edition(years, frozenset())

    def hashtags(self) -> Iterator[tuple[str, Place]]:
        """The hashtags of the text, folded, and tags written as one word."""
        for name in ("headline", "standfirst", "text"):
            text = self.fields.get(name, "")
            if "#" in text or "＃" in text:
                for found in _HASHTAG.finditer(text):
                    yield fold(found[1].replace("_", "")), Place(name, found.start(), found.end())
        for tag in self.tags:
            bare = tag.lstrip("#＃")
            if bare != tag or (" " not in bare and any(char.isdigit() for char in bare)):
                yield fold(bare), Place("tags", -1, -1)

    @cached_property
    def links(self) -> list[tuple[str, Place]]:
        """Addresses that the text links to or prints."""
        found = [(link, Place("links", -1, -1)) for link in self.given_links if link]
        text = self.fields.get("text", "")
        if "." in text:
            for match in _dotted(text):
                printed = match[0].rstrip(".,;:!?")
                if "/" not in printed and "www" not in printed.lower() and printed.rpartition(".")[2].lower() not in TOP_LEVELS:
                    continue
                found.append(
                    (printed if "://" in printed else f"https://{printed}", Place("text", match.start(), match.start() + len(printed)))
                )
                if len(found) >= _LINKS:
                    break
        return found

    @cached_property
    def _known(self) -> list[tuple[str, list[str], frozenset[str]]]:
        """By field its words, in order and as a set."""
        return [(name, cut.words, frozenset(cut.words)) for name, cut in self.tokens.items()]

    def places_of(self, words: tuple[str, ...], *, most: int = 8) -> list[Place]:
        """Where a phrase stands, in the order of the fields."""
        found: list[Place] = []
        for name, stream, known in self._known if words else ():
            if not known.issuperset(words):
                continue
            at = -1
            for _ in range(MAX_FOUND):
                try:
                    at = stream.index(words[0], at + 1)
                except ValueError:
                    break
                if len(words) == 1 or tuple(stream[at : at + len(words)]) == words:
                    cut = self.tokens[name]
                    found.append(Place(name, cut.starts[at], cut.ends[at + len(words) - 1]))
                    if len(found) >= most:
                        return found
        return found

    @cached_property
    def years(self) -> set[int]:
        """The years that are printed."""
        return {int(year) for text in (*self.fields.values(), *self.tags) for year in _YEAR.findall(text)}

    @cached_property
    def days(self) -> list[DayMention]:
        """The days printed in the text, at most 40."""
        found: list[DayMention] = []
        for name, cut in self.tokens.items():
            text = self.fields[name]
            found += worded_days(name, text, cut, self.language)
            if _DIGIT.search(text):
                found += numeric_days(name, text, self.language)
        return found[:40]

    @cached_property
    def months(self) -> list[MonthMention]:
        """The months that are named without a day, at most 20."""
        taken = {mention.place for mention in self.days}
        found = [
            mention
            for name, cut in self.tokens.items()
            for mention in months_without_days(name, self.fields[name], cut, self.language, taken)
        ]
        return found[:20]


def _dotted(text: str) -> Iterator[re.Match[str]]:
    """Addresses in a text: only runs with a full stop inside are looked at."""
    at = text.find(".")
    while at >= 0:
        if text[at - 1 : at].strip() and text[at + 1 : at + 2].strip():
            run = _RUN.match(text, max(text.rfind(" ", 0, at), text.rfind("\n", 0, at), at - 200) + 1)
            match = _ADDRESS.search(text, run.start(), run.end()) if run is not None else None
            if match is not None:
                yield match
            at = max(at, run.end() - 1 if run is not None else at)
        at = text.find(".", at + 1)


def _without_editions(words: list[str]) -> tuple[list[str], list[int] | None]:
    """The words without years and ordinals, and the place of each; no places where nothing was left out."""
    out = [at for at, word in enumerate(words) if (word[0] <= "9" or word[-1] <= "9") and not word.isalpha()]
    if not out:
        return words, None
    drop: set[int] = set()
    replaced: dict[int, str] = {}
    for at in out:
        word = words[at]
        if (len(word) == 4 and word.isdecimal() and word[:2] in {"19", "20"}) or _ORDINAL.match(word):
            drop.add(at)
            if at + 1 < len(words) and words[at + 1] == "年":
                drop.add(at + 1)
        else:
            glued = GLUED.fullmatch(word)
            if glued:
                replaced[at] = glued[1]
    if not drop and not replaced:
        return words, None
    places = [at for at in range(len(words)) if at not in drop]
    return [replaced.get(at, words[at]) for at in places], places


def _longest(found: list[Occurrence]) -> list[Occurrence]:
    """Leave out what lies within a longer name; a session's title and an event's name do not disturb each other."""
    kept: list[Occurrence] = []
    reach: dict[tuple[str, bool], int] = {}
    for each in sorted(found, key=lambda one: (one.field, one.first, -one.last)):
        session = all(kind == "session" for kind in each.phrase.kinds.values())
        key = (each.field, session)
        if each.last <= reach.get(key, -1):
            continue
        reach[key] = each.last
        kept.append(each)
    return kept


def _published(article: Mapping[str, Any]) -> tuple[date | None, bool]:
    """The day of publication: as read, of the dateline, or of the address; and whether the very day is known."""
    day = day_of(article.get("published_at")) or day_of(article.get("dateline_date"))
    if day is not None:
        return day, True
    printed = _URL_DAY.search(str(article.get("url") or "")[:500])
    month = _MONTH_VALUE.match(str(article.get("published_at") or ""))
    if printed and printed[3]:
        return as_day(int(printed[1]), int(printed[2]), int(printed[3])), True
    found = month or printed
    return (as_day(int(found[1]), int(found[2]), 15) if found else None), False
