"""URL patterns of a profile: regular expressions whose worst case is bounded before they are ever used."""

from __future__ import annotations

import re
from re import _constants as ops  # type: ignore[attr-defined]  # the parser's own vocabulary has no stub
from re import _parser  # type: ignore[attr-defined]
from typing import Any

LONGEST = 500  #: characters of one pattern
AMBIGUOUS = 2  #: unbounded repeats that may match the same run of characters; the cost of a failed match is its power
WIDE = 64  #: a bounded repeat counts as unbounded from here on
TURNS = 3  #: a group that may match in several ways may be repeated this often
REPEATS = 12  #: repeats of one pattern; each optional part may double the work
_REPEATING = (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT)
_ALPHABET = "".join(map(chr, range(32, 127))) + "é中"


def compile_pattern(source: str) -> re.Pattern[str]:
    """Return the compiled pattern, to be used with ``search`` on a whole URL.

    Raises ``ValueError`` for a pattern that is malformed, longer than 500 characters, or whose failed match on a URL
    of 2,048 characters could take longer than a square of its length: a repeat within a repeat over the same
    characters, a back-reference, or three repeats that can share one run.
    """
    if len(source) > LONGEST:
        raise ValueError(f"pattern longer than {LONGEST} characters")
    try:
        compiled = re.compile(source)
        tree = _parser.parse(source)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"not a regular expression: {error}") from None
    if _repeats(tree) > REPEATS:
        raise ValueError(f"pattern with more than {REPEATS} repeats")
    if _ambiguity(tree) > AMBIGUOUS:
        raise ValueError("pattern may take exponential or cubic time: let its repeats match different characters")
    return compiled


def _ambiguity(tree: Any) -> int:
    """How many unbounded repeats of one path through the tree may match the same run; 99 for a nested one."""
    best = run = 0
    before: set[str] = set()
    for op, arg in tree:
        if op in _REPEATING:
            low, high, body = arg
            inner = _ambiguity(body)
            letters = _letters(body)
            if high > TURNS and _varies(body) and not _fenced(body):
                return 99
            if high > WIDE:
                run = run + 1 if before & letters else 1
                before = letters
                best = max(best, run, inner)
            else:
                best = max(best, inner * max(1, high if inner else 1))
                if low and not before >= letters:
                    before, run = set(), 0
        elif op is ops.BRANCH:
            inner = max(map(_ambiguity, arg[1]), default=0)
            best = max(best, run + inner if inner else run)
            if inner:
                run, before = run + inner, set(_ALPHABET)
        elif op is ops.SUBPATTERN:
            inner = _ambiguity(arg[3])
            best = max(best, run + inner if inner else run)
            if inner:
                run, before = run + inner, before | _letters(arg[3])
            elif not before >= _letters(arg[3]):
                before, run = set(), 0
        elif op is ops.ATOMIC_GROUP:
            best = max(best, _ambiguity(arg))
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            best = max(best, run + _ambiguity(arg[1]))
        elif op in (ops.GROUPREF, ops.GROUPREF_EXISTS):
            return 99
        elif op is not ops.AT and not before & _letters([(op, arg)]):
            before, run = set(), 0  # a character that the repeat before cannot match ends the ambiguity
    return best


def _varies(tree: Any) -> bool:
    """Whether a part of a pattern may match one text in several ways, or texts of several lengths."""
    for op, arg in tree:
        if op in _REPEATING and (arg[0] != arg[1] or _varies(arg[2])):
            return True
        if op is ops.BRANCH:
            firsts = [_letters(list(path)[:1]) for path in arg[1]]
            if any(map(_varies, arg[1])) or not all(firsts) or sum(map(len, firsts)) > len(set().union(*firsts)):
                return True
        if op is ops.SUBPATTERN and _varies(arg[3]):
            return True
        if op is ops.ATOMIC_GROUP and _varies(arg):
            return True
    return False


def _fenced(body: Any) -> bool:
    """Whether each turn of a repeated group starts or ends with a character that the rest of it cannot match."""
    items = list(body)
    while len(items) == 1 and items[0][0] is ops.SUBPATTERN:
        items = list(items[0][1][3])
    if _ambiguity(items) > 1 or len(items) < 2:
        return False
    ends = ((items[:1], items[1:]), (items[-1:], items[:-1]))
    return any(fence[0][0] in (ops.LITERAL, ops.IN) and not _letters(fence) & _letters(rest) for fence, rest in ends)


def _repeats(tree: Any) -> int:
    """How many repeats of varying length a pattern holds."""
    count = 0
    for op, arg in tree:
        if op in _REPEATING:
            count += (arg[0] != arg[1]) + _repeats(arg[2]) * min(arg[1], TURNS)
        elif op is ops.BRANCH:
            count += sum(map(_repeats, arg[1]))
        elif op is ops.SUBPATTERN:
            count += _repeats(arg[3])
        elif op in (ops.ASSERT, ops.ASSERT_NOT):
            count += _repeats(arg[1])
    return count


def _letters(tree: Any) -> set[str]:
    """The printable characters that some part of the tree can match."""
    found: set[str] = set()
    for op, arg in tree:
        if op is ops.LITERAL:
            found.add(chr(arg))
        elif op is ops.NOT_LITERAL:
            found |= set(_ALPHABET) - {chr(arg)}
        elif op is ops.ANY:
            found |= set(_ALPHABET)
        elif op is ops.IN:
            found |= _class(arg)
        elif op is ops.BRANCH:
            for path in arg[1]:
                found |= _letters(path)
        elif op is ops.SUBPATTERN:
            found |= _letters(arg[3])
        elif op in _REPEATING:
            found |= _letters(arg[2])
        elif op is ops.ATOMIC_GROUP:
            found |= _letters(arg)
    return found


def _class(items: Any) -> set[str]:
    found: set[str] = set()
    negated = False
    for op, arg in items:
        if op is ops.NEGATE:
            negated = True
        elif op is ops.LITERAL:
            found.add(chr(arg))
        elif op is ops.RANGE:
            found |= {c for c in _ALPHABET if arg[0] <= ord(c) <= arg[1]}
        elif op is ops.CATEGORY:
            found |= _category(arg)
    return set(_ALPHABET) - found if negated else found


def _category(name: Any) -> set[str]:
    if name is ops.CATEGORY_DIGIT:
        return {c for c in _ALPHABET if c.isdigit()}
    if name is ops.CATEGORY_SPACE:
        return {c for c in _ALPHABET if c.isspace()}
    if name is ops.CATEGORY_WORD:
        return {c for c in _ALPHABET if c.isalnum() or c == "_"}
    opposites = {
        ops.CATEGORY_NOT_DIGIT: ops.CATEGORY_DIGIT,
        ops.CATEGORY_NOT_SPACE: ops.CATEGORY_SPACE,
        ops.CATEGORY_NOT_WORD: ops.CATEGORY_WORD,
    }
    return set(_ALPHABET) - _category(opposites[name]) if name in opposites else set(_ALPHABET)
