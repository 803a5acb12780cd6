"""What a parsed document offers to discovery and extraction: plain lists made in one walk over the tree."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
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
    """Return the folded text inside an element, its parts joined by ``glue``, at most ``limit`` characters of at most 100 parts."""
    parts: list[str] = []
    size = 0
    for part in element.itertext():
        parts.append(str(part))
        size += len(part)
        if size > limit or len(parts) > 100:
            break
    return fold(glue.join(parts))[:limit]


DocumentKind = Literal["html", "text", "json", "xml", "icalendar"]


class Region:
    """A block-level element that holds other blocks: one node of the tree of containers.

    ``zone`` is inherited: the nearest ancestor-or-self that says what this part of the page is for (``nav``, ``header``,
    ``footer``, ``aside``, ``comments``, ``related``, ``figure``, ``bio``, ``share``, ``subscribe``, ``cookie``, ``ad``,
    ``form``), or ``""``.
    """

    __slots__ = ("depth", "element", "first_block", "hidden", "index", "last_block", "parent", "tag", "tokens", "zone")

    def __init__(
        self, index: int, element: _Element | None, tag: str, tokens: str, parent: Region | None, zone: str, hidden: bool, first_block: int
    ) -> None:
        self.index = index
        self.element = element
        self.tag = tag
        self.tokens = tokens  #: class, id, role and itemprop, lower-cased, apart by spaces
        self.parent = parent
        self.zone = zone
        self.hidden = hidden  #: ``hidden``, ``display:none`` or ``noscript`` here or above
        self.depth: int = parent.depth + 1 if parent else 0
        self.first_block = first_block  #: index of the first block inside
        self.last_block = first_block  #: index after the last block inside

    def __repr__(self) -> str:
        return f"<Region {self.tag} {self.tokens!r} zone={self.zone!r}>"


class TextBlock:
    """A run of visible text between two block boundaries, white space folded, a single ``<br>`` as a newline."""

    __slots__ = ("bold_chars", "element", "index", "link_chars", "links", "region", "tag", "text")

    def __init__(
        self, index: int, tag: str, text: str, element: _Element | None, region: Region, link_chars: int, links: int, bold_chars: int
    ) -> None:
        self.index = index
        self.tag = tag  #: the nearest block-level tag: ``p``, ``h1`` … ``li``, ``td``, ``div`` …
        self.text = text
        self.element = element
        self.region = region  #: the region of ``element`` itself
        self.link_chars = link_chars  #: characters inside links
        self.links = links
        self.bold_chars = bold_chars

    def __repr__(self) -> str:
        return f"<TextBlock {self.index} {self.tag} {self.text[:60]!r}>"


class Anchor:
    """An ``<a href>`` as printed."""

    __slots__ = ("_text", "block", "element", "href", "region", "rel")

    def __init__(self, href: str, text: str | None, rel: str, element: _Element, region: Region, block: int) -> None:
        self.href = href
        self._text = text  # None: read when first asked for
        self.rel = rel  #: lower-cased, as printed
        self.element = element
        self.region = region
        self.block = block  #: index of the text block that it stands in or before

    @property
    def text(self) -> str:
        """The text inside, white space folded, at most 200 characters."""
        if self._text is None:
            element = self.element
            self._text = (text_inside(element, 1_000) if len(element) else fold(element.text or ""))[:200]
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text

    def __repr__(self) -> str:
        return f"<Anchor {self.href!r} {self.text!r}>"


@dataclass(slots=True)
class LinkTag:
    """A ``<link>`` of the head (or of a broken page's body)."""

    rel: str  #: lower-cased, as printed
    href: str
    hreflang: str = ""
    type: str = ""
    title: str = ""


class Mark:
    """An element whose class, id, itemprop or rel names a credit, date, caption or label."""

    __slots__ = ("_text", "block", "element", "region", "tokens")

    def __init__(self, element: _Element, tokens: str, region: Region, block: int) -> None:
        self.element = element
        self.tokens = tokens
        self.region = region
        self.block = block  #: index of the first text block at or after its start
        self._text: str | None = None

    @property
    def text(self) -> str:
        """All text inside, elements apart by a space, white space folded, at most 1,000 characters; read when first asked for."""
        if self._text is None:
            self._text = text_inside(self.element, 1_000, " ")
        return self._text

    def __repr__(self) -> str:
        return f"<Mark {self.tokens!r} {self.text[:60]!r}>"


@dataclass(slots=True)
class TimeTag:
    """A ``<time>`` element."""

    datetime: str  #: the attribute, may be empty
    text: str
    element: _Element
    region: Region
    block: int


@dataclass(slots=True)
class ImageTag:
    """An ``<img>`` (or ``<amp-img>``) with the places where lazy loaders keep its address."""

    src: str
    alt: str
    element: _Element
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
