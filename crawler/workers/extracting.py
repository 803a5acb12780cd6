"""Reads saved pages: what a worker does for ``pressrow extract``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crawler import reading
from crawler.items import Capture
from crawler.items.rows import article_row, failed_row
from crawler.reading import warm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.extract.markup import Form
    from crawler.items import Page
    from crawler.sites.loader import Sites

LARGEST: Final = 64 << 20  #: bytes of a file that are read; reading refuses a body long before
_TYPES: Final = {".txt": "text/plain", ".xml": "application/xml", ".json": "application/json", ".ics": "text/calendar"}


__all__ = ["FileTask", "UnreadableError", "read", "run", "tasks_of", "warm"]


@dataclass(frozen=True, slots=True)
class FileTask:
    """One saved page."""

    row_id: Any
    url: str
    path: str
    captured_at: datetime
    charset: str | None = None
    body: Form | None = None  #: in which form the row is to hold the story beside its text


def tasks_of(rows: Iterable[Mapping[str, Any]], now: datetime, body: Form | None = None) -> Iterator[FileTask]:
    """The task of each manifest row; ``now`` stands for the time of the capture where a row has none."""
    for row in rows:
        at = row.get("captured_at")
        moment = at if isinstance(at, datetime) else _moment(at) if isinstance(at, str) else None
        charset = row.get("charset")
        path = str(row.get("path") or "")
        yield FileTask(row.get("id"), str(row.get("url") or ""), path, moment or now, charset if isinstance(charset, str) else None, body)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def run(task: FileTask, sites: Sites | None) -> dict[str, Any]:
    """The contract row of a saved page, also of one that cannot be read; with a key ``body`` where the task asks for it."""
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
        row = failed_row(task.row_id, task.url or None, "unreadable", str(error))
        return row | {"body": None} if task.body else row
    row["url"] = task.url or None
    return row


class UnreadableError(Exception):
    """A file that cannot be opened or read."""


def read(task: FileTask, sites: Sites | None, keep: reading.Kept | None = None) -> Page:
    """The finished page of a saved page. Raises UnreadableError."""
    path = Path(task.path)
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        raise UnreadableError(f"{task.path}: {getattr(error, 'strerror', None) or error}") from error
    url = task.url or "file:///" + path.name
    suffix = path.with_suffix("").suffix if path.suffix.lower() == ".gz" else path.suffix
    capture = Capture(
        url=url,
        body=body,
        captured_at=task.captured_at,
        charset=task.charset,
        content_type=_TYPES.get(suffix.lower(), "text/html"),
    )
    return reading.read(capture, sites.find(url) if sites is not None and len(sites) else None, follow=False, keep=keep)
