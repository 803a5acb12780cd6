"""Reads saved pages: what a worker does for ``pressrow extract``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from crawler import reading
from crawler.items import Capture
from crawler.items.rows import article_row
from crawler.reading import warm
from crawler.workers.saved import failed, line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.items import Page
    from crawler.sites.collection import Sites
    from crawler.workers.saved import FileTask

LARGEST: Final = 64 << 20  #: bytes of a file that are read; reading refuses a body long before
_TYPES: Final = {".txt": "text/plain", ".xml": "application/xml", ".json": "application/json", ".ics": "text/calendar"}


__all__ = ["UnreadableError", "lines", "read", "run", "warm"]


def run(tasks: Sequence[FileTask], sites: Sites | None) -> list[dict[str, Any]]:
    """The contract row of each saved page, also of one that cannot be read; with a key ``body`` where the task asks for it."""
    return [_row(task, sites) for task in tasks]


def lines(tasks: Sequence[FileTask], sites: Sites | None) -> list[tuple[bytes, bool]]:
    """The row of each saved page as a line of JSON, and whether the page gave anything."""
    return [line_of(_row(task, sites)) for task in tasks]


def _row(task: FileTask, sites: Sites | None) -> dict[str, Any]:
    try:
        if task.body is None:
            row = article_row(read(task, sites), task.row_id)
        else:
            from crawler.extract import markup

            kept = reading.Kept()
            page = read(task, sites, kept)
            row = article_row(page, task.row_id)
            row["body"] = markup.body(page, kept.document, kept.blocks, task.body)
    except UnreadableError as error:
        return failed(task, "unreadable", str(error))
    row["url"] = task.url or None
    return row


class UnreadableError(Exception):
    """A file that cannot be opened or read."""


def read(task: FileTask, sites: Sites | None, keep: reading.Kept | None = None) -> Page:
    """The finished page of a saved page. Raises UnreadableError."""
    try:
        with open(task.path, "rb") as file:  # noqa: PTH123  # a Path costs more than the opening
            body = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{task.path}: {getattr(error, 'strerror', None) or error}") from error
    url = task.url or "file:///" + os.path.basename(task.path)  # noqa: PTH119
    stem, suffix = os.path.splitext(task.path)  # noqa: PTH122
    if suffix.lower() == ".gz":
        suffix = os.path.splitext(stem)[1]  # noqa: PTH122
    capture = Capture(
        url=url,
        body=body,
        captured_at=task.captured_at,
        charset=task.charset,
        content_type=_TYPES.get(suffix.lower(), "text/html"),
        dated=task.dated,
    )
    return reading.read(capture, sites.find(url) if sites is not None and len(sites) else None, follow=False, keep=keep)
