"""The crawler's side of the pool: sends tasks, watches time, replaces workers that were killed or died."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import socket
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from crawler.errors import WorkerError
from crawler.workers.child import HEAD
from crawler.workers.nursery import PAGES, Nursery

_STARTS: Final = 3  #: workers that may die one after another before they are ready, until the pool gives up
_PATIENCE: Final = 200  #: hundredths of a second that the nursery may take to end
_PAUSE: Final = 0.5  #: seconds before a worker that could not be started is started again
_START_TIME: Final = 60.0  #: seconds that a worker may take to get ready; a nursery under a heavy load imports for a dozen
_RETIRE: Final = 0.8  #: share of the memory limit past which an idle worker is replaced, since freed memory seldom returns


def _framed(value: Any) -> memoryview:
    """A frame of the value; a body in it is copied once."""
    buffer = BytesIO()
    buffer.write(bytes(HEAD.size))
    pickle.dump(value, buffer, protocol=5)
    frame = buffer.getbuffer()
    HEAD.pack_into(frame, 0, len(frame) - HEAD.size)
    return frame


@dataclass(slots=True, eq=False)
class _Job:
    frame: memoryview
    answer: asyncio.Future[Any]
    again: bool = False  #: a worker has died of it, or with it


class _Worker(asyncio.Protocol):
    """One worker: its socket, what was sent to it, and the clock on what it is doing."""

    def __init__(self, pool: WorkerPool) -> None:
        self.pool = pool
        self.pid = 0
        self.jobs: deque[_Job] = deque()  #: the first is being read, the second waits in the socket
        self.retired = False
        self._killed = False
        self._buffer = bytearray()
        self._clock: asyncio.TimerHandle | None = None
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self._transport = transport
        transport.set_write_buffer_limits(high=1 << 26)
        self.pool.joined(self)
        transport.write(self.pool.setup_frame)
        self._clock = asyncio.get_running_loop().call_later(_START_TIME, self.pool.late, self)

    def give(self, job: _Job) -> None:
        assert self._transport is not None
        self.jobs.append(job)
        self._transport.write(job.frame)
        if len(self.jobs) == 1:
            self._wind()

    def _wind(self) -> None:
        """Start the clock for the task that is being read now; until the worker is ready another clock runs."""
        if not self.pid:
            return
        if self._clock:
            self._clock.cancel()
            self._clock = None
        if self.jobs:
            self._clock = asyncio.get_running_loop().call_later(self.pool.timeout, self.kill)

    def kill(self) -> None:
        """End the worker at once; what it was reading ends as ``worker_timeout``."""
        self._killed = True
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def data_received(self, data: bytes) -> None:
        buffer = self._buffer
        buffer += data
        while len(buffer) >= HEAD.size:
            (length,) = HEAD.unpack_from(buffer)
            end = HEAD.size + length
            if len(buffer) < end:
                return
            answer = pickle.loads(memoryview(buffer)[HEAD.size : end])  # noqa: S301  # only our worker holds the other end
            self._buffer = buffer = buffer[end:]
            self._answered(*answer)

    def _answered(self, kind: str, peak_mb: int, value: Any) -> None:
        if kind == "ready":
            self.pid = value
            self.pool.ready(self)
            self._wind()
            return
        self.pool.rss_max_mb = max(self.pool.rss_max_mb, peak_mb)
        job = self.jobs.popleft()
        if not job.answer.done():
            if kind == "done":
                job.answer.set_result(value)
            elif kind == "memory":
                job.answer.set_exception(WorkerError("worker_memory", f"more than {self.pool.memory_mb} MB"))
            else:
                job.answer.set_exception(WorkerError("worker_died", str(value)))
        self.retired = self.retired or kind == "memory" or bool(self.pool.memory_mb and peak_mb > self.pool.memory_mb * _RETIRE)
        self._wind()
        self.pool.freed(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if self._clock:
            self._clock.cancel()
        running = self.jobs.popleft() if self.jobs and self.pid else None
        if running and not running.answer.done():
            if self._killed:
                running.answer.set_exception(WorkerError("worker_timeout", f"longer than {self.pool.timeout:g} s"))
            elif running.again:
                running.answer.set_exception(WorkerError("worker_died", "twice"))
            else:  # it may not be the page's doing, and a listing would take all it names with it
                running.again = True
                self.jobs.appendleft(running)
        self.pool.lost(self)

    def close(self) -> None:
        """Cut the connection, whatever has not been sent: a worker that hangs takes nothing more."""
        if self._transport:
            self._transport.abort()


class WorkerPool:
    """``count`` processes that run ``function(task, setup)``; of one event loop.

    To be started from the main thread: on Linux the processes end with the thread that started them.
    """

    def __init__(
        self,
        count: int,
        *,
        function: str = PAGES,
        setup: Any = None,
        timeout: float = 20.0,
        memory_mb: int = 512,
        nursery: Nursery | None = None,
    ) -> None:
        """``nursery``: one that was started before, for the same function; it ends with the pool."""
        self.count = max(count, 1)
        self.timeout = timeout  #: seconds a task may take
        self.memory_mb = memory_mb  #: resident memory a worker may have; 0: no limit
        self.broken = False  #: workers do not even start: no page can be read
        self.rss_max_mb = 0  #: largest resident memory of any worker so far
        self.setup_frame = _framed(setup)
        self.nursery = nursery or Nursery(function)
        self._workers: list[_Worker] = []
        self._waiting: deque[_Job] = deque()
        self._failed_starts = 0
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def pids(self) -> list[int]:
        """Process ids of the workers that are ready."""
        return [worker.pid for worker in self._workers if worker.pid]

    def describe(self) -> str:
        """Its state in a few words."""
        workers = [f"{worker.pid or 'starting'}: {len(worker.jobs)}{' retired' if worker.retired else ''}" for worker in self._workers]
        return f"workers with tasks [{', '.join(workers)}], {len(self._waiting)} waiting, {self._failed_starts} failed starts"

    async def start(self) -> None:
        """Start the nursery and its workers; returns before they are ready."""
        for _ in range(self.count):
            await self._spawn()

    async def run(self, task: Any) -> Any:
        """The answer to one task. Raises WorkerError with its reason when the worker was killed, died or could not read the page."""
        if self._closing:
            raise WorkerError("worker_died", "the pool is closed")
        job = _Job(_framed(task), asyncio.get_running_loop().create_future())
        self._waiting.append(job)
        self._hand_out()
        return await job.answer

    def _hand_out(self) -> None:
        """Keep every worker busy, with one task more in its socket so that it never waits for the loop."""
        for depth in (1, 2):
            for worker in self._workers:
                if not self._waiting:
                    return
                if len(worker.jobs) < depth and not worker.retired:
                    job = self._waiting.popleft()
                    if job.answer.done():  # given up by its caller
                        continue
                    worker.give(job)

    def joined(self, worker: _Worker) -> None:
        """A worker is connected, and stays known until its connection is lost: nothing is ever sent to one that is gone."""
        self._workers.append(worker)

    def ready(self, worker: _Worker) -> None:  # noqa: ARG002
        """A worker has started."""
        self._failed_starts = 0
        self.broken = False
        self._hand_out()

    def late(self, worker: _Worker) -> None:
        """A worker did not get ready in time; where none did, the nursery hangs."""
        if not self.pids:
            self.nursery.kill()
        worker.close()

    def freed(self, worker: _Worker) -> None:
        """A worker has answered; one that grew too large ends when its socket is empty."""
        if worker.retired and not worker.jobs:
            worker.close()
        self._hand_out()

    def lost(self, worker: _Worker) -> None:
        """A worker is gone: what only lay in its socket goes to another one, and what it was reading when it died, once."""
        self._workers.remove(worker)
        self._waiting.extendleft(reversed(worker.jobs))
        worker.jobs.clear()
        if self._closing:
            return
        if not worker.pid:
            self._failed_starts += 1
        if self._failed_starts >= _STARTS:
            self._give_up()
        task = asyncio.get_running_loop().create_task(self._spawn())
        self._tasks.add(task)
        task.add_done_callback(self._spawned)

    def _spawned(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self._give_up()

    def _give_up(self) -> None:
        """Answer every task that waits: nobody is there to read it."""
        self.broken = True
        while self._waiting:
            job = self._waiting.popleft()
            if not job.answer.done():
                job.answer.set_exception(WorkerError("worker_died", "workers do not start"))
        self._failed_starts = _STARTS - 1  # the next loss gives up again

    async def _spawn(self) -> None:
        """Start a worker; a nursery that dies while it is asked is replaced, and whatever else keeps a worker from starting counts as a failed start."""
        while not self._closing:
            try:
                await self._start_worker()
            except OSError:  # the nursery has just died, or there are no processes or files to be had
                self._failed_starts += 1
                if self._failed_starts >= _STARTS:
                    self._give_up()
                await asyncio.sleep(_PAUSE)
            else:
                return

    async def _start_worker(self) -> None:
        ours, theirs = socket.socketpair()
        try:
            for end in (ours, theirs):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
            self.nursery.fork(theirs, self.memory_mb)
        finally:
            theirs.close()
        ours.setblocking(False)
        await asyncio.get_running_loop().create_unix_connection(lambda: _Worker(self), sock=ours)
        self._hand_out()

    async def close(self) -> None:
        """End every worker at once and reap the nursery; tasks that are not done end as ``worker_died``."""
        self._closing = True
        for task in list(self._tasks):
            task.cancel()
        for job in [*self._waiting, *(job for worker in self._workers for job in worker.jobs)]:
            if not job.answer.done():
                job.answer.set_exception(WorkerError("worker_died", "the pool was closed"))
        self._waiting.clear()
        for worker in list(self._workers):
            if worker.pid and worker.jobs:
                worker.kill()
            worker.close()
        self.nursery.dismiss()
        await asyncio.sleep(0)
        for _ in range(_PATIENCE):  # idle workers end by themselves
            if self.nursery.ended:
                return
            await asyncio.sleep(0.01)
        self.nursery.kill()
