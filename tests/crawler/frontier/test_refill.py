"""What the buffer is refilled with, and when the frontier is asked."""

import asyncio
from concurrent.futures import Future
from datetime import UTC, datetime
from types import SimpleNamespace

from crawler.frontier.lanes import Lanes
from crawler.frontier.notes import Notes
from crawler.frontier.origins import Origins
from crawler.frontier.refill import FAST, Refill, _Answer
from storage.records import CrawlHandle, LeasedUrl

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def lease(number, origin="http://a"):
    return LeasedUrl(number, f"{origin}/{number}", bytes(16), origin, "/*", 1, "page", 1)


class Writer:
    """Keeps what is submitted, to be answered by hand."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, *, soon=True):
        self.waiting.append((work, Future(), soon))
        return self.waiting[-1][1]


class Bench:
    def __init__(self, build=lambda lease: lease, resumed=False):
        self.writer, self.lanes, self.refused = Writer(), Lanes(), []
        self.origins = Origins(delay=0, clock=lambda: 0.0)
        self.grant = SimpleNamespace(writer=self.writer, handle=CrawlHandle(1, 1, resumed, NOW), clock=lambda: NOW)
        self.refill = Refill(
            self.grant, self.lanes, self.origins, build, arrived=lambda _: None, failed=lambda _: None, refused=self.refused.append
        )

    async def answer(self, *leased):
        _, future, _ = self.writer.waiting.pop(0)
        future.set_result(_Answer(list(leased)))
        for _ in range(3):
            await asyncio.sleep(0)

    @property
    def asks(self):
        return bool(self.writer.waiting)


def test_an_origin_with_new_addresses_is_asked_for_once_it_runs_low_while_another_one_pauses():
    async def main():
        bench = Bench()
        bench.refill.look()
        await bench.answer(
            *(lease(number, "http://pauses") for number in range(FAST)), *(lease(100 + number) for number in range(FAST - 4))
        )
        bench.origins.pause("http://pauses", 3600)
        bench.refill.look()
        await bench.answer()  # nothing waits
        bench.refill.found(["http://a"])  # while its lane is still full
        bench.refill.look()
        assert not bench.asks
        while bench.lanes.size("http://a"):
            bench.lanes.pop(bench.origins)
        bench.refill.look()
        assert bench.asks

    asyncio.run(main())


def test_an_address_that_makes_no_request_is_closed_and_holds_up_no_other():
    async def main():
        def build(lease):
            if lease.frontier_id == 1:
                raise ValueError("Missing scheme in request url")
            return lease

        bench = Bench(build)
        bench.refill.look()
        await bench.answer(lease(1), lease(2))
        assert ([lease.frontier_id for lease in bench.refused], bench.lanes.size("http://a")) == ([1], 1)

    asyncio.run(main())


def test_what_is_answered_before_its_asking_was_noted_needs_no_note(monkeypatch):
    written = []
    monkeypatch.setattr("crawler.frontier.notes.note_asked", lambda _conn, _handle, ids: written.append(("asked", ids)))
    monkeypatch.setattr("crawler.frontier.notes.note_answered", lambda _conn, _handle, ids: written.append(("answered", ids)))

    async def main():
        bench = Bench()
        notes = Notes(bench.grant, lambda _: None)
        notes.asked(lease(1))
        notes.asked(lease(2))
        await asyncio.sleep(0)
        notes.answered(lease(1))
        [(write, _, soon)] = bench.writer.waiting
        write(None)
        write(None)  # a transaction that is tried again writes the same
        assert written == [("asked", [2]), ("answered", [])] * 2
        assert not soon
        notes.answered(lease(2))
        await asyncio.sleep(0)
        bench.writer.waiting[1][0](None)
        assert written[-2:] == [("asked", []), ("answered", [2])]

    asyncio.run(main())


def test_a_crawl_whose_process_died_before_notes_at_once():
    async def main():
        bench = Bench(resumed=True)
        Notes(bench.grant, lambda _: None).asked(lease(1))
        await asyncio.sleep(0)
        assert bench.writer.waiting[0][2]

    asyncio.run(main())
