"""Dates that their markup calls so: ``time`` elements, and elements whose class or property names a date."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.dates.gathering import LEAST, MAX_LINE
from crawler.extract.dates.looks import CLOCK, DIGIT, MAX_TITLE, first_digit, has_year, whole
from crawler.extract.dates.words import EVENT_TOKEN, MODIFIED, MODIFIED_TOKEN, OTHER, PUBLISHED, PUBLISHED_TOKEN, is_late, sort_of
from crawler.normalise.dates import find

if TYPE_CHECKING:
    from crawler.document.model import Mark
    from crawler.extract.dates.gathering import Gathering

_MAX_TIMES = 80
_MAX_MARKS = 120
_OTHERS = frozenset({"comments", "related"})
_CLOCK_ONLY = re.compile(r"\d{1,2}[:.h]\d{2}(?:\s?[ap]\.?m\.?)?(?: Uhr|h)?", re.IGNORECASE)
_MACHINE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|\Z)|\d{8}T\d{4}")
_HOLDERS = ("title", "content", "datetime", "data-datetime")  #: attributes that hold a date beside the text


def times(page: Gathering) -> None:
    """Take the ``time`` elements."""
    day: tuple[int, str] | None = None
    blocks = page.document.blocks
    for tag in page.document.times[:_MAX_TIMES]:
        weight = page.place(tag.block, tag.region)
        if weight < LEAST:
            continue
        own = f"{tag.element.get('class') or ''} {tag.element.get('itemprop') or ''}".lower()
        tokens = f"{own} {tag.region.tokens}"
        if EVENT_TOKEN.search(tokens):
            continue
        line = blocks[tag.block].text if tag.block < len(blocks) else ""
        at = line.find(tag.text) if tag.text else -1
        label = page.label(tag.block, line[:at] if at > 0 else "")
        late = is_late(label) or (not label and bool(MODIFIED.match(tag.text.lower())))
        named_late = not late and bool(MODIFIED_TOKEN.search(own)) and "published" not in own  # WordPress marks one tag as both
        if OTHER.search(label) or len(line) > MAX_LINE * 2:
            weight *= 0.3
        prior = 0.62
        if tag.element.get("pubdate") is not None or PUBLISHED_TOKEN.search(tokens) or PUBLISHED.search(label):
            prior = 0.77
        value = tag.datetime if DIGIT.search(tag.datetime) else whole(tag.element.get("title"), tag.text)
        if _CLOCK_ONLY.fullmatch(value) and day and tag.block - day[0] <= 1:
            value = f"{day[1]} {value}"  # the day in one tag, the time of day in the next
        elif value and not CLOCK.search(value):
            day = (tag.block, value)
        if value:
            printed = f"{label} {tag.text}".strip() or value
            page.add(value, "time:modified" if late else "time:published", prior * weight, printed, modified=late)
            if named_late:
                page.doubt(value, prior * weight)


def marks(page: Gathering) -> None:
    """Note the blocks whose markup calls them a date; a machine-readable title of an old ``abbr`` is taken at once."""
    blocks = page.document.blocks
    marked = page.marked
    floored = False
    silent = page.silent()
    for mark in page.document.marks[:_MAX_MARKS]:
        if mark.region.zone in silent or (sort := sort_of(mark.tokens)) is None:
            continue
        named, late = sort == "published", sort == "modified"
        prior = 0.67 if named else 0.55
        get = mark.element.get
        for attribute in _HOLDERS:
            value = get(attribute)
            if value and _MACHINE.match(value):
                weight = page.place(mark.block, mark.region)
                if named and not floored and mark.region.zone not in _OTHERS:
                    weight = max(weight, 0.8)  # old blog themes print it below the text
                    floored = True
                page.add(value[:60], "time:attribute", prior * weight, value[:200], modified=late)
        _title(page, mark, prior, late=late)
        for index in range(mark.block, min(mark.block + 3, len(blocks))):
            text = blocks[index].text
            if len(text) > 2 * MAX_LINE:
                break
            if first_digit(text) >= 0:
                known = marked.get(index)
                if known is None or known[0] < prior or (known[1] and not late):
                    marked[index] = (
                        prior if len(text) < 60 else prior - 0.1 if len(text) < MAX_LINE else prior - 0.2,
                        late and (known is None or known[1]),
                    )
                break


def _title(page: Gathering, mark: Mark, prior: float, *, late: bool) -> None:
    """Take the whole date that stands in the ``title`` of a mark, or of the ``abbr`` around it, whose text is short: "3 d", "May 3"."""
    around = mark.element.getparent()
    for element in (mark.element, around) if around is not None and around.tag == "abbr" else (mark.element,):
        title = element.get("title")
        if title and len(title) <= MAX_TITLE and has_year(title) and find(title, language=page.language, order=page.order):
            page.add(title, "time:attribute", prior * page.place(mark.block, mark.region), title, modified=late)
