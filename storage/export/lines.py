"""Rows as JSON lines, in UTF-8, with the keys of their kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.records import Row

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield each row as a line of JSON."""
    for row in rows:
        yield _encode(row).encode() + b"\n"
