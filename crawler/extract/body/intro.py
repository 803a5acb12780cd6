"""What stands between the headline and the first paragraph: standfirsts and lists of key points, which have their own field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.body.lines import folded
from crawler.extract.body.measure import is_sentence

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.document.model import Region

_TOKENS = re.compile(
    r"standfirst|(?:^|[\s_-])(?:dek|deck|excerpt|summary|subtitle|sub-?title|subhead(?:line|ing)?|sub-?headline|teaser|abstract|introduction|intro|intro-?text|chapo|lead|lede|leadtext|vorspann|"
    r"entradilla|bajada|sumario|occhiello|sottotitolo|ingress|manchet|perex|anriss|preamble|synopsis|key-?points?|highlights|description|desc)(?:$|[\s_-])"
)
_POINTS = re.compile(r"key-?points?|keypoint|highlights?|takeaways?|summary|bullets?|tldr|at-a-glance|sumario|abstract")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _points(region: Region | None) -> bool:
    """Whether a list stands in a box of key points, three levels up at most."""
    for _ in range(3):
        if region is None:
            return False
        if _POINTS.search(region.tokens):
            return True
        region = region.parent
    return False


def intros(document: Document, order: list[int], before: frozenset[int], masses: list[int], rules: dict[int, str]) -> list[int]:
    """Mark key points in ``rules`` and return the blocks that are standfirsts; ``before`` are blocks that stand ahead of the story's own region."""
    blocks = document.blocks
    found: list[int] = []
    kept = [i for i in order if i not in rules]
    if len(kept) < 3:
        return found
    description = folded(document.meta("description", "og:description") or "")
    first = next((i for i in kept if i not in before and masses[i] and blocks[i].tag not in _HEADINGS and blocks[i].tag != "li"), None)
    if first is None or first == kept[-1]:
        return found
    items = [i for i in kept if i < first and blocks[i].tag == "li"]
    # key points are a few sentences; the ingredients of a recipe are many scraps
    told = 1 < len(items) <= 8 and sum([len(blocks[i].text) for i in items]) >= 45 * len(items)
    for i in kept:
        if i >= first:
            return found
        block = blocks[i]
        parent = block.region.parent
        named = bool(_TOKENS.search(block.region.tokens)) or (parent is not None and i in before and bool(_TOKENS.search(parent.tokens)))
        said = description and folded(block.text)[:60] == description[:60]
        if block.tag == "li":
            if told and (i in before or _points(block.region.parent)):
                rules[i] = "key points"
        elif named or (i in before and said) or (block.tag in _HEADINGS and (is_sentence(block.text) or len(block.text) > 80)):
            found.append(i)
    return found
