"""Reads saved pages: what a worker does for ``pressrow extract``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from crawler import reading
from crawler.items import Capture
from crawler.items.rows import article_row, failed_row
from crawler.workers.task import warm

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.sites.loader import Sites

LARGEST: Final = 64 << 20  #: bytes of a file that are read; reading refuses a body long before
_TYPES: Final = {".txt": "text/plain", ".xml": "application/xml", ".json": "application/json", ".ics": "text/calendar"}


__all__ = ["FileTask", "run", "tasks_of", "warm"]


@dataclass(frozen=True, slots=True)
class FileTask:
    """One saved page."""

    row_id: Any
    url: str
    path: str
    captured_at: datetime
    charset: str | None = None


def tasks_of(rows: Iterable[Mapping[str, Any]], now: datetime) -> Iterator[FileTask]:
    """The task of each manifest row; ``now`` stands for the time of the capture where a row has none."""
    for row in rows:
        at = row.get("captured_at")
        moment = at if isinstance(at, datetime) else _moment(at) if isinstance(at, str) else None
        charset = row.get("charset")
        path = str(row.get("path") or "")
        yield FileTask(row.get("id"), str(row.get("url") or ""), path, moment or now, charset if isinstance(charset, str) else None)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def run(task: FileTask, sites: Sites | None) -> dict[str, Any]:
    """The contract row of a saved page, also of one that cannot be read."""
    path = Path(task.path)
    try:
        with path.open("rb") as file:
            body = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        return failed_row(task.row_id, task.url or None, "unreadable", f"{task.path}: {getattr(error, 'strerror', None) or error}")
    url = task.url or "file:///" + path.name
    suffix = path.with_suffix("").suffix if path.suffix.lower() == ".gz" else path.suffix
    capture = Capture(
        url=url,
        body=body,
        captured_at=task.captured_at,
        charset=task.charset,
        content_type=_TYPES.get(suffix.lower(), "text/html"),
    )
    page = reading.read(capture, sites.find(url) if sites is not None and len(sites) else None, follow=False)
    row = article_row(page, task.row_id)
    row["url"] = task.url or None
    return row
