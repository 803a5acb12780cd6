"""Sitemaps of the sitemaps.org protocol: URL sets, indexes, the news extension, language variants, plain text."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from crawler.discover.bodies import LARGEST, decode, inflate, names_external, tree
from crawler.discover.elements import text_of
from crawler.discover.found import Found
from crawler.items import Hint, Issue, Link
from crawler.normalise.urls import origin
from crawler.sites.addresses import likely, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from crawler.sites.profile import Profile

MOST = 50_000  #: addresses of one sitemap, the protocol's own limit
_ALTERNATES = 30  #: language variants of one address
_TEXT_ROW = re.compile(r"\s*(https?://\S{3,2040})\s*\Z", re.IGNORECASE)


def read(body: bytes, url: str, charset: str | None = None, *, limit: int = MOST, profile: Profile | None = None) -> Found:
    """Return the addresses of a sitemap or sitemap index, in its order, each once.

    ``url`` is the sitemap's own address, ``charset`` the HTTP header's. An index gives links with ``rel="sitemap"``, a URL
    set ``rel="link"`` with ``lastmod`` as printed, hreflang variants ``rel="alternate"``. Gzip is undone, broken XML is
    read as far as it goes. Raises :class:`DocumentError` (``xml_bomb``).
    """
    data, cut = inflate(body)
    text = decode(data, charset)
    root = tree(text)
    found = Found()
    if names_external(text):
        found.issues.append(Issue("external_entity", "warning", None, f"{url}: its document type names outside files; none is read"))
    if cut:
        found.issues.append(Issue("too_large", "warning", None, f"{url}: only the first {LARGEST} bytes were read"))
    if root is None or _name(root) not in {"urlset", "sitemapindex"}:
        if root is None or _name(root) not in {"html", "rss", "feed", "RDF"}:
            _read_text(text, url, found, limit, profile)
        return found
    found.sort = "sitemapindex" if _name(root) == "sitemapindex" else "urlset"
    seen: set[str] = set()
    for entry in root:
        name = _name(entry)
        links = _index_entry(entry, url) if name == "sitemap" else _entry(entry, url, profile) if name == "url" else ()
        for key, link in links:
            if len(found.links) >= limit:
                found.issues.append(Issue("link_cap", "warning", None, f"{url}: more than {limit} addresses"))
                return found
            key = f"{key} alternate" if link.rel == "alternate" else key  # noqa: PLW2901  # a variant may be listed itself too
            if key not in seen:
                seen.add(key)
                found.links.append(link)
    return found


def _index_entry(entry: _Element, url: str) -> Iterator[tuple[str, Link]]:
    values = dict(_values(entry))
    address, key = _address(values.get("loc"), url)
    if key:
        yield key, Link(address, "sitemap", "sitemap", modified=_printed(values.get("lastmod")))


def _entry(entry: _Element, url: str, profile: Profile | None) -> Iterator[tuple[str, Link]]:
    loc = modified = None
    hint = Hint("sitemap", url)
    alternates: list[tuple[str, str]] = []
    for child in entry:
        name = _name(child)
        if name == "loc":
            loc = loc or text_of(child)
        elif name == "lastmod":
            modified = modified or _printed(text_of(child))
        elif name == "news":
            _news(child, hint)
        elif name == "link" and len(alternates) < _ALTERNATES:
            alternates.append((child.get("href") or "", (child.get("hreflang") or "").strip()[:35]))
    address, key = _address(loc, url)
    if key is None:
        return
    hint.modified = modified
    said = hint.source == "news-sitemap"
    guess = likely(address, profile)
    if guess in {"asset", "service"}:
        return
    own = next(
        (language for href, language in alternates if language and language != "x-default" and _address(href, url)[0] == address), None
    )
    yield (
        key,
        Link(
            address,
            "link",
            "article" if said and guess in {"other", "listing"} else guess,
            language=own,
            modified=modified,
            hint=hint if said or modified else None,
        ),
    )
    for href, language in alternates:
        variant, variant_key = _address(href, url)
        if variant_key and variant != address and language != "x-default":
            yield variant_key, Link(variant, "alternate", likely(variant, profile), language=language or None)


def _news(element: _Element, hint: Hint) -> None:
    """Google's news extension: what it prints of the article."""
    hint.source, hint.kind = "news-sitemap", "article"
    for child in element:
        name, text = _name(child), text_of(child)
        if name == "publication":
            hint.language = next((_printed(text_of(part)) for part in child if _name(part) == "language"), None)
        elif name == "title" and text:
            hint.title = unescape(text)[:1_000]
        elif name == "publication_date":
            hint.published = _printed(text)
        elif name in {"keywords", "genres"} and text:
            hint.categories = [*hint.categories, *(part.strip()[:200] for part in text[:5_000].split(",") if part.strip())][:50]


def _read_text(text: str, url: str, found: Found, limit: int, profile: Profile | None) -> None:
    """One address a line; anything else on a line of the first twenty means that this is no sitemap."""
    rows = [row for row in text.splitlines() if row.strip()]
    if not rows or sum(1 for row in rows[:20] if _TEXT_ROW.match(row)) * 10 < len(rows[:20]) * 9:
        return
    found.sort = "text-sitemap"
    seen: set[str] = set()
    for row in rows:
        match = _TEXT_ROW.match(row)
        address, key = _address(match[1], url) if match else ("", None)
        if key is None or key in seen:
            continue
        if len(found.links) >= limit:
            found.issues.append(Issue("link_cap", "warning", None, f"{url}: more than {limit} addresses"))
            return
        seen.add(key)
        guess = likely(address, profile)
        if guess not in {"asset", "service"}:
            found.links.append(Link(address, "sitemap" if guess == "sitemap" else "link", guess))


def _name(element: _Element) -> str:
    """The local name, whether or not the prefix was declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2] if isinstance(tag, str) else ""


def _values(entry: _Element) -> Iterator[tuple[str, str]]:
    for child in entry:
        yield _name(child), text_of(child)


def _printed(value: str | None) -> str | None:
    return value[:100] if value else None


def _address(value: str | None, url: str) -> tuple[str, str | None]:
    """The absolute address of a ``loc`` and its normalised form; generators that escape twice are met often enough."""
    if not value:
        return "", None
    return resolve(value.replace("&amp;", "&") if "&amp;" in value else value, url, origin(url) or "")
