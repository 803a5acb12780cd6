"""JSON Feed 1.0 and 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from crawler.discover.elements import plain
from crawler.items import Hint, Issue, Link
from crawler.normalise.urls import join, normalise
from crawler.sites.addresses import likely

if TYPE_CHECKING:
    from crawler.discover.found import Found
    from crawler.sites.profile import Profile


def read(text: str, url: str, found: Found, limit: int, profile: Profile | None) -> None:
    """Add the items of a JSON Feed to ``found``; text that is none leaves it as it is. Never raises."""
    try:
        feed = json.loads(text.lstrip("\ufeff"), parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return
    if "jsonfeed.org" not in str(feed.get("version", "")) and not _string(feed.get("feed_url")):
        return
    found.sort = "jsonfeed"
    found.title = _string(feed.get("title"), 500)
    found.language = _string(feed.get("language"), 35)
    authors = _authors(feed)
    following = join(url, _string(feed.get("next_url")) or "") if feed.get("next_url") else None
    if following and following != url:
        found.links.append(Link(following, "next", "feed"))
    seen: set[str | None] = set()
    for item in feed["items"]:
        link = _item(item, url, found.language, authors, profile) if isinstance(item, dict) else None
        if link is None or (key := normalise(link.url)) in seen:
            continue
        if len(seen) >= limit:
            found.issues.append(Issue("link_cap", "warning", None, "more entries than are taken from one feed"))
            return
        seen.add(key)
        found.links.append(link)


def _item(item: dict[str, Any], url: str, language: str | None, authors: list[str], profile: Profile | None) -> Link | None:
    identity = _string(item.get("id")) or ""
    printed = (
        _string(item.get("url"))
        or (identity if identity.lower().startswith(("http://", "https://")) else None)
        or _string(item.get("external_url"))
    )
    address = join(url, printed) if printed else None
    if address is None:
        return None
    guess = likely(address, profile)
    if guess in {"asset", "service"}:
        return None
    tags = item.get("tags")
    hint = Hint(
        "jsonfeed",
        url,
        title=plain(_string(item.get("title"), 8_000), 1_000),
        authors=_authors(item) or authors,
        published=_string(item.get("date_published"), 100),
        modified=_string(item.get("date_modified"), 100),
        categories=[text for tag in tags[:50] if (text := _string(tag, 200))] if isinstance(tags, list) else [],
        language=_string(item.get("language"), 35) or language,
        summary=plain(_string(item.get("summary"), 8_000), 1_000),
        full_text=bool(item.get("content_html") or item.get("content_text")),
    )
    kind = guess if guess == "event" else "article"
    return Link(address, "link", kind, text=(hint.title or "")[:200], modified=hint.modified, hint=hint)


def _authors(thing: dict[str, Any]) -> list[str]:
    """Version 1.1 has ``authors``, version 1.0 one ``author``."""
    people = thing.get("authors")
    listed = people if isinstance(people, list) else [thing.get("author")]
    names = [person.get("name") if isinstance(person, dict) else person for person in listed[:20]]
    return [name for value in names if (name := _string(value, 500))]


def _string(value: object, most: int = 2_048) -> str | None:
    return value.strip()[:most] or None if isinstance(value, str) else None
