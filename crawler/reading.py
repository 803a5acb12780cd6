"""``read(capture, profile) -> Page``: the one function behind crawl, extract, replay and re-extract.

A capture becomes a document, the document evidence, and every step of ``ITEM_PIPELINES`` but the last turns the
evidence into fields. Pure: the only clock is ``capture.captured_at``.
"""

from __future__ import annotations

import importlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from crawler import document as documents
from crawler import settings
from crawler.discover import bodies, feeds, programmes, sitemaps, sniff, wordpress
from crawler.document.parse import MAX_BODY
from crawler.errors import DocumentError
from crawler.extract import evidence
from crawler.extract.events import exports
from crawler.items import Capture, Page
from crawler.pipelines.step import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.discover.found import Found
    from crawler.document import Document
    from crawler.items import Block, Candidate
    from crawler.sites.profile import Profile

EXTRACTOR_VERSION = settings.EXTRACTOR_VERSION  #: raised whenever the same capture may give other fields


@cache
def steps() -> Sequence[Step]:
    """Return every step of ``settings.ITEM_PIPELINES`` but the storing one, in their order."""
    ordered = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    found: list[Step] = []
    for path in ordered[:-1]:
        module, _, name = path.rpartition(".")
        step = getattr(importlib.import_module(module), name)()
        assert isinstance(step, Step)
        found.append(step)
    return tuple(found)


@dataclass(slots=True)
class Kept:
    """What a finished page no longer holds, for who asked :func:`read` to keep it."""

    document: Document | None = None  #: None where the body gave none
    evidence: dict[str, list[Candidate]] = field(default_factory=dict)  #: as the decisions saw it
    blocks: list[Block] = field(default_factory=list)  #: kept and dropped, each with its rule


def read(capture: Capture, profile: Profile | None = None, *, follow: bool = True, keep: Kept | None = None) -> Page:
    """Return the finished page of a capture; never raises for what the body holds.

    Without ``follow`` nobody goes on from the page, and the links of an HTML page are not read. ``keep`` is filled with
    what the decisions were made from.

    A body that gives no document ends with ``page.reason`` of the closed list and an issue of that class. Feeds,
    sitemaps and APIs give links with hints and no article. Times in the page are as :class:`crawler.items.Moment` says.
    """
    page = Page(capture.url, capture.requested_url or capture.url, capture.captured_at, followed=follow, dated=capture.dated)
    try:
        body, cut = bodies.inflate(capture.body, MAX_BODY)
        export = exports.sniff(body)
        if export is not None:
            return _programme(page, capture, export, profile, follow=follow)
        sort = sniff.sniff(body, capture.content_type)
        if sort in {"rss", "atom", "jsonfeed"}:
            return _listed(page, feeds.read(capture.body, capture.url, charset=capture.charset, profile=profile))
        if sort in {"urlset", "sitemapindex", "text-sitemap"}:
            return _listed(page, sitemaps.read(capture.body, capture.url, capture.charset, profile=profile))
        if sort == "wordpress":
            return _listed(page, wordpress.read(capture.body, capture.url, capture.headers, capture.charset, profile=profile))
        document = _document(capture, body, profile, cut=cut)
    except DocumentError as error:
        page.reason = error.reason
        page.issue(error.reason, "error", None, error.detail)
        return page
    evidence.gather(page, document, capture, profile, follow=follow)
    if follow:
        page.links += wordpress.offers(document.link_tags, capture.headers.get("link", ""), document.base_url)
        if page.kind != "article" and document.kind == "html":
            page.links = programmes.first(programmes.of_page(document, page.events), page.links)
    for step in steps():
        step.run(page, profile)
    if keep is not None:
        keep.document, keep.evidence, keep.blocks = document, page.evidence, page.blocks
    page.evidence = {}
    page.blocks = []
    return page


def _programme(page: Page, capture: Capture, sort: exports.Export, profile: Profile | None, *, follow: bool) -> Page:
    """The page of a body that is nothing but events, with the addresses of their own pages."""
    body, cut = bodies.inflate(capture.body, MAX_BODY)
    if cut:
        page.issue("too_large", "warning", "events", f"more than {MAX_BODY} bytes; the rest was not read")
    text = bodies.decode(body, capture.charset).lstrip("\ufeff \t\r\n")
    tree = bodies.tree(text) if sort == "frab-xml" else None
    found = exports.read(sort, text, tree, capture.url, capture.captured_at, capture.hints)
    page.kind, page.kind_rule, page.events = "event", sort, found.events
    page.issues += found.issues
    if follow:
        page.links = programmes.of_events(found.events, found.following)
    for step in steps():
        step.run(page, profile)
    return page


def _document(capture: Capture, body: bytes, profile: Profile | None, *, cut: bool) -> Document:
    if cut:
        raise DocumentError("too_large", f"more than {MAX_BODY} bytes after decompression")
    language = profile.language if profile else None
    return documents.parse(body, url=capture.url, charset=capture.charset, content_type=capture.content_type, language=language)


def _listed(page: Page, found: Found) -> Page:
    page.kind = "listing"
    page.kind_rule = found.sort
    page.links = found.links
    page.issues = found.issues
    page.feed_title = found.title
    return page


def warm() -> None:
    """Read a small page once, so that tables are loaded before the first page of somebody else.

    Its words bear out the language it claims: the model, which takes most of a second to load, is left to who needs it.
    """
    text = "The session opened with remarks on budgets and the year ahead, and delegates asked about delivery and cost. " * 4
    body = (
        '<html lang="en"><head><title>Warm</title></head><body><article><h1>A headline to begin with</h1>'
        f"<p>By Ada Quill</p><p>{text}</p></article>"
    )
    address = "http://warm.invalid/2026/a-headline-to-begin-with"
    read(Capture(url=address, body=body.encode(), captured_at=datetime(2026, 3, 1, tzinfo=UTC)))
