"""What a site profile's layout selects on a page: candidates that outweigh shared rules, and the blocks of the story."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Author, Block, Candidate, Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from crawler.document import Document
    from crawler.document.model import Region
    from crawler.items import Page
    from crawler.sites.profile import Layout

_PLURAL = {"authors", "tags", "images"}
_ASIDE = {"text", "remove"}
_BLOCK_TAGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "li", "blockquote", "pre", "td", "th", "figcaption", "dt", "dd"})


def apply(page: Page, document: Document, layout: Layout) -> None:
    """Put what the layout selects in the place of the evidence that shared rules gathered for the same fields.

    A selector that finds nothing leaves the shared evidence, with an issue ``selector_empty`` that names the field: the
    site may have been redesigned.
    """
    root = document.root
    if root is None:
        return
    for field in type(layout).model_fields:
        selectors = layout.selectors(field)
        if not selectors or field in _ASIDE:
            continue
        for selector in selectors:
            texts = selector.texts(root)
            if texts:
                kept = texts[:50] if field in _PLURAL else texts[:1]
                page.evidence[field] = [_candidate(field, text[:5_000], selector.source) for text in kept]
                break
        else:
            page.issue("selector_empty", "warning", field, f"no selector of the profile finds {field}")
    if layout.text:
        blocks = _blocks(document, layout)
        if blocks:
            page.blocks = blocks
        else:
            page.issue("selector_empty", "warning", "text", "no selector of the profile finds the text")


def _candidate(field: str, text: str, source: str) -> Candidate:
    rule = f"profile:{source[:80]}"
    if field == "authors":
        return Candidate(Author(text, printed=text, method="profile"), rule, 1.0, text[:300])
    if field == "images":
        return Candidate(Image(text), rule, 1.0, text[:300])
    return Candidate(text, rule, 1.0, text[:300])


def _elements(selectors: Iterable[object], root: _Element) -> set[_Element]:
    found: set[_Element] = set()
    for selector in selectors:
        found.update(item for item in selector.select(root) if not isinstance(item, str))  # type: ignore[attr-defined]  # compiled when the profile was read
    return found


def _blocks(document: Document, layout: Layout) -> list[Block]:
    """Return the blocks inside what ``text`` selects and outside what ``remove`` does, in document order."""
    assert document.root is not None
    inside = _elements(layout.text, document.root)
    outside = _elements(layout.remove, document.root)

    def within(region: Region | None, elements: set[_Element]) -> bool:
        while region is not None:
            if region.element in elements:
                return True
            region = region.parent
        return False

    return [
        Block(block.text, block.tag if block.tag in _BLOCK_TAGS else "p", rule="profile:text", index=block.index)
        for block in document.blocks
        if inside and within(block.region, inside) and not within(block.region, outside)
    ]
