"""Saved pages as tasks of workers, and the rows of those that no worker could read; nothing here loads a reader."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from crawler.items.rows import failed_row
from storage.json_lines import json_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crawler.extract.markup import Form


@dataclass(frozen=True, slots=True)
class FileTask:
    """One saved page."""

    row_id: Any
    url: str
    path: str
    captured_at: datetime
    charset: str | None = None
    dated: bool = True  #: whether ``captured_at`` is known
    body: Form | None = None  #: in which form the row is to hold the story beside its text


def tasks_of(rows: Iterable[Mapping[str, Any]], now: datetime, body: Form | None = None) -> Iterator[FileTask]:
    """The task of each manifest row; ``now`` stands for the time of the capture where a row has none, but for "3 hours ago"."""
    for row in rows:
        at = row.get("captured_at")
        moment = at if isinstance(at, datetime) else _moment(at) if isinstance(at, str) else None
        charset = row.get("charset")
        path = str(row.get("path") or "")
        charset = charset if isinstance(charset, str) else None
        yield FileTask(row.get("id"), str(row.get("url") or ""), path, moment or now, charset, moment is not None, body)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def line_of(row: Mapping[str, Any]) -> tuple[bytes, bool]:
    """A row as a line of JSON, and whether it holds a text, a headline or an event."""
    return json_line(row), bool(row["text"] or row["headline"] or row["events"])


def failed(task: FileTask, reason: str, detail: str) -> dict[str, Any]:
    """The row of a saved page that could not be read."""
    row = failed_row(task.row_id, task.url or None, reason, detail)
    return row | {"body": None} if task.body else row
