"""Lists of other stories without links of their own: their first sentences, each broken off."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.document.model import Region, TextBlock

_BROKEN = ("...", "…", "．．．", "・・・")
_ITEMS = frozenset({"li", "td", "dd", "dt", "h2", "h3", "h4"})
_LEVELS = 8  #: of containers above a sentence
_ENOUGH = 3  #: sentences that break off under one container


def mark(blocks: Sequence[TextBlock], order: Sequence[int], rules: dict[int, str]) -> None:
    """Add to ``rules`` the rule ``teasers`` for the blocks of a container in which one line of three breaks off.

    A container that holds more than half of the story's prose is the story, however it writes.
    """
    broken = [i for i in order if i not in rules and len(blocks[i].text) >= 25 and blocks[i].text.endswith(_BROKEN)]
    if len(broken) < _ENOUGH:
        return
    # paragraphs side by side are of one writer, who likes to break off
    holders = Counter(region.parent.index for i in broken if (region := blocks[i].region).parent is not None)
    broken = [i for i in broken if blocks[i].tag in _ITEMS or ((up := blocks[i].region.parent) is not None and holders[up.index] == 1)]
    counts: dict[int, int] = {}
    regions: dict[int, Region] = {}
    for i in broken:
        at: Region | None = blocks[i].region
        for _ in range(_LEVELS):
            if at is None:
                break
            counts[at.index] = counts.get(at.index, 0) + 1
            regions[at.index] = at
            at = at.parent
    whole = sum([len(blocks[i].text) for i in order if i not in rules])
    lists: set[int] = set()
    for index, count in counts.items():
        region = regions[index]
        inside = range(region.first_block, region.last_block)
        if count >= _ENOUGH and count * 3 >= len(inside) and sum([len(blocks[i].text) for i in inside]) * 2 < whole:
            lists.update(inside)
    for i in order:
        if i in lists:
            rules.setdefault(i, "teasers")
