"""Notes which addresses are asked for, and whose answers are with a worker: should this process die, that says what it died of."""

from __future__ import annotations

import asyncio
from threading import Lock
from typing import TYPE_CHECKING

from storage.frontier import note_answered, note_asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from crawler.frontier.grant import Grant
    from storage.records import LeasedUrl


class Notes:
    """What is to be noted goes into the next transaction, all of it at once; an address that is asked for and answered by then needs none.

    A crawl whose owner before has died notes at once: what kills its process may do so within a moment.
    """

    def __init__(self, grant: Grant, failed: Callable[[BaseException], None]) -> None:
        self._grant, self._failed = grant, failed
        self._lock = Lock()  # the writer's thread takes what the loop's adds
        self._asked: set[int] = set()
        self._answered: set[int] = set()
        self._under_way = False
        self._stopped = False

    def asked(self, lease: LeasedUrl) -> None:
        """The address is asked for."""
        with self._lock:
            self._asked.add(lease.frontier_id)
        self._write_soon()

    def answered(self, lease: LeasedUrl) -> None:
        """A worker has the answer."""
        with self._lock:
            self._answered.add(lease.frontier_id)
        self._write_soon()

    def stop(self) -> None:
        """Note nothing more."""
        self._stopped = True

    def _write_soon(self) -> None:
        with self._lock:
            if self._under_way:
                return
            self._under_way = True
        asyncio.get_running_loop().call_soon(self._submit)  # together with what else is noted in this turn of the loop

    def _submit(self) -> None:
        if self._stopped:
            return
        taken: list[tuple[set[int], set[int]]] = []
        handle = self._grant.handle

        def write(conn: Connection) -> None:
            if not taken:  # it may be run again
                with self._lock:
                    taken.append((self._asked, self._answered))
                    self._asked, self._answered = set(), set()
                    self._under_way = False
            asked, answered = taken[0]
            note_asked(conn, handle, sorted(asked - answered))
            note_answered(conn, handle, sorted(answered - asked))

        writing = asyncio.wrap_future(self._grant.writer.submit(write, soon=handle.resumed))
        writing.add_done_callback(self._wrote)

    def _wrote(self, writing: asyncio.Future[None]) -> None:
        error = None if writing.cancelled() else writing.exception()
        if error is not None:
            self._failed(error)
