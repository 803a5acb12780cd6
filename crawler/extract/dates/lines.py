"""Dates in the lines of a page: those near the headline, those that their markup calls so, and elsewhere those with a label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.extract.credit_lines import begins_comments
from crawler.extract.dates.gathering import LEAST, MAX_LINE
from crawler.extract.dates.looks import CLOCK, LEADING, first_digit, has_one_number, has_year, is_posted, says_behind
from crawler.extract.dates.words import BEHIND, MODIFIED, OTHER, PUBLISHED, RELATIVE_LOOK, is_late
from crawler.normalise.dates import find

if TYPE_CHECKING:
    from crawler.document.model import Region, TextBlock
    from crawler.extract.dates.gathering import Gathering
    from crawler.normalise.dates import Found

_HEADS = frozenset({"h2", "h3", "h4", "h5"})
_ODD_TAGS = frozenset({"h1", "h2", "h3", "li", "td"})
_MAX_RELATIVE = 40
_MAX_STORY = 1200  #: a block with line breaks may be a line of credits and the text in one
_MAX_FAR = 120  #: characters of a line far from the headline
_MAX_HEAD = 100  #: characters of a heading above comments
_MAX_ALONE = 30  #: characters of a line that is a day and nothing else
_ALONE = 0.2


def lines(page: Gathering) -> None:
    """Take the dates of all lines that may say when the page was published or changed.

    A line is looked at in the order of what costs least: its place, its length, a digit, a year. Whether a heading begins
    readers' letters, whose days are theirs, is asked only when a date is read below it.
    """
    low, high, below = page.low, page.high, page.headline or 0
    silent = page.silent()
    silent_far = silent if page.headline is None else page.silent(far=True)
    heads: list[TextBlock] = []
    for index, block in enumerate(page.document.blocks):
        if block.tag in _HEADS and index > below:
            heads.append(block)
        near = low <= index <= high
        if block.region.zone in (silent if near else silent_far):
            continue
        text = block.text
        length = len(text)
        broken = length > _MAX_FAR and "\n" in text
        if length > _MAX_FAR and not broken and (length > 2 * MAX_LINE or (not near and not (length <= MAX_LINE and is_posted(text)))):
            continue
        if (broken and length > _MAX_STORY) or (digit := first_digit(text)) < 0:
            continue
        for line in text.split("\n") if broken or "\n" in text else (text,):
            if line is not text and (len(line) > 2 * MAX_LINE or (digit := first_digit(line)) < 0):
                continue
            if _may_date(page, line, digit, index, near=near) and not _line(page, line, digit, index, block.region, heads, near=near):
                return


def _letters_begin(heads: list[TextBlock]) -> bool:
    """Whether readers' letters begin at one of the headings, which are not asked again."""
    begins = any(len(head.text) <= _MAX_HEAD and begins_comments(head) for head in heads)
    heads.clear()
    return begins


def _may_date(page: Gathering, text: str, digit: int, index: int, *, near: bool) -> bool:
    """Whether a line has what may be a year, or near the headline the look of "3 hours ago"."""
    if has_year(text, digit):
        return True
    length = len(text)
    return near and length < _MAX_RELATIVE and (length < 25 or index in page.marked) and RELATIVE_LOOK.search(text.lower()) is not None


def _line(page: Gathering, text: str, digit: int, index: int, region: Region, heads: list[TextBlock], *, near: bool) -> bool:
    """Take the dates of one line whose first digit stands at ``digit``, if the line looks like one of credits.

    False where readers' letters have begun above it.
    """
    length = len(text)
    mark = page.marked.get(index)
    if text[0] == "^" or (region.tag == "li" and "cite" in region.tokens):
        return True  # a reference, with the day of what it refers to
    labelled = False
    footer = region.zone == "footer"
    if not near or footer or length >= _MAX_FAR:  # far from the headline a label has to say what a date is
        if mark is None and not near and ((digit == 0 and page.headline is not None) or has_one_number(text, digit)):
            return True
        start = text[: min(digit, 60)].lower()
        labelled = bool(start and (PUBLISHED.search(start) or MODIFIED.search(start))) or says_behind(text.lower())
        sure = mark is not None or labelled or (near and length < _MAX_FAR)
        if not sure and not ((near or page.headline is None) and LEADING.match(text)):
            return True
    weight = page.place(index, region)
    if footer and (labelled or mark is not None):
        weight *= 2  # the foot of an article looks like that of a page
    if weight < LEAST:
        return True
    if mark is not None:
        prior = mark[0] * (1.0 if near or labelled else 0.7)
    else:
        prior = 0.5 if length < 45 else 0.42 if length < _MAX_FAR else 0.35
        if region.tag in _ODD_TAGS:
            prior *= 0.75
        if not near:
            prior *= 0.7
    dates = find(text, language=page.language, order=page.order) if has_year(text, digit) else None
    if heads and dates != [] and _letters_begin(heads):
        return False
    rule, late = "visible:date" if mark else "visible:line", bool(mark and mark[1])
    if dates is None:
        page.add(text, rule, prior * weight * 0.8, text, modified=late or is_late(text.lower()))
    elif dates:
        _read(page, text, dates, rule, prior * weight, index, late=late)
    return True


def _read(page: Gathering, text: str, dates: list[Found], rule: str, weight: float, block: int, *, late: bool) -> None:
    """Take the dates of one line, each under its label."""
    behind = BEHIND.match(text[dates[-1].end : dates[-1].end + 60].lower()) is not None
    end = 0
    for number, found in enumerate(dates):
        label = page.label(block, text[: found.start]) if number == 0 else text[end : found.start][-60:].lower().strip(" :|-–—·•,(")
        before, end = end, found.end
        published = bool(label and PUBLISHED.search(label))
        changed = is_late(label) if published or (label and MODIFIED.search(label)) else late
        if behind and (said := BEHIND.match(text[end : end + 60].lower())) and (number or not (published or changed)):
            published, changed = said["first"] is not None, said["late"] is not None
        factor = 1.0
        if changed and not late:
            factor = 1.7  # said in so many words, if only at the foot of the page
        elif not changed and label and (OTHER.search(label[-40:]) or (not published and number == 0 and page.is_named(block))):
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
        if found.when.hour is not None and not CLOCK.search(value) and (clock := CLOCK.search(text, before, found.start)):
            value = text[clock.start() : found.end]  # "16:20, 5 November 2021"
        page.add(value, rule, weight * factor, text, modified=changed)
        if changed and late and not is_late(label):
            page.add(value, rule, weight * factor * 0.55, text, modified=False)  # only its markup calls it a change


def alone(page: Gathering) -> None:
    """Where nothing else is dated: the one day that stands by itself on a line, wherever it is."""
    if any(not modified for modified, _, _ in page.best):
        return
    found: dict[tuple[int, int, int], str] = {}
    for block in page.document.blocks:
        text = block.text
        if 6 <= len(text) <= _MAX_ALONE and page.zones.get(block.region.zone, 1.0) > 0.2 and has_year(text):
            dates = find(text, language=page.language, order=page.order)
            if dates and (key := dates[0].when.day_key()) and dates[0].start == 0 and dates[0].end == len(text):
                found.setdefault(key, text)
                if len(found) > 1:
                    return
    for printed in found.values():
        page.add(printed, "visible:line", _ALONE, printed, modified=False)
