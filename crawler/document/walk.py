"""One walk over the tree, in document order, into the plain lists of a :class:`Document`.

Bounds: 300,000 elements, 20,000 blocks, 20,000 anchors, 20,000 regions, 2,000 images, 500 time tags, 2,000 marks, 2 MB of data scripts.
Elements are typed ``Any``: the published types of lxml say ``str | bytes`` for what is always ``str`` here.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import Any

from crawler.document.head import Head
from crawler.document.model import Anchor, Document, ImageTag, Mark, Region, TextBlock, TimeTag, fold, text_inside
from crawler.document.zones import MARK, memo, names_of, zone_of

_BLOCK, _INLINE, _BOLD, _LINK, _BR, _HEAD_LEAF, _SKIP, _IMAGE = range(8)
_INLINE_TAGS = """abbr acronym bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q rp rt ruby s samp small span
strike sub sup rb rtc output time tt u var wbr picture source head"""
_SKIPPED_TAGS = """style template svg math iframe object embed applet audio video canvas select option optgroup datalist textarea
button input map area amp-ad amp-analytics amp-sidebar amp-social-share amp-consent noframes frameset"""
#: inline elements do not end a run of text; what is inside skipped ones is no text of the page
_CODES = (
    dict.fromkeys(_INLINE_TAGS.split(), _INLINE)
    | dict.fromkeys(_SKIPPED_TAGS.split(), _SKIP)
    | dict.fromkeys(("meta", "link", "script", "title", "base"), _HEAD_LEAF)
    | {"a": _LINK, "b": _BOLD, "strong": _BOLD, "br": _BR, "img": _IMAGE, "amp-img": _IMAGE}
)
BREAK = "\u2028"  #: stands for <br> until the run of text is complete
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NAMING = frozenset({"class", "id", "role", "rel", "itemprop"})
_TELLING = frozenset({"style", "hidden", "itemscope"})
_TAG_ZONES = frozenset(
    {"body", "html", "main", "article", "nav", "footer", "aside", "figure", "figcaption", "menu", "dialog", "noscript", "pre"}
)
_MAX_MARKS = 2_000
_MAX_ELEMENTS = 300_000
_MAX_BLOCKS = _MAX_ANCHORS = _MAX_REGIONS = 20_000


class _End:
    """Stands after the last element as a child of the root: what is still open then ends."""

    tag = "select"  # one of the tags that are passed over
    tail = None

    def __init__(self, root: Any) -> None:
        self._root = root

    def __len__(self) -> int:
        return 0

    def getparent(self) -> Any:
        """The root."""
        return self._root


class Walk:
    """The state of one walk."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.too_deep = False
        self.cut = False  #: the page has more than 300,000 elements
        self._buffer: list[str] = []

    def run(self, root: Any, max_depth: int) -> None:
        """Walk the whole tree once. Written as one loop: a call for each element would cost more than the work in it."""
        document = self.document
        blocks, anchors, marks, regions = document.blocks, document.anchors, document.marks, document.regions
        document.html_lang = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None
        document.html_dir = root.get("dir")
        document.html_tokens = " ".join(f"{key}={value}" for key, value in root.items()[:10])[:500]
        region = Region(0, root, "html", "", None, "", hidden=False, depth=0, first_block=0, last_block=0)
        regions.append(region)
        buffer = self._buffer
        read_head, flush, named = Head(document).read, self._flush, self._named
        link_chars = links = bold_chars = 0
        in_link = in_bold = preformatted = 0
        code_of, known = _CODES.get, memo.get
        code: int = _BLOCK
        text: str | None
        # elements come in document order; ``stack`` holds those that are open, so what is not an ancestor of the next one has ended
        stack: list[Any] = [root]
        codes: list[int] = [_BLOCK]
        top = root
        skipped: set[Any] = set()  #: elements whose children are left out
        elements = root.iter()
        next(elements)
        for element in chain(islice(elements, _MAX_ELEMENTS), (_End(root),)):
            parent = element.getparent()
            if parent is not top:
                if parent in skipped:
                    skipped.add(element)
                    continue
                while top is not parent:
                    code = codes.pop()
                    if code == _BLOCK:
                        if buffer:
                            flush(region, link_chars, links, bold_chars)
                            link_chars = bold_chars = 0
                        links = 0
                        region.last_block = len(blocks)
                        if preformatted and region.tag == "pre":
                            preformatted -= 1
                        region = region.parent  # type: ignore[assignment]  # only the root has none
                    elif code == _LINK:
                        in_link -= 1
                    elif code == _BOLD:
                        in_bold -= 1
                    text = stack.pop().tail
                    top = stack[-1]
                    if text and (buffer or not text.isspace()):
                        if preformatted:
                            text = text.replace("\n", BREAK)
                        buffer.append(text)
                        if in_link:
                            link_chars += len(text)
                        if in_bold:
                            bold_chars += len(text)
            tag = element.tag
            code = code_of(tag, 0)
            if code > _LINK:
                if code == _BR:
                    buffer.append(BREAK)
                elif code == _HEAD_LEAF:
                    read_head(element, tag)
                elif code == _IMAGE:
                    self._image(element, region)
                if len(element):
                    skipped.add(element)
                text = element.tail
            else:
                if len(stack) > max_depth:
                    self.too_deep = True
                    skipped.add(element)
                    continue
                stack.append(element)
                codes.append(code)
                top = element
                if code == _BLOCK:
                    if buffer:
                        flush(region, link_chars, links, bold_chars)
                        link_chars = bold_chars = 0
                    links = bits = 0
                    tokens = zone = ""
                    hidden = region.hidden
                    for name, value in element.items():
                        if name == "class":
                            if value:
                                more, own, named_zone = known(value) or names_of(value)
                                tokens = f"{tokens} {more}" if tokens else more
                                bits |= own
                                zone = named_zone or zone
                        elif name in _NAMING:
                            if value:
                                more, own, named_zone = known(value) or names_of(value)
                                tokens = f"{tokens} {more}" if tokens else more
                                bits |= own
                                zone = zone or named_zone
                        elif name in _TELLING:
                            if name == "itemscope":
                                document.has_microdata = True
                            elif name == "hidden" or _HIDING.search(value[:500]):
                                hidden = True
                    if tag in _TAG_ZONES:
                        zone = zone_of(tag, zone)
                        if tag == "noscript":
                            hidden = True
                        elif tag == "pre":
                            preformatted += 1
                        elif tag == "body":
                            document.html_tokens = f"{document.html_tokens} {tokens}"[:2000].strip()
                            document.html_lang = document.html_lang or element.get("lang")
                    elif not isinstance(tag, str):
                        tag = "div"
                    index = len(regions)
                    first = len(blocks)
                    region = Region(index, element, tag, tokens, region, zone or region.zone, hidden, region.depth + 1, first, first)
                    if index < _MAX_REGIONS:
                        regions.append(region)
                    if bits >= MARK and len(marks) < _MAX_MARKS:
                        marks.append(Mark(element, tokens, region, first))
                elif code == _LINK:
                    in_link += 1
                    links += 1
                    bits = 0
                    rel = tokens = ""
                    anchor = None
                    for name, value in element.items():
                        if name == "href":
                            if len(anchors) < _MAX_ANCHORS:
                                anchor = Anchor(value.strip()[:4096], "", element, region, len(blocks))
                                anchors.append(anchor)
                        elif name in _NAMING:
                            if value:
                                more, own, _ = known(value) or names_of(value)
                                tokens = f"{tokens} {more}" if tokens else more
                                bits |= own
                                if name == "rel":
                                    rel = more
                        elif name == "itemscope":
                            document.has_microdata = True
                    if rel and anchor is not None:
                        anchor.rel = rel
                    if bits >= MARK and len(marks) < _MAX_MARKS:
                        marks.append(Mark(element, tokens, region, len(blocks)))
                elif code == _BOLD:
                    in_bold += 1
                elif (items := element.items()) or tag == "time":
                    named(element, items, region)
                text = element.text
            if text and (buffer or not text.isspace()):
                if preformatted:
                    text = text.replace("\n", BREAK)
                buffer.append(text)
                if in_link:
                    link_chars += len(text)
                if in_bold:
                    bold_chars += len(text)
        self.cut = next(elements, None) is not None
        if buffer:
            flush(region, link_chars, links, bold_chars)
        region.last_block = len(blocks)

    def _named(self, element: Any, items: list[tuple[str, str]], region: Region) -> None:
        """Note an inline element that is a time, or whose class, id or itemprop says what it is."""
        bits = 0
        tokens = ""
        document = self.document
        for name, value in items:
            if name in _NAMING:
                if value:
                    more, own, _ = memo.get(value) or names_of(value)
                    tokens = f"{tokens} {more}" if tokens else more
                    bits |= own
            elif name == "itemscope":
                document.has_microdata = True
        if bits >= MARK and len(document.marks) < _MAX_MARKS:
            document.marks.append(Mark(element, tokens, region, len(document.blocks)))
        if element.tag == "time" and len(document.times) < 500:
            stamp = (element.get("datetime") or "")[:200]
            document.times.append(TimeTag(stamp, text_inside(element, 200), element, region, len(document.blocks)))

    def _image(self, element: Any, region: Region) -> None:
        if len(self.document.images) >= 2_000:
            return
        get = dict(element.items()).get
        src = ""
        for name in ("data-src", "data-original", "data-lazy-src", "src"):
            value = (get(name) or "").strip()
            if value and not value.startswith("data:"):
                src = value
                break
        if not src and (srcset := (get("srcset") or get("data-srcset") or "").strip()):
            src = srcset.split(",")[0].split()[0] if srcset.split(",")[0].split() else ""
        self.document.images.append(ImageTag(src[:2048], (get("alt") or "").strip()[:500], element, region, len(self.document.blocks)))

    def _flush(self, region: Region, link_chars: int, links: int, bold_chars: int) -> None:
        """Make blocks of the buffered run of text, and empty the buffer."""
        buffer = self._buffer
        raw = buffer[0] if len(buffer) == 1 else "".join(buffer)
        buffer.clear()
        blocks = self.document.blocks
        index = len(blocks)
        if index >= _MAX_BLOCKS:
            return
        if BREAK not in raw:
            text = " ".join(raw.split()) if raw.isascii() else fold(raw)
            if text:
                if link_chars or bold_chars:
                    size = len(text)
                    link_chars = min(size, link_chars)
                    bold_chars = min(size, bold_chars)
                blocks.append(TextBlock(index, region.tag, text, region.element, region, link_chars, links, bold_chars))
            return
        size = len(raw)
        for run in _runs(raw):
            if len(blocks) >= _MAX_BLOCKS:
                return
            length = len(run)
            share = length / size
            own_links, own_bold = min(length, round(link_chars * share)), min(length, round(bold_chars * share))
            blocks.append(TextBlock(len(blocks), region.tag, run, region.element, region, own_links, links, own_bold))


def _runs(raw: str) -> list[str]:
    """Cut a run of text at two breaks in a row, the paragraphs of old pages; one break stays as a newline."""
    runs: list[str] = []
    lines: list[str] = []
    for part in raw.split(BREAK):
        line = fold(part)
        if line:
            lines.append(line)
        elif lines:
            runs.append("\n".join(lines))
            lines = []
    if lines:
        runs.append("\n".join(lines))
    return runs
