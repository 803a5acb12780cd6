"""One walk over the tree, in document order, into the plain lists of a :class:`Document`.

Bounds: 20,000 blocks, 20,000 anchors, 20,000 regions, 2,000 images, 500 time tags, 2,000 marks, 2 MB of data scripts.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urljoin

from lxml import etree

from crawler.document.model import Anchor, Document, ImageTag, LinkTag, Mark, Region, TextBlock, TimeTag
from crawler.document.zones import MARK, names_of, zone_of

_BLOCK, _INLINE, _LINK, _BOLD, _BR, _HEAD, _HEAD_LEAF, _SKIP, _IMAGE = range(9)
_CODES = (
    dict.fromkeys(
        [
            "abbr",
            "acronym",
            "bdi",
            "bdo",
            "big",
            "cite",
            "code",
            "data",
            "del",
            "dfn",
            "em",
            "font",
            "i",
            "ins",
            "kbd",
            "label",
            "mark",
            "nobr",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strike",
            "sub",
            "sup",
            "time",
            "tt",
            "u",
            "var",
            "wbr",
            "picture",
            "source",
        ],
        _INLINE,
    )
    | dict.fromkeys(
        [
            "style",
            "template",
            "svg",
            "math",
            "iframe",
            "object",
            "embed",
            "applet",
            "audio",
            "video",
            "canvas",
            "select",
            "option",
            "optgroup",
            "datalist",
            "textarea",
            "button",
            "input",
            "map",
            "area",
            "amp-ad",
            "amp-analytics",
            "amp-sidebar",
            "amp-social-share",
            "amp-consent",
            "noframes",
            "frameset",
        ],
        _SKIP,
    )
    | dict.fromkeys(("meta", "link", "script", "title", "base"), _HEAD_LEAF)
    | {"a": _LINK, "b": _BOLD, "strong": _BOLD, "br": _BR, "head": _HEAD, "img": _IMAGE, "amp-img": _IMAGE}
)  #: inline elements do not end a run of text; what is inside skipped ones is no text of the page
BREAK = "\u2028"  #: stands for <br> until the run of text is complete
_INVISIBLE = re.compile("[\u200b\ufeff\u00ad\u2060]")
_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MAX_MARKS = 2_000
_MAX_BLOCKS = _MAX_ANCHORS = _MAX_REGIONS = 20_000
_MAX_SCRIPTS = 2_000_000


def fold(text: str) -> str:
    """Fold all white space, no-break included, to single spaces, drop zero-width characters, trim."""
    if not text.isascii():
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def _pair(item: tuple[str | bytes, str | bytes]) -> tuple[str, str]:
    return str(item[0]), str(item[1])


def _inside(element: etree._Element) -> str:
    """Return all text inside an element."""
    return "".join(map(str, element.itertext()))


class Walk:
    """The state of one walk."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.too_deep = False
        self._script_chars = 0

    def run(self, root: etree._Element, max_depth: int) -> None:
        """Walk the whole tree once."""
        document = self.document
        region = Region(0, root, "html", "", None, "", False, 0)
        document.regions.append(region)
        regions = [region]
        document.html_lang = (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip() or None
        document.html_dir = root.get("dir")
        document.html_tokens = " ".join(f"{key}={value}" for key, value in list(map(_pair, root.attrib.items()))[:10])[:500]
        in_link = in_bold = depth = preformatted = 0
        buffer: list[str] = []
        link_chars = links = bold_chars = 0
        codes = _CODES
        walker = etree.iterwalk(root, events=("start", "end"))
        skip = walker.skip_subtree
        for event, element in walker:
            tag = element.tag
            code = codes.get(tag, _BLOCK)
            if event == "start":
                depth += 1
                if depth >= max_depth:
                    self.too_deep = True
                    skip()
                if code == _BLOCK:
                    if buffer:
                        self._flush(region, buffer, link_chars, links, bold_chars)
                        buffer.clear()
                        link_chars = bold_chars = 0
                    links = 0
                    region = self._open(element, tag, region)
                    regions.append(region)
                    if tag == "pre":
                        preformatted += 1
                elif code == _LINK:
                    in_link += 1
                    links += 1
                    self._anchor(element, region)
                elif code == _BOLD:
                    in_bold += 1
                elif code == _INLINE:
                    if element.attrib:
                        self._inline(element, tag, region)
                else:
                    if code == _BR:
                        buffer.append(BREAK)
                    elif code == _HEAD_LEAF:
                        self._head(element, tag)
                        skip()
                    elif code == _SKIP:
                        skip()
                    elif code == _IMAGE:
                        self._image(element, region)
                    continue
                text = element.text
            else:
                depth -= 1
                if code == _BLOCK:
                    if buffer:
                        self._flush(region, buffer, link_chars, links, bold_chars)
                        buffer.clear()
                        link_chars = bold_chars = 0
                    links = 0
                    region.last_block = len(document.blocks)
                    if len(regions) > 1:
                        regions.pop()
                        region = regions[-1]
                    if tag == "pre":
                        preformatted -= 1
                elif code == _LINK:
                    in_link -= 1
                elif code == _BOLD:
                    in_bold -= 1
                text = element.tail
            if text and (buffer or not text.isspace()):
                if preformatted:
                    text = text.replace("\n", BREAK)
                buffer.append(text)
                if in_link:
                    link_chars += len(text)
                if in_bold:
                    bold_chars += len(text)
        if buffer:
            self._flush(region, buffer, link_chars, links, bold_chars)
        document.regions[0].last_block = len(document.blocks)

    def _open(self, element: etree._Element, tag: Any, parent: Region) -> Region:
        document = self.document
        hidden = parent.hidden or tag == "noscript"
        tokens = zone = ""
        bits = 0
        if element.attrib:
            get = element.get
            name = get("class")
            if name:
                tokens, bits, zone = names_of(name)
            for attribute in ("id", "role", "itemprop"):
                name = get(attribute)
                if name:
                    more = names_of(name)
                    tokens = f"{tokens} {more[0]}" if tokens else more[0]
                    bits |= more[1]
                    zone = zone or more[2]
            if not hidden and (get("hidden") is not None or ((style := get("style")) and _HIDING.search(style[:500]))):
                hidden = True
            if get("itemscope") is not None:
                document.has_microdata = True
            if tag == "body":
                document.html_tokens = f"{document.html_tokens} {tokens}"[:2000].strip()
                document.html_lang = document.html_lang or get("lang")
        if not isinstance(tag, str):
            tag = "div"
        zone = zone_of(tag, zone) or parent.zone
        regions = document.regions
        region = Region(len(regions), element, tag, tokens, parent, zone, hidden, len(document.blocks))
        if len(regions) < _MAX_REGIONS:
            regions.append(region)
        if bits & MARK and len(document.marks) < _MAX_MARKS:
            self._mark(element, tokens, region)
        return region

    def _names(self, element: etree._Element, region: Region) -> None:
        """Note an inline element as a mark when its class, id, rel or itemprop says what it is."""
        get = element.get
        bits = 0
        tokens = ""
        for attribute in ("class", "id", "rel", "itemprop"):
            name = get(attribute)
            if name:
                more = names_of(name)
                tokens = f"{tokens} {more[0]}" if tokens else more[0]
                bits |= more[1]
        if bits & MARK and len(self.document.marks) < _MAX_MARKS:
            self._mark(element, tokens, region)

    def _mark(self, element: etree._Element, tokens: str, region: Region) -> None:
        # the number of marks times their text is bounded, so a wrapper with a telling class costs little
        parts: list[str] = []
        size = 0
        for part in map(str, element.itertext()):
            parts.append(part)
            size += len(part)
            if size > 1_000 or len(parts) > 100:
                break
        self.document.marks.append(Mark(element, tokens, fold(" ".join(parts))[:1000], region, len(self.document.blocks)))

    def _anchor(self, element: etree._Element, region: Region) -> None:
        document = self.document
        get = element.get
        rel = (get("rel") or "").lower()
        href = get("href")
        if href is not None and len(document.anchors) < _MAX_ANCHORS:
            text = _inside(element) if len(element) else element.text
            document.anchors.append(Anchor(href.strip()[:4096], fold(text or "")[:200], rel, element, region, len(document.blocks)))
        self._names(element, region)

    def _inline(self, element: etree._Element, tag: str, region: Region) -> None:
        document = self.document
        get = element.get
        if tag == "time" and len(document.times) < 500:
            document.times.append(
                TimeTag((get("datetime") or "")[:200], fold(_inside(element))[:200], element, region, len(document.blocks))
            )
        self._names(element, region)
        if get("itemscope") is not None:
            document.has_microdata = True

    def _image(self, element: etree._Element, region: Region) -> None:
        if len(self.document.images) >= 2_000:
            return
        get = element.get
        src = ""
        for name in ("data-src", "data-original", "data-lazy-src", "src"):
            value = (get(name) or "").strip()
            if value and not value.startswith("data:"):
                src = value
                break
        if not src and (srcset := (get("srcset") or get("data-srcset") or "").strip()):
            src = srcset.split(",")[0].split()[0] if srcset.split(",")[0].split() else ""
        self.document.images.append(ImageTag(src[:2048], (get("alt") or "").strip()[:500], element, region, len(self.document.blocks)))

    def _head(self, element: etree._Element, tag: str) -> None:
        document = self.document
        get = element.get
        if tag == "meta":
            content = get("content")
            if content is not None:
                for attribute in ("name", "property", "itemprop", "http-equiv"):
                    name = get(attribute)
                    if name:
                        values = document.metas.setdefault(name.strip().lower()[:100], [])
                        if len(values) < 20 and len(document.metas) < 500:
                            values.append(content.strip()[:5000])
        elif tag == "script":
            self._script(element)
        elif tag == "link":
            href = get("href")
            if href and len(document.link_tags) < 500:
                document.link_tags.append(
                    LinkTag(
                        (get("rel") or "").lower(),
                        href.strip()[:4096],
                        get("hreflang") or "",
                        (get("type") or "").lower(),
                        (get("title") or "")[:200],
                    )
                )
        elif tag == "title":
            if document.title is None and (title := fold(_inside(element))):
                document.title = title[:1000]
        elif tag == "base" and document.base_url == document.url and (href := get("href")):
            try:
                document.base_url = urljoin(document.url, href.strip()[:2048])
            except ValueError:  # an address such as http://[::1 : the page's own stays the base
                return

    def _script(self, element: etree._Element) -> None:
        kind = (element.get("type") or "").strip().lower()
        if not kind.startswith("application/") or "json" not in kind:
            return
        text = element.text
        if not text or self._script_chars + len(text) > _MAX_SCRIPTS:
            return
        self._script_chars += len(text)
        if "ld+json" in kind:
            if len(self.document.ld_json) < 50:
                self.document.ld_json.append(text)
        elif len(self.document.data_scripts) < 20:
            self.document.data_scripts.append(((element.get("id") or kind)[:100], text))

    def _flush(self, region: Region, buffer: list[str], link_chars: int, links: int, bold_chars: int) -> None:
        raw = "".join(buffer)
        if raw.isspace():
            return
        document = self.document
        size = len(raw)
        for run in _runs(raw):
            if len(document.blocks) >= _MAX_BLOCKS:
                return
            share = len(run) / size
            document.blocks.append(
                TextBlock(
                    len(document.blocks), region.tag, run, region.element, region,
                    min(len(run), round(link_chars * share)), links, min(len(run), round(bold_chars * share)),
                )
            )  # fmt: skip


def _runs(raw: str) -> list[str]:
    """Cut a run of text at two breaks in a row, the paragraphs of old pages; one break stays as a newline."""
    if BREAK not in raw:
        text = fold(raw)
        return [text] if text else []
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
