"""Every address that was handed out closes exactly once, whoever notices its end."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Any

from crawler.frontier.commits import Commits
from storage.records import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from storage.records import CrawlHandle, LeasedUrl, Stored

logger = logging.getLogger(__name__)


class Leases:
    """The open leases of a crawl.

    The store pipeline awaits :meth:`close` with all that a page gave; the errback and whoever else drops a request calls
    :meth:`drop`. The first closing wins, a later one writes nothing.
    """

    def __init__(
        self,
        handle: CrawlHandle,
        store: Callable[[Outcome], Future[Stored]],
        *,
        committed: Callable[[Outcome, Stored], None],
        failed: Callable[[BaseException], None],
    ) -> None:
        self.handle = handle
        self.late = 0  #: closings refused because the lease had closed before
        self._store, self._committed, self._failed = store, committed, failed
        self._open: dict[int, LeasedUrl] = {}
        self._commits = Commits()
        self._closing: set[asyncio.Future[Stored]] = set()

    def opened(self, lease: LeasedUrl) -> None:
        """A request of the lease goes out."""
        self._open[lease.frontier_id] = lease

    def is_open(self, lease: LeasedUrl) -> bool:
        """Whether nobody has closed the lease yet."""
        return lease.frontier_id in self._open

    @property
    def open(self) -> list[LeasedUrl]:
        """The leases that nobody has closed yet."""
        return list(self._open.values())

    @property
    def unanswered(self) -> int:
        """How many leases nobody has closed yet."""
        return len(self._open)

    @property
    def uncommitted(self) -> int:
        """How many leases are closed, but not committed."""
        return len(self._closing)

    @property
    def pending(self) -> int:
        """How many leases are open, or closed but not committed."""
        return len(self._open) + len(self._closing)

    async def close(self, outcome: Outcome) -> Stored | None:
        """Hand the outcome to the writer and return what its commit did; None when the lease had closed before.

        Raises the writer's :class:`storage.errors.StorageError` when nothing can be stored any more.
        """
        committing = self._submit(outcome)
        return None if committing is None else await asyncio.shield(committing)

    def drop(self, lease: LeasedUrl, state: str, reason: str | None, **more: Any) -> bool:
        """Close a lease without a page and without waiting for the commit; False when it had closed before.

        ``more`` are further fields of the :class:`~storage.records.Outcome`, such as ``due_at``, ``issues``, ``gone``.
        """
        if not self.is_open(lease):
            return False
        mine = {"crawl_id": self.handle.crawl_id, "epoch": self.handle.epoch, "frontier_id": lease.frontier_id}
        where = {"url": lease.url, "url_key": lease.url_key}
        return self._submit(Outcome(**{**mine, **where, "state": state, "reason": reason, **more})) is not None

    async def settled(self) -> None:
        """Return when every closing has committed or failed."""
        while self._closing:
            await asyncio.wait(set(self._closing))

    def forget(self) -> list[int]:
        """Give up the leases that are still open; returns their frontier ids, to be put back to waiting."""
        ids = list(self._open)
        self._open.clear()
        return ids

    def _submit(self, outcome: Outcome) -> asyncio.Future[Stored] | None:
        if outcome.frontier_id not in self._open:
            self.late += 1
            logger.debug("The lease of %s had closed before: nothing is written", outcome.url)
            return None
        try:
            writing = self._store(outcome)
        except Exception as error:
            self._failed(error)  # a lease that is neither open nor closed would be handed out for ever
            raise
        del self._open[outcome.frontier_id]
        committing = self._commits.awaited(writing)
        self._closing.add(committing)
        committing.add_done_callback(partial(self._ended, outcome))
        return committing

    def _ended(self, outcome: Outcome, committing: asyncio.Future[Stored]) -> None:
        self._closing.discard(committing)
        if committing.cancelled():
            return
        error = committing.exception()
        if error is not None:
            self._failed(error)
        else:
            self._committed(outcome, committing.result())
