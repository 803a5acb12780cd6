"""Rows as CSV that no spreadsheet takes for formulas, and back.

RFC 4180 with a header. A text that begins with ``= + - @`` (their wide forms too), a tab, a line break or an apostrophe,
blanks before it not counted, gets an apostrophe in front, and so does an empty text; nothing in a cell means null. So
whoever takes one apostrophe off each cell that begins with one has the text again. Lists and records stand as JSON,
truth as ``true`` and ``false``; :func:`read` turns all of it back into the rows that were exported.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any, Final

from storage.errors import ExportError
from storage.export.rows import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import TextIO

    from storage.records import Row

_GUARDED: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "'", "\t", "\r", "\n")
NUMBERS: Final = frozenset(
    {"id", "revision", "article_id", "event_id", "status", "body_length", "warc_offset", "warc_length", "page", "crawl", "score"}
)  #: columns of plain numbers, as they stand; the status of an event is a word
STRUCTURES: Final = frozenset(
    {"authors", "tags", "images", "events", "issues", "provenance", "repairs", "venue", "people", "offers", "sources", "sessions", "evidence", "headers"}
)  #: columns of JSON  # fmt: skip
_AT_ONCE: Final = 200


def encode(rows: Iterable[Row], keys: Sequence[str]) -> Iterator[bytes]:
    """Yield a header, then the rows, in pieces of UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(keys)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(row[key], structured=key in STRUCTURES) for key in keys])
        if number % _AT_ONCE == 0 or out.tell() > 1 << 20:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()


def cell(value: Any, *, structured: bool = False) -> Any:
    """Return a value as a cell holds it."""
    if value is None:
        return "null" if structured else ""
    if structured:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    if isinstance(value, str):
        return f"'{value}" if not value or value.lstrip(" \u00a0\u3000").startswith(_GUARDED) else value
    return value


def text_of(printed: str) -> str | None:
    """Return the text that a cell holds."""
    if not printed:
        return None
    return printed.removeprefix("'")


def read(file: TextIO, kind: str) -> Iterator[Row]:
    """Yield the rows of an exported CSV of ``kind``, as they went in; the file must be opened with ``newline=""``.

    Raises :class:`~storage.errors.ExportError` for another header, or a cell that holds no value of its column. Lifts
    the limit that Python's csv module has on the length of a cell.
    """
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    reader = csv.reader(file)
    header = next(reader, [])
    if tuple(header) != KEYS[kind]:
        raise ExportError(f"this is no export of {kind}: its first line should name {', '.join(KEYS[kind])}")
    for line in reader:
        try:
            yield {key: _value(key, printed, kind) for key, printed in zip(header, line, strict=True)}
        except ValueError as error:
            raise ExportError(f"line {reader.line_num}: {error}") from error


def _value(key: str, printed: str, kind: str) -> Any:
    if key in STRUCTURES:
        return json.loads(printed)
    if key in NUMBERS and not (key == "status" and kind == "events"):
        return None if not printed else float(printed) if key == "score" else int(printed)
    return text_of(printed)
