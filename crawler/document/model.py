"""What a parsed document offers to discovery and extraction: plain lists made in one walk over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from lxml.etree import iterwalk
from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from crawler.items import Issue

_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")


def fold(text: str) -> str:
    """Fold all white space, no-break included, to single spaces, drop zero-width characters, trim."""
    # four looks for one character each cost less than one regular expression
    if not text.isascii() and ("\u00ad" in text or "\u200b" in text or "\ufeff" in text or "\u2060" in text):
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def text_inside(element: _Element, limit: int, glue: str = "") -> str:
    """Return the folded text inside an element, its parts joined by ``glue``, at most ``limit`` characters of at most 100 parts.

    What only programs read (scripts, styles, templates) is no text.
    """
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(str(part))
        size += len(part)
        if size > limit or len(parts) > 100:
            break
    text = glue.join(parts)
    if "{" in text or "=" in text:  # signs of code: without them a second look would find none
        text = glue.join(_read_parts(element, limit))
    return fold(text)[:limit]


_CODE = frozenset({"script", "style", "template"})


def _read_parts(element: _Element, limit: int) -> Iterator[str]:
    """The parts of an element's text outside of code."""
    size = count = 0
    steps = iterwalk(element, events=("start", "end", "comment"))
    for event, node in steps:
        if event == "start" and node.tag in _CODE and node is not element:
            steps.skip_subtree()
            continue
        part = node.text if event == "start" else node.tail if node is not element else None
        if not part:
            continue
        yield part
        size += len(part)
        count += 1
        if size > limit or count > 100:
            return


DocumentKind = Literal["html", "text", "json", "xml", "icalendar"]


# A page has some 800 of the objects below: as structs they cost half of what plain objects do to make, and nothing to the
# garbage collector, since none of them can be part of a cycle. They are compared and hashed by identity.


class Region(Struct, gc=False, eq=False):
    """A block-level element that holds other blocks: one node of the tree of containers.

    ``zone`` is inherited: the nearest ancestor-or-self that says what this part of the page is for (``nav``, ``header``,
    ``footer``, ``aside``, ``comments``, ``related``, ``figure``, ``bio``, ``share``, ``subscribe``, ``cookie``, ``ad``,
    ``form``), or ``""``.
    """

    index: int
    element: Any  #: None in a plain text
    tag: str
    tokens: str  #: class, id, role and itemprop, lower-cased, apart by spaces
    parent: Region | None
    zone: str
    hidden: bool  #: ``hidden``, ``display:none`` or ``noscript`` here or above
    depth: int  #: 0: the root
    first_block: int  #: index of the first block inside
    last_block: int  #: index after the last block inside

    def __repr__(self) -> str:
        return f"<Region {self.tag} {self.tokens!r} zone={self.zone!r}>"


class TextBlock(Struct, gc=False, eq=False):
    """A run of visible text between two block boundaries, white space folded, a single ``<br>`` as a newline."""

    index: int
    tag: str  #: the nearest block-level tag: ``p``, ``h1`` … ``li``, ``td``, ``div`` …
    text: str
    element: Any  #: None in a plain text
    region: Region  #: the region of ``element`` itself
    link_chars: int  #: characters inside links
    links: int
    bold_chars: int

    def __repr__(self) -> str:
        return f"<TextBlock {self.index} {self.tag} {self.text[:60]!r}>"


class Anchor(Struct, gc=False, eq=False):
    """An ``<a href>`` as printed."""

    href: str
    rel: str  #: lower-cased, as printed
    element: Any
    region: Region
    block: int  #: index of the text block that it stands in or before
    _text: str | None = None  # None: read when first asked for

    @property
    def text(self) -> str:
        """The text inside, white space folded, at most 200 characters."""
        if self._text is None:
            element = self.element
            self._text = (text_inside(element, 1_000) if len(element) else fold(element.text or ""))[:200]
        return self._text

    def __repr__(self) -> str:
        return f"<Anchor {self.href!r} {self.text!r}>"


class LinkTag(Struct, gc=False):
    """A ``<link>`` of the head (or of a broken page's body) that leads elsewhere or tells of the page: no style sheet, no icon."""

    rel: str  #: lower-cased, as printed
    href: str
    hreflang: str = ""
    type: str = ""
    title: str = ""


class Mark(Struct, gc=False, eq=False):
    """An element whose class, id, itemprop or rel names a credit, date, caption or label."""

    element: Any
    tokens: str
    region: Region
    block: int  #: index of the first text block at or after its start
    _text: str | None = None

    @property
    def text(self) -> str:
        """All text inside, elements apart by a space, white space folded, at most 1,000 characters; read when first asked for."""
        if self._text is None:
            self._text = text_inside(self.element, 1_000, " ")
        return self._text

    def __repr__(self) -> str:
        return f"<Mark {self.tokens!r} {self.text[:60]!r}>"


class TimeTag(Struct, gc=False, eq=False):
    """A ``<time>`` element."""

    datetime: str  #: the attribute, may be empty
    text: str
    element: Any
    region: Region
    block: int


class ImageTag(Struct, gc=False, eq=False):
    """An ``<img>`` (or ``<amp-img>``) with the places where lazy loaders keep its address."""

    src: str
    alt: str
    element: Any
    region: Region
    block: int


@dataclass(slots=True)
class Document:
    """A parsed body. Lists are in document order and bounded; see :mod:`crawler.document.walk` for the bounds."""

    kind: DocumentKind
    url: str
    base_url: str
    charset: str
    charset_rule: str  #: ``bom``, ``header``, ``meta``, ``utf-8``, ``site`` or ``fallback``
    root: _Element | None = None
    text: str = ""  #: decoded body of kinds other than html
    html_lang: str | None = None
    html_dir: str | None = None
    html_tokens: str = ""  #: attributes of <html> and <body> that name a generator or theme (``amp``, ``⚡``, body classes)
    title: str | None = None
    metas: dict[str, list[str]] = field(default_factory=dict)
    link_tags: list[LinkTag] = field(default_factory=list)
    ld_json: list[str] = field(default_factory=list)
    data_scripts: list[tuple[str, str]] = field(default_factory=list)
    has_microdata: bool = False
    anchors: list[Anchor] = field(default_factory=list)
    images: list[ImageTag] = field(default_factory=list)
    times: list[TimeTag] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    blocks: list[TextBlock] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    def meta(self, *names: str) -> str | None:
        """Return the first non-empty content of the first of these lower-cased meta names that has one."""
        for name in names:
            for content in self.metas.get(name, ()):
                if content:
                    return content
        return None
