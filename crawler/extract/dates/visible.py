"""What a reader sees: one pass over time tags, marked elements and the lines near the headline."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.extract.credit_lines import begins_comments
from crawler.extract.dates.address import from_address
from crawler.extract.dates.words import (
    BEHIND,
    EVENT_TOKEN,
    MODIFIED,
    MODIFIED_TOKEN,
    OTHER,
    PUBLISHED,
    PUBLISHED_TOKEN,
    RELATIVE_LOOK,
    is_late,
    sort_of,
)
from crawler.items import Candidate
from crawler.normalise.dates import find, usual_order
from crawler.normalise.language import normalise_tag
from crawler.normalise.urls import host_of

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Mark, Region
    from crawler.normalise.dates import Order

_HEADS = frozenset({"h2", "h3", "h4", "h5"})
_MAX_TIMES = 80
_MAX_MARKS = 120
_MAX_RELATIVE = 40
_MAX_STORY = 1200  #: a block with line breaks may be a line of credits and the text in one
_MAX_LINE = 200  #: characters of a line of page matter; longer ones tell a story
_MAX_TITLE = 60
_MAX_ALONE = 30  #: characters of a line that is a day and nothing else
_ALONE = 0.2
_BEFORE, _AFTER = 15, 30  #: blocks around the headline that are read line by line

_ZONES = {
    "comments": 0.0,
    "related": 0.0,
    "nav": 0.1,
    "cookie": 0.0,
    "subscribe": 0.1,
    "footer": 0.25,
    "aside": 0.2,
    "ad": 0.1,
    "form": 0.3,
    "bio": 0.3,
}
_THREAD = 0.7
_OTHERS = frozenset({"comments", "related"})
_DIGIT = re.compile(r"[\d〇一二三四五六七八九]")
_YEAR = re.compile(r"\d{4}|['’.\-/]\d{2}(?!\d)|[〇一二三四五六七八九]{4}年|[ก-๙]\.? ?\d{2}(?!\d)|(?:令和|平成|民國)")
# the same for ASCII: from one set of characters to the next candidate, many times faster than trying each alternative everywhere
_ASCII_DIGIT = re.compile("[0-9]")
_ASCII_YEAR = re.compile(r"['.\-/0-9](?:(?<=[0-9])[0-9]{3}|(?<![0-9])[0-9]{2}(?![0-9]))")
_CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}")
_CLOCK_ONLY = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?: Uhr|h)?", re.IGNORECASE)
_LEADING = re.compile(r"\(?(?:[^\W\d]{2,12}[.,]{1,2} )?\d{1,4}[./\- ]{1,2}[^\W_]{1,10}[./\- ]{1,2}\d{2,4}")
_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|\Z)|\d{8}T\d{4}")
_POSTED = re.compile(r"\b(?:posted|gepostet)\b")  # blogs say it in a sentence at the end: "This entry was posted on … and is filed under …"
_CLOCK_END = re.compile(r"(?:\s*(?:uhr|[ap]\.?m\.?|h)\b)?")
_NAMES = {"td": "th", "dd": "dt"}
_ODD_TAGS = frozenset({"h1", "h2", "h3", "li", "td"})


def _whole(title: str | None, text: str) -> str:
    """The title of a ``time`` element where only that has a year: ``<time title="3 May 2024, 10:15">2 days ago</time>``."""
    return title if title and len(title) <= _MAX_TITLE and _has_year(title) and not _has_year(text) else text


def _says_behind(text: str) -> bool:
    """Whether a word behind the last digits of a lower-cased line says what its date is of."""
    last = next((at for at in range(len(text) - 1, -1, -1) if text[at].isdigit()), -1)
    if last < 1:
        return False
    clock = _CLOCK_END.match(text, last + 1)
    return BEHIND.match(text, clock.end() if clock else last + 1) is not None


def _has_year(text: str) -> bool:
    """Whether some digits of a line may be a year."""
    return (_ASCII_YEAR if text.isascii() else _YEAR).search(text) is not None


@dataclass(slots=True)
class Dates:
    """Candidates for the two dates of an article, strongest first."""

    published: list[Candidate] = field(default_factory=list)
    modified: list[Candidate] = field(default_factory=list)


def gather(
    document: Document, headline: int | None = None, *, language: str | None = None, order: Order | None = None, thread: bool = False
) -> Dates:
    """The dates that a reader sees on a page, and the one in its address.

    ``headline`` is the index of the block with the headline, from which nearness counts; ``language`` and ``order``
    settle what numbers alone leave open (as declared; without an order the language and the host's country tell). In a
    ``thread`` the story is what readers wrote: the days of its posts are its own.
    """
    tag = normalise_tag(language)
    found = _Gathering(document, headline, tag, order or usual_order(tag, host_of(document.url)))
    if thread:
        found.zones = {**found.zones, "comments": _THREAD}
    found.times()
    found.marks()
    found.lines()
    found.alone()
    found.address()
    return found.result()


class _Gathering:
    """The state of one pass: what was found, so that one date is taken once by its strongest rule."""

    def __init__(self, document: Document, headline: int | None, language: str | None, order: Order | None) -> None:
        self.document = document
        self.headline = headline
        self.language = language
        self.order = order
        self.best: dict[tuple[bool, str, str], Candidate] = {}
        self.marked: dict[int, tuple[float, bool]] = {}  #: block → prior, modified
        middle = headline if headline is not None else _BEFORE
        around = document.blocks[headline].region.zone if headline is not None and headline < len(document.blocks) else ""
        self.zones = _ZONES if not around else {**_ZONES, around: 1.0}  # a wrapper around the whole article misnamed
        self.low, self.high = max(0, middle - _BEFORE), middle + _AFTER

    def result(self) -> Dates:
        ranked = sorted(self.best.items(), key=lambda item: -item[1].confidence)
        return Dates([c for (modified, _, _), c in ranked if not modified][:12], [c for (modified, _, _), c in ranked if modified][:6])

    def add(self, value: str, rule: str, confidence: float, printed: str, *, modified: bool) -> None:
        key = (modified, value, rule.partition(":")[0])
        known = self.best.get(key)
        if confidence > 0.02 and (known is None or known.confidence < confidence):
            self.best[key] = Candidate(value, rule, round(min(confidence, 0.95), 3), printed=printed[:300])

    def place(self, block: int, region: Region) -> float:
        """How much a place on the page says about the article: most beside the headline, little in other zones."""
        zone = self.zones.get(region.zone, 1.0)
        if self.headline is None:
            near = 0.85 if block < 30 else 0.6 if block < 80 else 0.4
        else:
            away = block - self.headline
            if -3 <= away <= 5:
                near, zone = 1.0 - 0.02 * abs(away), max(zone, 0.6) if zone else 0.0  # themes call the line of credits anything
            elif -_BEFORE <= away <= _AFTER:
                near = 0.85 - 0.01 * abs(away)
            else:
                near = 0.45
        return near * zone * (0.5 if region.hidden else 1.0)

    def label(self, block: int, before: str) -> str:
        """The words in front of a date: of its own line, or the short line above it."""
        before = before[-60:].lower().strip(" :|-–—·•,(")
        if before or not 0 < block <= len(self.document.blocks):
            return before
        above = self.document.blocks[block - 1].text
        return above.lower() if len(above) < 30 and not _DIGIT.search(above) else ""

    def is_named(self, block: int) -> bool:
        """Whether a cell has its name in front of it, as in a table of facts: "Founded", "Born", "First flight"."""
        blocks = self.document.blocks
        return block > 0 and blocks[block].tag in _NAMES and blocks[block - 1].tag == _NAMES[blocks[block].tag]

    def times(self) -> None:
        day: tuple[int, str] | None = None
        for tag in self.document.times[:_MAX_TIMES]:
            weight = self.place(tag.block, tag.region)
            if weight < 0.05:
                continue
            own = f"{tag.element.get('class') or ''} {tag.element.get('itemprop') or ''}".lower()
            tokens = f"{own} {tag.region.tokens}"
            if EVENT_TOKEN.search(tokens):
                continue
            line = self.document.blocks[tag.block].text if tag.block < len(self.document.blocks) else ""
            at = line.find(tag.text) if tag.text else -1
            label = self.label(tag.block, line[:at] if at > 0 else "")
            late = is_late(label) or (not label and bool(MODIFIED.match(tag.text.lower())))
            named_late = not late and bool(MODIFIED_TOKEN.search(own)) and "published" not in own  # WordPress marks one tag as both
            if OTHER.search(label) or len(line) > _MAX_LINE * 2:
                weight *= 0.3
            prior = 0.62
            if tag.element.get("pubdate") is not None or PUBLISHED_TOKEN.search(tokens) or PUBLISHED.search(label):
                prior = 0.77
            value = tag.datetime if _DIGIT.search(tag.datetime) else _whole(tag.element.get("title"), tag.text)
            if _CLOCK_ONLY.fullmatch(value) and day and tag.block - day[0] <= 1:
                value = f"{day[1]} {value}"  # the day in one tag, the time of day in the next
            elif value and not _CLOCK.search(value):
                day = (tag.block, value)
            if value:
                printed = f"{label} {tag.text}".strip() or value
                self.add(value, "time:modified" if late else "time:published", prior * weight, printed, modified=late)
                if named_late:
                    self.doubt(value, prior * weight)

    def doubt(self, value: str, confidence: float) -> None:
        """Take a date that only its markup calls a change as both: themes of the hAtom days call every date "updated"."""
        for (modified, known, _), candidate in list(self.best.items()):
            if known == value and not modified and candidate.confidence <= round(confidence, 3):
                candidate.confidence = round(candidate.confidence * 0.55, 3)
        self.add(value, "time:modified", confidence, value, modified=True)

    def marks(self) -> None:
        """Note the blocks whose markup calls them a date; a machine-readable title of an old ``abbr`` is taken at once."""
        blocks = self.document.blocks
        floored = False
        for mark in self.document.marks[:_MAX_MARKS]:
            sort = sort_of(mark.tokens)
            if sort is None:
                continue
            named, late = sort == "published", sort == "modified"
            prior = 0.67 if named else 0.55
            for attribute in ("title", "content", "datetime", "data-datetime"):
                value = mark.element.get(attribute)
                if value and _MACHINE.match(value):
                    weight = self.place(mark.block, mark.region)
                    if named and not floored and mark.region.zone not in _OTHERS:
                        weight = max(weight, 0.8)  # old blog themes print it below the text
                        floored = True
                    self.add(value[:60], "time:attribute", prior * weight, value[:200], modified=late)
            self.title(mark, prior, late=late)
            for index in range(mark.block, min(mark.block + 3, len(blocks))):
                text = blocks[index].text
                if len(text) > 2 * _MAX_LINE:
                    break
                if _DIGIT.search(text):
                    known = self.marked.get(index)
                    if known is None or known[0] < prior or (known[1] and not late):
                        self.marked[index] = (
                            prior if len(text) < 60 else prior - 0.1 if len(text) < _MAX_LINE else prior - 0.2,
                            late and (known is None or known[1]),
                        )
                    break

    def title(self, mark: Mark, prior: float, *, late: bool) -> None:
        """Take the whole date that stands in the ``title`` of a mark, or of the ``abbr`` around it, whose text is short: "3 d", "May 3"."""
        around = mark.element.getparent()
        for element in (mark.element, around) if around is not None and around.tag == "abbr" else (mark.element,):
            title = element.get("title")
            if title and len(title) <= _MAX_TITLE and _has_year(title) and find(title, language=self.language, order=self.order):
                self.add(title, "time:attribute", prior * self.place(mark.block, mark.region), title, modified=late)

    def lines(self) -> None:
        low, high = self.low, self.high
        for index, block in enumerate(self.document.blocks):
            text = block.text
            near = low <= index <= high
            if block.tag in _HEADS and begins_comments(block) and index > (self.headline or 0):
                return  # what follows are the days of readers' letters
            if len(text) > (_MAX_STORY if near or "\n" in text else 120) and not (len(text) <= _MAX_LINE and _POSTED.search(text)):
                continue
            digit = (_ASCII_DIGIT if text.isascii() else _DIGIT).search(text)
            if digit is None:
                continue
            if "\n" in text:
                for line in text.split("\n"):
                    if len(line) <= 2 * _MAX_LINE and (digit := _DIGIT.search(line)):
                        self.line(line, digit.start(), index, block.region, near=near)
            elif len(text) <= 2 * _MAX_LINE:
                self.line(text, digit.start(), index, block.region, near=near)

    def line(self, text: str, digit: int, index: int, region: Region, *, near: bool) -> None:
        """Take the dates of one line whose first digit stands at ``digit``, if the line looks like one of credits."""
        length = len(text)
        mark = self.marked.get(index)
        if text[0] == "^" or (region.tag == "li" and "cite" in region.tokens):
            return  # a reference, with the day of what it refers to
        if not _has_year(text) and not (
            near and length < _MAX_RELATIVE and (mark is not None or length < 25) and RELATIVE_LOOK.search(text.lower())
        ):
            return
        labelled = False
        footer = region.zone == "footer"
        if not near or footer or length >= 120:  # far from the headline a label has to say what a date is
            if mark is None and digit == 0 and not near and self.headline is not None:
                return
            start = text[: min(digit, 60)].lower()
            labelled = bool(start and (PUBLISHED.search(start) or MODIFIED.search(start))) or _says_behind(text.lower())
            sure = mark is not None or labelled or (near and length < 120)
            if not sure and not ((near or self.headline is None) and _LEADING.match(text)):
                return
        weight = self.place(index, region)
        if footer and (labelled or mark is not None):
            weight *= 2  # the foot of an article looks like that of a page
        if weight < 0.05:
            return
        if mark is not None:
            prior = mark[0] * (1.0 if near or labelled else 0.7)
        else:
            prior = 0.5 if length < 45 else 0.42 if length < 120 else 0.35
            if region.tag in _ODD_TAGS:
                prior *= 0.75
            if not near:
                prior *= 0.7
        self.read(text, "visible:date" if mark else "visible:line", prior * weight, index, late=bool(mark and mark[1]))

    def read(self, text: str, rule: str, weight: float, block: int, *, late: bool) -> None:
        """Take the dates of one line, each under its label."""
        if not _has_year(text):
            self.add(text, rule, weight * 0.8, text, modified=late or is_late(text.lower()))
            return
        dates = find(text, language=self.language, order=self.order)
        behind = bool(dates) and BEHIND.match(text[dates[-1].end : dates[-1].end + 60].lower()) is not None
        end = 0
        for number, found in enumerate(dates):
            label = self.label(block, text[: found.start]) if number == 0 else text[end : found.start][-60:].lower().strip(" :|-–—·•,(")
            before, end = end, found.end
            published = bool(label and PUBLISHED.search(label))
            changed = is_late(label) if published or (label and MODIFIED.search(label)) else late
            if behind and (said := BEHIND.match(text[end : end + 60].lower())) and (number or not (published or changed)):
                published, changed = said["first"] is not None, said["late"] is not None
            factor = 1.0
            if changed and not late:
                factor = 1.7  # said in so many words, if only at the foot of the page
            elif not changed and label and (OTHER.search(label[-40:]) or (not published and number == 0 and self.is_named(block))):
                factor = 0.3
            elif not changed and published:
                factor = 1.35
            if number and not changed:
                factor *= 0.7
            if found.when.day is None:
                factor *= 0.2
            if found.start > 60 and not published:
                factor *= 0.6
            value = text[found.start : found.end]
            if found.when.hour is not None and not _CLOCK.search(value) and (clock := _CLOCK.search(text, before, found.start)):
                value = text[clock.start() : found.end]  # "16:20, 5 November 2021"
            self.add(value, rule, weight * factor, text, modified=changed)
            if changed and late and not is_late(label):
                self.add(value, rule, weight * factor * 0.55, text, modified=False)  # only its markup calls it a change

    def alone(self) -> None:
        """Where nothing else is dated: the one day that stands by itself on a line, wherever it is."""
        if any(not modified for modified, _, _ in self.best):
            return
        found: dict[tuple[int, int, int], str] = {}
        for block in self.document.blocks:
            text = block.text
            if 6 <= len(text) <= _MAX_ALONE and self.zones.get(block.region.zone, 1.0) > 0.2 and _has_year(text):
                dates = find(text, language=self.language, order=self.order)
                if dates and (key := dates[0].when.day_key()) and dates[0].start == 0 and dates[0].end == len(text):
                    found.setdefault(key, text)
                    if len(found) > 1:
                        return
        for printed in found.values():
            self.add(printed, "visible:line", _ALONE, printed, modified=False)

    def address(self) -> None:
        candidate = from_address(self.document.url)
        if candidate:
            self.add(candidate.value, candidate.rule, candidate.confidence, candidate.printed, modified=False)
