"""Metas, links, data scripts, title and base of a page, in its head or astray in its body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from crawler.document.model import LinkTag, text_inside

if TYPE_CHECKING:
    from crawler.document.model import Document

_MAX_SCRIPTS = 2_000_000  #: characters of data scripts in all


class Head:
    """Reads the elements that say something of the page without being text of it."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._script_chars = 0

    def read(self, element: Any, tag: str) -> None:
        """Note one meta, link, script, title or base element."""
        document = self.document
        get = dict(element.items()).get if tag in ("meta", "link") else element.get
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
            if document.title is None and (title := text_inside(element, 1_000)):
                document.title = title
        elif tag == "base" and document.base_url == document.url and (href := get("href")):
            try:
                document.base_url = urljoin(document.url, href.strip()[:2048])
            except ValueError:  # an address such as http://[::1 : the page's own stays the base
                return

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
