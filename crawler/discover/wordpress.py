"""The REST API of WordPress (``wp-json/wp/v2/posts``): a site's posts, newest first, with what it says of each.

The page itself stays the source of the text; a post gives its address and a hint. Fields and parameters are those of
https://developer.wordpress.org/rest-api/reference/posts/.
"""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.discover.bodies import decode, inflate
from crawler.discover.elements import plain
from crawler.discover.found import Found
from crawler.discover.wordpress_posts import read_post, string
from crawler.items import Issue, Link
from crawler.normalise.urls import join, normalise, origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from crawler.document.model import LinkTag
    from crawler.sites.profile import Profile

RELATION: Final = "https://api.w.org/"
PER_PAGE: Final = 100  #: posts asked for at once, the most that WordPress gives
MOST_PAGES: Final = 1_000  #: of one range of days; 100,000 posts
_LARGEST: Final = 16 * 1024 * 1024
#: asked for without the text of the posts: 100 of them are some 200 kB instead of megabytes
_FIELDS: Final = "id,link,type,status,date,date_gmt,modified,modified_gmt,title,lang,author,authors,categories,tags,yoast_head_json.author,_links,_embedded"
_ABOUT: Final = "name,url,home,gmt_offset,timezone_string,namespaces"
_POSTS: Final = "wp/v2/posts"
_HEADER: Final = re.compile(r"<([^<>]{1,2048})>((?:\s*;\s*[a-z*]{1,20}\s*=\s*(?:\"[^\"]{0,300}\"|[^\s\",;]{0,300}))*)", re.IGNORECASE)
_REL: Final = re.compile(r";\s*rel\s*=\s*\"?([^\",;]{1,300})", re.IGNORECASE)
_LIST: Final = re.compile(r"\[\s*\{\s*\"(?:id|link)\"\s*:")  #: the list behind the notices that some plug-in printed before it
_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def offers(tags: Iterable[LinkTag], link_header: str, base: str) -> list[Link]:
    """Return the API's root as a page declares it in a ``<link>`` or its ``Link`` header, as a link with ``rel="api"``."""
    declared = [tag.href for tag in tags if RELATION in tag.rel.split()]
    declared += [address for address, rels in _header_links(link_header) if RELATION in rels]
    roots = dict.fromkeys(address for href in declared[:5] if (address := join(base, href)))
    return [Link(address, "api", "api") for address in roots]


def usual(url: str) -> list[str]:
    """Return the roots that the API of a site usually has: by path, and by parameter where the site has no pretty addresses."""
    place = origin(url) or ""
    return [f"{place}/wp-json/", f"{place}/?rest_route=/"]


def posts(root: str, since: date | None = None, until: date | None = None) -> str:
    """Return the address of the newest posts under an API root, of the days from ``since`` to ``until`` by the site's own clock."""
    wanted = {"per_page": str(PER_PAGE), "orderby": "date", "order": "desc", "_embed": "author,wp:term", "_fields": _FIELDS}
    if since is not None:  # both ends are exclusive
        wanted["after"] = f"{_next_day(since, -1).isoformat()}T23:59:59"
    if until is not None:
        wanted["before"] = f"{_next_day(until, 1).isoformat()}T00:00:00"
    return _below(root, _POSTS, wanted)


def is_newest(url: str) -> bool:
    """Return whether an address of the API gives the newest posts: no further page, no range of days."""
    return not {"page", "after", "before"}.intersection(name for name, _ in parse_qsl(urlsplit(url).query, keep_blank_values=True))


def root_of(address: str) -> str | None:
    """Return the API root that an address of posts lies under; None for any other address."""
    parts = urlsplit(address)
    route = dict(parse_qsl(parts.query, keep_blank_values=True)).get("rest_route")
    if route is not None:
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "rest_route=/", "")) if route.endswith(_POSTS) else None
    return urlunsplit((parts.scheme, parts.netloc, parts.path.removesuffix(_POSTS), "", "")) if parts.path.endswith(_POSTS) else None


def about(root: str) -> str:
    """Return the address under an API root that says the site's name and time zone."""
    return _below(root, "", {"_fields": _ABOUT})


