import asyncio
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from crawler.errors import WorkerError
from crawler.workers.nursery import Nursery
from crawler.workers.pool import WorkerPool

TASKS = """
import ctypes, os, time

def run(task, setup):
    kind, value, *_ = task
    if kind == "echo":
        return value, setup, os.getpid()
    if kind == "hang":
        while True:
            pass
    if kind == "eat":
        return len([bytearray(1 << 20) for _ in range(value)])
    if kind == "crash":
        ctypes.string_at(0)
    if kind == "exit":
        os._exit(3)
    if kind == "dies":
        with open(value, "a+") as file:
            file.write("x")
            file.seek(0)
            times = len(file.read())
        if times <= task[2]:
            os._exit(3)
        return times
    if kind == "raise":
        raise ValueError("odd page")
    if kind == "size":
        return b"x" * value
"""


@pytest.fixture(autouse=True)
def tasks(tmp_path, monkeypatch):
    (tmp_path / "pool_tasks.py").write_text(TASKS)
    monkeypatch.syspath_prepend(str(tmp_path))


def with_pool(use, count=2, **options):
    async def main():
        pool = WorkerPool(count, function="pool_tasks:run", setup="set-up", **options)
        await pool.start()
        try:
            return await use(pool)
        finally:
            await pool.close()

    return asyncio.run(main())


def test_answers_come_to_those_who_asked():
    async def use(pool):
        return await asyncio.gather(*(pool.run(("echo", n)) for n in range(50)))

    answers = with_pool(use)
    assert [value for value, _, _ in answers] == list(range(50))
    assert {setup for _, setup, _ in answers} == {"set-up"}


def test_bodies_of_many_megabytes_travel_both_ways():
    async def use(pool):
        (value, _, _), back = await asyncio.gather(pool.run(("echo", b"y" * (12 << 20))), pool.run(("size", 12 << 20)))
        return len(value), len(back)

    assert with_pool(use) == (12 << 20, 12 << 20)


@pytest.mark.parametrize(
    ("task", "reason"),
    [(("hang", 0), "worker_timeout"), (("eat", 2000), "worker_memory"), (("crash", 0), "worker_died"), (("exit", 0), "worker_died")],
)
def test_a_bad_page_costs_itself_alone(task, reason):
    async def use(pool):
        results = await asyncio.gather(
            pool.run(("echo", 1)), pool.run(task), *(pool.run(("echo", n)) for n in range(20)), return_exceptions=True
        )
        return results, await pool.run(("echo", "after"))

    # only the page that hangs is to run into the limit, however busy the machine
    results, after = with_pool(use, timeout=0.5 if reason == "worker_timeout" else 60.0, memory_mb=256)
    failed = [r for r in results if isinstance(r, BaseException)]
    assert [type(f) for f in failed] == [WorkerError]
    assert failed[0].reason == reason
    assert after[0] == "after"


@pytest.mark.parametrize(("deaths", "answer"), [(1, 2), (2, "worker_died")])
def test_what_was_read_when_a_worker_died_is_read_once_more_and_not_twice(tmp_path, deaths, answer):
    async def use(pool):
        results = await asyncio.gather(pool.run(("dies", str(tmp_path / "times"), deaths)), pool.run(("echo", 1)), return_exceptions=True)
        return results[0].reason if isinstance(results[0], WorkerError) else results[0], results[1][0]

    assert with_pool(use, count=1) == (answer, 1)
    assert (tmp_path / "times").read_text() == "xx"


def test_an_exception_of_the_reader_is_told_and_keeps_the_worker():
    async def use(pool):
        with pytest.raises(WorkerError, match="ValueError: odd page"):
            await pool.run(("raise", 0))
        return pool.pids, (await pool.run(("echo", 1)))[2]

    pids, pid = with_pool(use, count=1)
    assert pids == [pid]


def test_the_loop_stays_free_while_a_worker_hangs():
    async def use(pool):
        await pool.run(("echo", 0))
        stuck = asyncio.create_task(pool.run(("hang", 0)))
        longest, last = 0.0, time.monotonic()
        while not stuck.done():
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()
        assert isinstance(stuck.exception(), WorkerError)
        return longest

    assert with_pool(use, count=1, timeout=0.3) < 1.0


def test_the_pool_outlives_its_nursery():
    async def use(pool):
        await pool.run(("echo", 0))
        pool.nursery.kill()
        results = await asyncio.gather(*(pool.run(("echo", n)) for n in range(10)), return_exceptions=True)
        return await pool.run(("echo", "after")), results

    after, results = with_pool(use)
    assert after[0] == "after"
    assert sum(isinstance(r, WorkerError) for r in results) <= 2


def test_a_function_that_cannot_be_loaded_fails_every_task():
    async def use():
        pool = WorkerPool(1, function="pool_tasks:missing")
        await pool.start()
        try:
            with pytest.raises(WorkerError, match="do not start"):
                await pool.run(("echo", 1))
            assert pool.broken
        finally:
            await pool.close()

    asyncio.run(use())


def test_what_was_given_to_a_worker_that_never_came_goes_to_another():
    class Stillborn(Nursery):
        """Drops the sockets of the first two workers."""

        left = 2

        def fork(self, theirs, memory_mb):
            self.left -= 1
            if self.left < 0:
                super().fork(theirs, memory_mb)

    async def use(pool):
        return await asyncio.wait_for(asyncio.gather(*(pool.run(("echo", n)) for n in range(6))), 60)

    answers = with_pool(use, nursery=Stillborn("pool_tasks:run"))
    assert [value for value, _, _ in answers] == list(range(6))


def test_closing_leaves_no_process_behind():
    async def use(pool):
        await pool.run(("echo", 0))
        return [*pool.pids, pool.nursery.process.pid]

    for pid in with_pool(use):
        assert gone(pid)


@pytest.mark.skipif(sys.platform != "linux", reason="parent-death signals are Linux's")
def test_workers_die_with_a_killed_parent_even_while_they_hang(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(f"""
import asyncio, sys
sys.path.insert(0, {str(tmp_path)!r})
from crawler.workers.pool import WorkerPool
async def main():
    pool = WorkerPool(1, function="pool_tasks:run", timeout=600)
    await pool.start()
    await pool.run(("echo", 0))
    print(pool.nursery.process.pid, *pool.pids, flush=True)
    await pool.run(("hang", 0))
asyncio.run(main())
""")
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as parent:
        pids = [int(word) for word in parent.stdout.readline().split()]
        os.kill(parent.pid, signal.SIGKILL)
    assert len(pids) == 2
    assert all(gone(pid) for pid in pids)


def gone(pid):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False
