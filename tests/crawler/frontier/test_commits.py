"""What the writer's thread commits reaches the loop, all of one commit at once."""

import asyncio
import threading
from concurrent.futures import Future

import pytest

from crawler.frontier.commits import Commits


def test_all_that_ends_together_wakes_the_loop_once_and_arrives_in_order():
    async def main():
        loop, commits, woken = asyncio.get_running_loop(), Commits(), []
        wake = loop.call_soon_threadsafe

        def counting(callback, *arguments):
            woken.append(callback)
            return wake(callback, *arguments)

        loop.call_soon_threadsafe = counting
        order = []
        writings = [Future() for _ in range(20)]
        for number, writing in enumerate(writings):
            commits.awaited(writing).add_done_callback(lambda done, number=number: order.append((number, done.result())))

        def commit():
            for number, writing in enumerate(writings):
                writing.set_result(number * 10)

        thread = threading.Thread(target=commit)
        thread.start()
        thread.join()  # the loop does not turn meanwhile
        await asyncio.sleep(0.01)
        assert order == [(number, number * 10) for number in range(20)]
        assert len(woken) == 1
        late = Future()
        awaited = commits.awaited(late)
        late.set_result("again")
        assert await awaited == "again"
        assert len(woken) == 2

    asyncio.run(main())


def test_faults_and_cancellations_arrive_and_one_who_waits_no_more_is_passed_over():
    async def main():
        commits = Commits()
        failing, cancelled, given_up = Future(), Future(), Future()
        waiting = [commits.awaited(each) for each in (failing, cancelled, given_up)]
        waiting[2].cancel()
        failing.set_exception(OSError("disk"))
        cancelled.cancel()
        given_up.set_result(1)
        with pytest.raises(OSError, match="disk"):
            await waiting[0]
        with pytest.raises(asyncio.CancelledError):
            await waiting[1]
        assert given_up.result() == 1

    asyncio.run(main())


def test_a_commit_after_the_end_of_the_loop_disturbs_nobody():
    async def main():
        writing = Future()
        Commits().awaited(writing)
        return writing

    writing = asyncio.run(main())
    writing.set_result(1)
    assert writing.result() == 1
