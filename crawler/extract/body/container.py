"""Where the story stands: the region that holds most of the page's prose, found from the outside in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract.body.measure import is_sentence, masses

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Region

#: what a region of a zone may weigh when the story is looked for
_SHARE = {
    "comments": 0.0, "related": 0.05, "nav": 0.0, "footer": 0.05, "aside": 0.15, "share": 0.0, "subscribe": 0.0,
    "cookie": 0.0, "ad": 0.1, "bio": 0.1, "figure": 0.3, "form": 0.2,
}  # fmt: skip
_HINT = re.compile(
    r"(?:^|[\s_-])(?:articlebody|article[-_]{0,2}(?:body|content|text)|(?:entry|post|story|body|page|news|single|node|td-post|td-page)[-_]{0,2}content|"
    r"(?:post|story|entry|news)[-_]{0,2}(?:body|text)|storybody|storytext|articletext|articlecontent|e-content|instapaper_body|"
    r"field-name-body|text-formatted|richtextbody|body-copy|bodycopy|newstext|artikel[-_]?(?:text|inhalt)?|texte?-article|cuerpo|corpo)(?:$|[\s_-])"
)
_NOT_STORY = re.compile(
    r"comment|disqus|reply|sidebar|related|widget|footer|teaser|newsletter|disclaimer|cookie|consent|privacy|gdpr|modal|popup"
)
_COOKIES = re.compile(r"\bcookies\b", re.IGNORECASE)
_INTRO = frozenset({"p", "td"})
_LARGE = frozenset({"div", "h2", "h3", "h4"})  #: elements that hold a first paragraph where a theme sets it apart
_LONG_INTRO = 140  #: characters
#: standfirsts that are a second headline rather than a first paragraph
_SUBTITLE = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|sub-?title|sub-?head\w*|excerpt|summary|standfirst|description|desc|caption|bajada|kicker|key-?points?)(?:$|[\s_-])"
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_TEASER = 6  #: blocks of a teaser at most
_ABOVE_UPDATES = 400  #: units of prose
_ROWS = frozenset({"p", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "ul", "ol", "dl", "dt", "dd", "pre"})
_BESIDE = frozenset({"aside", "footer", "nav", "related", "subscribe", "form"})


@lru_cache(8_192)
def _hinted(tokens: str) -> bool:
    return _HINT.search(tokens) is not None


class View:
    """Masses and zones of a document's blocks and regions."""

    __slots__ = ("children", "document", "headline", "hidden", "live", "masses", "prefix", "sums", "zones")

    def __init__(self, document: Document, headline: int | None) -> None:
        self.document = document
        self.headline = headline
        blocks, regions = document.blocks, document.regions
        raw = self.masses = masses(blocks)
        for i, weight in enumerate(raw):
            if weight > 60:
                text = blocks[i].text
                if "ookies" in text and len(_COOKIES.findall(text)) > len(text) // 200:
                    raw[i] = 0
        self.sums = sums = _sums(raw)
        total = sums[-1] or 1
        lit = sum([weight for block, weight in zip(blocks, raw, strict=True) if weight and not block.region.hidden])
        if headline is not None and (sums[-1] - sums[headline]) * 4 < total:
            self.headline = headline = None  # what ends the page is no headline of it
        self.hidden = lit * 3 > total  # hidden text is the story only where little else is
        zones = self.zones = [""] * len(regions)
        hinted: bool | None = None
        for region in regions:
            zone = region.zone
            if not zone:
                continue
            parent = region.parent
            if parent is None or (zone == parent.zone and parent.index < len(zones)):
                zones[region.index] = zones[parent.index] if parent is not None else ""
                continue
            # a zone that holds most of the prose, or the headline with much of it, is a wrapper with an unlucky name
            first, last = region.first_block, region.last_block
            inside = sums[last] - sums[first]
            unlucky = False
            if inside * 4 > total:
                unlucky = headline is not None and first <= headline < last
                if not unlucky and inside * 2 > total and zone not in ("comments", "cookie"):
                    if hinted is None:
                        hinted = self._hinted(total)
                    unlucky = not (hinted and zone in _BESIDE)
            zones[region.index] = "" if unlucky else zone
        weighed = raw.copy()
        self.live = live = _updates(document, raw, headline)
        for i in live:
            weighed[i] = 0
        for i, weight in enumerate(raw):
            if weight:
                region = blocks[i].region
                if region.index < len(zones):
                    zone = zones[region.index]
                    if zone:
                        weighed[i] = int(weight * _SHARE.get(zone, 1.0))
                if self.hidden and region.hidden:
                    weighed[i] = 0
        _discount(document, weighed)
        self.prefix = prefix = _sums(weighed)
        children: dict[int, list[Region]] = {}
        for region in regions:
            first, last = region.first_block, region.last_block
            if last > first and prefix[last] > prefix[first] and region.parent is not None:
                children.setdefault(region.parent.index, []).append(region)
        self.children = children

    def _hinted(self, total: int) -> bool:
        """Whether some region that calls itself an article holds a fair part of the prose outside of all zones."""
        document = self.document
        clean = _sums([0 if block.region.zone else weight for block, weight in zip(document.blocks, self.masses, strict=True)])
        return any(
            not region.zone and clean[region.last_block] - clean[region.first_block] > max(150, total // 6)
            for region in document.regions
            if region.tag == "article" or (region.tokens and _hinted(region.tokens))
        )

    def inside(self, region: Region) -> int:
        """The prose inside a region."""
        return self.prefix[region.last_block] - self.prefix[region.first_block]


def _discount(document: Document, weighed: list[int]) -> None:
    """Take most of the weight from what stands in a small box under a heading that is a link: the teaser of another page."""
    blocks = document.blocks
    for block in blocks:
        if block.link_chars and block.tag in _HEADINGS and block.link_chars * 10 >= len(block.text) * 8:
            box = block.region
            while box.parent is not None and box.parent.last_block - box.parent.first_block <= _TEASER:
                box = box.parent
            for i in range(box.first_block, box.last_block):
                weighed[i] //= 5


def _updates(document: Document, masses: list[int], headline: int | None) -> range:
    """The entries that an AMP page lists live, where a story of its own stands above them: they come and go, and are paged."""
    html = document.html_tokens
    if "amp" not in html and "⚡" not in html:
        return range(0)
    blocks = document.blocks
    for region in document.regions:
        if region.tag == "amp-live-list":
            first, last = region.first_block, region.last_block
            above = sum([masses[i] for i in range(headline or 0, first) if not blocks[i].region.zone])
            return range(first, last) if above >= _ABOVE_UPDATES else range(0)
    return range(0)


def _sums(values: list[int]) -> list[int]:
    sums = [0]
    total = 0
    for value in values:
        total += value
        sums.append(total)
    return sums


def find(view: View) -> Region:
    """The tightest region that holds the story, all of its parts if it is split."""
    headline = view.headline
    region = view.document.regions[0]
    while True:
        here = view.inside(region)
        groups: dict[tuple[str, str], list[Region]] = {}
        for child in view.children.get(region.index, ()):
            groups.setdefault((child.tag, child.tokens), []).append(child)
        best: Region | None = None
        best_score = 0.0
        for (tag, _), group in groups.items():
            if tag in _ROWS:
                continue
            for child in group:
                score = view.inside(child) * _favour(child, headline)
                if score > best_score:
                    best, best_score = child, score
        if best is None:
            return region
        inside = view.inside(best)
        share = inside / here if here else 0.0
        alike = sum([view.inside(child) for child in groups[best.tag, best.tokens]]) - inside
        if alike > 0.15 * inside and not (headline is not None and best.first_block <= headline < best.last_block):
            need = 0.85
        elif _hinted(best.tokens) or best.tag == "article":
            need = 0.35
        else:
            need = 0.6
        if share < need:
            return region
        region = best


def _favour(region: Region, headline: int | None) -> float:
    favour = 1.0
    tokens = region.tokens
    if tokens:
        if _hinted(tokens):
            favour *= 2.0 if "articlebody" in tokens else 1.5
        if _NOT_STORY.search(tokens):
            favour *= 0.5
    if region.tag == "article":
        favour *= 1.3
    if headline is not None:
        if region.last_block <= headline:
            favour *= 0.3
        elif region.first_block <= headline:
            favour *= 2.0
    return favour


def parts(view: View, region: Region) -> list[range]:
    """The runs of blocks that make the story: the region, its like beside it, and prose between it and the headline."""
    found = {(region.first_block, region.last_block)}
    headline = view.headline
    own = view.inside(region)
    at = region
    for level in range(8):
        parent = at.parent
        if parent is None or parent.tag in ("body", "html"):
            break
        if headline is not None and at.first_block <= headline < at.last_block:
            break
        ahead: list[Region] = []
        for child in view.children.get(parent.index, ()):
            if child is at or child.index >= len(view.zones) or view.zones[child.index] or (view.hidden and child.hidden):
                continue
            if child.first_block >= at.last_block:
                if level == 0 and (
                    (_alike(child, region) and view.inside(child) < 3 * own) or (child.tag == "p" and view.inside(child) > 80)
                ):
                    found.add((child.first_block, child.last_block))
            elif ((headline is None and level < 3) or (headline is not None and child.first_block > headline)) and (
                (60 < view.inside(child) < max(own, 1_500) and _is_intro(view, child)) or (level == 0 and _alike(child, region))
            ):
                ahead.append(child)
        if ahead:  # a paragraph between two others belongs to them, however much of it is linked
            found.add((ahead[0].first_block, ahead[-1].last_block))
        at = parent
        if at.tag == "article":
            break
    if region.tokens:
        found |= _split(view, region, own)
    if headline is not None and headline < region.first_block <= headline + 60:
        found |= _under(view, headline, region.first_block)
    return [range(*ends) for ends in _apart(found)]


def _under(view: View, headline: int, first: int) -> set[tuple[int, int]]:
    """Prose between the headline and the story's region: standfirsts in the header, a first paragraph in a box of its own."""
    found = set()
    for i in range(headline + 1, first):
        block = view.document.blocks[i]
        region = block.region
        if view.masses[i] < 60 or (block.link_chars * 3 > len(block.text)) or (view.hidden and region.hidden):
            continue
        if block.tag not in _INTRO and not (block.tag in _LARGE and len(block.text) >= _LONG_INTRO and not block.link_chars):
            continue
        if _SUBTITLE.search(region.tokens) or (region.parent is not None and _SUBTITLE.search(region.parent.tokens)):
            continue
        if not view.zones[region.index] and is_sentence(block.text):
            found.add((i, i + 1))
    return found


def _alike(one: Region, other: Region) -> bool:
    return one.tag == other.tag and one.tokens == other.tokens and (bool(one.tokens) or one.tag != "div")


def _split(view: View, region: Region, own: int) -> set[tuple[int, int]]:
    """Parts of a story that was cut up into boxes of one name, each in a wrapper of its own."""
    top = region
    for _ in range(4):
        if top.parent is None or top.tag == "article" or top.parent.tag in ("body", "html"):
            break
        top = top.parent
    return {
        (other.first_block, other.last_block)
        for other in view.document.regions
        if other.depth == region.depth
        and top.first_block <= other.first_block < top.last_block
        and len(region.tokens) > 7
        and _alike(other, region)
        and not (other.index < len(view.zones) and view.zones[other.index])
        and 0 < view.inside(other) < 2 * own
    }


def _apart(ends: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs in order, none inside another."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(ends):
        if found and first < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return found


def _is_intro(view: View, region: Region) -> bool:
    """Whether what stands before the story is prose of its own: its blocks are sentences, not teasers under headings."""
    blocks = view.document.blocks[region.first_block : region.last_block]
    prose = sum([len(b.text) for b in blocks if is_sentence(b.text) and b.link_chars * 2 < len(b.text)])
    return prose * 10 > 6 * sum([len(b.text) for b in blocks])
