"""Reads the pages of a crawl: what a worker does with one response.

Whatever can be made of a page by itself is made here, words for the search and records for the archive included: the
crawler's own process has one thread for all downloads and one that writes, workers are many.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING

from crawler import reading
from crawler.discover import robots, wordpress
from crawler.items import Page
from crawler.normalise.urls import registrable
from crawler.settings import STEPS
from crawler.workers import links
from crawler.workers.task import Reading
from storage.prepared import prepare
from storage.search_entries import Searched

if TYPE_CHECKING:
    from crawler.items import Capture
    from crawler.sites.profile import Profile
    from crawler.workers.task import PageTask, Setup
    from storage.prepared import Prepared


def run(task: PageTask, setup: Setup) -> Reading:
    """Read one response; the links leave the page as frontier addresses."""
    capture = task.capture
    profile = setup.profiles.get(task.profile) if task.profile else None
    if task.kind == "robots":
        page = Page(url=capture.url, requested_url=capture.requested_url or capture.url, captured_at=capture.captured_at)
        page.links = list(robots.sitemaps(capture.body.decode("utf-8", "replace"), capture.url)) if capture.status < 300 else []
    elif task.kind == "api":
        page = _posts(capture, profile)
    else:
        page = reading.read(capture, profile)
        _apply_headers(page, capture.headers)
        _bound_to_range(page, setup)
    found = links.select(page, task, setup, profile)
    page.alternates = [link for link in page.links if link.rel == "alternate"]
    page.links = []
    page.steps = list(STEPS)
    digest = blake2b(capture.body, digest_size=16).digest()
    if digest == task.digest:
        return Reading(page, found, digest)
    records = task.received.records(task.hints) if task.received is not None and not page.noarchive else None
    return Reading(page, found, digest, _prepared(page), records)


def _prepared(page: Page) -> Prepared | None:
    """What the store needs of an article's words; None where there is nothing to be stored, or what cannot be, as the store will say."""
    article = page.article
    if article is None or page.reason is not None:
        return None
    words = Searched(
        headline=article.headline,
        intro=(article.kicker, article.standfirst, article.description),
        authors=tuple(author.name for author in article.authors),
        tags=tuple(article.tags),
        text=article.text,
    )
    try:
        return prepare(words)
    except ValueError:
        return None


def _posts(capture: Capture, profile: Profile | None) -> Page:
    """The page of an API's answer, whatever it is: HTML in its place is no article."""
    page = Page(url=capture.url, requested_url=capture.requested_url or capture.url, captured_at=capture.captured_at)
    found = wordpress.read(capture.body, capture.url, capture.headers, capture.charset, profile=profile)
    page.kind_rule, page.links, page.issues, page.feed_title = found.sort, found.links, found.issues, found.title
    if found.sort == "wordpress" and wordpress.is_newest(capture.url):
        page.kind = "listing"  # where new posts come up; further pages and ranges of days are no place to come back to
    return page


def _apply_headers(page: Page, headers: dict[str, str]) -> None:
    """Robots directives of the response head count as those of the page (``X-Robots-Tag: noindex, nofollow``)."""
    for part in headers.get("x-robots-tag", "").lower().split(","):
        agent, colon, rest = part.rpartition(":")
        if colon and agent.strip() not in {"", "pressrow"}:
            continue
        word = rest.strip()
        page.noindex = page.noindex or word in {"noindex", "none"}
        page.nofollow = page.nofollow or word in {"nofollow", "none"}
        page.noarchive = page.noarchive or word == "noarchive"
    if page.noindex and page.reason is None:
        page.reason = "noindex"


def _bound_to_range(page: Page, setup: Setup) -> None:
    """An article outside the days or languages asked for ends as ``out_of_scope``; an undated one is kept."""
    article = page.article
    if article is None or page.reason:
        return
    day = article.published.value[:10] if article.published else ""
    last = {7: "-31", 4: "-12-31"}.get(len(day), "")  # a month or year counts by its last day from below, by its first from above
    early = bool(day and setup.since and (day + last) < setup.since.isoformat())
    late = bool(day and setup.until and day > setup.until.isoformat())
    language = (article.language or "").partition("-")[0].lower()
    wanted = {wish.partition("-")[0].lower() for wish in setup.languages}
    if early or late or (language and wanted and language not in wanted):
        page.reason = "out_of_scope"
        page.article = None
        page.events = []


def warm() -> None:
    """Load every table and the list of suffixes before any worker is forked, so that all workers share them.

    The language model is left to the worker that meets a page whose words do not bear out the language it claims: most
    crawls begin without one, and loading takes most of a second.
    """
    reading.warm()
    registrable("warm.invalid")
