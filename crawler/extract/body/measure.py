"""How much a block of text reads like a paragraph of a story."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawler.document.model import TextBlock

ENDS = frozenset(".!?…。！？．｡।؟:;\"'”“’»«)」』）】】：；")  #: characters that a sentence may end with, closing marks included
_STOPS = frozenset(".!?…。！？．｡।؟")


def units(text: str) -> int:
    """The length of a text in bytes of UTF-8: a Chinese character then weighs about as much as its share of an English word."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))


def is_sentence(text: str) -> bool:
    """Whether the text ends as a sentence does."""
    if not text:
        return False
    return text[-1] in _STOPS or (text[-1] in ENDS and len(text) > 2 and (text[-2] in _STOPS or len(text) > 40))


def masses(blocks: list[TextBlock]) -> list[int]:
    """The mass of each block. Most blocks of a page are short or all link, which is told without a call."""
    found = []
    for block in blocks:
        text = block.text
        size = len(text)
        if size < 20:
            found.append(0 if size <= 8 or text.isascii() else mass(block))
        else:
            found.append(mass(block) if block.link_chars * 2 <= size else 0)
    return found


def mass(block: TextBlock) -> int:
    """How much prose a block holds, in units: nothing for labels, menus and lists of links."""
    text = block.text
    size = len(text)
    if size < 20:
        return units(text) // 2 if size > 8 and not text.isascii() and is_sentence(text) and not block.link_chars else 0
    if block.link_chars:
        if block.link_chars * 2 > size:
            return 0
        weight = units(text) * (size - block.link_chars) // size
    else:
        weight = units(text)
    if weight < 40:
        return weight // 2 if is_sentence(text) else 0
    tag = block.tag
    if is_sentence(text):
        return weight if tag == "p" or weight > 80 else weight // 2
    if weight > 200:
        return weight
    return weight // 3 if tag in ("p", "blockquote", "div", "td") and weight > 80 else weight // 8
