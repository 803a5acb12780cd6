"""What the writer's thread has committed, told to the event loop: one waking for all that a commit holds."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


class Commits:
    """Futures of the writer as futures of the loop.

    ``asyncio.wrap_future`` wakes the loop for each by itself, with a system call and a change of threads.
    """

    def __init__(self) -> None:
        self._ended: deque[tuple[asyncio.Future[Any], Future[Any]]] = deque()

    def awaited(self, writing: Future[T]) -> asyncio.Future[T]:
        """The same future for the running loop; cancelling it leaves the work to be done."""
        loop = asyncio.get_running_loop()
        committing: asyncio.Future[T] = loop.create_future()
        writing.add_done_callback(partial(self._tell, loop, committing))
        return committing

    def _tell(self, loop: asyncio.AbstractEventLoop, committing: asyncio.Future[Any], writing: Future[Any]) -> None:
        """Runs in the writer's thread; where others wait to be passed on, the loop comes by anyway."""
        self._ended.append((committing, writing))
        if len(self._ended) == 1:
            with suppress(RuntimeError):  # the loop is closed: nobody waits any more
                loop.call_soon_threadsafe(self._pass_on)

    def _pass_on(self) -> None:
        while self._ended:
            committing, writing = self._ended.popleft()
            if committing.done():
                continue
            if writing.cancelled():
                committing.cancel()
            elif (error := writing.exception()) is not None:
                committing.set_exception(error)
            else:
                committing.set_result(writing.result())
