"""What a sample of a site shows: its offers, its pages with their fields, its languages, its software, its trouble."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from crawler import document as documents
from crawler import reading
from crawler.discover import sniff, wordpress
from crawler.errors import DocumentError
from crawler.extract import site_names, structured
from crawler.items.rows import article_row
from crawler.middlewares import robots_rules
from crawler.probe import selectors, trouble
from crawler.session import PRODUCT

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.items import Capture, Page
    from crawler.probe.asking import Sample
    from crawler.sites.collection import Sites
    from crawler.sites.profile import Profile

#: fields shown, with their names in a row's provenance
FIELDS = ("headline", "authors", "published_at", "language", "section", "text")
_PARTS = re.compile(r"\s+[|·•–—-]\s+|\s*[｜»«]\s*")
_FEEDS = frozenset({"rss", "atom", "jsonfeed"})
_SITEMAPS = frozenset({"urlset", "sitemapindex", "text-sitemap"})


@dataclass(slots=True)
class Seen:
    """One page that was read."""

    capture: Capture
    page: Page
    row: dict[str, Any]  #: as a crawl stores it, what feeds and the API say of the page included
    document: Document | None = None


@dataclass(slots=True)
class Survey:
    """All that was seen of a site."""

    url: str
    profile: Profile | None = None
    name: str | None = None
    generator: str | None = None
    languages: list[str] = field(default_factory=list)
    time_zone: str | None = None  #: as the site's API tells it
    robots: dict[str, Any] = field(default_factory=dict)  #: ``status``, ``crawl_delay``, ``disallows``
    feeds: list[dict[str, Any]] = field(default_factory=list)
    sitemaps: list[dict[str, Any]] = field(default_factory=list)
    apis: list[dict[str, Any]] = field(default_factory=list)
    pages: list[Seen] = field(default_factory=list)
    proposals: list[selectors.Proposal] = field(default_factory=list)
    trouble: list[trouble.Trouble] = field(default_factory=list)
    report: dict[str, Any] = field(default_factory=dict)  #: of the crawl that asked

    @property
    def articles(self) -> list[Seen]:
        """The pages that are articles."""
        return [seen for seen in self.pages if seen.page.kind == "article" and seen.page.reason is None]

    def as_row(self) -> dict[str, Any]:
        """What is printed as JSON."""
        return {
            "url": self.url,
            "site": self.profile.key if self.profile else None,
            "name": self.name,
            "generator": self.generator,
            "languages": self.languages,
            "time_zone": self.time_zone,
            "robots": self.robots,
            "feeds": self.feeds,
            "sitemaps": self.sitemaps,
            "apis": self.apis,
            "pages": [
                {
                    "url": seen.page.url,
                    "kind": seen.page.kind,
                    "reason": seen.page.reason,
                    "fields": fields_of(seen),
                    "issues": seen.row["issues"],
                }
                for seen in self.pages
            ],
            "proposals": [{"field": one.field, "selector": one.selector, "values": one.values} for one in self.proposals],
            "trouble": [{"class": one.cls, "pages": one.pages, "detail": one.detail} for one in self.trouble],
            "requests": self.report.get("requests", 0),
        }


def look(sample: Sample, sites: Sites) -> Survey:
    """Return what the sample shows; each page is read by its profile, where the sites have one."""
    survey = Survey(sample.url, sites.find(sample.url), report=sample.report)
    home = urlsplit(sample.url)
    fatal = {str(end["url"]) for end in sample.ends if str(end["reason"]).startswith("worker_")}  # not to be read again in this process
    for capture in sample.captures:
        if capture.url in fatal or 300 <= capture.status < 400:
            continue
        sort = sniff.sniff(capture.body, capture.content_type)
        if urlsplit(capture.url).path == "/robots.txt":
            if urlsplit(capture.url).netloc == home.netloc or not survey.robots:
                rules = robots_rules.read(capture.body, PRODUCT)
                disallows = sum(not allowed for allowed in [*rules.plain.values(), *(allow for _, allow in rules.wild)])
                survey.robots = {"status": capture.status, "crawl_delay": rules.delay, "disallows": disallows}
        elif sort in _FEEDS | _SITEMAPS:
            page = reading.read(capture, survey.profile)
            (survey.feeds if sort in _FEEDS else survey.sitemaps).append(_offer(page))
        elif wordpress.root_of(capture.url) or wordpress.site_of(capture.body):
            _api(survey, capture)
        else:
            survey.pages.append(_seen(capture, survey.profile, sample))
    if not survey.robots:
        ended = next((end for end in sample.ends if urlsplit(str(end["url"])).path == "/robots.txt"), {})
        survey.robots = {"status": ended.get("status"), "crawl_delay": None, "disallows": 0}
    _about(survey)
    trees = [seen for seen in survey.articles if seen.document is not None]
    survey.proposals = selectors.propose([(seen.document, seen.row, seen.page.captured_at) for seen in trees if seen.document is not None])
    survey.trouble = trouble.find(survey, sample)
    return survey


def fields_of(seen: Seen) -> dict[str, dict[str, Any]]:
    """The fields of a page with their confidence and rule."""
    row, found = seen.row, {}
    for name in FIELDS:
        value: Any = row.get(name)
        if name == "authors":
            value = [author["name"] for author in value or ()]
        elif name == "text":
            value = len(value or "")
        entry = row["provenance"].get(name, {})
        found["characters" if name == "text" else name] = {"value": value, "confidence": entry.get("confidence"), "rule": entry.get("rule")}
    return found


def _seen(capture: Capture, profile: Profile | None, sample: Sample) -> Seen:
    page = reading.read(capture, profile)
    row = sample.stored.get(capture.url) or article_row(page)
    tree: Document | None = None
    with suppress(DocumentError):  # the page says so as its reason
        tree = documents.parse(capture.body, url=capture.url, charset=capture.charset, content_type=capture.content_type, language=None)
    return Seen(capture, page, row, tree)


def _offer(page: Page) -> dict[str, Any]:
    hints = [link.hint for link in page.links if link.hint]
    return {
        "url": page.url,
        "format": page.kind_rule,
        "entries": sum(link.rel in {"link", "sitemap"} for link in page.links),
        "dated": sum(bool(hint.published or hint.modified) for hint in hints),
        "with_author": sum(bool(hint.authors) for hint in hints),
    }


def _api(survey: Survey, capture: Capture) -> None:
    """Add what one answer of the API says: its root names the site, its posts are counted."""
    said = wordpress.site_of(capture.body)
    if said:
        survey.name, survey.time_zone = said.get("name"), said.get("time_zone")
        return
    found = wordpress.read(capture.body, capture.url, capture.headers, capture.charset)
    total = capture.headers.get("x-wp-total", "")
    entries = sum(link.rel == "link" for link in found.links)
    survey.apis.append(
        {
            "url": wordpress.root_of(capture.url),
            "format": found.sort,
            "entries": int(total) if total.isdigit() and len(total) < 10 else entries,
            "problem": found.issues[0].detail if found.issues and found.sort != "wordpress" else None,
        }
    )


def _about(survey: Survey) -> None:
    """Name, software and languages as the start page and the articles tell them."""
    for seen in survey.pages:
        if seen.document is None:
            continue
        survey.generator = survey.generator or (seen.document.meta("generator") or "")[:100] or None
    survey.name = survey.name or _name([seen.document for seen in survey.pages if seen.document is not None and not seen.page.reason])
    told = Counter(seen.row.get("language") for seen in survey.articles)
    offered = [link.language for seen in survey.pages[:1] for link in seen.page.links if link.rel == "alternate"]
    survey.languages = list(dict.fromkeys(tag for tag in [*(tag for tag, _ in told.most_common()), *offered] if tag))


def _name(trees: list[Document]) -> str | None:
    """What the site calls itself: as a page declares it, else the part that the titles of its pages share."""
    for tree in trees[:3]:
        declared = [name for name in site_names.candidates(tree, structured.read(tree)) if name.rule != "host"]
        if declared:
            return str(declared[0].value)
    parts = Counter(part for tree in trees for part in dict.fromkeys(_PARTS.split((tree.title or "")[:300])) if part)
    if not parts:
        return None
    part, count = parts.most_common(1)[0]
    return part[:80] if count > 1 else _PARTS.split(trees[0].title or "")[-1][:80] or None
