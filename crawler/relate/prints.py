"""What is kept of a text so that its copies are found among any number of others.

A text's shingles are put into an order that has nothing to do with the text (by hash). Its first few are its *keys*: a
copy has most of them too, also one that is trimmed, since what comes first among all comes first among those that are
left (bottom-k sampling, Broder 1997; Cohen and Kaplan 2007). Candidates share a key; the *sketch*, a longer list of
first hashes, tells how much two texts have in common before either is read again.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from hashlib import blake2b
from heapq import nsmallest
from typing import TYPE_CHECKING, Final
from zlib import crc32

from crawler.relate.words import joined, names_of, numbers_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.relate.words import Words

KEYS: Final = 24  #: keys that a text looks for copies by
STORED: Final = 8  #: keys that it can be found by: of half a text, half of them are left on average
SKETCH: Final = 64  #: hashes of a sketch: what two texts share is told within about 6 %
DISTINCT: Final = 20  #: distinct shingles below which a text repeats itself: compared as a whole only
FEWEST: Final = 5  #: a text of fewer words than one in so many of a short one has is left out
_MIX: Final = (
    0x9E3779B1  # the largest 32-bit prime below 2^32 divided by the golden ratio (Knuth): CRCs alone keep too much of the text's order
)
_LOW: Final = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Print:
    """The print of a text."""

    text_key: bytes | None  #: 16 bytes, the same for texts of the same words; None for one of hardly any
    words: int  #: tokens
    size: int  #: distinct shingles of the index
    writing: str  #: ``spaced``, ``han`` or ``south``
    keys: tuple[int, ...]  #: signed 64-bit, the rarest first in an order that all texts share; empty for a text compared as a whole only
    sketch: bytes  #: 32-bit hashes, sorted, little-endian
    numbers: bytes  #: hashes of the numbers printed, likewise
    names: bytes  #: hashes of the names printed, likewise


def print_of(text: str, words: Words | None = None, *, whole: str = "") -> Print:
    """Return the print of a story's text; ``whole`` is what must be the same too for a copy where the text does not stand for itself.

    A text of a few words only is a label, a teaser or a wall's notice: it has no key at all.
    """
    words = words_of(text) if words is None else words
    tokens, writing = words.tokens, words.writing
    if len(tokens) < writing.short // FEWEST:
        return Print(None, len(tokens), 0, writing.name, (), b"", b"", b"")
    flat = joined(tokens)
    of_all = blake2b(flat, digest_size=16)
    if whole:
        of_all.update(b"\0" + joined(words_of(whole).tokens))
    places = _places(tokens, writing.index)
    small = nsmallest(SKETCH, places)
    enough = not words.is_short and len(places) >= DISTINCT
    keys = tuple(_key(tokens, places[value], writing.index) for value in small[:KEYS]) if enough else ()
    return Print(
        of_all.digest(),
        len(tokens),
        len(places),
        writing.name,
        keys,
        packed(small) if enough else b"",
        packed(_hashes(numbers_of(text))),
        packed(_hashes(names_of(words))),
    )


def _places(tokens: tuple[str, ...], size: int) -> dict[int, int]:
    """Return by hash the place of each distinct shingle."""
    encoded = [token.encode("utf-8", "surrogatepass") for token in tokens]
    flat = b" ".join(encoded) + b" "
    starts = [0]
    for token in encoded:
        starts.append(starts[-1] + len(token) + 1)
    last = max(len(tokens) - size, 0)
    return {crc32(flat[starts[place] : starts[min(place + size, len(tokens))]]) * _MIX & _LOW: place for place in range(last + 1)}


def _key(tokens: tuple[str, ...], place: int, size: int) -> int:
    digest = blake2b(joined(tokens[place : place + size]), digest_size=8).digest()
    return int.from_bytes(digest, "little", signed=True)


def _hashes(found: Iterable[str]) -> list[int]:
    return sorted({crc32(word.encode("utf-8", "surrogatepass")) for word in found})


def packed(hashes: Iterable[int]) -> bytes:
    """Return 32-bit numbers, sorted, as bytes to be stored."""
    return b"".join(value.to_bytes(4, "little") for value in sorted(hashes))


def unpacked(stored: bytes) -> array[int]:
    """Return what :func:`packed` made bytes of."""
    found = array("I")
    found.frombytes(stored[: len(stored) // 4 * 4])
    if array("H", [1]).tobytes()[0] != 1:
        found.byteswap()
    return found


def contained(one: bytes, size: int, other: bytes, other_size: int) -> float:
    """Estimate which part of the smaller text's shingles the larger has, from two sketches and the numbers of distinct shingles."""
    if not one or not other:
        return 0.0
    mine, theirs = unpacked(one), unpacked(other)
    least = min(mine[-1] if len(mine) == SKETCH else _LOW, theirs[-1] if len(theirs) == SKETCH else _LOW)
    in_reach, of_others = {value for value in mine if value <= least}, {value for value in theirs if value <= least}
    shared, union = len(in_reach & of_others), len(in_reach | of_others)
    if not union:
        return 0.0
    alike = shared / union
    return min(1.0, alike / (1 + alike) * (size + other_size) / max(1, min(size, other_size)))
