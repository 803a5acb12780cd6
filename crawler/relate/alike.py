"""Whether two texts are one story: exact comparison of a candidate pair, and what tells a template's stories apart."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from crawler.relate.words import SPACED, particulars, shingles

if TYPE_CHECKING:
    from crawler.relate.words import Words

NEAR: Final = 0.55  #: part of the smaller text's shingles that the larger must have; one word in ten changed leaves 0.73 of them
NEAR_UNSPACED: Final = 0.5  #: the same where shingles are of characters; one character in ten changed leaves 0.66
SHORTEST: Final = 0.25  #: of the larger text's length: a brief within a round-up is not the same story
_FEW: Final = 4  #: numbers below which they tell nothing
_FEW_NAMES: Final = 5
_AGREE: Final = 0.4  #: part of the numbers, or names, that copies have in common at least, each with the word before it
_TEMPLATE: Final = 0.7  #: part of the words changed that are numbers and names, from which only a template was filled anew


@dataclass(frozen=True, slots=True)
class Alike:
    """How much two texts have in common, by their shingles."""

    jaccard: float
    contained: float  #: part of the smaller text that the larger has


@dataclass(frozen=True, slots=True)
class Reading:
    """A text made ready to be compared with many."""

    words: Words
    runs: frozenset[tuple[str, ...]]
    numbers: frozenset[tuple[str, str]]
    names: frozenset[tuple[str, str]]
    counts: Counter[str]

    @classmethod
    def of(cls, words: Words) -> Reading:
        """Return the reading of a text's words."""
        numbers, names = particulars(words)
        return cls(words, frozenset(shingles(words, words.writing.exact)), frozenset(numbers), frozenset(names), Counter(words.tokens))


def compare(one: Reading, other: Reading) -> Alike | None:
    """Return how far two texts are near copies of one another, or None where they are not.

    Trimmed, re-headlined and lightly edited copies are; two stories by different hands about one thing are not, nor are two
    fillings of one template (weather, finance, match reports), whose numbers and names differ.
    """
    if one.words.writing is not other.words.writing or one.words.is_short or other.words.is_short:
        return None
    small, large = (one, other) if len(one.runs) <= len(other.runs) else (other, one)
    if len(small.runs) < SHORTEST * len(large.runs):
        return None
    shared = len(small.runs & large.runs)
    contained = shared / len(small.runs)
    if contained < (NEAR if one.words.writing is SPACED else NEAR_UNSPACED) or _is_template(small, large):
        return None
    return Alike(shared / (len(small.runs) + len(large.runs) - shared), contained)


def _is_template(small: Reading, large: Reading) -> bool:
    """Whether two texts differ as two fillings of a template do: in their numbers, or their names, or in little else."""
    for mine, theirs, few in ((small.numbers, large.numbers, _FEW), (small.names, large.names, _FEW_NAMES)):
        least = min(len(mine), len(theirs))
        if least >= few and len(mine & theirs) < _AGREE * least:
            return True
    changed = small.counts - large.counts
    number = changed.total()
    if number < _FEW or number < 0.02 * len(small.words.tokens):
        return False
    tokens = small.words.tokens
    marked = {tokens[place] for place in small.words.marked}
    share = sum(count for token, count in changed.items() if token in marked) / number
    usual = len(small.words.marked) / len(tokens)
    return share >= max(_TEMPLATE, 2 * usual)
