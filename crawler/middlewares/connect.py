"""The resolver that checks every address and port before a connection, and the download handler that bounds headers."""

from __future__ import annotations

from ipaddress import ip_address
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ScrapyAgent,
)
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.interfaces import IHostnameResolver, IHostResolution, IResolutionReceiver
from twisted.web._newclient import STATUS, ParseError
from zope.interface import implementer

from crawler.middlewares.refusals import HeaderTooLargeError
from crawler.scope import AddressGuard

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scrapy.crawler import Crawler

_CACHE_SECONDS: Final = 60.0
_CACHE_NAMES: Final = 10_000
_MAX_LINE: Final = 64 << 10  #: bytes of one header line
_MAX_HEADER: Final = 256 << 10  #: bytes of all header lines together, as in Chrome
_MAX_LINES: Final = 1_000
_READ: Final = 256 << 10  #: bytes taken from a connection at once, where so many are there

downloads_cancelled = object()  #: signal: end every download under way
Address = Any  # Twisted's IPv4Address or IPv6Address, which carry no types


@implementer(IHostResolution)
class _Resolution:
    def __init__(self, name: str) -> None:
        self.name = name

    def cancel(self) -> None:
        """Nothing to cancel: a look-up in a thread cannot be stopped."""


@implementer(IResolutionReceiver)
class _Collector:
    """Takes the answers of the system's resolver, then hands them to the guard."""

    def __init__(self, done: Callable[[list[Address]], None]) -> None:
        self._done = done
        self._addresses: list[Address] = []

    def resolutionBegan(self, resolutionInProgress: Any) -> None:  # noqa: N802, N803
        """Twisted's call; the receiver was told already."""

    def addressResolved(self, address: Address) -> None:  # noqa: N802
        self._addresses.append(address)

    def resolutionComplete(self) -> None:  # noqa: N802
        self._done(self._addresses)


@implementer(IHostnameResolver)
class GuardedResolver:
    """Twisted's host name resolver, IPv4 and IPv6, with a cache by name and a check of each address with its port after it.

    Twisted asks it for every new connection, IP literals included, and connects only to what it answers: neither a
    redirect nor a name that changes its address between two answers gets around it.
    """

    def __init__(self, reactor: Any, guard: AddressGuard | None = None, clock: Callable[[], float] = monotonic) -> None:
        self._reactor = reactor
        self._inner = reactor.nameResolver
        self._clock = clock
        self._cache: dict[str, tuple[float, list[Address]]] = {}
        self.guard = guard or AddressGuard()
        self.refused: dict[tuple[str, int], str] = {}  #: by host and port, the address to which no connection was made

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        """Scrapy's entry; the crawl's guard is set when its middlewares start."""
        del crawler
        return cls(reactor)

    def install_on_reactor(self) -> None:
        self._reactor.installNameResolver(self)

    def resolveHostName(  # noqa: N802
        self,
        resolutionReceiver: Any,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> _Resolution:
        resolution = _Resolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)

        def answer(addresses: list[Address]) -> None:
            self._answer(resolutionReceiver, hostName, portNumber, addresses)

        literal = _literal(hostName)
        if literal is not None:
            answer([literal])
            return resolution
        known = self._cache.get(hostName)
        if known and known[0] > self._clock():
            answer(known[1])
            return resolution

        def keep(addresses: list[Address]) -> None:
            if addresses:
                if len(self._cache) >= _CACHE_NAMES:
                    self._cache.clear()
                self._cache[hostName] = (self._clock() + _CACHE_SECONDS, addresses)
            answer(addresses)

        self._inner.resolveHostName(_Collector(keep), hostName, 0, addressTypes, transportSemantics)
        return resolution

    def _answer(self, receiver: Any, name: str, port: int, addresses: list[Address]) -> None:
        place = (name.lower(), port)
        refused = ""
        passed = False
        for address in addresses:
            if self.guard.refuses(address.host, port, name):
                refused = address.host
            else:
                passed = True
                receiver.addressResolved(type(address)("TCP", address.host, port))
        if refused and not passed:
            if len(self.refused) >= _CACHE_NAMES:
                self.refused.clear()
            self.refused[place] = refused
        else:
            self.refused.pop(place, None)
        receiver.resolutionComplete()


def _literal(host: str) -> Address | None:
    try:
        version = ip_address(host).version
    except ValueError:
        return None
    return IPv4Address("TCP", host, 0) if version == 4 else IPv6Address("TCP", host, 0)


class _BoundedParser(_LenientHTTPClientParser):
    """Scrapy's parser of response heads, with bounds that say what was wrong."""

    MAX_LENGTH = _MAX_LINE
    _bytes = 0
    _lines = 0

    def lineReceived(self, line: bytes) -> None:  # noqa: N802
        self._bytes += len(line)
        self._lines += 1
        if self._bytes > _MAX_HEADER or self._lines > _MAX_LINES:
            raise HeaderTooLargeError(f"more than {_MAX_HEADER} bytes or {_MAX_LINES} lines of header")
        super().lineReceived(line)

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802
        if self.state == STATUS:
            raise ParseError("no status line", line[:100]) from None
        raise HeaderTooLargeError(f"a header line of more than {_MAX_LINE} bytes") from None

    def allHeadersReceived(self) -> None:  # noqa: N802
        # tells a server that closed as it said, too early, from a connection that broke: see refusals
        tokens = self.connHeaders.getRawHeaders(b"connection") or []
        self.response.closes = any(b"close" in token.lower() for token in tokens)
        super().allHeadersReceived()


class _BoundedProtocol(_LenientHTTP11ClientProtocol):
    def connectionMade(self) -> None:  # noqa: N802
        super().connectionMade()
        self.transport.bufferSize = _READ  # each reading passes a dozen layers, whatever it holds

    def request(self, request: Any) -> Any:
        answer = super().request(request)
        # Scrapy's protocol sets its own parser class in the same way; ours only adds bounds
        if self._parser is not None:
            self._parser.__class__ = _BoundedParser
        return answer


class _BoundedFactory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: Any) -> Any:  # noqa: ARG002, N802
        return _BoundedProtocol(self._quiescentCallback)


class BoundedHandler(HTTP11DownloadHandler):
    """Scrapy's HTTP/1.1 handler with bounded response heads, whose downloads can be ended all at once."""

    lazy = False

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _BoundedFactory  # noqa: SLF001  # Scrapy sets its own the same way
        self._running: set[Any] = set()
        crawler.signals.connect(self.cancel, downloads_cancelled)

    async def download_request(self, request: Any) -> Any:
        agent = _ScrapyAgent(
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        download = agent.download_request(request)
        self._running.add(download)
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(download)
        finally:
            self._running.discard(download)

    def cancel(self) -> None:
        """End every download under way; each fails with DownloadCancelledError."""
        for download in list(self._running):
            download.cancel()
