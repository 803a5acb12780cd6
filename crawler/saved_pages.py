"""Reads saved pages in worker processes, each page by itself: one that cannot be read takes no other with it."""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import UTC, datetime
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from crawler.extract.markup import Form
    from crawler.workers.pool import WorkerPool
    from crawler.workers.saved import FileTask

Row = dict[str, Any]
_BATCH: Final = 4  #: pages that a worker of an extraction is given at once: waking up for each would cost as much as a small page
_TIMEOUT: Final = 30.0  #: seconds for a batch; the slowest page known takes 5 of an idle processor
_MEMORY_MB: Final = 512  #: of a worker, as in a crawl
_READERS: Final = "crawler.workers"
_AHEAD: Final = 2  #: batches that each may have in hand or in wait


def extract_many(
    rows: Iterable[Mapping[str, Any]],
    workers: int = 1,
    *,
    sites: Iterable[str] = (),
    now: datetime | None = None,
    body: Form | None = None,
    explain: bool = False,
) -> Iterator[Row]:
    """Yield one contract row for each manifest row, in the input's order, also for a page that fails.

    With ``body`` each row has the story as HTML or Markdown under that key. With ``explain`` what is yielded for each page
    is how it was read, as :mod:`crawler.workers.explaining` says.

    A row is ``{"id", "url", "path"}`` with a ``path`` that can be opened from here, and optionally ``charset`` and
    ``captured_at``. Pages are read in ``workers`` processes, which are reaped at the end; rows are taken from the input
    only a few ahead. ``now`` stands for the time of the capture where a row has none. Raises ProfileError, and
    WorkerError where no worker starts.
    """
    return _extracted(rows, workers, "explaining:run" if explain else "extracting:run", sites, now, body, lambda row: row)


def extract_lines(
    rows: Iterable[Mapping[str, Any]],
    workers: int = 1,
    *,
    sites: Iterable[str] = (),
    now: datetime | None = None,
    body: Form | None = None,
) -> Iterator[tuple[bytes, bool]]:
    """Yield what :func:`extract_many` does as lines of JSON, each with whether the page gave a text, a headline or an event."""
    from crawler.workers.saved import line_of

    return _extracted(rows, workers, "extracting:lines", sites, now, body, line_of)


def _extracted(
    rows: Iterable[Mapping[str, Any]],
    workers: int,
    function: str,
    sites: Iterable[str],
    now: datetime | None,
    body: Form | None,
    form: Callable[[Row], Any],
) -> Iterator[Any]:
    """Start the workers' pool (not the workers) and return what they answer; ``form`` makes an answer of a row that says why there is none."""
    from crawler.workers.pool import WorkerPool
    from crawler.workers.saved import tasks_of

    count = max(workers, 1)
    places = tuple(sites)
    setup = None
    if places:
        from crawler.sites.loader import load

        setup = load(places)
    pool = WorkerPool(
        count,
        function=f"{_READERS}.{function}",
        setup=setup,
        timeout=_TIMEOUT,
        memory_mb=_MEMORY_MB,
    )
    return _answers(pool, tasks_of(rows, now or datetime.now(UTC), body), count * _AHEAD, form)


def _answers(pool: WorkerPool, tasks: Iterator[FileTask], ahead: int, form: Callable[[Row], Any]) -> Iterator[Any]:
    reading: deque[asyncio.Task[list[Any]]] = deque()
    with asyncio.Runner() as runner:
        loop = runner.get_loop()
        runner.run(pool.start())
        try:
            while True:
                while len(reading) < ahead and (batch := tuple(islice(tasks, _BATCH))):
                    reading.append(loop.create_task(_read(pool, batch, form)))
                if not reading:
                    return
                yield from loop.run_until_complete(reading.popleft())
        finally:
            for answer in reading:
                answer.cancel()
            runner.run(pool.close())


async def _read(pool: WorkerPool, batch: tuple[FileTask, ...], form: Callable[[Row], Any]) -> list[Any]:
    """What a worker makes of a few pages; where one of them ends it, each is read by itself.

    Raises WorkerError where workers do not even start: then no page is to blame.
    """
    from crawler.errors import WorkerError
    from crawler.workers.saved import failed

    try:
        return await pool.run(batch)  # type: ignore[no-any-return]
    except WorkerError as error:
        if pool.broken:
            raise WorkerError("worker_died", "no process that reads pages starts; the cause is printed above") from error
        if len(batch) == 1:
            return [form(failed(batch[0], error.reason, error.detail))]
    return [answer for task in batch for answer in await _read(pool, (task,), form)]
