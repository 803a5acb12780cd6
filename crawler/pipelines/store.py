"""The last step, the only one with I/O: archives the response and awaits the commit of all that the page gave."""

from __future__ import annotations

import json
from dataclasses import replace
from http.client import responses
from typing import TYPE_CHECKING, Any

from crawler.errors import SKIPPED_REASONS
from crawler.items import Page
from crawler.items.rows import article_record, article_row, event_row, issue_row
from crawler.normalise.urls import normalise, origin, pattern, url_key
from crawler.pipelines.fetch import Fetch
from storage.archive import ArchiveWriter, payload_digest
from storage.errors import from_disk
from storage.records import CaptureRecord, FoundUrl, Outcome

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.session import Session
    from storage.records import CrawlHandle, LeasedUrl, Stored

_KEPT_HEADERS = frozenset(
    (
        b"content-type", b"content-length", b"content-encoding", b"content-language", b"date", b"etag", b"last-modified", b"cache-control",
        b"expires", b"server", b"x-robots-tag", b"link", b"age", b"vary", b"location", b"retry-after",
    )
)  # fmt: skip
_ALTERNATES = 40  # variants of a page that are kept
_FEEDS = frozenset({"rss", "atom", "jsonfeed", "wordpress", "urlset", "sitemapindex", "text-sitemap"})


class Store:
    """Turns each finished Page into one outcome, so that its lease closes in the transaction that holds its rows."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._archive: ArchiveWriter | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Store:
        return cls(crawler)

    def open_spider(self) -> None:
        """Scrapy's call: makes the archive writer where the crawl keeps bodies."""
        session: Session | None = getattr(self._crawler.spider, "session", None)
        if session is not None and session.archive_dir is not None:
            session.archive_dir.mkdir(parents=True, exist_ok=True)
            self._archive = ArchiveWriter(session.archive_dir, software=session.user_agent)

    def close_spider(self) -> None:
        """Scrapy's call: closes the archive's file."""
        if self._archive is not None:
            self._archive.close()

    async def process_item(self, item: Any) -> Any:
        """Store a Page; other items pass. Raises the writer's StorageError when nothing can be stored any more."""
        if not isinstance(item, Page):
            return item
        scheduler: Any = self._crawler.engine.scheduler
        fetch = item.capture if isinstance(item.capture, Fetch) else Fetch(lease=None)
        if fetch.lease is None:  # an item of a spider of somebody else's
            fetch.lease = await scheduler.lease_now(_found(item))
        if fetch.lease is None:
            return item
        outcome = outcome_of(item, fetch, fetch.lease, scheduler.crawl)
        received = fetch.received
        if self._archive is not None and not item.noarchive and (received or fetch.not_modified) and outcome.state != "waiting":
            try:
                outcome = _kept(self._archive, outcome, fetch)
            except OSError as error:  # no other page would fare better: the crawl ends, and this page is taken up when it resumes
                scheduler.fail(from_disk(error, str(self._archive.directory)))
                return item
        elif received is not None and received.place is not None and outcome.capture is not None:
            place = received.place
            outcome = replace(outcome, capture=replace(outcome.capture, warc_file=place.file, warc_offset=place.offset))
        stored = await scheduler.leases.close(outcome)
        session: Session | None = getattr(self._crawler.spider, "session", None)
        if stored is not None and session is not None:
            count(session, item, fetch, outcome, stored)
        if fetch.made:
            item.capture = None
        return article_row(item) if fetch.made == "item" else item


def _found(page: Page) -> FoundUrl:
    url = normalise(page.url) or page.url
    return FoundUrl(url, url_key(url), origin(url) or "", pattern(url), 0, always=True)


