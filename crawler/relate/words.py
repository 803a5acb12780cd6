"""Texts taken apart for comparison: words (characters where words are not spaced), shingles of them, numbers and names."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_CHARACTERS: Final = 100_000  #: of a text that are looked at: what follows tells stories apart no better
_HAN = "\u2e80-\u2eff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SOUTH = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Burmese, Khmer
_TOKEN = re.compile(rf"[{_HAN}]|[{_SOUTH}]|[^\W_{_HAN}{_SOUTH}]+")
_ASCII_TOKEN = re.compile(r"[^\W_]+", re.ASCII)
_IN_HAN = re.compile(f"[{_HAN}]")
_IN_SOUTH = re.compile(f"[{_SOUTH}]")
_NUMBER = re.compile(r"\d{1,30}(?:[.,:  ’']\d{1,30}){0,8}")
_SEPARATORS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True)
class Writing:
    """How long shingles are and how much text is enough, in tokens of one way of writing."""

    name: str
    index: int  #: tokens of a shingle by which candidates are found: rare enough that strangers seldom share one
    exact: int  #: tokens of a shingle by which a pair is compared: short enough to bear scattered edits
    short: int  #: a text of fewer tokens is only ever compared as a whole


SPACED: Final = Writing("spaced", index=5, exact=3, short=40)
HAN: Final = Writing("han", index=8, exact=4, short=80)  # a word is about two characters
SOUTH: Final = Writing("south", index=16, exact=8, short=160)  # about four


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a text in order, folded, and the way of writing they are of."""

    tokens: tuple[str, ...]
    writing: Writing
    marked: frozenset[int]  #: places of numbers, and of words with a capital that do not open a sentence

    @property
    def is_short(self) -> bool:
        """Whether there is too little of it to speak of near copies."""
        return len(self.tokens) < self.writing.short


def words_of(text: str) -> Words:
    """Return the tokens of a text's first :data:`MAX_CHARACTERS`, in any script. Total on strings, lone surrogates included."""
    text = text[:MAX_CHARACTERS]
    if text.isascii():
        found = list(_ASCII_TOKEN.finditer(text))
        writing = SPACED
    else:
        text = unicodedata.normalize("NFKC", text)[: 2 * MAX_CHARACTERS]
        found = list(_TOKEN.finditer(text))
        writing = _writing(text, len(found))
    printed = [match[0] for match in found]
    tokens = tuple("\n".join(printed).casefold().split("\n")) if printed else ()
    # most words begin with a small letter, which is soon seen
    marked = frozenset(place for place, word in enumerate(printed) if not word[0].islower() and _is_marked(found[place], text))
    return Words(tokens, writing, marked)


def _writing(text: str, tokens: int) -> Writing:
    """Return the way of writing that most tokens are of."""
    han = len(_IN_HAN.findall(text))
    south = len(_IN_SOUTH.findall(text))
    if max(han, south) * 2 < tokens:
        return SPACED
    return HAN if han >= south else SOUTH


def _is_marked(match: re.Match[str], text: str) -> bool:
    """Whether a token is a number, or has a capital without standing after a full stop or at the head of a paragraph."""
    first = text[match.start()]
    if first.isdigit():
        return match[0].isdigit()
    if not first.isupper():
        return False
    before = text[max(match.start() - 3, 0) : match.start()].rstrip(" \"'“”‘’«»(")
    return bool(before) and before[-1] not in ".!?:…\n;"


def shingles(words: Words, size: int) -> set[tuple[str, ...]]:
    """Return the distinct runs of ``size`` tokens; of a shorter text the one run that it is."""
    tokens = words.tokens
    if len(tokens) < size:
        return {tokens} if tokens else set()
    return set(zip(*(tokens[start:] for start in range(size)), strict=False))


def particulars(words: Words) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the numbers and the names of a text, each with the token before it: what a template changes from story to story."""
    numbers: set[tuple[str, str]] = set()
    names: set[tuple[str, str]] = set()
    tokens = words.tokens
    for place in words.marked:
        pair = (tokens[place - 1] if place else "", tokens[place])
        (numbers if pair[1][:1].isdigit() else names).add(pair)
    return numbers, names


def numbers_of(text: str, most: int = 64) -> list[str]:
    """Return the distinct numbers printed in a text as bare digits, in any script's digits, the first ``most`` of two digits or more."""
    found: dict[str, None] = {}
    for match in _NUMBER.finditer(unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])):
        digits = "".join(str(unicodedata.digit(sign, 0)) for sign in _SEPARATORS.sub("", match[0]))
        if len(digits) > 1:
            found.setdefault(digits.lstrip("0") or "0")
            if len(found) == most:
                break
    return list(found)


def names_of(words: Words, most: int = 64) -> list[str]:
    """Return the distinct marked words of a text that are no numbers, the first ``most`` of three letters or more."""
    found: dict[str, None] = {}
    for place in sorted(words.marked):
        token = words.tokens[place]
        if len(token) > 2 and not token[0].isdigit():
            found.setdefault(token)
            if len(found) == most:
                break
    return list(found)


def joined(tokens: Sequence[str]) -> bytes:
    """Return tokens as bytes to be hashed, apart by a space."""
    return " ".join(tokens).encode("utf-8", "surrogatepass")
