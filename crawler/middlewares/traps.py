"""Which URL patterns are traps: pages without end that lead to nothing worth storing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

IN_A_ROW: Final = 100  #: barren pages of one pattern, one after another, that close it
IN_ALL: Final = 200
_FAMILY_IN_A_ROW: Final = 150  #: barren pages of a whole family without any fruit
_FAMILY_PATTERNS: Final = 5  #: patterns that a family must have to be closed as a whole
_FACETS_IN_A_ROW: Final = 60  #: barren pages of one place under ever other parameters
_FACET_PATTERNS: Final = 4  #: sets of parameters that such a place has
_YOUNG: Final = 3  #: pages of a pattern until it must have given something to count as a way to something
_MOST: Final = 100_000  #: patterns remembered
_MOST_LINKS: Final = 500_000  #: links of barren-looking pages remembered


@dataclass(slots=True)
class _Record:
    requests: int = 0
    pages: int = 0
    fruits: int = 0  #: articles and events
    barren: int = 0
    in_a_row: int = 0
    last: str = ""  #: address of the page read last
    patterns: set[str] = field(default_factory=set)  #: of a family, the first few


@dataclass(slots=True)
class Traps:
    """Counts barren pages by URL pattern, and by family: the patterns that share their folder, whatever their parameters.

    A page is barren when it gave no article or event and has no link to one that no page of its family had before:
    neither to a pattern that has given one, nor to one of another family that is still too young to tell. An archive
    lists other pages each time, so that it is not barren however long it is; a calendar of empty months leads to
    itself and to the menu and latest stories that stand on all its pages.
    """

    closed: set[str] = field(default_factory=set)  #: patterns and families
    _records: dict[str, _Record] = field(default_factory=dict)
    _offered: dict[str, set[bytes]] = field(default_factory=dict)
    _links: int = 0

    def requested(self, pattern: str) -> None:
        """A page of the pattern is asked for."""
        self._of(pattern).requests += 1
        self._of(family(pattern)).requests += 1
        if "?" in pattern:
            self._of(place(pattern)).requests += 1

    def is_closed(self, pattern: str) -> bool:
        """Whether nothing of the pattern is asked for any more."""
        closed = self.closed
        return bool(closed) and (pattern in closed or family(pattern) in closed or place(pattern) in closed)

    def read(self, pattern: str, *, fruit: bool, leads_to: Iterable[tuple[str, bytes]], url: str = "") -> str | None:
        """A page of the pattern was read that links to these patterns and keys; returns the pattern, place or family that closes by it."""
        own, facets = family(pattern), place(pattern)
        barren = not fruit and not self._has_way(pattern, own, leads_to)
        for name in (pattern, own, facets):
            record = self._of(name)
            record.pages += 1
            record.fruits += fruit
            record.barren += barren
            record.in_a_row = record.in_a_row + 1 if barren else 0
        shared, places = self._of(own), self._of(facets)
        for group in (shared, places):
            if len(group.patterns) < _FAMILY_PATTERNS:
                group.patterns.add(pattern)
        record = self._of(pattern)
        record.last = url
        if pattern not in self.closed and (record.in_a_row >= IN_A_ROW or record.barren >= IN_ALL):
            self.closed.add(pattern)
            return pattern
        if (
            facets not in self.closed
            and not places.fruits
            and len(places.patterns) >= _FACET_PATTERNS
            and places.in_a_row >= _FACETS_IN_A_ROW
        ):
            self.closed.add(facets)
            return facets
        whole = not shared.fruits and len(shared.patterns) >= _FAMILY_PATTERNS and shared.in_a_row >= _FAMILY_IN_A_ROW
        if whole and own not in self.closed:
            self.closed.add(own)
            return own
        return None

    def members(self, closed: str) -> list[tuple[str, str]]:
        """The patterns of a place or family, each with the address of the page that was read last of it."""
        return [(name, record.last) for name, record in self._records.items() if record.last and belongs(name, closed) and name != closed]

    def report(self) -> list[dict[str, object]]:
        """``[{pattern, requests}]`` of what was closed, the largest first."""
        counts = Counter({name: self._records[name].requests for name in self.closed if name in self._records})
        return [{"pattern": name, "requests": number} for name, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]

    def _has_way(self, pattern: str, own: str, leads_to: Iterable[tuple[str, bytes]]) -> bool:
        way = False
        offered = self._offered.setdefault(own, set())
        before = len(offered)
        for name, key in leads_to:
            if name == pattern or key in offered:
                continue
            offered.add(key)
            record = self._records.get(name)
            if (record is not None and record.fruits) or ((record is None or record.pages < _YOUNG) and family(name) != own):
                way = True
        self._links += len(offered) - before
        if self._links > _MOST_LINKS:
            self._offered.clear()
            self._links = 0
        return way

    def _of(self, name: str) -> _Record:
        record = self._records.get(name)
        if record is None:
            if len(self._records) >= _MOST:  # forget the older half of what never closed
                for old in [key for key in list(self._records)[: _MOST // 2] if key not in self.closed]:
                    del self._records[old]
            record = self._records[name] = _Record()
        return record


def belongs(pattern: str, closed: str) -> bool:
    """Whether a pattern is the closed pattern, or lies in the closed place or family."""
    return closed in {pattern, place(pattern), family(pattern)}


def place(pattern: str) -> str:
    """A pattern without its parameters, marked so that no pattern is equal to it: facets multiply under one path."""
    return pattern.partition("?")[0] + "?**"


def family(pattern: str) -> str:
    """The folder of a pattern, at most two deep, marked so that no pattern is equal to it."""
    host, *segments = pattern.partition("?")[0].split("/")
    return "/".join([host, *segments[:-1][:2], "**"])
