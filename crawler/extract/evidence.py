"""Gathers all evidence of one document into a page: kind, links, events, candidates for every field, body blocks."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from crawler.extract import (
    anchor,
    authors,
    body,
    dates,
    events,
    filing,
    headings,
    images,
    kind,
    links,
    paywall,
    profiled,
    site_names,
    structured,
    wrappers,
)
from crawler.items import Article, Candidate
from crawler.normalise.language import normalise_tag
from crawler.normalise.urls import is_home

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.document import Document
    from crawler.extract.structured import Structured
    from crawler.items import Block, Capture, Page
    from crawler.sites.profile import Profile

_ROBOTS_META = ("robots", "pressrow", "googlebot", "googlebot-news")
_PUBLISHED_META = (
    ("article:published_time", 0.9), ("article:published", 0.85), ("og:article:published_time", 0.85), ("datepublished", 0.85), ("parsely-pub-date", 0.85),
    ("sailthru.date", 0.8), ("publish-date", 0.8), ("publishdate", 0.8), ("publish_date", 0.8), ("pubdate", 0.8), ("dc.date.issued", 0.8),
    ("dcterms.issued", 0.8), ("dcterms.created", 0.7), ("dcterms.date", 0.65), ("dc.date.created", 0.7), ("dc.date", 0.65), ("dc.created", 0.65),
    ("cxenseparse:recs:publishtime", 0.8), ("cxenseparse:publishtime", 0.8), ("citation_publication_date", 0.7), ("citation_date", 0.65),
    ("article.published", 0.8), ("article_date_original", 0.8), ("originalpublicationdate", 0.8), ("bt:pubdate", 0.8), ("rnews:datepublished", 0.8),
    ("og:published_time", 0.8), ("published_time", 0.8), ("displaydate", 0.7), ("ptime", 0.7), ("prism.publicationdate", 0.8), ("timestamp", 0.5), ("date", 0.6),
    ("datecreated", 0.6), ("created", 0.5), ("last-modified-date", 0.0),
)  # fmt: skip
_MODIFIED_META = (
    ("article:modified_time", 0.9), ("og:updated_time", 0.7), ("datemodified", 0.85), ("article:modified", 0.8), ("lastmod", 0.7), ("last-modified", 0.6),
    ("dcterms.modified", 0.8), ("dc.date.modified", 0.8), ("moddate", 0.7), ("revision_date", 0.6), ("cxenseparse:recs:modifiedtime", 0.7), ("last_updated_date", 0.7),
)  # fmt: skip
_KNOWN_META = frozenset(name for name, _ in _PUBLISHED_META + _MODIFIED_META)
# names of their own that sites and platforms give the same thing: "example:uploaded", "vr:published", "article-publish-date"
_OWN_NAME = re.compile(
    r"(?:^|[:._-])(?:date|first|article|video|photo)?[._-]?(?:publi(?:shed?|cation)|uploaded|issued|posted|created)(?:[._-]?(?:time|date|at|on))?$"
)
_MACHINE_DAY = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?:[T ]\d|$)")
_PACKED = re.compile(r'"pub_date"\s*:\s*"([^"]{8,40})"')
_SPLIT = re.compile(r"[,;\s]+")


def gather(page: Page, document: Document, capture: Capture, profile: Profile | None = None, *, follow: bool = True) -> None:
    """Fill ``page`` with what the document says; nothing is decided here but the kind of page.

    Without ``follow`` the links that lead on from the page are left out.
    """
    wrappers.unname(document)
    found = structured.read(document)
    page.issues.extend(document.issues)
    page.kind, page.kind_rule, page.reason = kind.judge(document, found, capture.url, profile)
    _directives(page, document, capture)
    if follow:
        page.links, told = links.read(document, profile)
        page.issues.extend(told)
    language = _declared(document, capture, profile)
    page.events, told = events.read(document, found, page.kind, language, capture.captured_at.date())
    page.issues.extend(told)
    page.article = Article(declared_language=language)

    names = site_names.candidates(document, found)
    sites = [str(name.value) for name in names]
    headline = anchor.headline_block(document, sites)
    evidence = headings.candidates(document, found, capture, sites, headline) | filing.candidates(document, found, capture, headline)
    evidence["site_name"] = names
    titles = [str(candidate.value) for candidate in evidence["headline"]]
    story = body.select(document, headline=headline, titles=titles, structured=found)
    page.blocks = story.blocks
    if page.kind == "other" and page.reason is None and story.told and not is_home(capture.url):
        page.kind, page.kind_rule = "article", story.rule  # drawn by a script from a story in its data
    if page.kind == "article" and (wall := paywall.told(document, found, story.blocks)):
        page.issues.append(wall)
    evidence["bio"] = story.bios
    evidence["standfirst"] = [*evidence["standfirst"], *story.standfirsts]
    evidence["authors"] = authors.candidates(document, found, capture, sites, headline, story.blocks)
    evidence["images"] = images.candidates(document, found, story.captions, headline)
    evidence["canonical_url"] = _canonical(document, found)
    visible = dates.gather(
        document, headline, language=language, order=profile.date_order if profile else None, thread=_is_thread(document, story.blocks)
    )
    evidence["published"] = [*_structured_dates(document, found, capture, "published"), *visible.published]
    if not evidence["published"] and document.data_scripts:
        evidence["published"] = dates.from_scripts(document)
    evidence["modified"] = [*_structured_dates(document, found, capture, "modified"), *visible.modified]
    page.evidence = evidence
    layout = profile.layout_for(capture.captured_at) if profile else None
    if layout is not None:
        profiled.apply(page, document, layout)


def _is_thread(document: Document, blocks: Sequence[Block]) -> bool:
    """Whether most of the story stands where readers write, as in a forum."""
    kept = [block.index for block in blocks if block.kept and block.index >= 0]
    return sum(document.blocks[index].region.zone == "comments" for index in kept) * 2 > len(kept)


def _directives(page: Page, document: Document, capture: Capture) -> None:
    """Read robots directives of metas and of the X-Robots-Tag header (the ones for everybody or for us)."""
    words: set[str] = set()
    for name in _ROBOTS_META[:2]:
        for content in document.metas.get(name, ()):
            words.update(_SPLIT.split(content.lower()))
    header = capture.headers.get("x-robots-tag", "")
    for part in header.lower().split(","):
        agent, separator, rest = part.strip().partition(":")
        if not separator or agent == "pressrow":
            words.update(_SPLIT.split((rest if separator else agent).strip()))
    if "none" in words:
        words |= {"noindex", "nofollow"}
    page.noindex, page.nofollow, page.noarchive = "noindex" in words, "nofollow" in words, "noarchive" in words
    if page.noindex and page.reason is None:
        page.reason = "noindex"
    elif page.reason == "noindex" and not page.noindex:
        page.reason = None


def _declared(document: Document, capture: Capture, profile: Profile | None) -> str | None:
    """Return what the page claims its language to be; the profile's where it claims nothing."""
    content = document.meta("content-language", "dc.language", "dcterms.language", "language")
    header = capture.headers.get("content-language")
    og = document.meta("og:locale")
    hints = (hint.language for hint in capture.hints if hint.language)
    claims = (document.html_lang, content, og, header, *hints, profile.language if profile else None)
    return next((tag for claim in claims if claim and (tag := normalise_tag(claim))), None)


