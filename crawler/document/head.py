"""Metas, links, data scripts, title and base of a page, in its head or astray in its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from crawler.document.model import LinkTag, text_inside

if TYPE_CHECKING:
    from crawler.document.model import Document

_MAX_SCRIPTS = 2_000_000  #: characters of data scripts in all
_NAMING = frozenset({"name", "property", "itemprop", "http-equiv"})
#: what a browser fetches to draw the page: most of its <link> tags, and none leads to another page or tells of this one
_IDLE = frozenset(
    {
        "apple-touch-icon", "apple-touch-icon-precomposed", "dns-prefetch", "icon", "manifest", "mask-icon", "modulepreload", "preconnect", "prefetch",
        "preload", "shortcut icon", "stylesheet",
    }
)  # fmt: skip


class Head:
    """Reads the elements that say something of the page without being text of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._script_chars = 0

    def read(self, element: Any, tag: str) -> None:
        """Note one meta, link, script, title or base element."""
        document = self.document
        if tag == "meta":
            names = []
            content = None
            for key, value in element.items():
                if key == "content":
                    content = value
                elif key in _NAMING and value:
                    names.append(value)
            if content is not None:
                for name in names:
                    values = document.metas.setdefault(name.strip().lower()[:100], [])
                    if len(values) < 20 and len(document.metas) < 500:
                        values.append(content.strip()[:5000])
        elif tag == "script":
            self._script(element)
        elif tag == "link":
            rel = (element.get("rel") or "").lower()
            if rel not in _IDLE:
                self._link(element, rel)
        elif tag == "title":
            if document.title is None and (title := text_inside(element, 1_000)):
                document.title = title
        elif tag == "base" and document.base_url == document.url and (href := element.get("href")):
            try:
                document.base_url = urljoin(document.url, href.strip()[:2048])
            except ValueError:  # an address such as http://[::1 : the page's own stays the base
                return

    def _link(self, element: Any, rel: str) -> None:
        get = element.get
        href = get("href")
        if href and len(self.document.link_tags) < 500:
            address = href.strip()[:4096]
            tag = LinkTag(rel, address, get("hreflang") or "", (get("type") or "").lower(), (get("title") or "")[:200])
            self.document.link_tags.append(tag)

    def _script(self, element: Any) -> None:
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
