"""Patterns for whole lines, found by the letters that a line begins with: most lines then meet no regular expression at all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_KNOWN: Final = 3  #: letters of a beginning
_MAX_KEYS: Final = 4_096  #: beginnings of lines that are remembered
_REST = r"(?:\s?.{0,200})"
_DIGITS: Final = "0123456789"
#: what a piece of a pattern may begin with, and whether what follows the piece follows that
_Options = set[tuple[str, bool]]
_NOTHING: Final[_Options] = {("", True)}
_ANYTHING: Final[_Options] = {("", False)}


class Table:
    """The patterns of some rules, in their order: the first one that a line matches as a whole gives its rule."""

    def __init__(self, table: Mapping[str, Iterable[str]]) -> None:
        self._patterns = [(pattern.replace(r"\X", _REST), rule) for rule, patterns in table.items() for pattern in patterns]
        self._compiled: list[re.Pattern[str] | None] = [None] * len(self._patterns)
        self._by_beginning: dict[str, list[int]] = {}
        for at, (pattern, _) in enumerate(self._patterns):
            for beginning in beginnings(pattern):
                self._by_beginning.setdefault(beginning, []).append(at)
        self._known: dict[str, tuple[int, ...]] = {}

    def rule(self, line: str) -> str | None:
        """The rule of the first pattern with a known beginning that the whole line matches."""
        key = line[:_KNOWN].lower()[:_KNOWN]
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _MAX_KEYS:
                self._known.clear()
            get = self._by_beginning.get
            found = self._known[key] = tuple(sorted({at for size in range(1, len(key) + 1) for at in get(key[:size], ())}))
        return self._first(found, line) if found else None

    def rule_of_any(self, line: str) -> str | None:
        """The rule of the first pattern that may begin with anything and that the whole line matches."""
        return self._first(self._by_beginning.get("", ()), line)

    def _first(self, patterns: Iterable[int], line: str) -> str | None:
        compiled = self._compiled
        for at in patterns:
            pattern = compiled[at]
            if pattern is None:
                pattern = compiled[at] = re.compile(self._patterns[at][0], re.IGNORECASE | re.DOTALL)
            if pattern.fullmatch(line) is not None:
                return self._patterns[at][1]
        return None


def beginnings(pattern: str) -> set[str]:
    """The letters that what a pattern matches may begin with, lower case and at most three; ``""`` where they cannot be told."""
    return {text for text, _ in _walk(pattern)}


def _walk(pattern: str) -> _Options:
    found: _Options = set()
    for alternative in _alternatives(pattern):
        options = set(_NOTHING)
        at = 0
        while at < len(alternative) and any(more for _, more in options):
            piece, at = _piece(alternative, at)
            piece, at = _repeated(piece, alternative, at)
            options = {each for each in options if not each[1]} | {
                ((text + more)[:_KNOWN], whole and len(text) + len(more) < _KNOWN)
                for text, goes_on in options
                if goes_on
                for more, whole in piece
            }
        found |= options
    return found


def _repeated(piece: _Options, pattern: str, at: int) -> tuple[_Options, int]:
    """A piece with the quantifier behind it, and where the next piece begins."""
    sign = pattern[at : at + 1]
    if sign not in ("?", "*", "+", "{") or not sign:
        return piece, at
    end = pattern.index("}", at) + 1 if sign == "{" else at + 1
    if sign == "?":
        piece = piece | _NOTHING
    else:
        piece = {(text, False) for text, _ in piece}
        if sign == "*" or pattern[at + 1 : at + 2] in ("0", ","):
            piece |= _NOTHING
    if pattern[end : end + 1] in ("?", "+"):
        end += 1
    return piece, end


def _piece(pattern: str, at: int) -> tuple[_Options, int]:
    """What the piece at a place may begin with, and where it ends."""
    sign = pattern[at]
    if sign == "\\":
        named = pattern[at + 1]
        if named in "bBAZ":
            return _NOTHING, at + 2
        if named == "d":
            return {(digit, True) for digit in _DIGITS}, at + 2
        return ({(named, True)} if not named.isalpha() else _ANYTHING), at + 2
    if sign == "[":
        end = _closing(pattern, at)
        signs = pattern[at + 1 : end]
        plain = len(signs) <= 8 and signs[0] != "^" and "-" not in signs and "\\" not in signs
        return ({(each.lower(), True) for each in signs} if plain else _ANYTHING), end + 1
    if sign == "(":
        end = _closing(pattern, at)
        inside = pattern[at + 1 : end]
        if inside.startswith(("?=", "?!", "?<=", "?<!")):
            return _NOTHING, end + 1
        if inside.startswith("?:"):
            return _walk(inside[2:]), end + 1
        return (_ANYTHING if inside.startswith("?") else _walk(inside)), end + 1
    if sign == ".":
        return _ANYTHING, at + 1
    return (_NOTHING if sign in "^$" else {(sign.lower(), True)}), at + 1


def _closing(pattern: str, at: int) -> int:
    """Where the bracket that opens at a place closes."""
    if pattern[at] == "[":
        end = at + 2
        while pattern[end] != "]":
            end += 2 if pattern[end] == "\\" else 1
        return end
    end = at + 1
    while pattern[end] != ")":
        end = _closing(pattern, end) + 1 if pattern[end] in "([" else end + (2 if pattern[end] == "\\" else 1)
    return end


def _alternatives(pattern: str) -> list[str]:
    """The alternatives of a pattern outside of all brackets."""
    found: list[str] = []
    begin = at = 0
    while at < len(pattern):
        if pattern[at] == "|":
            found.append(pattern[begin:at])
            begin = at + 1
        at = _closing(pattern, at) + 1 if pattern[at] in "([" else at + (2 if pattern[at] == "\\" else 1)
    return [*found, pattern[begin:]]