def read(
    body: bytes, url: str, headers: Mapping[str, str] | None = None, charset: str | None = None, *, profile: Profile | None = None
) -> Found:
    """Return the posts of one answer in its order as links with ``rel="link"`` and a hint; a further page has ``rel="next"``.

    ``url`` is the address that answered, ``headers`` its head in lower case (``x-wp-totalpages``, ``link``). A body that
    is no list of posts gives no links and the issue ``api_unreadable`` with what it is instead. Never raises.
    """
    found = Found()
    data, cut = inflate(body, _LARGEST)
    text = decode(data, charset).lstrip("\ufeff \t\r\n")
    answer = _answer(text)
    if not isinstance(answer, list):
        if isinstance(answer, dict) and isinstance(answer.get("namespaces"), list):
            found.sort, found.title = "wordpress", string(answer.get("name"), 500)
            return found
        said = f"more than {_LARGEST} bytes" if cut else _instead(answer, text)
        found.issues.append(Issue("api_unreadable", "warning", None, f"{url}: {said}"[:500]))
        return found
    found.sort = "wordpress"
    seen: set[str | None] = set()
    for entry in answer[: 2 * PER_PAGE]:
        link = read_post(entry, url, profile) if isinstance(entry, dict) else None
        if link is not None and (key := normalise(link.url)) not in seen:
            seen.add(key)
            found.links.append(link)
    if len(answer) > 2 * PER_PAGE:
        found.issues.append(Issue("link_cap", "warning", None, f"{len(answer)} posts where {PER_PAGE} were asked for"))
    if answer:
        _page_on(found, url, headers or {}, len(answer))
    return found


def site_of(body: bytes) -> dict[str, Any]:
    """Return ``{"name", "time_zone", "offset_hours"}`` of an API's root as far as it says them; nothing for any other body."""
    answer = _answer(decode(body[:_LARGEST]).lstrip("\ufeff \t\r\n"))
    if not isinstance(answer, dict) or "namespaces" not in answer:
        return {}
    found = {
        "name": plain(string(answer.get("name"), 1_000), 200),
        "time_zone": string(answer.get("timezone_string"), 60),
        "offset_hours": string(answer.get("gmt_offset"), 8),
    }
    return {name: value for name, value in found.items() if value}


def _below(root: str, route: str, wanted: dict[str, str]) -> str:
    """An address of the API, whether its root is a path or the parameter ``rest_route``."""
    parts = urlsplit(root)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)[:20])
    path = parts.path
    if "rest_route" in query:
        query["rest_route"] = query["rest_route"].rstrip("/") + "/" + route
    else:
        path = path.rstrip("/") + "/" + route
    return urlunsplit((parts.scheme, parts.netloc, path, urlencode(query | wanted, safe=",:/"), ""))


def _next_day(day: date, step: int) -> date:
    try:
        return day + timedelta(days=step)
    except OverflowError:
        return day


def _header_links(header: str) -> list[tuple[str, list[str]]]:
    """Addresses of a ``Link`` header (RFC 8288) with their relations."""
    found = []
    for match in _HEADER.finditer(header[:8_000]):
        rel = _REL.search(match[2])
        if rel:
            found.append((match[1].strip(), rel[1].lower().split()))
    return found


def _answer(text: str) -> object:
    """The JSON value of an answer, whatever stands behind it or was printed before its list; None where there is none."""
    start = 0
    if text[:1] not in "[{":
        behind = _LIST.search(text, 0, 100_000)
        if behind is None:
            return None
        start = behind.start()
    try:
        value: object = _DECODER.raw_decode(text, start)[0]
    except (ValueError, RecursionError):
        return None
    return value


def _instead(answer: object, text: str) -> str:
    """What was served where posts were asked for."""
    if isinstance(answer, dict):
        code, message = string(answer.get("code"), 60), plain(string(answer.get("message"), 800), 200)
        return f"{code}: {message}" if code else "a JSON object that is no list of posts"
    if not text:
        return "an empty body"
    if text[:1] == "<":
        return "HTML where posts were asked for"
    return "JSON that is broken" if text[:1] in "[{" else "no JSON"


def _page_on(found: Found, url: str, headers: Mapping[str, str], count: int) -> None:
    """Add the next page where the answer's head says that there is one, or says nothing and the page is full."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True)[:40])
    page = _number(query.get("page")) or 1
    total = _number(headers.get("x-wp-totalpages"))
    full = count >= (_number(query.get("per_page")) or 10)
    more = page < total if total is not None else full or any("next" in rels for _, rels in _header_links(headers.get("link", "")))
    if not more:
        return
    if page >= MOST_PAGES:
        found.issues.append(Issue("link_cap", "warning", None, f"{MOST_PAGES} pages of posts taken; the rest is found by --until"))
        return
    query["page"] = str(page + 1)
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(query, safe=",:/"), ""))
    found.links.append(Link(address, "next", "api"))


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 10 else None