def outcome_of(page: Page, fetch: Fetch, lease: LeasedUrl, crawl: CrawlHandle) -> Outcome:
    """How a lease ends: what its transaction has to hold."""
    state, reason = _end(page, fetch, lease)
    read = state == "done" and not fetch.quiet
    same = fetch.digest is not None and fetch.digest == lease.body_digest
    unchanged = reason == "unchanged" or (read and same)
    captured = fetch.received is not None or bool(fetch.made)
    capture = _capture(page, fetch) if captured and state != "waiting" and not fetch.quiet else None
    article = article_record(page) if read and page.kind == "article" and page.article is not None and not same else None
    if article is not None:
        article["alternates"] = _alternates(page)
    prepared = fetch.prepared if article is not None and fetch.prepared is not None and fetch.prepared.fits(article) else None
    canonical = normalise(page.canonical_url) if page.canonical_url else None
    return Outcome(
        crawl_id=crawl.crawl_id,
        epoch=crawl.epoch,
        frontier_id=lease.frontier_id,
        url=page.url,
        url_key=url_key(page.url),
        state=state,
        reason=reason,
        due_at=fetch.due_at,
        kind=page.kind if read else None,
        canonical_url=canonical if read else None,
        canonical_key=url_key(canonical) if read and canonical else None,
        capture=capture,
        article=article,
        prepared=prepared,
        events=tuple(event_row(event) for event in page.events) if read and not same else (),
        issues=() if fetch.quiet else tuple(issue_row(issue) for issue in page.issues),
        found=tuple(fetch.found),
        unchanged=unchanged,
        gone=reason == "gone",
        status=fetch.status,
        feed={"url": page.url, "format": page.kind_rule, "title": page.feed_title}
        if page.kind_rule in _FEEDS and not fetch.quiet
        else None,
        extractor_version=fetch.version,
        site=fetch.site,
    )


def _alternates(page: Page) -> list[dict[str, Any]]:
    """The addresses that a page names as itself in other languages, each once, at most as many as there are languages to speak of."""
    named = {key: link for link in page.alternates if (key := url_key(link.url)) != url_key(page.url)}
    return [{"url": link.url, "language": link.language, "url_key": key} for key, link in list(named.items())[:_ALTERNATES]]


def _end(page: Page, fetch: Fetch, lease: LeasedUrl) -> tuple[str, str | None]:
    """State and reason."""
    reason = page.reason
    if fetch.retry:
        return "waiting", None
    if reason in {"http_404", "http_410"} and lease.known:
        return "skipped", "gone"
    if reason is None or (fetch.quiet and reason.startswith(("http_4", "not_archived"))):
        return "done", None
    return ("skipped" if reason in SKIPPED_REASONS else "failed"), reason


def _capture(page: Page, fetch: Fetch) -> CaptureRecord:
    received = fetch.received
    headers = {}
    for name, value in received.headers if received else ():
        if name.lower() in _KEPT_HEADERS:
            headers[name.decode("latin-1").lower()] = value.decode("latin-1")[:500].replace("\0", "")
    return CaptureRecord(
        url=page.url,
        requested_url=page.requested_url,
        captured_at=page.captured_at,
        status=received.status if received else 200,
        headers=headers,
        content_type=fetch.content_type,
        charset=fetch.charset,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        body_digest=fetch.digest,
        body_length=fetch.length,
    )


def _kept(archive: ArchiveWriter, outcome: Outcome, fetch: Fetch) -> Outcome:
    """The outcome once its answer is in the archive: whole, or as a revisit where the body was captured before."""
    lease, received = fetch.lease, fetch.received or fetch.not_modified
    assert lease is not None
    assert received is not None
    if outcome.unchanged:
        if lease.changed_at is not None:
            archive.write_revisit(
                url=received.url,
                captured_at=received.at,
                status=received.status,
                reason=responses.get(received.status, ""),
                headers=received.headers,
                payload_digest=payload_digest(received.body) if received.status == 200 else None,
                refers_to_url=outcome.url,
                refers_to_date=lease.changed_at,
            )
        return outcome
    if outcome.capture is None:
        return outcome
    for redirect in fetch.passed:
        archive.append(redirect.records(archived_hints(lease)), redirect.at)
    place = archive.append(fetch.records or received.records(archived_hints(lease)), received.at)  # on disk before its row commits
    fetch.records = None
    return replace(outcome, capture=replace(outcome.capture, warc_file=place.file, warc_offset=place.offset, warc_length=place.length))


def archived_hints(lease: LeasedUrl) -> str | None:
    """What the archive says of a page beside its response: what was known of its address beforehand."""
    return (json.dumps(lease.hints) if lease.hints else "[]") if lease.kind == "page" else None


def count(session: Session, page: Page, fetch: Fetch, outcome: Outcome, stored: Stored) -> None:
    """Add what was committed to the crawl's tally."""
    tally = session.tally
    if outcome.state == "waiting":
        tally.retries += 1
        return
    tally.outcomes[outcome.reason or "stored"] += 1
    tally.unchanged += outcome.unchanged
    tally.issues += stored.issues
    tally.found += stored.found
    if fetch.received is not None and fetch.lease is not None and fetch.lease.kind == "page":
        tally.pages += 1
    if outcome.state == "done" and not fetch.quiet and page.kind == "article" and page.article is not None:
        tally.articles += 1
    tally.revisions += stored.revisions
    tally.events += stored.events
