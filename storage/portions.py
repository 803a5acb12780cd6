"""Cuts long lists into pieces that fit into one statement (SQLite takes 32,766 values, PostgreSQL 65,535)."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
SIZE = 2_000


def portions(items: Iterable[T], size: int = SIZE) -> Iterator[list[T]]:
    """Yield ``items`` in lists of at most ``size``, in order; nothing for no items."""
    rest = iter(items)
    while piece := list(islice(rest, size)):
        yield piece
