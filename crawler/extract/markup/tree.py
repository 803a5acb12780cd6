"""Sets the kept blocks of a story into the structure that the page prints them in: lists, quotes, tables, preformatted text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from crawler.document import inline
from crawler.document.inline import Piece
from crawler.document.model import fold
from crawler.extract.markup import media
from crawler.normalise.text import gate
from crawler.normalise.urls import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.document import Document
    from crawler.document.model import Region
    from crawler.extract.markup.media import Figure
    from crawler.items import Block, Page

MAX_LINKS: Final = 2_000
MAX_LEVELS: Final = 100  #: of boxes within boxes
_BOXES: Final = frozenset({"blockquote", "ul", "ol", "li", "table", "tr", "td", "th", "pre"})
_LISTS: Final = frozenset({"ul", "ol"})
_CELLS: Final = frozenset({"td", "th"})
_TABLE: Final = _CELLS | {"table", "tr"}
_HOLDERS: Final = frozenset({"ul", "ol", "table", "tr"})  #: boxes of boxes, never of text
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CELL_TEXT: Final = 500  #: characters; longer ones stand in tables that only lay a page out


@dataclass(slots=True)
class Paragraph:
    """A kept block: ``p`` or a heading from ``h2`` on."""

    tag: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """What it says."""
        return "".join([piece.text for piece in self.pieces])


@dataclass(slots=True)
class Box:
    """A list, item, quote, table, row, cell or preformatted text that holds what stands inside."""

    tag: str
    key: Any
    element: Any = None
    children: list[Box | Paragraph | Figure] = field(default_factory=list)


Node = Box | Paragraph | media.Figure
_Chain = tuple[tuple[str, Any, Any], ...]  #: tag, key and element of the boxes around something, outermost first


def build(page: Page, document: Document | None, blocks: Sequence[Block]) -> list[Node]:
    """Return the top of the tree of a page's kept blocks, which say ``article.text`` word for word."""
    assert page.article is not None
    kept = _within([block for block in blocks if block.kept], page.article.text or "")
    whole = Box("", None)
    if document is None or document.root is None:
        for number, block in enumerate(kept):
            chain: _Chain = (("ul", "list", None), ("li", number, None)) if block.tag == "li" else ()
            _place(whole, chain, Paragraph("p", [Piece(block.text)]))
        return whole.children
    told = inline.read(document, {block.index for block in kept})
    pieces = _Pieces(document.base_url)
    boxes = _Boxes(document, kept)
    figures = media.figures(page, document, kept, told.players)
    waiting = sorted(((*boxes.outside(figure.region, figure.block), figure) for figure in figures), key=lambda each: each[0])[::-1]
    for block in kept:
        while waiting and waiting[-1][0] <= block.index:
            _, chain, figure = waiting.pop()
            _place(whole, chain, figure)
        region = document.blocks[block.index].region if block.index >= 0 else None
        _place(whole, boxes.chain(region), Paragraph(_tag(region), pieces.fitting(block, told.pieces.get(block.index))))
    for _, chain, figure in waiting[::-1]:
        _place(whole, chain, figure)
    return whole.children


def _within(kept: list[Block], text: str) -> list[Block]:
    """The blocks that the text holds; of a text that was cut the last one is cut too."""
    left = len(text)
    for number, block in enumerate(kept):
        if len(block.text) > left:
            cut = type(block)(block.text[:left], block.tag, index=block.index)
            return [*kept[:number], *([cut] if left > 0 else [])]
        left -= len(block.text) + 2
    return kept


def _place(whole: Box, chain: _Chain, leaf: Paragraph | Figure) -> None:
    """Put a leaf behind all others, into the boxes of its chain that are still open and new ones for the rest."""
    at = whole
    for tag, key, element in chain:
        last = at.children[-1] if at.children else None
        if not isinstance(last, Box) or last.tag != tag or last.key != key:
            last = Box(tag, key, element)
            at.children.append(last)
        at = last
    at.children.append(leaf)


def _tag(region: Region | None) -> str:
    for _ in range(3):
        if region is None:
            break
        if region.tag in _HEADINGS:
            return "h2" if region.tag == "h1" else region.tag
        region = region.parent
    return "p"


