"""Feeds: RSS 0.9x, 1.0 and 2.0, Atom 0.3 and 1.0, JSON Feed; each entry an address with what the feed says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.discover import jsonfeed
from crawler.discover.bodies import decode, inflate, names_external, tree
from crawler.discover.elements import first, name_of, person, plain, printed, text_of, values_of
from crawler.discover.found import Found
from crawler.items import Hint, Issue, Link
from crawler.normalise.urls import join, normalise
from crawler.sites.addresses import likely

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from crawler.sites.profile import Profile

MOST = 2_000  #: entries of one feed
_LARGEST = 16 * 1024 * 1024
_XML = "{http://www.w3.org/XML/1998/namespace}"
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
_AUTHORS = ("dc:creator", "author", "atom:author", "itunes:author", "dcterms:creator", "managingEditor")
_PUBLISHED = ("pubDate", "dc:date", "dcterms:issued", "dcterms:created", "atom:published", "published", "pubdate", "PubDate", "date")
_MODIFIED = ("atom:updated", "dcterms:modified", "updated", "lastBuildDate", "modified")
_SUMMARIES = ("description", "atom:summary", "itunes:summary", "media:description", "dc:description", "summary")
_CATEGORIES = ("category", "dc:subject", "atom:category", "media:category")


def read(body: bytes, url: str, charset: str | None = None, *, limit: int = MOST, profile: Profile | None = None) -> Found:
    """Return the entries of a feed in its order, each address once, as links with ``rel="link"`` and a hint.

    ``url`` is the feed's own address, ``charset`` the HTTP header's. A further page of the feed is a link with
    ``rel="next"`` and ``likely="feed"``. Malformed feeds are read as far as they go; a body that is no feed gives sort
    ``other``. Raises :class:`DocumentError` (``xml_bomb``).
    """
    data, cut = inflate(body, _LARGEST)
    text = decode(data, charset)
    found = Found()
    if text.lstrip("\ufeff \t\r\n")[:1] == "{":
        jsonfeed.read(text, url, found, limit, profile)
    else:
        root = tree(text)
        kind = name_of(root).rpartition(":")[2].lower() if root is not None else ""
        if root is not None and kind in {"rss", "rdf", "channel"}:
            found.sort = "rss"
            _rss(root, url, found, limit, profile)
        elif root is not None and kind == "feed":
            found.sort = "atom"
            _atom(root, url, found, limit, profile)
    if names_external(text):
        found.issues.append(Issue("external_entity", "warning", None, f"{url}: its document type names outside files; none is read"))
    if cut:
        found.issues.append(Issue("too_large", "warning", None, f"{url}: only the first {_LARGEST} bytes were read"))
    return found


def _rss(root: _Element, url: str, found: Found, limit: int, profile: Profile | None) -> None:
    channel = root if name_of(root) == "channel" else next((child for child in root if name_of(child) == "channel"), root)
    values = values_of(channel)
    found.title = plain(first(values, "title"), 500)
    found.language = printed(first(values, "language") or first(values, "dc:language") or root.get(_XML + "lang"))
    base = join(url, root.get(_XML + "base") or "") or url
    for link in values.get("atom:link", ()):
        _paged(link, base, found)
    keep = _Keeper(found, limit)
    for parent in (channel, root) if channel is not root else (root,):
        for item in parent:
            if name_of(item) in {"item", "Item", "atom:entry"} and not keep.full:
                keep.add(_rss_item(item, base, url, found, profile))


def _rss_item(item: _Element, base: str, url: str, found: Found, profile: Profile | None) -> Iterator[Link]:
    values = values_of(item)
    address = None
    for candidate in _rss_addresses(item, values):
        address = join(base, candidate) if candidate else None
        if address:
            break
    if address is None:
        return
    hint = Hint("rss", url, title=plain(first(values, "title") or first(values, "media:title") or first(values, "dc:title"), 1_000))
    for name in _AUTHORS:
        hint.authors = [text for element in values.get(name, ())[:20] if (text := plain(person(element), 500))]
        if hint.authors:
            break
    hint.published = printed(next((text for name in _PUBLISHED if (text := first(values, name))), None))
    hint.modified = printed(next((text for name in _MODIFIED if (text := first(values, name))), None))
    hint.categories = _categories(values)
    hint.language = printed(first(values, "dc:language") or first(values, "language") or item.get(_XML + "lang")) or found.language
    hint.summary = plain(next((text for name in _SUMMARIES if (text := first(values, name))), None), 1_000)
    hint.full_text = "content:encoded" in values or "xhtml:body" in values
    yield Link(
        address, "link", _entry_kind(address, profile), text=(hint.title or "")[:200], language=None, modified=hint.modified, hint=hint
    )


def _rss_addresses(item: _Element, values: dict[str, list[_Element]]) -> Iterator[str]:
    """Where an RSS item says that it leads, best first."""
    yield from (text_of(element) for element in values.get("feedburner:origLink", ()))
    for element in values.get("link", ()):
        yield text_of(element) or element.get("href") or element.get(_RESOURCE) or (element.tail or "").strip()
    for element in values.get("atom:link", ()):
        if (element.get("rel") or "alternate") == "alternate":
            yield element.get("href") or ""
    for element in values.get("guid", ()):
        if (element.get("isPermaLink") or "true").lower() != "false" or text_of(element).lower().startswith(("http://", "https://")):
            guid = text_of(element)
            if "/" in guid:
                yield guid
    yield item.get(_ABOUT) or ""


def _atom(root: _Element, url: str, found: Found, limit: int, profile: Profile | None) -> None:
    values = values_of(root)
    found.title = plain(first(values, "title"), 500)
    found.language = printed(root.get(_XML + "lang"))
    base = join(url, root.get(_XML + "base") or "") or url
    authors = _atom_authors(values)
    for link in values.get("link", ()):
        _paged(link, base, found)
    keep = _Keeper(found, limit)
    for entry in root:
        if name_of(entry) in {"entry", "Entry", "atom:entry"} and not keep.full:
            keep.add(_atom_entry(entry, base, url, found, authors, profile))


def _atom_entry(entry: _Element, base: str, url: str, found: Found, authors: list[str], profile: Profile | None) -> Iterator[Link]:
    values = values_of(entry)
    base = join(base, entry.get(_XML + "base") or "") or base
    links = [
        (join(join(base, link.get(_XML + "base") or "") or base, link.get("href") or text_of(link)), link)
        for link in values.get("link", ())[:30]
        if (link.get("rel") or "alternate").rpartition("/")[2] == "alternate"
    ]
    pages = [
        (address, link) for address, link in links if address and "xml" not in (link.get("type") or "").lower().replace("xhtml+xml", "")
    ]
    original = first(values, "feedburner:origLink")
    address = (join(base, original) if original else None) or _best(pages)
    if address is None:
        identity = first(values, "id") or ""
        address = join(base, identity) if identity.lower().startswith(("http://", "https://")) else None
    if address is None:
        return
    language = printed(entry.get(_XML + "lang"))
    hint = Hint("atom", url, title=plain(first(values, "title"), 1_000))
    hint.authors = (
        _atom_authors(values)
        or _source_authors(values)
        or [text for e in values.get("dc:creator", ()) if (text := plain(text_of(e), 500))]
        or authors
    )
    hint.published = printed(next((text for name in ("published", "issued", "created", "dc:date") if (text := first(values, name))), None))
    hint.modified = printed(next((text for name in ("updated", "modified") if (text := first(values, name))), None))
    hint.categories = _categories(values)
    hint.language = language or found.language
    hint.summary = plain(first(values, "summary"), 1_000)
    hint.full_text = "content" in values
    yield Link(address, "link", _entry_kind(address, profile), text=(hint.title or "")[:200], modified=hint.modified, hint=hint)
    for variant, link in pages:
        if variant != address and variant and link.get("hreflang"):
            yield Link(variant, "alternate", likely(variant, profile), language=printed(link.get("hreflang")))


def _best(pages: list[tuple[str, _Element]]) -> str | None:
    """The web page among an entry's alternates: HTML before others, the first before the rest."""
    for wanted in ("text/html", "application/xhtml+xml", ""):
        for address, link in pages:
            if (link.get("type") or "") == wanted:
                return address
    return pages[0][0] if pages else None


