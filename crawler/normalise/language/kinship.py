"""Languages that are so near to one another that a model mistakes them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from crawler.normalise.language.tags import base

# languages that share most of their words: between them a page's own claim knows better than the model
_ALIKE: Final = (
    frozenset({"hr", "bs", "sr"}), frozenset({"no", "nn", "nb", "da"}), frozenset({"id", "ms"}), frozenset({"zu", "xh"}), frozenset({"st", "nso", "tn"}),
    frozenset({"hi", "mr", "ne"}), frozenset({"gl", "pt"}), frozenset({"az", "tr", "tk"}), frozenset({"ru", "be", "uk", "ba", "tt"}), frozenset({"fa", "ps", "sdh", "ur"}),
    frozenset({"bg", "mk"}), frozenset({"de", "lb"}), frozenset({"nl", "af", "fy"}), frozenset({"cs", "sk"}), frozenset({"tl", "fil"}), frozenset({"ca", "es", "gl"}),
    frozenset({"is", "fo"}), frozenset({"as", "bn"}), frozenset({"kk", "ky"}), frozenset({"rw", "rn"}), frozenset({"am", "ti"}),
)  # fmt: skip


@lru_cache(maxsize=4_096)
def alike(one: str, other: str) -> bool:
    """Whether two languages are one, or so near that a model mistakes them for one another."""
    left, right = base(one), base(other)
    return left == right or any(left in group and right in group for group in _ALIKE)
