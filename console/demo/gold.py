"""What a crawl of the demo sites should find, article by article and event by event."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from console.demo.articles import PLACE


@cache
def gold() -> dict[str, dict[str, Any]]:
    """By site, by path: ``headline``, ``authors`` (names), ``published`` (the local day) and ``language``; ``events`` likewise."""
    expected: dict[str, dict[str, Any]] = json.loads((PLACE / "gold.json").read_text(encoding="utf-8"))
    return expected
