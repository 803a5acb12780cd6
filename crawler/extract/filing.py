"""Where a page files itself: section and tags, from structured data, metas, breadcrumbs, links and lines of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.document.model import text_inside
from crawler.extract.anchor import headline_block
from crawler.extract.headings import AWAY, Found, add, around
from crawler.normalise.filing import CATEGORY_WORDS, MAX_TAGS
from crawler.normalise.titles import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.document import Document
    from crawler.document.model import Mark, Region
    from crawler.extract.structured import Structured
    from crawler.items import Capture

_TAG_BOX = re.compile(
    r"(?:^|[\s_\-])(?:post-?labels|(?:field-?name-?)?field-?tags?|field-?name-?tags?|entry-?tags|post-?tags?|article-?tags?|tag-?links|tags-?links|tag-?list|tag-?cloud-?post|tagged-?as)(?:$|[\s_\-])"
)
_OWN_FOOT = re.compile(r"(?:^|[\s_\-])(?:post|entry|article|hentry|node)[_\-]{0,2}(?:footer|foot|utility|meta)")
_SECTION_LINE = re.compile(rf"^\s*{CATEGORY_WORDS}" + r"\s*[|:：·–—\-]\s*(?P<what>\S.{0,80})$", re.IGNORECASE)
_SECTION_LABEL = re.compile(rf"^\s*{CATEGORY_WORDS}" + r"\s*[:：]$", re.IGNORECASE)
_OPENERS = """
categorized categorised category categories filed posted published section kategorie kategorien rubrik rubriken ressort abgelegt veröffentlicht catégorie catégories
rubrique categoria categorias categoría categorías seccion sección publicado categorie sezione categorieën rubriek kategori kategorier kategoria
"""
_SECTION_OPENERS = frozenset(_OPENERS.split())
_CATEGORY_TOKEN = re.compile(
    r"(?:^|[\s_\-])(?:categor(?:y|ies|ia|ía|ie)|cat-?links?|rubri[ck]\w*|section(?:-?(?:name|label|title|link))?|ressort|channel|post-?cat\w*|entry-?categor\w*|topic-?label)(?:$|[\s_\-])"
)


def candidates(document: Document, structured: Structured, capture: Capture | None = None, headline: int | None = -1) -> Found:
    """Candidates by field: ``section`` and ``tags``; ``headline`` is the block of the headline where it is known already."""
    anchor = headline_block(document) if headline == -1 else headline
    found: Found = {"section": [], "tags": []}
    _sections(document, structured, capture, anchor, found)
    _tags(document, structured, capture, found)
    return found


@lru_cache(maxsize=4_096)
def _is_category(tokens: str) -> bool:
    return bool(_CATEGORY_TOKEN.search(tokens))


def _sections(document: Document, structured: Structured, capture: Capture | None, anchor: int | None, found: Found) -> None:
    if structured.main is not None:
        for text in structured.main.texts("articleSection")[:5]:
            add(found, "section", text, f"{structured.main.source}:articleSection", 0.85 if structured.main.source == "json-ld" else 0.75)
    for name, confidence in (
        ("article:section", 0.8),
        ("og:article:section", 0.75),
        ("parsely-section", 0.75),
        ("sailthru.section", 0.6),
        ("cxenseparse:section", 0.6),
        ("section", 0.6),
        ("dc.subject", 0.4),
    ):
        add(found, "section", document.meta(name), f"meta:{name}", confidence)
    for block in document.blocks:
        text = block.text
        if (
            len(text) < 120
            and (":" in text or "|" in text or "：" in text or "·" in text or " – " in text or " - " in text)
            and block.region.zone not in {"comments", "related", "aside"}
        ):
            for line in text.split("\n"):
                if line[:1].isascii() and line.split(maxsplit=1)[0].casefold().rstrip(":|·–-") not in _SECTION_OPENERS:
                    continue
                if (match := _SECTION_LINE.match(line)) or (_SECTION_LABEL.match(line) and block.index + 1 < len(document.blocks)):
                    said = match.group("what") if match else document.blocks[block.index + 1].text
                    what = re.split(r"\s*[,|·/]\s*|\s+(?:by|on|am|von|le)\s+", said)[0]
                    if 1 < len(what) < 60:
                        add(found, "section", what, "visible:category-line", 0.9)
    for crumbs in _breadcrumbs(document, structured, anchor):
        add(found, "section", crumbs, "visible:breadcrumb", 0.6)
    if anchor is not None:
        for link in document.anchors:
            if (
                link.rel
                and "category" in link.rel
                and 1 < len(link.text) < 60
                and (abs(link.block - anchor) <= 6 or (link.block > anchor and _in_own_foot(link.region)))
            ):
                add(found, "section", link.text, "visible:category", 0.85)
        for mark in around(document, anchor):
            if -6 <= mark.block - anchor <= 6 and mark.region.zone not in AWAY and _is_category(mark.tokens):
                text = _label(document, mark)
                if 1 < len(text) < 40:
                    add(found, "section", text, "visible:category", 0.65)
    for hint in capture.hints if capture else ():
        for category in hint.categories[:1]:
            add(found, "section", category, "feed:category", 0.5)


def _label(document: Document, mark: Mark) -> str:
    """What an element named like a section says: the first of its links, or all of a short line; nothing of a paragraph's head."""
    links = mark.element.findall(".//a")
    if len(links) > 1:
        return text_inside(links[0], 200)
    block = document.blocks[mark.block] if mark.block < len(document.blocks) else None
    return "" if block is not None and len(block.text) > 2 * len(mark.text) + 40 and not links else mark.text