class _Pieces:
    """Makes the marks of pieces fit to be written: links absolute and counted, words as the text gate left them."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.links: dict[str, str | None] = {}
        self.left = MAX_LINKS

    def fitting(self, block: Block, pieces: list[Piece] | None) -> list[Piece]:
        """The pieces of a block, which say its text; one piece without marks where they do not."""
        if not pieces:
            return [Piece(block.text)]
        if "".join([piece.text for piece in pieces]) != block.text:
            pieces = [Piece(gate(piece.text)[0], piece.marks) for piece in pieces]
            if "".join([piece.text for piece in pieces]) != block.text:
                return [Piece(block.text)]
        return [Piece(piece.text, self._marks(piece.marks)) if piece.marks else piece for piece in pieces]

    def _marks(self, marks: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
        found: dict[str, str] = {}
        for name, href in marks:
            if name != "a":
                found[name] = ""
            elif address := self._address(href):
                found[name] = address
        return tuple((name, found[name]) for name in ("a", "strong", "em", "code", "del", "sub", "sup") if name in found)

    def _address(self, href: str) -> str | None:
        if href not in self.links:
            address = None if href.lstrip().startswith("#") or not self.left else join(self.base, href)
            self.left -= address is not None
            self.links[href] = address
        return self.links[href]


class _Boxes:
    """The boxes around each block; tables that only lay the page out, and boxes around the whole story, are none."""

    def __init__(self, document: Document, kept: Sequence[Block]) -> None:
        self.memo: dict[int, _Chain] = {}
        regions = [document.blocks[block.index].region if block.index >= 0 else None for block in kept]
        chains = [self._raw(region) for region in regions]
        around: dict[int, int] = {}
        self.first: dict[int, int] = {}  #: the first kept block of each box
        for block, chain in zip(kept, chains, strict=True):
            for tag, key, _ in chain:
                if tag not in _TABLE:
                    around[key] = around.get(key, 0) + 1
                self.first.setdefault(key, block.index)
        self.none = {key for key, count in around.items() if count == len(kept) > 2} | _layouts(kept, chains)

    def chain(self, region: Region | None) -> _Chain:
        """The boxes around a block, each in one that may hold it."""
        found: list[tuple[str, Any, Any]] = []
        raw = [box for box in self._raw(region) if box[1] not in self.none]
        for number, (tag, key, element) in enumerate(raw):
            above = found[-1][0] if found else ""
            if tag in _LISTS:
                if number + 1 < len(raw) and raw[number + 1][0] == "li":
                    found.append((tag, key, element))
            elif tag == "li":
                if above not in _LISTS:
                    found.append(("ul", ("list", element.getparent()), None))
                found.append((tag, key, element))
            elif tag == "pre":
                found.append((tag, key, element))
                break
            elif (tag != "tr" or above == "table") and (tag not in _CELLS or above == "tr"):
                found.append((tag, key, element))
        while found and found[-1][0] in _HOLDERS:
            found.pop()
        return tuple(found)

    def outside(self, region: Region, block: int) -> tuple[int, _Chain]:
        """Where a figure goes: no table, list without item or preformatted text holds one."""
        found: list[tuple[str, Any, Any]] = []
        for tag, key, element in self.chain(region):
            if tag in {"table", "pre"}:
                return min(block, self.first.get(key, block)), tuple(found)
            found.append((tag, key, element))
        return block, tuple(found)

    def _raw(self, region: Region | None) -> _Chain:
        """The boxes around a region as printed."""
        above: list[Region] = []
        at = region
        while at is not None and id(at) not in self.memo:
            above.append(at)
            at = at.parent
        chain = self.memo[id(at)] if at is not None else ()
        for at in reversed(above):
            tag = "ul" if at.tag in {"menu", "dir"} else at.tag
            if tag in _BOXES and len(chain) < MAX_LEVELS:
                chain = (*chain, (tag, id(at), at.element))
            self.memo[id(at)] = chain
        return chain


def _layouts(kept: Sequence[Block], chains: Sequence[_Chain]) -> set[Any]:
    """The tables, with their rows and cells, that hold no data: one column, or cells of several paragraphs, or tables in them."""
    cells: dict[Any, dict[Any, int]] = {}  # by table: how many blocks each cell holds
    rows: dict[Any, dict[Any, set[Any]]] = {}  # by table: the cells of each row
    parts: dict[Any, set[Any]] = {}
    none: set[Any] = set()
    for block, chain in zip(kept, chains, strict=True):
        inside = [box for box in chain if box[0] in _TABLE]
        table = None
        for number, (tag, key, _) in enumerate(inside):
            if tag == "table":
                if table is not None:
                    none.add(table)
                table = key
                below = inside[number + 1 : number + 3]
                if len(below) == 2 and below[0][0] == "tr" and below[1][0] in _CELLS:
                    row, cell = below[0][1], below[1][1]
                    held = cells.setdefault(key, {})
                    held[cell] = held.get(cell, 0) + 1
                    rows.setdefault(key, {}).setdefault(row, set()).add(cell)
                else:
                    none.add(key)
            elif table is None:
                none.add(key)
            if table is not None:
                parts.setdefault(table, set()).add(key)
        if table is not None and len(block.text) > _CELL_TEXT:
            none.add(table)
    for table, held in cells.items():
        if max(held.values()) > 3 or len(held) < 2 or max(len(row) for row in rows[table].values()) < 2:
            none.add(table)
    for table in list(none):
        none |= parts.get(table, set())
    return none


def raw_text(box: Box) -> str:
    """The words of a preformatted box: as the page prints them where all of it was kept."""
    said = "\n\n".join([child.text for child in box.children if isinstance(child, Paragraph)])
    if box.element is None:
        return said
    printed = "".join(box.element.itertext()).replace("\r\n", "\n")
    lines = [line.rstrip() for line in printed.split("\n")]
    if [line for line in map(fold, lines) if line] != [line for line in said.split("\n") if line]:
        return said
    while lines and not lines[0]:
        del lines[0]
    return "\n".join(lines).rstrip()
