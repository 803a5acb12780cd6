"""The walk once more, for who asks for it: what stands inside each text block (links, emphasis, breaks) and where players stand.

Repeats the cuts of :mod:`crawler.document.walk`, so that the runs found here are the document's blocks by number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from lxml import etree

from crawler.document.walk import _BLOCK, _BR, _CODES, _LINK, BREAK

if TYPE_CHECKING:
    from collections.abc import Collection

    from crawler.document.model import Document

MAX_DEPTH: Final = 2_000
MAX_PIECES: Final = 50_000  #: of a page; blocks past them are left to be printed without marks
_MARKS: Final = {
    "a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "del": "del", "s": "del", "strike": "del", "sub": "sub", "sup": "sup",
}  # fmt: skip
_PLAYERS: Final = frozenset({"iframe", "amp-iframe", "amp-youtube", "amp-vimeo", "amp-dailymotion"})
_INVISIBLE: Final = str.maketrans("", "", "\u200b\ufeff\u00ad\u2060")
_SPACES: Final = re.compile(r"(\s+)")
_Marks = tuple[tuple[str, str], ...]


class Piece(NamedTuple):
    """A run of text under the same marks, outermost first; a mark is a name and, of a link, its address as printed."""

    text: str
    marks: _Marks = ()


class Player(NamedTuple):
    """An element that embeds something from elsewhere, and the index of the block that it stands in or before."""

    element: Any
    block: int


@dataclass(slots=True)
class Inline:
    """What the second walk found."""

    pieces: dict[int, list[Piece]] = field(default_factory=dict)  #: by index of the text block
    players: list[Player] = field(default_factory=list)  #: in document order, at most 200


def read(document: Document, wanted: Collection[int]) -> Inline:
    """Return the pieces of the wanted blocks and all players of an HTML document; nothing for other documents."""
    found = Inline()
    if document.root is None:
        return found
    count = depth = preformatted = total = 0
    marks: _Marks = ()
    buffer: list[tuple[str, _Marks]] = []

    def flush() -> None:
        nonlocal count, total
        if not buffer:
            return
        for run in _runs(buffer):
            if count in wanted and total + len(run) <= MAX_PIECES:
                found.pieces[count] = run
                total += len(run)
            count += 1
        buffer.clear()

    steps: Any = etree.iterwalk(document.root, events=("start", "end"))
    next(steps, None)  # the root's own start
    for event, element in steps:
        if element is document.root:
            break
        tag = element.tag
        code = _CODES.get(tag, _BLOCK)
        if event == "start":
            depth += 1
            if code <= _LINK:
                if code == _BLOCK:
                    flush()
                    preformatted += tag == "pre"
                name = _MARKS.get(tag) if isinstance(tag, str) else None
                if name is not None:
                    marks += ((name, (element.get("href") or "") if name == "a" else ""),)
                text = element.text
                if text:
                    buffer.append((text.replace("\n", BREAK) if preformatted else text, marks))
                if depth > MAX_DEPTH:
                    steps.skip_subtree()
            else:
                if code == _BR:
                    buffer.append((BREAK, marks))
                elif tag in _PLAYERS and len(found.players) < 200:
                    found.players.append(Player(element, count))
                steps.skip_subtree()
            continue
        depth -= 1
        if code <= _LINK:
            if code == _BLOCK:
                flush()
                preformatted -= tag == "pre"
            if isinstance(tag, str) and tag in _MARKS:
                marks = marks[:-1]
        text = element.tail
        if text:
            buffer.append((text.replace("\n", BREAK) if preformatted else text, marks))
    flush()
    return found


def _runs(buffer: list[tuple[str, _Marks]]) -> list[list[Piece]]:
    """The runs of one flush: white space folded, cut at two breaks in a row, one break kept as a newline."""
    runs: list[list[tuple[list[str], _Marks]]] = []
    run: list[tuple[list[str], _Marks]] = []
    breaks = 0
    space = False
    for text, marks in buffer:
        for part in _SPACES.split(text):
            if not part:
                continue
            if part.isspace():
                breaks += part.count(BREAK)
                space = True
                continue
            word = part if part.isascii() else part.translate(_INVISIBLE)
            if not word:
                continue
            if run and breaks > 1:
                runs.append(run)
                run = []
            elif run and space:
                _add(run, "\n" if breaks else " ", _shared(run[-1][1], marks))
            _add(run, word, marks)
            breaks = 0
            space = False
    if run:
        runs.append(run)
    return [[Piece("".join(parts), marks) for parts, marks in run] for run in runs]


def _add(run: list[tuple[list[str], _Marks]], text: str, marks: _Marks) -> None:
    if run and run[-1][1] == marks:
        run[-1][0].append(text)
    else:
        run.append(([text], marks))


def _shared(one: _Marks, other: _Marks) -> _Marks:
    same = 0
    while same < len(one) and same < len(other) and one[same] == other[same]:
        same += 1
    return one[:same]
