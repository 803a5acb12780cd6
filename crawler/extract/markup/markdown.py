"""Writes a story's tree as Markdown: CommonMark with the tables and strikethrough of GitHub."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby
from typing import TYPE_CHECKING, Final

from crawler.extract.markup.html import cells
from crawler.extract.markup.media import Figure
from crawler.extract.markup.tree import Box, Paragraph, raw_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crawler.document.inline import Piece
    from crawler.extract.markup.tree import Node

_SPECIAL: Final = re.compile(r"([\\`*\[\]<~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w{1,40};))")
_AT_START: Final = re.compile(r"^([ \t]*)(?:([#>+=|-])|(\d{1,9})([.)]))", re.MULTILINE)
_TICKS: Final = re.compile(r"`+")
_IN_ADDRESS: Final = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\\": "%5C", "`": "%60"})
_BARE_MARK: Final = re.compile(r"(?<!\\)(?:\\\\)*!\Z")  #: an exclamation mark at the end that no backslash escapes
_SIGNS: Final = {"strong": "**", "em": "*", "del": "~~"}


def write(nodes: Iterable[Node]) -> str:
    """Return the Markdown of the nodes, a blank line between two of them."""
    blocks: list[str] = []
    before: Node | None = None
    for node in nodes:
        if isinstance(node, Box) and isinstance(before, Box) and node.tag == before.tag and node.tag in {"ul", "ol", "blockquote"}:
            blocks.append("<!-- -->")  # two lists or quotes in a row would be read as one
        blocks.append(_node(node))
        before = node
    return "\n\n".join(blocks)


def _node(node: Node) -> str:
    if isinstance(node, Figure):
        return _figure(node)
    if isinstance(node, Paragraph):
        if node.tag == "p":
            return _lines(spans(node.pieces), "  \n")
        return "#" * int(node.tag[1]) + " " + _lines(spans(node.pieces), " ")
    if node.tag == "pre":
        text = raw_text(node)
        fence = "`" * max(3, 1 + max(map(len, _TICKS.findall(text)), default=0))
        return f"{fence}\n{text}\n{fence}"
    if node.tag == "table":
        return _table(node)
    if node.tag == "blockquote":
        return _indented(write(node.children), "> ", "> ")
    return "\n".join([_item(item, f"{number}. " if node.tag == "ol" else "- ") for number, item in enumerate(node.children, 1)])


def _item(item: Node, sign: str) -> str:
    inside = write(item.children) if isinstance(item, Box) else _node(item)
    return _indented(inside, sign, " " * len(sign))


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *((rest + line).rstrip() if line or rest.strip() else "" for line in lines[1:])])


def _table(table: Box) -> str:
    rows = [cells(row) for row in table.children if isinstance(row, Box)]
    width = max(len(row) for row in rows)
    printed = [[_cell(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
    if not _is_head(rows):
        printed.insert(0, [""] * width)
    printed.insert(1, ["---"] * width)
    return "\n".join(["| " + " | ".join(row) + " |" for row in printed])


def _is_head(rows: list[list[Box]]) -> bool:
    """Whether the first row names the columns: by its tags, or all in bold above other rows; a corner may be empty."""
    said = [(cell.tag, pieces) for cell in rows[0] if (pieces := [piece for paragraph in _paragraphs(cell) for piece in paragraph.pieces])]
    if not said or all(tag == "th" for tag, _ in said):
        return bool(said)
    bold = all(("strong", "") in piece.marks for _, pieces in said for piece in pieces if piece.text.strip())
    return bold and len(said) > 1 and len(rows) > 1


def _cell(cell: Box) -> str:
    return "<br>".join([spans(paragraph.pieces).replace("|", "\\|").replace("\n", "<br>") for paragraph in _paragraphs(cell)])


def _paragraphs(box: Box) -> list[Paragraph]:
    found: list[Paragraph] = []
    for child in box.children:
        if isinstance(child, Paragraph):
            found.append(child)
        elif isinstance(child, Box):
            found += _paragraphs(child)
    return found


def _figure(figure: Figure) -> str:
    if figure.embedded:
        return f"<{figure.url.translate({60: '%3C', 62: '%3E', 32: '%20'})}>"
    words = " ".join([_escaped(" ".join(text.split())) for text in (figure.caption, figure.credit and f"({figure.credit})") if text])
    picture = f"![{_escaped(figure.alt)}]({_address(figure.url)})"
    return f"{picture}  \n{_lines(words, ' ')}" if words else picture


def _lines(text: str, glue: str) -> str:
    """Lines of a paragraph, of which none begins like a list, a heading or a rule."""
    safe = _AT_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[2] else f"{m[1]}{m[3]}\\{m[4]}", text)
    return safe.replace("\n", glue)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _address(url: str) -> str:
    return url.translate(_IN_ADDRESS)


def spans(pieces: Sequence[Piece]) -> str:
    """The Markdown of the pieces of one paragraph; a sign that would not be read as one is left out."""
    whole = "".join([piece.text for piece in pieces])
    parts: list[str] = []
    at = 0
    for link, group in groupby(pieces, key=lambda piece: next((mark[1] for mark in piece.marks if mark[0] == "a"), "")):
        inside: list[str] = []
        held = list(group)
        start, end = at, at + sum([len(piece.text) for piece in held])
        ended = start  # where the last sign closed
        for piece in held:
            after = at + len(piece.text)
            before_sign = "[" if link and at == start else whole[at - 1 : at]
            after_sign = "]" if link and after == end else whole[after : after + 1]
            signed = _signed(piece, before_sign, after_sign, glued=inside != [] and ended == at)
            if signed.lstrip()[:1] in {"*", "~", "`"}:
                ended = after
            inside.append(signed)
            at = after
        text = "".join(inside)
        parts.append(f"[{text}]({_address(link)})" if link else text)
    return _bangs(parts)


def _bangs(parts: list[str]) -> str:
    """The parts joined; an exclamation mark before a link would make a picture of it."""
    joined: list[str] = []
    for part in parts:
        if part.startswith("[") and joined and _BARE_MARK.search(joined[-1]):
            joined[-1] = joined[-1][:-1] + "\\!"
        joined.append(part)
    return "".join(joined)


def _signed(piece: Piece, before: str, after: str, *, glued: bool) -> str:
    """A piece between the signs of its marks."""
    names = {name for name, _ in piece.marks}
    text = piece.text
    if "code" in names and "\n" not in text and "`" not in text and not glued and before != "`" and after != "`":
        return f"`{text}`"
    signs = "".join([_SIGNS[name] for name in ("del", "strong", "em") if name in names])
    core = text.strip()
    said = _escaped(core if signs else text)
    for name in ("sub", "sup"):
        if name in names:
            said = f"<{name}>{said}</{name}>"
    if not signs:
        return said
    if not core:
        return text
    head, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    if (glued and not head) or not _open(head or before, core[:1]) or not _open(tail or after, core[-1:]):
        return head + said + tail
    return f"{head}{signs}{said}{signs[::-1]}{tail}"


def _open(outside: str, inside: str) -> bool:
    """Whether a sign between the two characters is read as one: punctuation within needs a space or punctuation without."""
    return not _punctuation(inside) or not outside or outside.isspace() or _punctuation(outside)


def _punctuation(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" if character else False
