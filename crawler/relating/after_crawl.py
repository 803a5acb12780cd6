"""Relates what a crawl stored, once its event loop has ended: bounded in time, and never the crawl's failure."""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, Final

from crawler.relating.driver import relate
from crawler.relating.registry import STEPS, step
from storage.database import open_database
from storage.errors import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

logger = logging.getLogger(__name__)

SECONDS: Final = 60.0  #: that a crawl's end may take for it; the next crawl or ``pressrow relate`` does the rest


def relate_new(db: str, seconds: float = SECONDS) -> None:
    """Take what is new in the database through every step. What goes wrong is logged: the crawl itself has ended well.

    SIGINT and SIGTERM end it after the batch under way.
    """
    try:
        with _interruptible() as stopped, closing(open_database(db, create=False)) as database:
            ended = relate(database, [step(name) for name in STEPS], seconds=seconds, stopped=stopped)
    except StorageError as error:
        logger.warning("What was stored is not related yet: %s; run pressrow relate", error)
    except Exception:  # a fault in a step takes nothing from the crawl, whose report is still to be told
        logger.exception("What was stored is not related yet; run pressrow relate")
    else:
        for part in ended:
            if part.done < part.total:
                logger.warning("%s: %d articles are not related yet; run pressrow relate", part.step, part.total - part.done)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    """Yield what tells whether a signal came; from another thread than the main one, signals are left alone."""
    came = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield came.is_set
        return

    def note(number: int, frame: Any) -> None:
        del number, frame
        came.set()

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came.is_set
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
