"""The one table from what went wrong with a request to a reason of the closed list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from scrapy.exceptions import IgnoreRequest
from twisted.internet import error as net
from twisted.web._newclient import ParseError, ResponseFailed, ResponseNeverReceived, _WrapperException
from twisted.web.http import PotentialDataLoss, _DataLoss

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

RETRIED = frozenset({"dns", "timeout", "connect_refused", "connection_lost", "data_loss", "protocol_error", "tls"})
RETRIED_STATUSES = frozenset({408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524})


class Refused(IgnoreRequest):
    """A request or response that one of our rules ends, with its reason."""

    def __init__(
        self, reason: str, detail: str = "", *, due_at: datetime | None = None, status: int | None = None, final: bool = True
    ) -> None:
        self.reason, self.detail, self.due_at, self.status, self.final = reason, detail, due_at, status, final
        super().__init__(f"{reason}: {detail}" if detail else reason)


class HeaderTooLargeError(Exception):
    """A response header past its bounds."""


# The first row that fits any exception of the chain wins, so the telling ones stand first.
_TABLE: tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], str], ...] = (
    (HeaderTooLargeError, "header_too_large"),
    ((SSL.Error, net.SSLError, net.CertificateError), "tls"),
    ((scrapy_errors.UnsupportedURLSchemeError, scrapy_errors.NotSupported), "blocked_scheme"),
    ((scrapy_errors.CannotResolveHostError, net.DNSLookupError, net.UnknownHostError), "dns"),
    ((scrapy_errors.DownloadTimeoutError, net.TimeoutError, net.TCPTimedOutError), "timeout"),
    ((scrapy_errors.DownloadConnectionRefusedError, net.ConnectionRefusedError, net.NoRouteError), "connect_refused"),
    (scrapy_errors.DownloadCancelledError, "too_large"),
    (ParseError, "protocol_error"),
    (net.ConnectionLost, "connection_lost"),
    ((_DataLoss, PotentialDataLoss, scrapy_errors.ResponseDataLossError), "data_loss"),
    ((net.ConnectionDone, ResponseNeverReceived, net.ConnectionClosed), "connection_lost"),
    ((net.ConnectError, net.ConnectBindError), "connect_refused"),
    (scrapy_errors.DownloadFailedError, "protocol_error"),
    (OSError, "connection_lost"),
)


def reason_of(error: BaseException) -> tuple[str, str]:
    """The reason and a short detail of an exception that ended a download; ``protocol_error`` for one of no other row."""
    if isinstance(error, Refused):
        return error.reason, error.detail
    chain = list(_chain(error))
    if _malformed(chain):
        return "protocol_error", "malformed chunk or header"
    if _broke(chain):
        return "connection_lost", "the connection broke within the body"
    for types, reason in _TABLE:
        for link in chain:
            if isinstance(link, types):
                return reason, str(link)[:200] or type(link).__name__
    return "protocol_error", f"{type(error).__name__}: {error}"[:200]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, its causes, and what Twisted wrapped into it."""
    seen: list[BaseException] = []
    queue = [error]
    while queue and len(seen) < 20:
        link = queue.pop(0)
        if any(link is s for s in seen):
            continue
        seen.append(link)
        yield link
        if isinstance(link, _WrapperException):
            queue.extend(failure.value for failure in link.reasons)
        queue.extend(cause for cause in (link.__cause__, None if link.__suppress_context__ else link.__context__) if cause is not None)


def _malformed(chain: list[BaseException]) -> bool:
    """A broken chunk makes Twisted drop the connection: the drop is not what was wrong."""
    return any(isinstance(link, (ValueError, KeyError)) for link in chain)


def _broke(chain: list[BaseException]) -> bool:
    """A body cut short by a server that had not said it would close: the connection was lost, not the data miscounted."""
    if not any(isinstance(link, _DataLoss) for link in chain):
        return False
    responses = [link.response for link in chain if isinstance(link, ResponseFailed)]
    return any(response is not None and not getattr(response, "closes", True) for response in responses)
