"""Addresses that went to the frontier before: a bounded memory that spares the database what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from storage.records import FoundUrl

MOST: Final = 400_000  #: addresses remembered, some 50 MB


class Seen:
    """Remembers addresses in two generations; the older one is dropped when the younger is full."""

    def __init__(self, most: int = MOST) -> None:
        self._half = max(most // 2, 1)
        self._young: set[int] = set()
        self._old: set[int] = set()

    def new(self, found: list[FoundUrl]) -> list[FoundUrl]:
        """Those that were not seen before, each remembered from now on; one with a hint counts with its hint."""
        fresh = []
        young, old = self._young, self._old
        for address in found:
            mark = hash(address.url_key) if address.hint is None else hash((address.url_key, address.found_on))
            if mark in young or mark in old:
                continue
            young.add(mark)
            fresh.append(address)
        if len(young) > self._half:
            self._old, self._young = young, set()
        return fresh

    def forget(self) -> None:
        """Remember nothing: what was remembered may never have been written."""
        self._young.clear()
        self._old.clear()
