"""Articles and events as schema.org JSON-LD: one document, a node a line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from storage import event_jsonld

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.records import Row

_ORGANISATIONS: Final = frozenset({"agency"})
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def document(rows: Iterable[Row], kind: str) -> Iterator[bytes]:
    """Yield one JSON-LD document with a ``NewsArticle`` or an ``Event`` for each row in its ``@graph``."""
    node = article if kind == "articles" else event
    yield b'{"@context":"https://schema.org","@graph":['
    between = b"\n"
    for row in rows:
        yield between + _encode(node(row)).encode()
        between = b",\n"
    yield b"\n]}\n"


def article(row: Row) -> dict[str, Any]:
    """Return an article as a ``NewsArticle``; what is not known is left out."""
    node: dict[str, Any] = {
        "@type": "NewsArticle",
        "@id": row["url"],
        "url": row["url"],
        "mainEntityOfPage": row["canonical_url"],
        "headline": row["headline"],
        "alternativeHeadline": row["kicker"],
        "abstract": row["standfirst"],
        "description": row["description"],
        "author": [_author(author) for author in row["authors"] if author["name"]],
        "dateline": row["dateline_place"],
        "datePublished": row["published_at"],
        "dateModified": row["modified_at"],
        "inLanguage": row["language"],
        "articleSection": row["section"],
        "keywords": row["tags"],
        "image": [_image(image) for image in row["images"]],
        "articleBody": row["text"],
        "about": [event(one) for one in row["events"]],
        "sdDatePublished": row["captured_at"],
    }
    return {name: value for name, value in node.items() if value}


def event(row: Row) -> dict[str, Any]:
    """Return an event as an ``Event``, its sessions within."""
    return event_jsonld.event(row)


def _author(author: Row) -> dict[str, Any]:
    kind = "Organization" if author["role"] in _ORGANISATIONS else "Person"
    node = {"@type": kind, "name": author["name"], "url": author["url"], "description": author["bio"]}
    if author["affiliation"] and kind == "Person":
        node["affiliation"] = {"@type": "Organization", "name": author["affiliation"]}
    filled = {name: value for name, value in node.items() if value}
    return {"@type": "Role", "roleName": author["role"], "author": filled} if author["role"] not in {None, "reporter", "agency"} else filled


def _image(image: Row) -> dict[str, Any]:
    node = {"@type": "ImageObject", "contentUrl": image["url"], "caption": image["caption"], "creditText": image["credit"]}
    return {name: value for name, value in node.items() if value}
