"""Where the article begins on a page: the block of its printed headline, which other evidence is measured from."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from crawler.normalise.titles import folded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.document import Document
    from crawler.document.model import Anchor, Region

_AWAY = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad"})
_HOME = re.compile(r"/(?:index\.\w{2,5})?|\./?|/[a-z]{2}/?")
_WORD = re.compile(r"\w+")
#: what editors of pages put into a title that nobody wrote; a title of one word names a subject or a site
_NO_TITLES = frozenset(
    {"untitled document", "untitled page", "new page", "new page 1", "no title", "unbenanntes dokument", "document sans titre"}
)
_PARAGRAPHS = frozenset({"p", "div", "td", "center", "section", "body"})
_PARAGRAPH = 80  #: characters of a block that tells a story
_TELLING = 200  #: characters of a paragraph of prose
_TOLD = 4  #: paragraphs after which no headline comes
_NEAR = 4  #: blocks between a headline and its text: byline, date, intro
_HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_LABEL = re.compile(
    r"^(?:by|von|par|por|posted|published|categor\w+|filed|tags?|kategorien?|rubriken?|language|sprache|langue|idioma|lingua|taal|язык|语言|語言|分类|分類|作者|来源|menu)\b|\s\|\s|\bmenu\b|^\W*$",
    re.IGNORECASE,
)
_TITLED = re.compile(
    r"(?:^|[\s_\-])(?:headline|(?:entry|post|article|page|story|content|main|news)[\-_]?(?:title|headline|header)|p-name|title|titel|titre|titolo|titulo|contentheading|hl1?)(?:$|[\s_\-])"
)


#: headings that only programs read out: names of the page's parts, at times the name of the site
_UNSEEN = re.compile(
    r"(?:^|[\s_\-])(?:sr-only|screen-?reader\w*|visually-?hidden|aural|element-invisible|offscreen|a11y-hidden)(?:$|[\s_\-])"
)
_SEGMENT = re.compile(r"\s[|\-–—·»:]\s")
_PART = re.compile(r"\s[|\-–—·»]\s|:\s")
_ARCHIVE = re.compile(r"»\s*(?:blog )?archiv", re.IGNORECASE)  #: "Site » Blog Archive » Title", as old blogs write it


def declared_titles(document: Document) -> list[str]:
    """The titles of the head, the most telling first."""
    found = [document.meta("og:title"), document.meta("twitter:title"), document.title]
    return [title for title in found if title]


class _Titles(NamedTuple):
    """The titles of the head, folded: whole, what each begins with before a separator, and all of their parts of two words or more."""

    whole: list[str]
    starts: set[str]
    parts: set[str]

    @classmethod
    def of(cls, document: Document, sites: set[str]) -> _Titles:
        printed = declared_titles(document)
        starts = {folded(_SEGMENT.split(title[:300], maxsplit=1)[0]) for title in printed if not _ARCHIVE.search(title)} - sites
        parts = {folded(part) for title in printed for part in _PART.split(title[:300])} - sites
        return cls(
            [folded(title) for title in printed], {start for start in starts if " " in start}, {part for part in parts if " " in part}
        )


def headline_block(document: Document, site_names: Iterable[str] = ()) -> int | None:
    """The index of the block that prints the headline: a heading that agrees with the head's titles, best an h1; else None."""
    if document.kind == "text":
        return _first_line(document)
    sites = {name for name in (folded(n) for n in site_names) if name}
    known = _Titles.of(document, sites)
    titles = known.whole
    best = _best([r for r in document.regions if r.tag in _HEADINGS], document, known, sites)
    if best is None or best[0] < 4.5:
        named = _best([r for r in document.regions if r.tokens and r.tag not in _HEADINGS and _titled(r.tokens)], document, known, sites)
        if named is not None and (best is None or named[0] > best[0]):
            best = named
    if best and best[0] >= 2.9:
        return best[1]
    unheaded = best is None and not any(region.tag in _HEADINGS for region in document.regions)
    if unheaded and not any(" " in title for title in titles if title not in _NO_TITLES):
        return _first_line(document)
    unmarked = _unmarked(document, titles, sites)
    if unmarked is not None:
        return unmarked
    if best and best[0] >= 1.0 and not _within_the_text(document, best[1]):
        return best[1]
    return _above_the_text(document, titles, sites)


def _within_the_text(document: Document, block: int) -> bool:
    """Whether a heading of a lower order stands after several paragraphs: one of the story's own, however like its title."""
    if document.blocks[block].region.tag == "h1":
        return False
    told = 0
    for before in document.blocks[:block]:
        if len(before.text) >= _TELLING and before.link_chars * 2 < len(before.text) and before.region.zone not in _AWAY:
            told += 1
            if told >= _TOLD:
                return True
    return False


def _above_the_text(document: Document, titles: list[str], sites: set[str]) -> int | None:
    """The heading right above the first paragraph, where the head's titles name the site alone, or begin with its host's name."""
    known = {name.replace(" ", "") for name in sites}
    if any(title not in sites and title.replace(" ", "") not in known and title.partition(" ")[0] not in known for title in titles):
        return None
    heading: int | None = None
    for block in document.blocks[:100]:
        if block.region.tag in _HEADINGS and block.region.zone not in _AWAY and not block.region.hidden and 8 <= len(block.text) <= 200:
            # a line under the headline is a heading of a lower order
            if heading is None or block.index - heading > _NEAR or block.region.tag <= document.blocks[heading].region.tag:
                heading = block.index
        elif len(block.text) >= _PARAGRAPH and block.link_chars * 2 < len(block.text):
            return heading if heading is not None and block.index - heading <= _NEAR + 1 else None
    return None


