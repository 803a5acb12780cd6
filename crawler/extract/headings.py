"""What stands over an article: headline, kicker, standfirst, description, section and tags, from head and page."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.document.model import text_inside
from crawler.extract.anchor import heading_region, headline_block, headline_line
from crawler.items import Candidate
from crawler.normalise.titles import folded, without_site

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crawler.document import Document
    from crawler.document.model import Mark, Region
    from crawler.extract.structured import Structured
    from crawler.items import Capture

_KICKER = re.compile(
    r"kicker|overline|over-?title|eyebrow|dachzeile|spitzmarke|topline|top-line|roofline|roof-line|suptitle|supertitle|pre-?title|pre-?headline|ueberzeile|überzeile|oberzeile|antetitulo|cintillo|volanta|occhiello|surtitre|strapline-top|stikk"
)
_STANDFIRST = re.compile(
    r"standfirst|(?:^|[\s_\-])(?:deck|dek|sub-?title|sub-?headline|sub-?head|lead|lede|leadtext|intro|introtext|introduction|vorspann|anrisstext|chapo|chapeau|bajada|sumario|entradilla|copete|sommario|catenaccio|"
    r"ingress|manchet|résumé|excerpt|abstract|summary|article-?lead|unterzeile|subline|alternativeheadline|teaser-?text)(?:$|[\s_\-])"
)
#: a standfirst is a sentence, or a phrase of some words; a line of East Asian script says as much in half the signs
_LONG_ENOUGH = re.compile(r".{30}|[^.·|]*[\u3001\u3002\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{12}|\S+(?: \S+){3}")
_TAG_BOX = re.compile(
    r"(?:^|[\s_\-])(?:post-?labels|(?:field-?name-?)?field-?tags?|field-?name-?tags?|entry-?tags|post-?tags?|article-?tags?|tag-?links|tags-?links|tag-?list|tag-?cloud-?post|tagged-?as)(?:$|[\s_\-])"
)
_OWN_FOOT = re.compile(r"(?:^|[\s_\-])(?:post|entry|article|hentry|node)[_\-]{0,2}(?:footer|foot|utility|meta)")
_CATEGORY_WORDS = (
    r"^\s*(?:categorized|categori[sz]ed (?:in|under|as)|categor(?:y|ies)|filed (?:under|in)|posted in|published in|section|kategorien?|rubriken?|ressort|abgelegt unter|veröffentlicht in|catégories?|rubrique|"
    r"categor[ií]as?|secci[oó]n|publicado en|categori[ae]|sezione|categorieën|rubriek|kategorier?|kategoria|рубрика|категори[яи]|раздел|分类|分類|栏目|欄目|カテゴリー?|카테고리|분류|التصنيف|الأقسام|קטגוריה)"
)
_SECTION_LINE = re.compile(_CATEGORY_WORDS + r"\s*[|:：·–—\-]\s*(?P<what>\S.{0,80})$", re.IGNORECASE)
_SECTION_LABEL = re.compile(_CATEGORY_WORDS + r"\s*[:：]$", re.IGNORECASE)
_OPENERS = """
categorized categorised category categories filed posted published section kategorie kategorien rubrik rubriken ressort abgelegt veröffentlicht catégorie catégories
rubrique categoria categorias categoría categorías seccion sección publicado categorie sezione categorieën rubriek kategori kategorier kategoria
"""
_SECTION_OPENERS = frozenset(_OPENERS.split())
_CATEGORY_TOKEN = re.compile(
    r"(?:^|[\s_\-])(?:categor(?:y|ies|ia|ía|ie)|cat-?links?|rubri[ck]\w*|section(?:-?(?:name|label|title|link))?|ressort|channel|post-?cat\w*|entry-?categor\w*|topic-?label)(?:$|[\s_\-])"
)
_AWAY = frozenset({"comments", "related", "nav", "footer", "share", "subscribe", "cookie", "ad"})
MAX_TAGS = 30

Found = dict[str, list[Candidate]]


def candidates(
    document: Document, structured: Structured, capture: Capture | None = None, site_names: Iterable[str] = (), headline: int | None = -1
) -> Found:
    """Candidates by field: ``headline``, ``kicker``, ``standfirst``, ``description``, ``section`` and ``tags``."""
    sites = list(site_names)
    anchor = headline_block(document, sites) if headline == -1 else headline
    found: Found = {"headline": [], "kicker": [], "standfirst": [], "description": [], "section": [], "tags": []}
    _headlines(document, structured, capture, anchor, sites, found)
    _descriptions(document, structured, found)
    _near(document, anchor, found)
    _sections(document, structured, capture, anchor, found)
    _tags(document, structured, capture, found)
    return found


def _add(found: Found, field: str, text: str | None, rule: str, confidence: float) -> None:
    text = " ".join((text or "").split())
    if text and not any(c.value == text and c.rule == rule for c in found[field]):
        found[field].append(Candidate(text, rule, confidence, text[:300]))


def _headlines(
    document: Document, structured: Structured, capture: Capture | None, anchor: int | None, sites: list[str], found: Found
) -> None:
    region = heading_region(document, anchor)
    if region is not None:
        text, kicker = _printed(document, region)
        level = region.tag if region.tag in {"h1", "h2", "h3", "h4"} else "title"
        _add(found, "headline", text, f"visible:{level}", 0.9 if level == "h1" else 0.75)
        _add(found, "kicker", kicker, "visible:kicker", 0.85)
    elif anchor is not None:
        _add(found, "headline", headline_line(document, anchor), "visible:line", 0.7)
    main = structured.main
    if main is not None:
        rule = f"{main.source}:{main.type}.headline" if main.source == "json-ld" else "microdata:headline"
        _add(found, "headline", main.text("headline", "name"), rule, 0.55 if main.repaired else 0.8)
        _add(found, "kicker", main.text("kicker"), rule.replace("headline", "kicker"), 0.6)
    _add(found, "headline", document.meta("og:title"), "og:title", 0.75)
    _add(found, "headline", document.meta("twitter:title"), "twitter:title", 0.7)
    for name in ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title", "headline", "title"):
        _add(found, "headline", document.meta(name), f"meta:{name}", 0.6)
    others = [c.value for c in found["headline"]]
    if document.title:
        _add(found, "headline", without_site(document.title, sites, others), "title", 0.6)
    for hint in capture.hints if capture else ():
        if hint.title and hint.source != "sitemap":
            _add(found, "headline", hint.title, "feed:title", 0.7)


def _printed(document: Document, region: Region) -> tuple[str, str | None]:
    """The text of the headline's element without a kicker inside it, and the kicker."""
    text = " ".join(b.text for b in document.blocks[region.first_block : region.last_block])
    if region.element is None:
        return text, None
    for mark in document.marks:
        if mark.block > region.last_block:
            break
        if region.first_block <= mark.block <= region.last_block and mark.element is not region.element and _KICKER.search(mark.tokens):
            inside = text_inside(mark.element, 300)
            if inside and text.startswith(inside) and len(text) > len(inside) + 3 and _within(mark.element, region.element):
                return text[len(inside) :].lstrip(" :|–—-•·"), inside.rstrip(" :|–—-•·")
    return text, None


