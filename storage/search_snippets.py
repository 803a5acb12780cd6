"""Marks in a text what was looked for, and cuts out the place where most of it stands together."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, islice, pairwise
from typing import TYPE_CHECKING

from storage.search_words import PAIRED, composed, fold, paired

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Span = tuple[int, int]
Pattern = re.Pattern[str]
WIDE, NARROW = 220, 100  # characters of a snippet: of an alphabet, of Han and the like
LOOKED_AT = 200  # places in one text
TEXT_CHARACTERS = 100_000


@lru_cache(maxsize=64)
def pattern(printed: tuple[str, ...], prefix: bool) -> Pattern:
    """Return what finds folded words in a folded text: whole words of an alphabet, any place in scripts without spaces."""
    parts = [re.escape(printed[0])]
    for before, word in pairwise(printed):
        parts += [" *" if paired(before[-1]) or paired(word[0]) else " +", re.escape(word)]
    start = "" if paired(printed[0][0]) else f"(?<![^ {PAIRED}])"
    if paired(printed[-1][-1]):
        return re.compile(start + "".join(parts))
    return re.compile(start + "".join(parts) + (f"[^ {PAIRED}]*" if prefix else f"(?![^ {PAIRED}])"))


def found_in(text: str, patterns: Sequence[Pattern]) -> list[tuple[Span, int]]:
    """Return the places in a text (composed, see :func:`composed`), in order, each with the number of its pattern."""
    folded = fold(text)
    places = [(match.span(), number) for number, one in enumerate(patterns) for match in islice(one.finditer(folded), LOOKED_AT)]
    places.sort()
    if len(folded) == len(text):
        return places
    ends = list(accumulate(len(fold(character)) for character in text))  # what was folded grew or shrank
    # marks that fell away belong to the letter before them
    return [
        ((bisect_left(ends, start + 1), max(bisect_left(ends, end) + 1, bisect_right(ends, end))), number)
        for (start, end), number in places
    ]


def snippet(texts: Iterable[str | None], patterns: Sequence[Pattern]) -> tuple[str, list[Span]]:
    """Return a piece of the first text that holds something, with the places to mark in it; else the beginning of the last."""
    beginning = ""
    for given in texts:
        if not given:
            continue
        text = composed(given[:TEXT_CHARACTERS])
        places = found_in(text, patterns)
        if places:
            return _around(text, places)
        beginning = text
    return (beginning if len(beginning) <= WIDE else _cut(beginning, 0, _width(beginning))), []


def _width(text: str) -> int:
    sample = text[:200]
    return NARROW if sum(map(paired, sample)) * 3 > len(sample) else WIDE


def _around(text: str, places: Sequence[tuple[Span, int]]) -> tuple[str, list[Span]]:
    """Return the piece with the most different words that were looked for, the first such."""
    width = _width(text[places[0][0][0] :])
    best, most = 0, 0
    for at, ((start, _), _) in enumerate(places):
        within = {number for (begin, end), number in places[at : at + 40] if begin >= start and end <= start + width * 3 // 4}
        if len(within) > most:
            best, most = start, len(within)
    first = max(0, best - width // 5)
    last = min(len(text), first + width)
    first = _word_start(text, first, best)
    piece = _cut(text, first, last)
    lead = 2 if first else 0  # "… "
    kept = [(begin - first + lead, end - first + lead) for (begin, end), _ in places if begin >= first and end <= last]
    return piece, _merged([(begin, end) for begin, end in kept if end <= len(piece)])


def _word_start(text: str, at: int, limit: int) -> int:
    """Return the beginning of the next word, at most at ``limit``."""
    while 0 < at < limit and not text[at - 1].isspace() and not paired(text[at]):
        at += 1
    return at


def _cut(text: str, first: int, last: int) -> str:
    """Return a piece on one line, with dots where it was cut; no character moves."""
    end = last
    while first < end < len(text) and end > last - 30 and not text[end].isspace() and not paired(text[end]):
        end -= 1
    piece = re.sub(r"\s", " ", text[first:end]).rstrip()
    return ("… " if first else "") + piece + (" …" if end < len(text) else "")


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that touch as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def highlights(text: str | None, patterns: Sequence[Pattern]) -> tuple[str | None, list[Span]]:
    """Return a short text whole, with the places to mark in it."""
    if not text:
        return text, []
    whole = composed(text)
    return whole, _merged([span for span, _ in found_in(whole[:2_000], patterns)])
