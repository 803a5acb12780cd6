"""Counts over a document's blocks that tell a story from a list of stories."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.document import Document, TextBlock

#: zones whose paragraphs are never a story
_NEVER = frozenset({"footer", "comments", "cookie", "form"})
#: zones named by classes that some themes also give to the element around the story
_SELDOM = frozenset({"nav", "aside", "share", "subscribe", "ad", "related"})
_AWAY = _NEVER | _SELDOM
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")
_ENDS = frozenset('.!?…。！？؟।:”"»)')
_FULL_STOPS = frozenset("。！？")
_MORE = re.compile(r"\A\W*(?:read (?:more|on|full|the)|continue reading|more|weiterlesen|mehr(?: lesen)?|lire la suite|lire plus|leer más|seguir leyendo|leia mais|leggi (?:tutto|di più)|lees (?:meer|verder)|les mer|läs mer|læs mere|czytaj (?:dalej|więcej)|читать (?:далее|полностью)|подробнее|devamı|阅读全文|閱讀全文|阅读更多|查看全文|続きを読む|더 ?보기|자세히)\b", re.IGNORECASE)  # fmt: skip
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TITLES = _HEADINGS | {"h1"}
_CARDS = frozenset({"h2", "h3", "h4", "article"})
_MINIMUM = 60  #: characters of a paragraph; characters of a script without spaces count three times


@dataclass(slots=True)
class PageShape:
    """What the visible blocks outside menus, side columns and comments add up to."""

    text: int = 0  #: characters
    linked: int = 0  #: of them inside links
    links: int = 0
    prose: int = 0  #: characters of all paragraphs
    paragraphs: int = 0
    run: int = 0  #: characters of the longest run of paragraphs with no headline link between them
    run_paragraphs: int = 0
    headlines: int = 0  #: blocks that are a link to another page and long enough for a headline
    linked_headings: int = 0  #: of them within h2–h6, or blocks of a card
    before: int = 0  #: headline links before the longest run, after the first heading where it stands above that run
    more: int = 0  #: "read more" links
    articles: int = 0  #: ``<article>`` elements that stand in no other
    h1: str = ""  #: the first heading of the first order that is no link
    times: int = 0  #: ``<time>`` elements outside menus


def measure(document: Document) -> PageShape:
    """Return the counts of one document; linear in its blocks."""
    shape = PageShape()
    story, misnamed = _Run(), _Run()
    h1 = ""
    above = 0  # headline links above the first heading: menus without a name
    text_size = linked = links = prose = paragraphs = headlines = linked_headings = more = 0
    for block in document.blocks:
        region = block.region
        if region.hidden:
            continue
        text = block.text
        size = len(text)
        tag, zone, link_chars = region.tag, region.zone, block.link_chars
        if tag == "h1" and not h1 and zone not in _NEVER and zone != "related" and link_chars * 2 < size:
            h1 = text[:300]
            above = headlines
        # the widest characters weigh three
        weight = _paragraph(text, size) if size * 3 >= _MINIMUM and link_chars * 2 <= size and tag not in _TITLES else 0
        if zone and zone in _AWAY:
            if weight and zone in _SELDOM:
                misnamed.add(weight, headlines)
            continue
        text_size += size
        if weight:
            story.add(weight, headlines)
            prose += weight
            paragraphs += 1
            linked += link_chars
            links += block.links
            continue
        if not block.links:
            linked += link_chars
            continue
        linked += link_chars
        links += block.links
        if _is_headline(block, size):
            headlines += 1
            story.quiet += 1
            if tag in _HEADINGS or (region.parent is not None and region.parent.tag in _CARDS):
                linked_headings += 1
            # one link between two paragraphs is a read-also line; two in a row, or a linked heading, begin another story
            if story.quiet > 1 or tag in {"h1", "h2", "h3"}:
                story.close()
        elif size < 60 and _MORE.match(text):
            more += 1
            if more > 1:
                story.close()
    story.close()
    misnamed.close()
    shape.h1, shape.text, shape.linked, shape.links, shape.prose, shape.paragraphs = h1, text_size, linked, links, prose, paragraphs
    shape.headlines, shape.linked_headings, shape.more = headlines, linked_headings, more
    best = misnamed if story.best < 100 and misnamed.best > 250 else story
    shape.run, shape.run_paragraphs = best.best, best.best_paragraphs
    shape.before = best.best_before - above if best.best_before >= above else best.best_before
    for region in [region for region in document.regions if region.tag == "article"]:
        if not region.hidden and region.zone not in _AWAY:
            parent = region.parent
            while parent is not None and parent.tag != "article":
                parent = parent.parent
            shape.articles += parent is None
    shape.times = sum([1 for time in document.times if time.region.zone not in _AWAY])
    return shape


class _Run:
    """The longest run of paragraphs so far, and the one that is open."""

    __slots__ = ("before", "best", "best_before", "best_paragraphs", "paragraphs", "quiet", "size")

    def __init__(self) -> None:
        self.size = self.paragraphs = self.before = self.best = self.best_paragraphs = self.best_before = self.quiet = 0

    def add(self, weight: int, headlines: int) -> None:
        if not self.size:
            self.before = headlines
        self.size += weight
        self.paragraphs += 1
        self.quiet = 0

    def close(self) -> None:
        if self.size > self.best:
            self.best, self.best_paragraphs, self.best_before = self.size, self.paragraphs, self.before
        self.size = self.paragraphs = 0


def _weight(text: str, size: int) -> int:
    """Length in characters of an alphabet."""
    if text.isascii() or (max(text[:12]) < "\u0e00" and max(text[size // 2 : size // 2 + 12], default="") < "\u0e00"):
        return size
    return size + 2 * len(_WIDE.findall(text))


def _paragraph(text: str, size: int) -> int:
    """The weight of running text, long enough and ended like a sentence or very long; nothing for other lines."""
    weight = _weight(text, size)
    if weight >= (200 if weight == size else 300):
        return weight  # Thai and others end a sentence with a space
    if weight >= _MINIMUM and (text[-1] in _ENDS or (not text.isascii() and not _FULL_STOPS.isdisjoint(text))):
        return weight
    return 0


def _is_headline(block: TextBlock, size: int) -> bool:
    """A block that is nearly all one link, with the words of a headline or inside a heading."""
    if block.link_chars * 10 < size * 7:
        return False
    if block.region.tag in {"h2", "h3", "h4", "h5"}:
        return size >= 8 or (size >= 4 and not block.text.isascii())
    return block.links <= 2 and ((size >= 25 and block.text.count(" ") >= 3) or (size >= 10 and len(_WIDE.findall(block.text)) >= 8))