def _within(element: object, holder: object) -> bool:
    at = element
    for _ in range(6):
        if at is holder:
            return True
        at = at.getparent() if at is not None else None  # type: ignore[attr-defined]  # lxml elements
    return False


def _descriptions(document: Document, structured: Structured, found: Found) -> None:
    for name, confidence in (
        ("description", 0.85),
        ("og:description", 0.8),
        ("twitter:description", 0.7),
        ("dc.description", 0.6),
        ("dcterms.description", 0.6),
        ("dc.description.abstract", 0.5),
    ):
        _add(found, "description", document.meta(name), name if ":" in name else f"meta:{name}", confidence)
    if structured.main is not None:
        _add(found, "description", structured.main.text("description", "abstract"), f"{structured.main.source}:description", 0.7)


@lru_cache(maxsize=4_096)
def _means(tokens: str) -> str:
    """What an element's class and id say that it holds: ``kicker``, ``standfirst``, ``category`` or nothing."""
    if _KICKER.search(tokens):
        return "kicker"
    if _STANDFIRST.search(tokens):
        return "standfirst"
    return "category" if _CATEGORY_TOKEN.search(tokens) else ""


def _around(document: Document, anchor: int) -> list[Mark]:
    """The marks near the headline; marks stand in the order of the page."""
    marks = document.marks
    first = bisect_left(marks, anchor - 8, key=_block_of)
    return marks[first : bisect_left(marks, anchor + 9, key=_block_of)]


