"""Credits at the end of a story: author boxes and bios, "Text: …" below it, a name as its signature; the agency at its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.credit_lines import BOX_HEADS, bare_names, credit_inside, opened
from crawler.extract.credit_places import away, candidate
from crawler.normalise import bylines
from crawler.normalise.boilerplate import is_boilerplate
from crawler.normalise.bylines import names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crawler.document import Document
    from crawler.items import Block, Candidate

_SHORT = 260  #: characters of a line that may be a credit
_SIGNING = frozenset({"p", "em", "address"})
_MARKS = ".,:;!?\"'“”„«»()[]…"
_BESIDE = re.compile(r"\s+[/|–—-]\s+|,\s+")
_BUTTON = re.compile(r"(?<=[^\W\d_])\s*(?:Follow|Folgen|Seguir|Suivre)$")
#: "BERLIN (dpa) –": the agency whose story it is
_WIRED = re.compile(r"[^\W\d_][^()\n]{1,60}\((?P<agency>[^()\n]{2,20})\)\s{0,2}[.:]?\s{0,2}[-–—]")


def heads_of_boxes(document: Document) -> Iterator[Candidate]:
    """The name that heads an author box."""
    found = 0
    for block in document.blocks:
        if block.tag in BOX_HEADS and block.region.zone == "bio" and len(block.text) < 60 and found < 4:
            name = _BUTTON.sub("", block.text)
            if bylines.kind(name) == "person":
                found += 1
                yield candidate(name, "visible:box", 0.55)


def below_text(document: Document, anchor: int | None, start: int, story: Sequence[Block] = ()) -> Iterator[Candidate]:
    """Bios, and credit lines below the text: "Text: …", "Autor: …", "Quelle: dpa"; the line under the post on old blogs.

    ``story`` are the blocks of the text where they are known; ``start`` is where the lines at the headline end.
    """
    blocks = document.blocks
    last = None
    for block in blocks[anchor or 0 :]:
        if last is not None and block.index - last > 25:
            break
        if (
            len(block.text) >= 120
            and block.link_chars * 3 < len(block.text)
            and block.region.zone != "bio"
            and not away(block.region, anchor)
        ):
            last = block.index
    if last is None:
        return
    yield from _bios(document, last)
    end = next((b.index for b in reversed(story) if b.kept and b.index >= 0), last)
    seen: set[int] = set()
    for first, stop in ((max(start, last - 4), last + 12), (max(start, end), end + 4)):
        for block in blocks[first:stop]:
            if block.index in seen or len(block.text) > _SHORT or block.region.zone in {"comments", "related"}:
                continue
            seen.add(block.index)
            for line in block.text.split("\n")[:3]:
                if len(line) > 70 and line.endswith((".", "!", "?")):
                    continue
                read = opened(line, block, blocks)
                if block.link_chars >= len(block.text) and read == line:
                    continue
                if bylines.opens(read, document.html_lang):
                    yield candidate(read, "visible:end", 0.55)
                elif inside := credit_inside(line):
                    yield candidate(inside, "visible:posted", 0.5)
    yield from _signature(document, anchor, end, story)


def _bios(document: Document, last: int) -> Iterator[Candidate]:
    """What an author box or the last lines of the text say about somebody who writes."""
    for block in document.blocks[max(0, last - 1) : last + 25]:
        box = block.region.zone == "bio"
        if block.region.zone in {"comments", "related", "nav"} or not (box or block.index <= last + 3):
            continue
        for text in block.text.split("\n")[:3]:
            if 40 <= len(text) <= 1_500 and (name := bylines.from_bio(text, document.html_lang)):
                yield candidate(name, "bio:box" if box else "bio:trailing", 0.65, bio=text)
                return
    # modern themes put the author's card above the headline
    for block in document.blocks[: max(0, last - 1)]:
        text = block.text
        if block.region.zone == "bio" and 40 <= len(text) <= 1_500 and (name := bylines.from_bio(text, document.html_lang)):
            yield candidate(name, "bio:box", 0.6, bio=text)
            return


def _signature(document: Document, anchor: int | None, end: int, story: Sequence[Block]) -> Iterator[Candidate]:
    """A name alone in the line below the story, of nobody whom the story tells of."""
    if not story:
        return
    for block in document.blocks[end : end + 3]:
        name, *titles = _BESIDE.split(block.text.split("\n", 1)[0].lstrip("-–— "))
        if not all(names.is_title(title.casefold().split()) for title in titles):
            continue
        if (
            block.tag not in _SIGNING
            or len(block.text) > 60
            or not bare_names(name, block, document.html_lang)
            or away(block.region, anchor)
            or is_boilerplate(name, position="tail")
        ):
            continue
        told = {word.strip(_MARKS).casefold() for each in story if each.kept and each.index != block.index for word in each.text.split()}
        if not told.intersection(name.casefold().split()):
            yield candidate(name, "visible:signature", 0.4)
            return


def wired(story: Sequence[Block]) -> Iterator[Candidate]:
    """The agency in the dateline of the story."""
    first = next((block.text for block in story if block.kept), "")
    if (found := _WIRED.match(first[:100])) and bylines.kind(found["agency"].split("/")[0]) == "agency":
        yield candidate(found["agency"], "dateline", 0.4, role="agency")
