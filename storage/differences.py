"""Compares two readings field by field, and two texts paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_PARAGRAPHS: Final = 1_500  # of a side that are compared one with another; comparing costs their product
_WORDS: Final = 1_500  # of a side that are compared one with another
_ALIKE: Final = 0.4  # what two paragraphs share at least when one is taken for a rewriting of the other
_WORD: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|\w+|\s+|[^\w\s]")

Span = tuple[str, bool]  #: a piece of a line, and whether it differs


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a comparison: ``sign`` is ``-`` (gone), ``+`` (new), a blank (as before) or ``…`` (so many left out)."""

    sign: str
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The paragraph as one string."""
        return "".join(piece for piece, _ in self.spans)


def fields(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return ``{field, before, after}`` for each field that differs, by name."""
    names = sorted({*before, *after})
    return [{"field": name, "before": before.get(name), "after": after.get(name)} for name in names if before.get(name) != after.get(name)]


def lines(before: Sequence[str], after: Sequence[str], context: int = 1) -> list[Line]:
    """Return how the paragraphs of one text become those of another, with ``context`` unchanged ones around each change."""
    found = list(_lines(before, after))
    shown = [False] * len(found)
    for place, line in enumerate(found):
        if line.sign != " ":
            for near in range(max(0, place - context), min(len(found), place + context + 1)):
                shown[near] = True
    result: list[Line] = []
    left_out = 0
    for line, is_shown in zip(found, shown, strict=True):
        if not is_shown:
            left_out += 1
            continue
        if left_out:
            result.append(_left_out(left_out))
            left_out = 0
        result.append(line)
    return [*result, _left_out(left_out)] if left_out else result


def _left_out(number: int) -> Line:
    return Line("…", ((f"{number} unchanged", False),))


def _lines(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Yield every line; what both begin and end with is found first, since the rest is compared each with each."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    yield from (_whole(" ", line) for line in before[:start])
    yield from _changed(before[start : len(before) - end], after[start : len(after) - end])
    yield from (_whole(" ", line) for line in before[len(before) - end :])


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    if max(len(before), len(after)) > _PARAGRAPHS:
        yield from (_whole("-", line) for line in before)
        yield from (_whole("+", line) for line in after)
        return
    for kind, first, last, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (_whole(" ", line) for line in before[first:last])
        elif kind == "replace" and last - first == stop - begin:
            for old, new in zip(before[first:last], after[begin:stop], strict=True):
                yield from words(old, new)
        else:
            yield from (_whole("-", line) for line in before[first:last])
            yield from (_whole("+", line) for line in after[begin:stop])


def words(before: str, after: str) -> tuple[Line, Line]:
    """Return one paragraph as it was and as it is, the words that differ marked; all of it where the two have little in common."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    if max(len(old), len(new)) > _WORDS:
        return _whole("-", before), _whole("+", after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return _whole("-", before), _whole("+", after)
    gone: list[Span] = []
    come: list[Span] = []
    for kind, first, last, begin, stop in matcher.get_opcodes():
        gone.append(("".join(old[first:last]), kind != "equal"))
        come.append(("".join(new[begin:stop]), kind != "equal"))
    return Line("-", tuple(span for span in gone if span[0])), Line("+", tuple(span for span in come if span[0]))


def _whole(sign: str, text: str) -> Line:
    return Line(sign, ((text, sign != " "),))
