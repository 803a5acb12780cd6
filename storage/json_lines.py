"""Rows as lines of JSON, for whoever prints or hands them on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec.json import Encoder

if TYPE_CHECKING:
    from collections.abc import Mapping

_encode = Encoder(enc_hook=str).encode


def json_line(row: Mapping[str, Any]) -> bytes:
    """A row as one line of JSON in UTF-8, without white space; a lone surrogate is escaped, since UTF-8 has no form for it."""
    try:
        return _encode(row) + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row, default=str, separators=(",", ":")).encode() + b"\n"
