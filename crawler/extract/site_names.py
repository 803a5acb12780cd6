"""What the site calls itself, for telling its name from headlines and authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from crawler.items import Candidate
from crawler.normalise import bylines
from crawler.normalise.titles import squeezed

if TYPE_CHECKING:
    from crawler.document import Document
    from crawler.extract.structured import Structured

_LONG = 25  #: characters of a name that is as likely a headline
_WORDS = 5  #: of a name
_ARTICLE = re.compile(r"(?:the|der|die|das|le|la|il|el|o|de|het)\s+", re.IGNORECASE)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "or", "ne", "go", "blogspot", "wordpress"})


def candidates(document: Document, structured: Structured) -> list[Candidate]:
    """The names of the site: declared ones first, the host's own label last."""
    found: list[Candidate] = []
    titles = {*document.metas.get("og:title", ()), *document.metas.get("twitter:title", ())}

    def add(name: str | None, rule: str, confidence: float) -> None:
        name = " ".join((name or "").split())
        if (
            1 < len(name) < 70
            and not any(t == name or (len(name) > _LONG and t.startswith(name)) for t in titles)
            and not any(c.value == name for c in found)
        ):
            found.append(Candidate(name, rule, confidence))

    add(document.meta("og:site_name"), "og:site_name", 0.95)
    if structured.main is not None:
        for publisher in structured.main.nodes("publisher", "sourceOrganization", "copyrightHolder"):
            if not publisher.is_a("Person"):
                add(publisher.text("name"), "json-ld:publisher", 0.9)
        add(next((p for p in structured.main.props.get("publisher", ()) if isinstance(p, str)), None), "json-ld:publisher", 0.9)
    for node in structured.nodes("WebSite", "NewsMediaOrganization"):
        add(node.text("name"), f"json-ld:{node.type}.name", 0.85)
        add(node.text("alternateName"), f"json-ld:{node.type}.alternateName", 0.7)
    for node in structured.nodes("Organization"):
        # a person's own site is published by what is a person and an organisation at once: no outlet, but its author
        if (node.top or node.within == "publisher") and not node.is_a("Person"):
            add(node.text("name"), "json-ld:Organization.name", 0.7)
    for name in ("application-name", "apple-mobile-web-app-title", "publisher", "article:publisher", "dc.publisher", "copyright"):
        value = document.meta(name)
        if value == document.title and name.startswith("app") and len(value or "") > _LONG:
            continue  # what a page is called as an application may be its own title
        if value and not value.startswith("http"):
            add(value, f"meta:{name}", 0.7)
    hosts = host_names(document.url)
    for name in hosts:
        add(name, "host", 0.6)
    if not found or found[0].rule == "host":
        add(_house(document.title, hosts), "title", 0.55)
    return found


def _house(title: str | None, hosts: list[str]) -> str | None:
    """A title that is nothing but the name of the house whose host abbreviates it: "The Dunmere Gazette" at dunmere.example."""
    label = squeezed(hosts[-1]) if hosts else ""
    if not title or len(label) <= 3 or len(title.split()) > _WORDS or not squeezed(_ARTICLE.sub("", title, count=1)).startswith(label):
        return None
    return title if bylines.kind(title) == "organisation" else None


def host_names(url: str) -> list[str]:
    """``www.example.co.uk`` gives ``example.co.uk`` and ``example``."""
    try:
        host = (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return []
    labels = host.split(".")
    if len(labels) < 2:
        return [host] if host else []
    at = len(labels) - 2
    while at > 0 and labels[at] in _SECOND_LEVEL:
        at -= 1
    return list(dict.fromkeys([host, ".".join(labels[at:]), labels[at]]))
