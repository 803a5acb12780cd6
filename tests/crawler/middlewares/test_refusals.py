import pytest
from OpenSSL import SSL
from scrapy import exceptions as scrapy_errors
from twisted.internet import error as net
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError, ResponseFailed, ResponseNeverReceived
from twisted.web.http import _DataLoss

from crawler.errors import FAILED_REASONS, SKIPPED_REASONS
from crawler.middlewares.refusals import _TABLE, HeaderTooLargeError, Refused, reason_of


def wrapped(error, *reasons, response=None):
    """An error as Scrapy raises it, caused by what Twisted collected."""
    error.__cause__ = ResponseFailed([Failure(reason) for reason in reasons], response)
    return error


class Answer:
    def __init__(self, closes):
        self.closes = closes


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (scrapy_errors.CannotResolveHostError("x"), "dns"),
        (scrapy_errors.DownloadTimeoutError("x"), "timeout"),
        (net.TimeoutError(), "timeout"),
        (scrapy_errors.DownloadConnectionRefusedError("x"), "connect_refused"),
        (net.NoRouteError(), "connect_refused"),
        (scrapy_errors.DownloadCancelledError("x"), "too_large"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), net.ConnectionDone()), "connection_lost"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), net.ConnectionLost()), "connection_lost"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), ParseError("x", b"x")), "protocol_error"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), ValueError("chunk")), "protocol_error"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), HeaderTooLargeError("x")), "header_too_large"),
        (wrapped(scrapy_errors.DownloadFailedError("x"), SSL.Error("x")), "tls"),
        (wrapped(scrapy_errors.ResponseDataLossError("x"), net.ConnectionDone(), _DataLoss(), response=Answer(True)), "data_loss"),
        (wrapped(scrapy_errors.ResponseDataLossError("x"), net.ConnectionDone(), _DataLoss(), response=Answer(False)), "connection_lost"),
        (ResponseNeverReceived([Failure(net.ConnectionDone())]), "connection_lost"),
        (scrapy_errors.NotSupported("x"), "blocked_scheme"),
        (Refused("http_503", status=503), "http_503"),
        (RuntimeError("odd"), "protocol_error"),
    ],
)
def test_every_failure_has_its_reason(error, reason):
    assert reason_of(error)[0] == reason


def test_the_table_names_only_reasons_of_the_closed_list():
    assert {reason for _, reason in _TABLE} <= {*FAILED_REASONS, *SKIPPED_REASONS}
