"""One post of WordPress's REST API: its address, and what the API says of it."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from crawler.discover.elements import plain
from crawler.items import Hint, Link
from crawler.normalise.urls import join
from crawler.sites.addresses import likely

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crawler.sites.profile import Profile

_CLOCK: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
#: taxonomies that say who wrote a post, and those that say nothing of its matter
_WRITERS: Final = frozenset({"author", "authors", "byline", "contributor"})
_NO_TOPICS: Final = frozenset({"post_format", "language", "post_translations", "nav_menu", "link_category"}) | _WRITERS


def read_post(entry: dict[str, Any], url: str, profile: Profile | None) -> Link | None:
    """The link of one post; None for what is not published or no page."""
    printed = string(entry.get("link")) or _rendered(entry.get("guid"), 2_048)
    address = join(url, printed) if printed else None
    if address is None or (string(entry.get("status")) or "publish") != "publish":
        return None
    guess = likely(address, profile)
    if guess in {"asset", "service"}:
        return None
    terms = list(_terms(entry))
    topics = [name for taxonomy, name in terms if taxonomy == "category"] + [
        name for taxonomy, name in terms if taxonomy not in _NO_TOPICS and taxonomy != "category"
    ]
    hint = Hint(
        "wordpress",
        url.partition("?")[0],
        title=_rendered(entry.get("title"), 1_000),
        authors=_authors(entry, terms),
        published=_moment(entry, "date"),
        modified=_moment(entry, "modified"),
        categories=list(dict.fromkeys(topics))[:50],
        language=_language(entry),
        summary=_rendered(entry.get("excerpt"), 1_000),
    )
    return Link(address, "link", guess if guess == "event" else "article", text=(hint.title or "")[:200], modified=hint.modified, hint=hint)


def _terms(entry: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """Taxonomy and name of the embedded terms."""
    groups = _embedded(entry, "wp:term")
    for group in groups[:20]:
        for term in group[:50] if isinstance(group, list) else ():
            if isinstance(term, dict) and (name := plain(string(term.get("name"), 800), 200)):
                yield string(term.get("taxonomy"), 60) or "", name


def _authors(entry: dict[str, Any], terms: list[tuple[str, str]]) -> list[str]:
    """Names of the writers: of a plug-in for several authors, else of the account, which an SEO plug-in may tell too."""
    several = entry.get("authors")
    named = [_name(author, "display_name", "name") for author in several[:20]] if isinstance(several, list) else []
    named += [name for taxonomy, name in terms if taxonomy in _WRITERS and " " in name]
    if not any(named):
        named = [_name(author, "name") for author in _embedded(entry, "author")[:20]]
    if not any(named):
        seo = entry.get("yoast_head_json")
        named = [plain(string(seo.get("author"), 500), 200) if isinstance(seo, dict) else None]
    return list(dict.fromkeys(name for name in named if name))


def _name(author: object, *keys: str) -> str | None:
    if not isinstance(author, dict):
        return None
    return next((name for key in keys if (name := plain(string(author.get(key), 500), 200))), None)


def _embedded(entry: dict[str, Any], name: str) -> list[Any]:
    inside = entry.get("_embedded")
    value = inside.get(name) if isinstance(inside, dict) else None
    return value if isinstance(value, list) else []


def _language(entry: dict[str, Any]) -> str | None:
    """The language that a translation plug-in tells (Polylang, WPML)."""
    given = string(entry.get("lang"), 35) or string(entry.get("wpml_current_locale"), 35)
    return given.replace("_", "-") if given else None


def _moment(entry: dict[str, Any], name: str) -> str | None:
    """``date`` on the site's clock with the offset that ``date_gmt`` beside it shows; without a usable second one no offset."""
    local, world = _clock(entry.get(name)), _clock(entry.get(f"{name}_gmt"))
    if local is None:
        return f"{world.isoformat()}+00:00" if world else None
    if world is None:
        return local.isoformat()
    minutes = round((local - world).total_seconds() / 60)
    if minutes % 15 or not -12 * 60 <= minutes <= 14 * 60:
        return f"{world.isoformat()}+00:00"
    sign = "-" if minutes < 0 else "+"
    return f"{local.isoformat()}{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _clock(value: object) -> datetime | None:
    """A time as the API prints it; drafts and imports have year 0."""
    text = string(value, 40) or ""
    match = _CLOCK.match(text)
    try:
        return datetime.fromisoformat(match[0]) if match else None  # the offset is what is to be found
    except ValueError:
        return None


def _rendered(value: object, most: int) -> str | None:
    """A field that is given as ``{"rendered": HTML}``, or as it is."""
    return plain(string(value.get("rendered") if isinstance(value, dict) else value, most * 8), most)


def string(value: object, most: int = 2_048) -> str | None:
    """A value of the API where it is a text that is not empty, at most ``most`` characters of it."""
    return value.strip()[:most] or None if isinstance(value, str) else None