def _breadcrumbs(document: Document, structured: Structured, anchor: int | None) -> Iterator[str]:
    """The last step before the article itself."""
    titles = {
        folded(t) for t in (document.title, document.meta("og:title"), document.blocks[anchor].text if anchor is not None else None) if t
    }
    for node in structured.nodes("BreadcrumbList"):
        steps = [
            (item.text("position") or "", item.text("name") or next((n.text("name") for n in item.nodes("item") if n.text("name")), None))
            for item in node.nodes("itemListElement")
        ]
        names = [
            name
            for _, name in sorted(steps, key=lambda s: (len(s[0]), s[0]))
            if name and folded(name) not in titles and not any(folded(name) in t for t in titles if len(name) > 25)
        ]
        if len(names) > 1:
            yield names[-1]
            return


def _in_tag_box(region: Region | None) -> bool:
    """Whether a link stands in the list of an article's tags, three levels up at most (Drupal's fields carry no rel)."""
    for _ in range(4):
        if region is None:
            return False
        if ("tag" in region.tokens or "label" in region.tokens) and _tag_box(region.tokens):
            return True
        region = region.parent
    return False


def _in_own_foot(region: Region | None) -> bool:
    """Whether a link stands in the foot of an article, three levels up at most."""
    for _ in range(3):
        if region is None:
            return False
        if "foot" in region.tokens and _OWN_FOOT.search(region.tokens):
            return True
        region = region.parent
    return False


@lru_cache(maxsize=2_048)
def _tag_box(tokens: str) -> bool:
    return bool(_TAG_BOX.search(tokens))


def _tags(document: Document, structured: Structured, capture: Capture | None, found: Found) -> None:
    for text in document.metas.get("article:tag", ()):
        add(found, "tags", text, "meta:article:tag", 0.85)
    if structured.main is not None:
        for text in structured.main.texts("keywords"):
            add(found, "tags", text, f"{structured.main.source}:keywords", 0.8)
    for name, confidence in (("parsely-tags", 0.75), ("sailthru.tags", 0.6), ("news_keywords", 0.75), ("keywords", 0.55)):
        add(found, "tags", document.meta(name), f"meta:{name}", confidence)
    region: Region | None = None
    boxed = False
    for link in document.anchors:
        if link.region is not region:  # the links of a list mostly share one
            region = link.region
            boxed = _in_tag_box(region)
        if (
            (boxed or (link.rel and "tag" in link.rel.split()))
            and "category" not in link.rel
            and link.region.zone not in {"comments", "nav", "related"}
            and (link.region.zone != "footer" or boxed or _OWN_FOOT.search(link.region.tokens))
            and 1 < len(link.text) < 60
        ):
            add(found, "tags", link.text, "visible:tag", 0.8)
            if len(found["tags"]) >= MAX_TAGS:
                return
    for hint in capture.hints if capture else ():
        for category in hint.categories[:MAX_TAGS]:
            add(found, "tags", category, "feed:category", 0.6)
