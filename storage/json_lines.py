"""Rows as lines of JSON, for whoever prints or hands them on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

_encode = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, default=str
).encode  # made once: making one costs as much as a short row


def json_line(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON; a lone surrogate is escaped, since UTF-8 has no form for it."""
    line = _encode(row)
    try:
        return line.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row, default=str).encode() + b"\n"
