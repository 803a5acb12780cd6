"""Microdata of a page into the same nodes as JSON-LD; costs nothing where no element has an itemscope."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, cast

from lxml import etree

from crawler.extract.structured import Node

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_ITEMS = 300
MAX_DEPTH = 60  #: elements between a property and its item
MAX_PROPS = 1_500
MAX_LINKS = 40  #: of a list of keywords
MAX_TEXT = 2_000  #: characters a property keeps; an articleBody is not read from here

_MARKED = etree.XPath("//@itemprop/.. | //@itemscope/..")  #: in half the time of asking every element for both
_ADDRESS = {"a": "href", "link": "href", "area": "href", "img": "src", "audio": "src", "video": "src", "iframe": "src", "source": "src"}
_HIDDEN = frozenset({"script", "style", "noscript", "template", "svg"})
_PROSE = frozenset({"articleBody", "text", "commentText", "reviewBody", "description"})


def read(root: HtmlElement) -> list[Node]:
    """The items of a page in document order, nested ones as values of their parents' properties."""
    items: dict[HtmlElement, Node] = {}
    for element in cast("list[HtmlElement]", _MARKED(root))[:MAX_PROPS]:
        scoped = element.get("itemscope") is not None and len(items) < MAX_ITEMS
        printed = element.get("itemprop")
        # an item comes before its properties: the order is the document's
        owner = next((items[a] for a in islice(element.iterancestors(), MAX_DEPTH) if a in items), None) if printed and items else None
        if scoped:
            kinds = (element.get("itemtype") or "").split()[:5]
            items[element] = Node(
                types=tuple(kind.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] for kind in kinds),
                id=element.get("itemid"),
                source="microdata",
                top=printed is None,
            )
        if owner is None:
            continue
        names = (printed or "").split()[:5]
        value: str | Node = items[element] if scoped else _value(element, names)
        for name in names:
            owner.props.setdefault(name, []).append(value)
            if isinstance(value, Node):
                value.within = name
    return list(items.values())


def _value(element: HtmlElement, names: list[str]) -> str:
    content = element.get("content")
    if content is not None:
        return str(content)[:MAX_TEXT]
    attribute = _ADDRESS.get(element.tag)
    if attribute and element.get(attribute) and not {"author", "name", "creator"}.intersection(names):
        return str(element.get(attribute))[:MAX_TEXT]
    if element.tag in {"time", "data", "meter"}:
        given = element.get("datetime") or element.get("value")
        if given:
            return str(given)[:MAX_TEXT]
    if _PROSE.intersection(names):
        return ""
    if "keywords" in names and len(element) > 1 and (links := element.findall(".//a")):
        return ", ".join(filter(None, (text_of(link) for link in links[:MAX_LINKS])))  # a list of links without commas
    return text_of(element)


def text_of(element: HtmlElement, limit: int = MAX_TEXT) -> str:
    """The text within an element, white space folded, scripts and styles left out, at most ``limit`` characters."""
    if not len(element):
        return " ".join((element.text or "").split())[:limit]
    parts: list[str] = []
    size = 0
    steps = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in steps:
        if event == "start" and node.tag in _HIDDEN:
            steps.skip_subtree()
            continue
        part = node.text if event == "start" else node.tail if node is not element else None
        if part:
            parts.append(part)
            size += len(part)
        if size > 2 * limit:
            break
    return " ".join("".join(parts).split())[:limit]
