"""Which of a page's addresses go to the frontier: the new ones that lead into no trap, and those worth a try where it names none."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Final

from crawler.discover.places import usual_feeds, usual_sitemaps
from crawler.middlewares.traps import Traps, belongs
from crawler.normalise.urls import origin, pattern, url_key
from crawler.spiders.seen import Seen
from storage.frontier import skip_waiting
from storage.issues import tell
from storage.records import FoundUrl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from crawler.frontier.grant import Grant
    from crawler.items import Page
    from crawler.session import Session
    from storage.records import LeasedUrl

logger = logging.getLogger(__name__)

_FEEDS_TRIED: Final = 7
_SITEMAPS_TRIED: Final = 3
_TRAPPED_TOLD: Final = 20  #: links of one page into a trap that are recorded as not taken


class Addresses:
    """What a crawl knows of the addresses that its pages name."""

    def __init__(self, session: Session, grant: Grant, ways: Iterable[str]) -> None:
        self._session = session
        self._grant = grant
        self._ways = frozenset(ways)
        self.traps = Traps()
        self._seen = Seen()
        self._api_answers: set[bytes] = set()  # digests of what the API gave, so that one that pages in a circle is left
        self._origins_met: set[str] = set()  # whose robots.txt went into the frontier
        self._waiting_ended = False

    def seeds(self) -> list[FoundUrl]:
        """The start addresses of the targets: their pages, robots.txt, feeds and sitemaps."""
        found: dict[bytes, FoundUrl] = {}
        for url, profile in self._session.targets:
            wanted = [(url, "page", 100)]
            if "sitemap" in self._ways:
                wanted.append((f"{origin(url)}/robots.txt", "robots", 200))
            if profile is not None:
                wanted += [(feed, "feed", 50) for feed in profile.feeds if "feed" in self._ways]
                wanted += [(sitemap, "sitemap", 50) for sitemap in profile.sitemaps if "sitemap" in self._ways]
            for address, kind, priority in wanted:
                entry = seed(address, kind, priority)
                found.setdefault(entry.url_key, entry)
        return list(found.values())

    def met(self, place: str) -> None:
        """The origin is known to the frontier, its robots.txt included."""
        self._origins_met.add(place)

    def new(self, found: list[FoundUrl]) -> list[FoundUrl]:
        """Those that the crawl did not have before."""
        return self._seen.new(found)

    def take(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> list[FoundUrl]:
        """The addresses of a page that are new to the crawl, with those that are worth a try where it names none."""
        if lease.kind == "page" and page.reason not in {"challenge", "noindex"}:
            self._watch(page, lease, links)
        if lease.kind == "api":
            links = self._unless_repeated(page, links)
        found = [link for link in links if not self.traps.is_closed(link.pattern)]
        trapped = [link for link in links if self.traps.is_closed(link.pattern)] if len(found) < len(links) else []
        kinds = {link.kind for link in found}
        if lease.kind == "page" and lease.depth == 0 and "feed" in self._ways and "feed" not in kinds:
            found += [seed(link.url, "feed", 5, luck=True) for link in usual_feeds(page.url)[:_FEEDS_TRIED]]
        if lease.kind == "robots" and "sitemap" not in kinds:
            found += [seed(link.url, "sitemap", 10, luck=True) for link in usual_sitemaps(page.url)[:_SITEMAPS_TRIED]]
        places = {link.origin for link in found} - self._origins_met
        if "sitemap" in self._ways:
            found += [seed(f"{place}/robots.txt", "robots", 200) for place in places]
        self._origins_met |= places
        if self._session.stopping == "budget_pages":
            found = [replace(link, state="skipped", reason="budget_pages") if link.state == "waiting" else link for link in found]
        found += [replace(link, state="skipped", reason="trap_stopped") for link in trapped[:_TRAPPED_TOLD] if link.state == "waiting"]
        return self._seen.new(found)

    def _watch(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> None:
        """Count the page for or against its pattern, and leave what has become a trap."""
        fruit = page.reason is None and page.kind in {"article", "event"}
        ways = ((link.pattern, link.url_key) for link in links)
        closed = self.traps.read(lease.pattern, fruit=fruit, leads_to=ways, url=page.url)
        if closed:
            logger.warning("%s looks like a trap: it is left", closed)
            page.issue("trap_stopped", "warning", None, f"the last page read of {closed}")
            self.end_waiting("trap_stopped", closed, page.url)

    def _unless_repeated(self, page: Page, links: list[FoundUrl]) -> list[FoundUrl]:
        """The addresses of an API's answer, without its next page where the same answer was given before."""
        digest = page.capture.digest
        if not any(link.kind == "api" for link in links):
            return links
        if digest in self._api_answers:
            page.issue("loop_stopped", "warning", None, "the API gives the same posts again")
            return [link for link in links if link.kind != "api"]
        self._api_answers.add(digest)
        return links

    def end_waiting(self, reason: str, trap: str | None = None, told_at: str = "") -> None:
        """Close what waits in the frontier, of one trap or all of it, without handing it out; tell so at each of the trap's patterns."""
        handle, now = self._grant.handle, self._session.clock()
        if trap is None and self._waiting_ended:
            return
        self._waiting_ended = self._waiting_ended or trap is None
        issue = {"class": reason, "detail": f"belongs to {trap}, which is left"}
        told = [(url, url_key(url), issue) for _, url in self.traps.members(trap) if url != told_at] if trap else []

        def end(conn: Connection) -> int:
            tell(conn, handle.crawl_id, told, now)
            return skip_waiting(conn, handle, reason, belongs=partial(belongs, closed=trap) if trap else None, now=now)

        ending = asyncio.wrap_future(self._grant.writer.submit(end))
        ending.add_done_callback(lambda done: self._ended_waiting(reason, done))

    def _ended_waiting(self, reason: str, ending: asyncio.Future[int]) -> None:
        if not ending.cancelled() and ending.exception() is None:  # a storage error reaches the scheduler with the next outcome
            self._session.tally.outcomes[reason] += ending.result()


def seed(url: str, kind: str, priority: int, *, luck: bool = False) -> FoundUrl:
    """An address to start from; one tried for luck is a place where feeds or sitemaps usually lie."""
    return FoundUrl(
        url=url,
        url_key=url_key(url),
        origin=origin(url) or "",
        pattern=pattern(url),
        depth=0,
        priority=priority,
        kind=kind,
        always=True,
        hint={"luck": True} if luck else None,
    )