@lru_cache(maxsize=1_024)
def _speaks_of_publication(name: str) -> bool:
    return len(name) < 60 and _OWN_NAME.search(name) is not None


def _canonical(document: Document, found: Structured) -> list[Candidate]:
    candidates = [Candidate(tag.href, "link:canonical", 0.9) for tag in document.link_tags if "canonical" in tag.rel.split()][:3]
    if address := document.meta("og:url"):
        candidates.append(Candidate(address, "og:url", 0.7))
    if found.main is not None:
        for node in found.main.props.get("mainEntityOfPage", ())[:1]:
            address = node if isinstance(node, str) else node.id or node.text("url")
            if address:
                candidates.append(Candidate(address, f"{found.main.source}:mainEntityOfPage", 0.6))
    return candidates


def _structured_dates(document: Document, found: Structured, capture: Capture, which: str) -> list[Candidate]:
    """Candidates of metas, structured data and feeds for ``published`` or ``modified``."""
    candidates: list[Candidate] = []
    names = ("datePublished", "dateCreated", "uploadDate") if which == "published" else ("dateModified",)
    if found.main is not None:
        trust = 0.75 if found.main.repaired else 0.95
        for name, factor in zip(names, (1.0, 0.7, 0.6), strict=False):
            for text in found.main.texts(name)[:3]:
                candidates.append(Candidate(text[:200], f"{found.main.source}:{found.main.type}.{name}", trust * factor))
    elif which == "published":
        for node in list(found.nodes())[:50]:
            for text in node.texts("datePublished")[:1]:
                candidates.append(Candidate(text[:200], f"{node.source}:{node.type}.datePublished", 0.6))
    for name, trust in _PUBLISHED_META if which == "published" else _MODIFIED_META:
        for content in document.metas.get(name, ())[:2]:
            if content and trust:
                candidates.append(Candidate(content[:200], f"meta:{name}", trust))
    if which == "published":
        for name, contents in document.metas.items():
            if name not in _KNOWN_META and contents and _speaks_of_publication(name) and _MACHINE_DAY.match(contents[0]):
                candidates.append(Candidate(contents[0][:200], f"meta:{name}"[:60], 0.6))
    if which == "published" and (packed := document.meta("parsely-page")) and (day := _PACKED.search(packed[:5_000])):
        candidates.append(Candidate(day[1], "meta:parsely-page", 0.8))
    for hint in capture.hints:
        printed = hint.published if which == "published" else hint.modified
        if printed:
            rule = "sitemap:lastmod" if hint.source == "sitemap" else f"feed:{hint.source}"
            candidates.append(Candidate(printed[:200], rule, 0.3 if hint.source == "sitemap" else 0.8))
    return candidates
