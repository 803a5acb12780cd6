"""What stands over an article: headline, kicker, standfirst and description, from head and page."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.document.model import text_inside
from crawler.extract.anchor import heading_region, headline_block, headline_line
from crawler.items import Candidate
from crawler.normalise.boilerplate import is_boilerplate
from crawler.normalise.captions import split_credit
from crawler.normalise.titles import folded, without_site

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.document import Document
    from crawler.document.model import Mark, Region
    from crawler.extract.structured import Structured
    from crawler.items import Capture

_EASTERN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]{4}")
_WHOLE = 6  #: signs of the shortest headline in such a title
_KICKER = re.compile(
    r"kicker|overline|over-?title|eyebrow|dachzeile|spitzmarke|topline|top-line|roofline|roof-line|suptitle|supertitle|pre-?title|pre-?headline|ueberzeile|überzeile|oberzeile|antetitulo|cintillo|volanta|occhiello|surtitre|strapline-top|stikk"
)
_STANDFIRST = re.compile(
    r"standfirst|(?:^|[\s_\-])(?:deck|dek|sub-?title|sub-?headline|sub-?head|lead|lede|leadtext|intro|introtext|introduction|vorspann|anrisstext|chapo|chapeau|bajada|sumario|entradilla|copete|sommario|catenaccio|"
    r"ingress|manchet|résumé|excerpt|abstract|summary|article-?lead|unterzeile|subline|alternativeheadline|teaser-?text)(?:$|[\s_\-])"
)
#: a standfirst is a sentence, or a phrase of some words; a line of East Asian script says as much in half the signs
_PICTURE = re.compile(r"caption|credit|photo|picture|figure|gallery|video|player")
_INTRO_LABEL = re.compile(
    r"(?:summary|abstract|synopsis|zusammenfassung|résumé|resumen|resumo|sommario|samenvatting|摘要|概要|导语|導語)\s*[:：]\s*",
    re.IGNORECASE,
)
_CREDIT = re.compile(r"(?:by|von|par|por|di|da|av|af|door)\s+\S+(?:\s+\S+){0,3}\s*(?:[|·•]|more stories\b|$)", re.IGNORECASE)
_LONG_ENOUGH = re.compile(r".{30}|[^.·|]*[\u3001\u3002\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{12}|\S+(?: \S+){3}")
AWAY = frozenset({"comments", "related", "nav", "footer", "share", "subscribe", "cookie", "ad"})

Found = dict[str, list[Candidate]]


def candidates(
    document: Document, structured: Structured, capture: Capture | None = None, site_names: Iterable[str] = (), headline: int | None = -1
) -> Found:
    """Candidates by field: ``headline``, ``kicker``, ``standfirst`` and ``description``."""
    sites = list(site_names)
    anchor = headline_block(document, sites) if headline == -1 else headline
    found: Found = {"headline": [], "kicker": [], "standfirst": [], "description": []}
    _headlines(document, structured, capture, anchor, sites, found)
    _descriptions(document, structured, found)
    _near(document, anchor, found)
    return found


def add(found: Found, field: str, text: str | None, rule: str, confidence: float) -> None:
    """Add a candidate with white space folded, unless there is no text or the rule has said so already."""
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
        add(found, "headline", text, f"visible:{level}", 0.9 if level == "h1" else 0.75)
        add(found, "kicker", kicker, "visible:kicker", 0.85)
    elif anchor is not None:
        add(found, "headline", headline_line(document, anchor), "visible:line", 0.7)
    main = structured.main
    if main is not None:
        rule = f"{main.source}:{main.type}.headline" if main.source == "json-ld" else "microdata:headline"
        add(found, "headline", main.text("headline", "name"), rule, 0.55 if main.repaired else 0.8)
        add(found, "kicker", main.text("kicker"), rule.replace("headline", "kicker"), 0.6)
    add(found, "headline", document.meta("og:title"), "og:title", 0.75)
    add(found, "headline", document.meta("twitter:title"), "twitter:title", 0.7)
    for name in ("parsely-title", "sailthru.title", "dc.title", "dcterms.title", "citation_title", "headline", "title"):
        add(found, "headline", document.meta(name), f"meta:{name}", 0.6)
    others = [c.value for c in found["headline"]]
    if document.title:
        add(found, "headline", _without_sections(without_site(document.title, sites, others)), "title", 0.6)
    for hint in capture.hints if capture else ():
        if hint.title and hint.source != "sitemap":
            add(found, "headline", hint.title, "feed:title", 0.7)


def _without_sections(title: str) -> str:
    """A title of East Asian script without what underscores set behind it there: "headline_section_site"."""
    head, bar, _ = title.partition("_")
    return head.rstrip() if bar and _EASTERN.search(head) and len(head) >= _WHOLE else title


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
        add(found, "description", document.meta(name), name if ":" in name else f"meta:{name}", confidence)
    if structured.main is not None:
        add(found, "description", structured.main.text("description", "abstract"), f"{structured.main.source}:description", 0.7)


@lru_cache(maxsize=4_096)
def _means(tokens: str) -> str:
    """What an element's class and id say that it holds: ``kicker``, ``standfirst`` or nothing."""
    if _KICKER.search(tokens):
        return "kicker"
    return "standfirst" if _STANDFIRST.search(tokens) else ""


def around(document: Document, anchor: int) -> list[Mark]:
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
    for mark in around(document, anchor):
        if not anchor - 4 <= mark.block <= anchor + 8 or mark.region.zone in AWAY:
            continue
        if mark.block <= anchor and _means(mark.tokens) == "kicker":
            text = mark.text
            if 1 < len(text) <= 120 and folded(text) != headline and headline not in folded(text):
                add(found, "kicker", text, "visible:kicker", 0.8)
        elif mark.block > anchor and _means(mark.tokens) == "standfirst" and mark.region.last_block - mark.block <= 3:
            text = _INTRO_LABEL.sub("", mark.text, count=1)
            if _LONG_ENOUGH.match(text) and len(text) < 900 and folded(text) != headline and _introduces(document, mark, text):
                add(found, "standfirst", text, "visible:standfirst", 0.8)


def _introduces(document: Document, mark: Mark, text: str) -> bool:
    """Whether an element named like a standfirst holds one: no caption, byline or prompt, and no class that paragraphs share."""
    if mark.region.zone == "figure" or _PICTURE.search(mark.tokens) or split_credit(text)[1] is not None:
        return False
    if is_boilerplate(text, position="head") or _CREDIT.match(text) or sum(map(str.isdigit, text)) * 5 > len(text):
        return False
    return sum(other.tokens == mark.tokens for other in document.marks) <= 3
