"""Elements of a feed by the names that rules are written with, and their text."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

#: namespace → the prefix that rules are written with, for feeds that declare their own
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "atom",
    "http://purl.org/atom/ns#": "atom",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/elements/1.0/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://channel.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_TAG = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


def name_of(element: _Element) -> str:
    """``prefix:name`` by the namespace, without prefix for RSS itself and for a feed's own default namespace."""
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if tag[:1] != "{":
        return tag
    space, _, local = tag[1:].partition("}")
    prefix = _PREFIXES.get(space)
    if prefix is None:
        prefix = element.prefix or ""
    if prefix == "atom" and not element.prefix:
        return local
    return f"{prefix}:{local}" if prefix else local


def values_of(element: _Element) -> dict[str, list[_Element]]:
    """The first 500 children that are no entries, by name; of Atom's own names also those written with a prefix."""
    found: dict[str, list[_Element]] = {}
    bare = name_of(element).startswith("atom:")
    for count, child in enumerate(element):
        name = name_of(child)
        if name in {"item", "entry"}:
            continue
        if count >= 500:
            break
        found.setdefault(name, []).append(child)
        if bare and name.startswith("atom:"):
            found.setdefault(name[5:], []).append(child)
    return found


def first(values: dict[str, list[_Element]], name: str) -> str | None:
    """The first non-empty text of the children of that name."""
    return next((text for element in values.get(name, ()) if (text := text_of(element))), None)


def text_of(element: _Element) -> str:
    """All text inside, at most 20,000 characters."""
    text = element.text or "" if not len(element) else "".join(element.itertext())  # type: ignore[arg-type]  # XML gives str only
    return text[:20_000].strip()


def plain(value: str | None, most: int) -> str | None:
    """Text without tags and with its entities undone (feeds escape HTML once or twice), white space folded."""
    if not value:
        return None
    text = value[: most * 8]
    if "&" in text:
        text = unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    if "&" in text and ";" in text:
        text = unescape(text)
    return " ".join(text.split())[:most].strip() or None


def printed(value: str | None) -> str | None:
    """The value as printed, at most 100 characters, None where it is empty."""
    return value.strip()[:100] or None if value else None


def person(element: _Element) -> str:
    """The name of a person construct, or the text where the element has no parts."""
    for child in element:
        if name_of(child).rpartition(":")[2] == "name":
            return text_of(child)
    return text_of(element) if not any(name_of(child).rpartition(":")[2] in {"email", "uri", "url"} for child in element) else ""
