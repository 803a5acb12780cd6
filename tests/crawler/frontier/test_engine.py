"""The names of Scrapy's engine that the scheduler leans on, held against the installed release by an engine of it."""

import asyncio

import pytest
from scrapy import Request, Spider
from scrapy.core.engine import ExecutionEngine, _Slot
from scrapy.core.scraper import Slot
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter

from crawler.frontier.engine import Engine


class NextCall:
    """What Scrapy calls when it is to look for requests."""

    def __init__(self):
        self.calls = 0

    def schedule(self):
        self.calls += 1


@pytest.fixture
def crawler():
    """A crawler with an engine that was not started, so that no reactor is needed."""
    made = Crawler(Spider, {"DOWNLOAD_HANDLERS_BASE": {}, "DOWNLOADER_MIDDLEWARES_BASE": {}, "SPIDER_MIDDLEWARES_BASE": {}})
    made.logformatter = LogFormatter()
    made.engine = ExecutionEngine(made, lambda spider: None)
    return made


def open_spider(crawler):
    """Give an engine the slots that it has while a spider is open."""
    called = NextCall()

    async def within_a_loop():
        return _Slot(True, called, None)

    crawler.engine._slot = asyncio.run(within_a_loop())
    crawler.engine.scraper.slot = Slot(max_active_size=5_000)
    return called


def test_an_engine_without_a_spider_is_not_woken_and_has_nothing_in_hand(crawler):
    engine = Engine(crawler)
    engine.wake()
    engine.close("finished")
    assert engine.under_way is None
    assert (set(engine.downloading), engine.answers_in_hand, engine.has_room_for_bodies) == (set(), 0, False)


def test_an_open_engine_is_woken_until_it_closes(crawler):
    called, engine = open_spider(crawler), Engine(crawler)
    engine.wake()
    assert called.calls == 1
    crawler.engine._slot.closing = object()
    engine.wake()
    assert called.calls == 1


def test_what_scrapy_begins_and_ends_is_under_way_in_between(crawler):
    open_spider(crawler)
    engine, request = Engine(crawler), Request("http://a.example/")
    crawler.engine._slot.add_request(request)
    assert set(engine.under_way) == {request}
    crawler.engine._slot.remove_request(request)
    assert set(engine.under_way) == set()


def test_answers_are_in_hand_from_their_coming_to_their_end_and_large_ones_leave_no_room(crawler):
    open_spider(crawler)
    engine, answers, request = Engine(crawler), crawler.engine.scraper.slot, Request("http://a.example/")
    assert (engine.answers_in_hand, engine.has_room_for_bodies) == (0, True)
    answers.add_response_request(Response("http://a.example/", body=b"x" * 6_000), request)
    assert (engine.answers_in_hand, engine.has_room_for_bodies) == (1, False)
    answers.next_response_request_deferred()
    assert engine.answers_in_hand == 1
    answers.finish_response(Response("http://a.example/", body=b"x" * 6_000), request)
    assert (engine.answers_in_hand, engine.has_room_for_bodies) == (0, True)