def _best(regions: list[Region], document: Document, known: _Titles, sites: set[str]) -> tuple[float, int] | None:
    titles = known.whole
    best: tuple[float, int] | None = None
    for region in regions:
        first, last = region.first_block, region.last_block
        if not first < last <= first + 4:
            continue
        text = folded(" ".join([b.text for b in document.blocks[first:last]]))
        if not text or len(text) > 400:
            continue
        if text in sites and (region.tag != "h1" or any(text != title and f" {text} " in f" {title} " for title in titles)):
            continue  # the site's own name above the article
        if document.blocks[first].link_chars + 2 >= len(document.blocks[first].text) and _leads_home(document, first):
            continue
        score = _score(text, known, int(region.tag[1]) if region.tag in _HEADINGS else 0, region)
        if score is not None and (best is None or score > best[0]):
            best = (score, first)
    return best


def _leads_home(document: Document, block: int) -> bool:
    """Whether a heading is a link to the home page, as the name of the site is on many themes."""
    anchors = document.anchors
    first = bisect_left(anchors, block, key=_block_of)
    for anchor in anchors[first : first + 3]:
        if anchor.block != block:
            break
        if "home" in anchor.rel.split() or _HOME.fullmatch(anchor.href) or anchor.href.rstrip("/") == _root(document.url):
            return document.url.rstrip("/") != _root(document.url)
    return False


def _block_of(anchor: Anchor) -> int:
    return anchor.block


def _root(url: str) -> str:
    return "/".join(url.split("/", 3)[:3])


@lru_cache(maxsize=4_096)
def _titled(tokens: str) -> bool:
    return ("tit" in tokens or "head" in tokens or "hl" in tokens) and bool(_TITLED.search(tokens))


def _first_line(document: Document) -> int | None:
    """The headline of a plain text, or of a page without any title and heading: the first short paragraph that is no label, no sentence and no credit."""
    for block in document.blocks[:12]:
        text = block.text.split("\n", 1)[0]
        if (
            block.tag in _PARAGRAPHS
            and 8 <= len(text) <= 200
            and not block.links
            and not text.endswith((".", ":", ",", ";"))
            and not _LABEL.search(text)
        ):
            return block.index
    return None


def _unmarked(document: Document, titles: list[str], sites: set[str]) -> int | None:
    """The block that prints the title without being a heading, as old layouts of tables and fonts do."""
    said = " ".join(titles)
    for block in document.blocks[:400]:
        if (
            not 12 <= len(block.text) <= 400
            or block.region.zone in _AWAY
            or block.region.hidden
            or block.tag == "li"
            or block.link_chars * 2 > len(block.text)
        ):
            continue
        for line in block.text.split("\n")[:4]:
            first = _WORD.search(line[:60])
            if first and first.group().casefold() in said and _titles_line(line, titles) and folded(line) not in sites:
                return block.index
    return None


def _titles_line(line: str, titles: list[str]) -> bool:
    text = folded(line)
    if len(text) < 10:
        return False
    return any(text == t or ((t.startswith(text + " ") or t.endswith(" " + text)) and len(text) * 5 > len(t) * 2) for t in titles)


def headline_line(document: Document, block: int) -> str:
    """The line of an unmarked headline's block that the head's titles know, else its first line."""
    lines = document.blocks[block].text.split("\n")
    titles = [folded(title) for title in declared_titles(document)]
    return next((line for line in lines if _titles_line(line, titles)), lines[0])


def _score(text: str, known: _Titles, level: int, region: Region) -> float | None:
    """How well a heading would do as the headline, None for not at all."""
    titles = known.whole
    score = (0.5, 2.0, 1.5, 1.2, 0.8)[level]
    if text in titles:
        # themes call the head of an article "promo" or "nav" too
        return score + 3.0 - 0.8 * (region.zone in _AWAY) - 1.0 * region.hidden
    if region.zone in _AWAY:
        score -= 2.5
    if region.hidden or (region.tokens and _UNSEEN.search(region.tokens)):
        score -= 1.5
    shares = [len(text) / len(title) for title in titles if text in title and f" {text} " in f" {title} "]
    if shares:
        # a site's name or a section stands in a title too, but is the smaller part of it
        return score + 3.0 * max(shares) + 1.2 * (text in known.starts)
    if any(title and title in text and f" {title} " in f" {text} " for title in titles):
        return score + 2.0
    if titles and _alike(text, titles):
        return score + 1.2
    if level and any(f" {part} " in f" {text} " for part in known.parts):
        return score + 1.0  # a title of the head may be shorter than what is printed
    return score if level == 1 or not titles else None


@lru_cache(maxsize=512)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _alike(text: str, titles: list[str]) -> bool:
    words = _words(text)
    return len(words) > 2 and any(len(words & _words(title)) >= 0.6 * len(words) for title in titles)


def heading_region(document: Document, block: int | None) -> Region | None:
    """The element that prints the headline, given the block where it begins."""
    if block is None:
        return None
    region: Region | None = document.blocks[block].region
    if region is None or region.tag in {"body", "html"}:
        return None  # a line of plain text: the region around it is the whole page, however short
    best = region
    while region is not None and region.tag not in {"body", "html"} and region.first_block == block and region.last_block <= block + 4:
        best = region
        if region.tag in _HEADINGS:
            return region
        region = region.parent
    return best if best is not None and best.last_block <= block + 4 else None
