import asyncio
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadConnectionRefusedError, DownloadTimeoutError
from scrapy.http import Response

from crawler.middlewares.refusals import Refused
from crawler.middlewares.robots import Robots

PLACE = "http://a.test"
DISALLOW = b"User-agent: *\nDisallow: /secret\n"


class Site:
    """Answers a robots.txt as told, one answer for each request, the last one again and again."""

    def __init__(self, *answers, retries=2):
        self.answers = list(answers)
        self.asked = 0
        self.now = 0.0
        self.told = []
        session = SimpleNamespace(
            options=SimpleNamespace(retries=retries), stopping=None, interrupted=False, delays={}, delay_of=lambda p: session.delays[p]
        )
        self.robots = Robots(
            session, self.download, lambda: self.now, self.sleep, lambda place, seconds: self.told.append((place, seconds))
        )

    async def download(self, request):
        answer = self.answers[min(self.asked, len(self.answers) - 1)]
        self.asked += 1
        await asyncio.sleep(0)
        if isinstance(answer, BaseException):
            raise answer
        status, body = answer
        return Response(request.url, status=status, body=body)

    async def sleep(self, seconds):
        self.now += seconds

    def ask(self, *paths, kind="page"):
        """None, a status, or the reason of a refusal for each path, all asked at once."""

        async def one(path):
            request = Request(PLACE + path, meta={"lease": SimpleNamespace(kind=kind)})
            try:
                response = await self.robots.process_request(request)
            except Refused as refused:
                return refused.reason
            return response.status if response is not None else None

        async def all_of_them():
            return await asyncio.gather(*(one(path) for path in paths))

        return asyncio.run(all_of_them())


def test_it_is_asked_once_however_many_pages_wait():
    site = Site((200, DISALLOW))
    assert site.ask("/a", "/b", "/secret/x", "/c") == [None, None, "robots_disallowed", None]
    assert site.asked == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 429])
def test_a_file_that_is_not_there_allows_all(status):
    site = Site((status, DISALLOW))
    assert site.ask("/secret") == [None]
    assert site.asked == 1


@pytest.mark.parametrize("fault", [(500, b""), (503, b""), DownloadTimeoutError("slow")])
def test_a_file_that_cannot_be_had_keeps_us_away_after_some_tries(fault):
    site = Site(fault)
    assert site.ask("/a", "/b") == ["robots_unreachable"] * 2
    assert site.asked == 3


def test_a_file_that_comes_at_the_third_try_counts():
    site = Site((503, b""), DownloadTimeoutError("slow"), (200, DISALLOW))
    assert site.ask("/a", "/secret") == [None, "robots_disallowed"]


@pytest.mark.parametrize(
    ("fault", "reason"), [(CannotResolveHostError("x"), "dns"), (DownloadConnectionRefusedError("x"), "connect_refused")]
)
def test_pages_of_an_origin_that_is_not_there_say_so(fault, reason):
    assert Site(fault, retries=0).ask("/a") == [reason]


@pytest.mark.parametrize("reason", ["redirect_loop", "bad_redirect"])
def test_redirects_that_lead_nowhere_count_as_no_file(reason):
    assert Site(Refused(reason)).ask("/secret") == [None]


def test_it_is_asked_again_after_a_day_and_after_a_failure_sooner():
    site = Site((200, DISALLOW))
    site.ask("/a")
    site.now += 23 * 3600
    site.ask("/a")
    assert site.asked == 1
    site.now += 2 * 3600
    site.ask("/a")
    assert site.asked == 2
    failing = Site((500, b""), retries=0)
    failing.ask("/a")
    failing.now += 700
    failing.ask("/a")
    assert failing.asked == 2


def test_a_crawl_delay_is_told_and_one_past_the_bound_keeps_us_away():
    site = Site((200, b"User-agent: *\nCrawl-delay: 2\n"))
    assert site.ask("/a") == [None]
    assert site.told == [(PLACE, 2.0)]
    assert Site((200, b"User-agent: *\nCrawl-delay: 86400\n")).ask("/a") == ["crawl_delay_too_long"]


def test_the_address_of_the_file_itself_is_answered_from_what_was_fetched():
    site = Site((200, DISALLOW))
    assert site.ask("/robots.txt", kind="robots") == [200]
    assert site.asked == 1
    assert Site((404, b"")).ask("/robots.txt", kind="robots") == [404]
    assert Site((500, b"")).ask("/robots.txt", kind="robots") == ["http_500"]


def test_a_file_of_many_megabytes_is_cut():
    from scrapy.exceptions import StopDownload

    site = Site((200, DISALLOW))
    request = Request(PLACE + "/robots.txt", meta={"robots": 0})
    for _ in range(8):
        site.robots.cut(b"x" * 65536, request)
    with pytest.raises(StopDownload) as stopped:
        site.robots.cut(b"x", request)
    assert not stopped.value.fail