def _atom_authors(values: dict[str, list[_Element]]) -> list[str]:
    return [text for element in values.get("author", ())[:20] if (text := plain(person(element), 500))]


def _source_authors(values: dict[str, list[_Element]]) -> list[str]:
    return next((names for source in values.get("source", ()) if (names := _atom_authors(values_of(source)))), [])


def _categories(values: dict[str, list[_Element]]) -> list[str]:
    found: dict[str, None] = {}
    for name in _CATEGORIES:
        for element in values.get(name, ())[:50]:
            text = plain(element.get("label") or text_of(element) or element.get("term") or "", 200)
            if text:
                found[text] = None
    return list(found)[:50]


def _paged(link: _Element, base: str, found: Found) -> None:
    """RFC 5005: the feed's own further pages."""
    rel = (link.get("rel") or "").lower()
    if rel in {"next", "prev-archive"} and (address := join(base, link.get("href") or "")):
        found.links.append(Link(address, "next", "feed"))


def _entry_kind(address: str, profile: Profile | None) -> str:
    """A feed lists articles; only what clearly is no page is told apart."""
    guess = likely(address, profile)
    return guess if guess in {"event", "asset", "service"} else "article"


class _Keeper:
    """Takes an entry's links in, each address once, up to the limit."""

    def __init__(self, found: Found, limit: int) -> None:
        self.found, self.left, self.full = found, limit, False
        self.seen: set[tuple[str | None, str]] = set()

    def add(self, links: Iterator[Link]) -> None:
        for link in links:
            if link.likely in {"asset", "service"} or (key := (normalise(link.url), link.rel)) in self.seen:
                continue
            if not self.left:
                self.full = True
                self.found.issues.append(Issue("link_cap", "warning", None, "more entries than are taken from one feed"))
                return
            self.seen.add(key)
            self.left -= 1
            self.found.links.append(link)
