"""Tags with thousands of attributes, cut before the parser sees them: libxml2 compares every attribute with every other.

300,000 distinct attributes in one tag took it four minutes. Ordinary pages must not pay for that, so a page is looked at
in samples first: does a window of it read as the inside of one tag, full of attributes and without an end?
"""

from __future__ import annotations

import re

MAX_ATTRIBUTES = 500  #: in one tag
_WINDOW = 4_096  #: characters of a sample
_STEP = 12_288  #: characters between samples; a tag that fits between two of them does no harm in a page under _SMALL
_SMALL = 1_000_000  #: characters; larger pages are read tag by tag
_CROWDED = 100  #: words in a sample; a value such as an inlined picture has few
# the inside of a tag as HTML reads it: a quotation mark opens a value only after an equals sign
_INSIDE = r"""(?:[^>=]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)|\Z))*+"""
# names of attributes are plain words, which programs and texts are not: most samples of those end after a few characters
_REST = re.compile(r"""(?:[^<>="'(){};]++|=\s*+(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+|(?=>)|\Z))*+""")
_TAGS = re.compile(
    r"<(?:!--(?:[^-]++|-(?!->))*+|(?i:(script|style|textarea|title))\b[^>]*+>(?:[^<]++|<(?!/(?i:\1)))*+|[a-zA-Z]" + _INSIDE + ")"
)
_ATTRIBUTE = re.compile(r"""(?<=[\s/"'])[^\s=>"'/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?""")


def shorten_tags(text: str) -> str:
    """Return ``text`` with the attributes of each tag cut off after the first 500: the same object where none was cut."""
    if len(text) < 2 * _WINDOW or (len(text) < _SMALL and not _suspicious(text)):
        return text
    kept: list[str] = []
    done = 0
    for match in _TAGS.finditer(text):
        start, end = match.span()
        if end - start < 2 * MAX_ATTRIBUTES or match.group(1) or text.startswith("<!", start):
            continue
        for n, attribute in enumerate(_ATTRIBUTE.finditer(match.group()), 1):
            if n > MAX_ATTRIBUTES:
                kept.append(text[done : start + attribute.start()])
                done = end
                break
    return "".join((*kept, text[done:])) if kept else text


def _suspicious(text: str) -> bool:
    """Tell whether some sample reads as the inside of a tag that neither began nor ends there, and holds many attributes."""
    at, last = _WINDOW, len(text) - _WINDOW
    find, inside = text.find, _REST.match
    while at < last:
        end = at + _WINDOW
        # the sample may begin between two attributes, or inside a value in either kind of quotation marks
        for start in (at, find('"', at, end) + 1, find("'", at, end) + 1):
            if start and inside(text, start, end).end() >= end and len(text[start:end].split(None, _CROWDED)) >= _CROWDED:  # type: ignore[union-attr]  # it matches the empty string
                return True
        at += _STEP
    return False
