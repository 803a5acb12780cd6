"""Scheme, scope, address and budget of every request, those of redirects included, before anything is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crawler.middlewares.connect import GuardedResolver
from crawler.middlewares.refusals import Refused, reason_of
from crawler.middlewares.traps import Traps
from crawler.normalise.urls import normalise, refusal
from crawler.scope import place_of
from crawler.session import session_of

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler

    from crawler.session import Session


class Guards:
    """Refuses what must not be asked for; tells a refused connection from a name that does not exist."""

    def __init__(self, session: Session, resolver: GuardedResolver, traps: Traps) -> None:
        self._session = session
        self._traps = traps
        self._resolver = resolver

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Guards:
        """Scrapy's entry: gives the crawl's guard to the reactor's resolver, installing ours where the settings name none."""
        from twisted.internet import reactor

        session = session_of(crawler)
        resolver: Any = reactor.nameResolver
        if not isinstance(resolver, GuardedResolver):
            resolver = GuardedResolver(reactor)
            resolver.install_on_reactor()
        resolver.guard = session.guard
        return cls(session, resolver, getattr(crawler.spider, "traps", None) or Traps())

    def process_request(self, request: Request) -> None:
        """Raise Refused with ``blocked_scheme``, ``bad_url``, ``url_too_long``, ``blocked_address``, ``out_of_scope``, ``trap_stopped`` or ``budget_pages``."""
        from twisted.internet import reactor

        installed: Any = reactor.nameResolver
        if installed is not self._resolver and isinstance(installed, GuardedResolver):  # Scrapy's shell installs it after us
            self._resolver, installed.guard = installed, self._session.guard
        url = request.url
        why = refusal(url)
        if why:
            raise Refused(why, url[:200])
        if self._session.guard.refuses_url(url):
            raise Refused("blocked_address", url[:200])
        # a robots.txt may lie on another origin (RFC 9309, section 2.3.1.2); its address is still guarded
        if "robots" in request.meta:
            return
        if not self._session.foreign and self._session.scope.refuses(url):
            raise Refused("out_of_scope", url[:200])
        lease = request.meta.get("lease")
        if lease is not None and lease.kind == "page" and "hops" not in request.meta:
            self._budget(lease.pattern)

    def _budget(self, pattern: str) -> None:
        session = self._session
        if self._traps.is_closed(pattern):
            raise Refused("trap_stopped")
        limit = session.max_pages
        if limit is not None and session.asked >= limit:
            session.stopping = session.stopping or "budget_pages"
            raise Refused("budget_pages")
        session.asked += 1
        self._traps.requested(pattern)

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raise ``blocked_address`` where the resolver refused every address of the name."""
        if isinstance(exception, Refused):
            return
        reason, _ = reason_of(exception)
        if reason == "dns":
            host, port = place_of(normalise(request.url) or request.url)
            address = self._resolver.refused.get((host, port))
            if address:
                raise Refused("blocked_address", f"{host} is {address}") from exception
