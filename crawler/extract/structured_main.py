"""Which of a page's nodes is its own article, and which are items it only links to."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from crawler.extract.structured import ARTICLE_TYPES, WEAK_TYPES, Node, Structured

if TYPE_CHECKING:
    from crawler.document import Document

_HOLDERS = """
itemListElement item hasPart relatedLink isRelatedTo citation isBasedOn mentions about subjectOf comment reviews review significantLink
blogPost blogPosts associatedMedia video image isPartOf publisher author workExample
"""
_RELATED = frozenset(_HOLDERS.split())
_WORD = re.compile(r"\w+")


def choose(structured: Structured, document: Document) -> Node | None:
    """The node that describes the page's own article, or None where every article node describes another page."""
    candidates = [node for node in structured.all if not ARTICLE_TYPES.isdisjoint(node.types)]
    weak = not candidates
    if weak:
        candidates = [
            node
            for node in structured.all
            if not WEAK_TYPES.isdisjoint(node.types) and node.props.keys() & {"headline", "author", "datePublished"}
        ]
    if not candidates:
        return None
    addresses = {key for address in _addresses(document) if (key := address_key(address))}
    titles = [_folded(title) for title in _titles(document)]
    best: Node | None = None
    best_score = 0.0
    for node in candidates:
        score = _score(node, addresses, titles, lone=len(candidates) == 1)
        if score > best_score:
            best, best_score = node, score
    return best


def _score(node: Node, addresses: set[str], titles: list[str], *, lone: bool) -> float:
    score = 1.0 if lone else 0.0
    named = {key for address in _own_addresses(node) if (key := address_key(address))}
    if named & addresses:
        score += 4
    elif named and addresses:
        score -= 2
    headline = _folded(node.text("headline", "name") or "")
    if headline:
        if any(headline in title or (len(title) > 15 and title in headline) for title in titles):
            score += 3
        elif titles and not lone:
            score -= 1
    if node.within in _RELATED:
        score -= 3
    if node.source == "json-ld":
        score += 0.3
    if node.repaired:
        score -= 0.5
    return score + 0.2 * len(node.props.keys() & {"author", "datePublished", "headline", "articleBody", "image", "publisher"})


def _own_addresses(node: Node) -> list[str]:
    found = [value for value in node.texts("url") if value]
    for value in node.props.get("mainEntityOfPage", ()):
        if isinstance(value, str):
            found.append(value)
        else:
            found += [address for address in (value.id, value.text("url")) if address]
    if node.id:
        found.append(node.id)
    return found


def _addresses(document: Document) -> list[str]:
    found = [document.url, *document.metas.get("og:url", ())]
    found += [link.href for link in document.link_tags if "canonical" in (link.rel or "")]
    return found


def _titles(document: Document) -> list[str]:
    return [title for title in (document.title, *document.metas.get("og:title", ()), *document.metas.get("twitter:title", ())) if title]


@lru_cache(maxsize=1_024)
def address_key(address: str) -> str:
    """Host and path of an address for comparing, empty for a home page or what is no address."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/").removesuffix("/amp").removesuffix(".amp")
    if not path:
        return ""
    return f"{path}?{parts.query}" if re.search(r"(?:^|&)(?:p|id|page_id|story|article|nid)=", parts.query) else path


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
