import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.middlewares.manners import Manners, backoff, next_try, retry_after
from crawler.middlewares.refusals import Refused

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
URL = "http://a.test/x"


class Time:
    def __init__(self):
        self.now = 0.0
        self.slept = []

    def __call__(self):
        return self.now

    async def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


def manners(delay=0.0):
    pauses = []
    time = Time()
    session = SimpleNamespace(clock=lambda: NOW, delay_of=lambda _: delay, interrupted=False)
    return Manners(session, lambda place, seconds: pauses.append((place, seconds)), time, time.sleep), pauses, time


def answer(it, status, tries=1, **headers):
    lease = SimpleNamespace(kind="page", tries=tries)
    response = Response(URL, status=status, headers={k.replace("_", "-"): v for k, v in headers.items()})
    return it.process_response(Request(URL, meta={"lease": lease}), response)


@pytest.mark.parametrize("status", [200, 204, 304])
def test_statuses_with_something_to_read_pass(status):
    assert answer(manners()[0], status).status == status


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 300])
def test_other_statuses_end_the_address_at_once(status):
    with pytest.raises(Refused) as caught:
        answer(manners()[0], status)
    assert (caught.value.reason, caught.value.final) == (f"http_{status}", True)


def test_429_pauses_the_origin_for_as_long_as_it_asks():
    it, pauses, _ = manners()
    with pytest.raises(Refused) as caught:
        answer(it, 429, Retry_After="4")
    assert not caught.value.final
    assert NOW + timedelta(seconds=4) < caught.value.due_at < NOW + timedelta(seconds=5)
    assert pauses[0][0] == "http://a.test"
    assert 4 < pauses[0][1] < 5


def test_a_wait_past_the_cap_ends_the_address_with_its_due_time_and_pauses_no_longer_than_the_cap():
    it, pauses, _ = manners()
    with pytest.raises(Refused) as caught:
        answer(it, 429, Retry_After="86400")
    assert caught.value.final
    assert caught.value.due_at >= NOW + timedelta(days=1)
    assert pauses == [("http://a.test", 60.0)]


def test_503_defers_its_address_and_only_the_third_in_a_row_pauses_the_origin():
    it, pauses, _ = manners()
    for status in (503, 503, 200, 503, 503):
        if status == 200:
            answer(it, status)
            continue
        with pytest.raises(Refused):
            answer(it, status, Retry_After="86400")
    assert not pauses
    with pytest.raises(Refused):
        answer(it, 503, Retry_After="10")
    assert len(pauses) == 1


def test_requests_that_come_together_leave_at_the_pace_of_the_origin():
    it, _, time = manners(delay=2.0)

    async def burst():
        for _ in range(4):
            await it.process_request(Request(URL))

    asyncio.run(burst())
    assert time.now == 6.0


def test_a_paused_origin_is_not_asked_even_by_requests_already_under_way():
    it, _, time = manners()
    with pytest.raises(Refused):
        answer(it, 429, Retry_After="4")
    asyncio.run(it.process_request(Request(URL)))
    assert time.now > 4.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (b"4", 4.0),
        (b"Sun, 01 Mar 2026 12:00:30 GMT", 30.0),
        (b"Sun, 01 Mar 2020 12:00:30 GMT", 0.0),
        (b"soon", None),
        (b"", None),
        (b"-5", None),
        (b"9" * 400, 10.0**9),
        ("٣".encode(), None),
    ],
)
def test_retry_after_is_a_number_or_a_date(header, seconds):
    assert retry_after(header, NOW) == seconds


def test_a_failure_is_tried_again_as_often_as_asked_and_a_verdict_never():
    assert next_try("timeout", None, 1, 2, NOW) == NOW + timedelta(seconds=backoff(1))
    assert next_try("timeout", None, 2, 2, NOW) == NOW + timedelta(seconds=backoff(2))
    assert next_try("timeout", None, 3, 2, NOW) is None
    assert next_try("too_large", None, 1, 2, NOW) is None
    assert next_try("blocked_address", Refused("blocked_address"), 1, 2, NOW) is None
