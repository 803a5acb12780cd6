"""One thread that owns the only writing connection: whatever is queued while it commits goes into the next commit."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.exc import IntegrityError

from storage.errors import StorageError, Unavailable, from_driver, is_lost
from storage.outcomes import store_outcomes
from storage.records import Outcome, Stored

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from storage.database import Database
    from storage.records import Row

T = TypeVar("T")
Task = "Callable[[Connection], Any]"
MAX_BATCH = 500  # pages of one transaction: what bounds its memory
COMPANY = 16  # jobs that are enough to share a commit: more make a page hardly cheaper
WAITS = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0)  # seconds before each new try after a lost connection: a restart of the server


def utc_now() -> datetime:
    """Return the time, aware, in UTC."""
    return datetime.now(UTC)


@dataclass(slots=True, eq=False)
class Job:
    """Something to write, and whom to tell once it is committed."""

    work: Outcome | Callable[[Connection], Any]
    future: Future[Any]
    soon: bool = True


class Writer:
    """Writes in the order of submission; a future resolves after the commit that holds its work.

    Functions given to :meth:`submit` may run more than once (when a commit is tried again), so that they must do
    nothing but use the connection. Everything may be called from any thread.

    A commit costs as much as storing several pages. So what is not wanted ``soon`` waits, while one commit follows the
    other, until ``patience`` seconds have passed since the last or it has company enough; something that is wanted soon
    takes it along at once.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        patience: float = 0.0,
    ) -> None:
        self._database, self._clock, self._sleep, self._patience = database, clock, sleep, patience
        self._queue: list[Job] = []
        self._changed = threading.Condition()  # notified when the thread has a reason to look: each waking costs both threads time
        self._wanted = False  # something in the queue is wanted soon, or there is company enough
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="pressrow-writer", daemon=True)
        self._thread.start()

    def submit(self, fn: Callable[[Connection], T], *, soon: bool = True) -> Future[T]:
        """Run ``fn`` in the next transaction; the future gives its result after the commit, or what it raised."""
        return self._put(fn, soon)

    def store(self, outcome: Outcome, *, soon: bool = True) -> Future[Stored]:
        """Write an outcome; the future tells after the commit what it added.

        One that the database refuses is closed as failed with the reason ``store_rejected`` and an issue that says why.
        """
        return self._put(outcome, soon)

    def close(self) -> None:
        """Write what is queued, then end the thread; later submissions fail with Unavailable."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        self._thread.join()

    def _put(self, work: Any, soon: bool) -> Future[Any]:
        future: Future[Any] = Future()
        with self._changed:
            if self._closed:
                raise Unavailable(f"{self._database.name}: the writer is closed")
            self._queue.append(Job(work, future, soon))
            self._wanted = self._wanted or soon or len(self._queue) >= COMPANY
            if self._wanted or len(self._queue) == 1:
                self._changed.notify()
        return future

    def _run(self) -> None:
        ready = time.monotonic()
        while jobs := self._gather(ready):
            batch = [job for job in jobs if job.future.set_running_or_notify_cancel()]
            if batch:
                self._commit(batch)
                ready = time.monotonic() + self._patience

    def _gather(self, ready: float) -> list[Job]:
        """Return what is queued; before ``ready`` wait for company unless some of it is wanted soon. Nothing once all is written and closed."""
        with self._changed:
            while not (self._wanted or self._closed):
                wait = ready - time.monotonic() if self._queue else None
                if wait is not None and wait <= 0:
                    break
                self._changed.wait(wait)
            jobs, self._queue = self._queue[:MAX_BATCH], self._queue[MAX_BATCH:]
            self._wanted = bool(self._queue)
        return jobs

    def _commit(self, batch: Sequence[Job]) -> None:
        """Write a batch in one transaction and tell everybody; never raises."""
        try:
            results = self._trying(batch)
        except BaseException as error:  # noqa: BLE001 - it belongs to those who wait for the batch
            for job in batch:
                job.future.set_exception(from_driver(error, self._database.name) or error)
            return
        for job, result in zip(batch, results, strict=True):
            if isinstance(result, BaseException):
                job.future.set_exception(result)
            else:
                job.future.set_result(result)

    def _trying(self, batch: Sequence[Job]) -> list[Any]:
        """Write the batch whole, else in parts; again after a lost connection, for as long as a server's restart takes."""
        write: Callable[[Connection, Sequence[Job], datetime], list[Any]] = _write_together
        waits = iter(WAITS)
        while True:
            try:
                with self._database.writer.begin() as connection:
                    results = write(connection, batch, self._clock())
            except Exception as error:
                if is_lost(error):
                    wait = next(waits, None)
                    if wait is None:
                        raise
                    self._sleep(wait)
                elif _whole(error) or write is _write_apart:
                    raise
                else:
                    write = _write_apart
            else:
                return results


def _write_together(connection: Connection, batch: Sequence[Job], now: datetime) -> list[Any]:
    """Write neighbouring outcomes in bulk and functions one by one, in order; the first fault ends it all."""
    results: list[Any] = []
    for bulk, run in groupby(batch, key=lambda job: isinstance(job.work, Outcome)):
        if bulk:
            results += store_outcomes(connection, [job.work for job in run if isinstance(job.work, Outcome)], now)
        else:
            results += [job.work(connection) for job in run if not isinstance(job.work, Outcome)]
    return results


def _write_apart(connection: Connection, batch: Sequence[Job], now: datetime) -> list[Any]:
    """Write ever smaller halves, each under a savepoint, until a fault stands alone; it takes the place of that job's result."""
    try:
        return _again(connection, batch, now)
    except Exception as error:
        if is_lost(error) or _whole(error):
            raise
        if len(batch) == 1:
            work = batch[0].work
            return [_reject(connection, work, error, now) if isinstance(work, Outcome) else error]
    half = len(batch) // 2
    return [*_write_apart(connection, batch[:half], now), *_write_apart(connection, batch[half:], now)]


def _again(connection: Connection, batch: Sequence[Job], now: datetime) -> list[Any]:
    """Write jobs under a savepoint, a second time when another process has just inserted the same site, page or person."""
    try:
        with connection.begin_nested():
            return _write_together(connection, batch, now)
    except IntegrityError:
        with connection.begin_nested():
            return _write_together(connection, batch, now)


def _whole(error: Exception) -> bool:
    """Return whether the fault is the database's, not the row's; a function may raise storage errors of its own."""
    return not isinstance(error, StorageError) and from_driver(error, "") is not None


def _reject(connection: Connection, outcome: Outcome, error: Exception, now: datetime) -> Any:
    """Close the lease of an outcome that cannot be stored, keeping what is sure: that it was fetched, and why it failed."""
    issue: Row = {"class": "store_rejected", "severity": "error", "field": None, "detail": _reason(error)}
    refused = replace(outcome, state="failed", reason="store_rejected", article=None, events=(), issues=(issue,), feed=None)
    bare = replace(refused, url=_plain(outcome.url), capture=None, canonical_url=None, canonical_key=None, found=())
    for attempt in (refused, bare):
        try:
            with connection.begin_nested():
                return store_outcomes(connection, [attempt], now)[0]
        except Exception as second:
            if is_lost(second) or _whole(second):
                raise
            fault = second
    return fault


def _reason(error: Exception) -> str:
    """Return the fault in one line that can itself be stored; statements and values are left out."""
    cause = getattr(error, "orig", None) or error
    line = f"{type(cause).__name__}: {cause}".splitlines()[0]
    return _plain(line)[:500]


def _plain(text: str) -> str:
    """Return text that any database keeps."""
    return text.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