def _block_of(mark: Mark) -> int:
    return mark.block


def _near(document: Document, anchor: int | None, found: Found) -> None:
    """Kicker and standfirst printed around the headline."""
    if anchor is None:
        return
    headline = folded(document.blocks[anchor].text)
    for mark in _around(document, anchor):
        if not anchor - 4 <= mark.block <= anchor + 8 or mark.region.zone in _AWAY:
            continue
        if mark.block <= anchor and _means(mark.tokens) == "kicker":
            text = mark.text
            if 1 < len(text) <= 120 and folded(text) != headline and headline not in folded(text):
                _add(found, "kicker", text, "visible:kicker", 0.8)
        elif mark.block > anchor and _means(mark.tokens) == "standfirst":
            text = mark.text
            if _LONG_ENOUGH.match(text) and len(text) < 900 and folded(text) != headline and mark.region.last_block - mark.block <= 3:
                _add(found, "standfirst", text, "visible:standfirst", 0.8)


def _sections(document: Document, structured: Structured, capture: Capture | None, anchor: int | None, found: Found) -> None:
    if structured.main is not None:
        for text in structured.main.texts("articleSection")[:5]:
            _add(found, "section", text, f"{structured.main.source}:articleSection", 0.85 if structured.main.source == "json-ld" else 0.75)
    for name, confidence in (
        ("article:section", 0.8),
        ("og:article:section", 0.75),
        ("parsely-section", 0.75),
        ("sailthru.section", 0.6),
        ("cxenseparse:section", 0.6),
        ("section", 0.6),
        ("dc.subject", 0.4),
    ):
        _add(found, "section", document.meta(name), f"meta:{name}", confidence)
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
                        _add(found, "section", what, "visible:category-line", 0.9)
    for crumbs in _breadcrumbs(document, structured, anchor):
        _add(found, "section", crumbs, "visible:breadcrumb", 0.6)
    if anchor is not None:
        for link in document.anchors:
            if (
                link.rel
                and "category" in link.rel
                and 1 < len(link.text) < 60
                and (abs(link.block - anchor) <= 6 or (link.block > anchor and _in_own_foot(link.region)))
            ):
                _add(found, "section", link.text, "visible:category", 0.85)
        for mark in _around(document, anchor):
            if -6 <= mark.block - anchor <= 6 and mark.region.zone not in _AWAY and _means(mark.tokens) == "category":
                text = mark.text
                if 1 < len(text) < 40:
                    _add(found, "section", text, "visible:category", 0.65)
    for hint in capture.hints if capture else ():
        for category in hint.categories[:1]:
            _add(found, "section", category, "feed:category", 0.5)


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
        _add(found, "tags", text, "meta:article:tag", 0.85)
    if structured.main is not None:
        for text in structured.main.texts("keywords"):
            _add(found, "tags", text, f"{structured.main.source}:keywords", 0.8)
    for name, confidence in (("parsely-tags", 0.75), ("sailthru.tags", 0.6), ("news_keywords", 0.75), ("keywords", 0.55)):
        _add(found, "tags", document.meta(name), f"meta:{name}", confidence)
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
            _add(found, "tags", link.text, "visible:tag", 0.8)
            if len(found["tags"]) >= MAX_TAGS:
                return
    for hint in capture.hints if capture else ():
        for category in hint.categories[:MAX_TAGS]:
            _add(found, "tags", category, "feed:category", 0.6)
