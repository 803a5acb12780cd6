"""Every lease closes exactly once."""

import asyncio
from concurrent.futures import Future
from datetime import UTC, datetime

import pytest

from crawler.frontier.leases import Leases
from storage.errors import DiskFull, Unavailable
from storage.records import CrawlHandle, LeasedUrl, Outcome, Stored

HANDLE = CrawlHandle(1, 7, False, datetime(2026, 1, 1, tzinfo=UTC))


def lease(number):
    return LeasedUrl(number, f"http://a/{number}", bytes(16), "http://a", "/*", 1, "page", 1)


def outcome(number, state="done"):
    return Outcome(1, 7, number, f"http://a/{number}", bytes(16), state)


class Store:
    def __init__(self):
        self.outcomes, self.futures = [], []

    def __call__(self, outcome):
        self.outcomes.append(outcome)
        self.futures.append(Future())
        return self.futures[-1]


class Told:
    def __init__(self):
        self.committed, self.failed = [], []


def run(work):
    async def main():
        store, told = Store(), Told()
        leases = Leases(
            HANDLE, store, committed=lambda outcome, stored: told.committed.append((outcome, stored)), failed=told.failed.append
        )
        await work(leases, store, told)

    asyncio.run(main())


def test_a_close_returns_what_its_commit_did():
    async def work(leases, store, told):
        leases.opened(lease(1))
        closing = asyncio.ensure_future(leases.close(outcome(1)))
        await asyncio.sleep(0)
        assert (leases.open, leases.pending) == ([], 1)
        store.futures[0].set_result(Stored(articles=1))
        assert await closing == Stored(articles=1)
        assert (leases.pending, told.committed) == (0, [(outcome(1), Stored(articles=1))])

    run(work)


def test_the_first_closing_wins():
    async def work(leases, store, told):
        leases.opened(lease(1))
        assert leases.drop(lease(1), "failed", "timeout")
        assert not leases.drop(lease(1), "failed", "dns")
        assert await leases.close(outcome(1)) is None
        assert [(each.state, each.reason, each.epoch) for each in store.outcomes] == [("failed", "timeout", 7)]
        assert leases.late == 1
        store.futures[0].set_result(Stored())
        await leases.settled()
        assert leases.pending == 0

    run(work)


def test_a_lease_that_was_never_handed_out_cannot_close():
    async def work(leases, store, told):
        assert not leases.drop(lease(5), "failed", "timeout")
        assert await leases.close(outcome(5)) is None
        assert store.outcomes == []

    run(work)


def test_a_deferral_lets_the_same_address_be_leased_again():
    async def work(leases, store, told):
        for _ in range(2):
            leases.opened(lease(1))
            assert leases.drop(lease(1), "waiting", "http_503", due_at=HANDLE.started_at)
            store.futures[-1].set_result(Stored())
        await leases.settled()
        assert [each.due_at for each in store.outcomes] == 2 * [HANDLE.started_at]

    run(work)


def test_a_database_that_fails_is_told_to_all_who_wait():
    async def work(leases, store, told):
        leases.opened(lease(1))
        leases.opened(lease(2))
        leases.drop(lease(2), "failed", "timeout")
        closing = asyncio.ensure_future(leases.close(outcome(1)))
        await asyncio.sleep(0)
        for future in store.futures:
            future.set_exception(DiskFull("full"))
        with pytest.raises(DiskFull):
            await closing
        await leases.settled()
        assert [str(error) for error in told.failed] == ["full", "full"]
        assert leases.pending == 0

    run(work)


def test_a_waiter_that_is_cancelled_does_not_stop_the_commit():
    async def work(leases, store, told):
        leases.opened(lease(1))
        closing = asyncio.ensure_future(leases.close(outcome(1)))
        await asyncio.sleep(0)
        closing.cancel()
        await asyncio.wait([closing])
        store.futures[0].set_result(Stored())
        await leases.settled()
        assert len(told.committed) == 1

    run(work)


def test_forgotten_leases_are_named_and_closed_no_more():
    async def work(leases, store, told):
        leases.opened(lease(1))
        leases.opened(lease(2))
        assert leases.forget() == [1, 2]
        assert not leases.drop(lease(1), "failed", "timeout")

    run(work)


def test_a_lease_stays_open_when_its_outcome_cannot_even_be_handed_over():
    async def main():
        def closed(outcome):
            raise Unavailable("the writer is closed")

        failed = []
        leases = Leases(HANDLE, closed, committed=lambda *_: None, failed=failed.append)
        leases.opened(lease(1))
        with pytest.raises(Unavailable):
            await leases.close(outcome(1))
        assert [type(error) for error in failed] == [Unavailable]
        assert leases.forget() == [1]  # to be put back to waiting, not handed out for ever

    asyncio.run(main())
