"""Writes a story's tree as clean HTML."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from crawler.extract.markup.media import Figure
from crawler.extract.markup.tree import Box, Paragraph, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.document.inline import Piece
    from crawler.extract.markup.tree import Node


def write(nodes: Iterable[Node]) -> str:
    """Return the HTML of the nodes, a block-level element a line."""
    return "\n".join([_node(node) for node in nodes])


def _node(node: Node) -> str:
    if isinstance(node, Figure):
        return _figure(node)
    if isinstance(node, Paragraph):
        return f"<{node.tag}>{spans(node.pieces)}</{node.tag}>"
    if node.tag == "pre":
        return f"<pre>\n{escape(raw_text(node), quote=False)}</pre>"
    if node.tag == "table":
        return "<table>\n" + "\n".join([_row(row) for row in node.children if isinstance(row, Box)]) + "\n</table>"
    if node.tag == "li":
        return _item(node)
    return f"<{node.tag}>\n{write(node.children)}\n</{node.tag}>"


def _item(node: Box) -> str:
    """An item whose only words stand first needs no paragraph around them."""
    first, rest = node.children[0], node.children[1:]
    if isinstance(first, Paragraph) and first.tag == "p" and all(isinstance(child, Box) for child in rest):
        inside = spans(first.pieces) + ("\n" + write(rest) + "\n" if rest else "")
        return f"<li>{inside}</li>"
    return f"<li>\n{write(node.children)}\n</li>"


def cells(row: Box) -> list[Box]:
    """The cells of a row in order, also those of which nothing was kept."""
    known = {id(cell.element): cell for cell in row.children if isinstance(cell, Box)}
    if row.element is None:
        return list(known.values())
    return [known.get(id(cell)) or Box(cell.tag, None) for cell in row.element if cell.tag in ("td", "th")]


def _row(row: Box) -> str:
    inside = []
    for cell in cells(row):
        only = cell.children[0] if len(cell.children) == 1 else None
        words = spans(only.pieces) if isinstance(only, Paragraph) and only.tag == "p" else write(cell.children)
        inside.append(f"<{cell.tag}>{words}</{cell.tag}>")
    return f"<tr>{''.join(inside)}</tr>"


def _figure(figure: Figure) -> str:
    address = escape(figure.url)
    if figure.embedded:
        return f'<figure><a href="{address}">{escape(figure.url, quote=False)}</a></figure>'
    words = " ".join([escape(text, quote=False) for text in (figure.caption, figure.credit and f"({figure.credit})") if text])
    below = f"<figcaption>{words}</figcaption>" if words else ""
    return f'<figure><img src="{address}" alt="{escape(figure.alt)}">{below}</figure>'


def spans(pieces: Iterable[Piece]) -> str:
    """The HTML of the pieces of one paragraph; marks that several share are opened once."""
    parts: list[str] = []
    open_marks: list[tuple[str, str]] = []
    for piece in pieces:
        same = 0
        while same < len(open_marks) and same < len(piece.marks) and open_marks[same] == piece.marks[same]:
            same += 1
        while len(open_marks) > same:
            parts.append(f"</{open_marks.pop()[0]}>")
        for mark in piece.marks[same:]:
            parts.append(f'<a href="{escape(mark[1])}">' if mark[0] == "a" else f"<{mark[0]}>")
            open_marks.append(mark)
        parts.append(escape(piece.text, quote=False).replace("\n", "<br>\n"))
    while open_marks:
        parts.append(f"</{open_marks.pop()[0]}>")
    return "".join(parts)
