"""A credit where it is printed: how near to the headline, in which part of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.items import Author, Candidate

if TYPE_CHECKING:
    from crawler.document.model import Region

AWAY = frozenset({"comments", "related", "nav", "footer", "aside", "share", "subscribe", "cookie", "ad"})
_PRINTED = 300


def candidate(
    name: str,
    rule: str,
    confidence: float,
    *,
    url: str | None = None,
    role: str = "reporter",
    bio: str | None = None,
    affiliation: str | None = None,
) -> Candidate:
    """A candidate for the authors; ``name`` is the credit as printed, at most 600 characters of it."""
    name = " ".join(name.split())[:600]
    method = {"json-ld": "json-ld", "microdata": "microdata", "meta": "meta", "feed": "feed", "bio": "bio"}.get(
        rule.split(":", 1)[0], "byline"
    )
    author = Author(name, role=role, printed=name[:_PRINTED], url=url, method=method, bio=bio, affiliation=affiliation)  # type: ignore[arg-type]  # the table above gives Methods
    return Candidate(author, rule, confidence, name[:_PRINTED])


def near(block: int, anchor: int | None) -> float:
    """How likely a credit at a block belongs to the headline at ``anchor``."""
    if anchor is None:
        return 0.55
    distance = block - anchor
    if -4 <= distance <= 8:
        return 0.85
    if -12 <= distance <= 20:
        return 0.7
    return 0.4


def away(region: Region, anchor: int | None, zones: frozenset[str] = AWAY) -> bool:
    """In a part of the page that is no part of the article; a part that holds the headline too is the page, whatever it is called."""
    at: Region | None = region
    while at is not None:
        zone = at.zone
        if zone not in zones:
            return False
        opener = at
        while opener.parent is not None and opener.parent.zone == zone:
            opener = opener.parent
        if anchor is None or not opener.first_block <= anchor < opener.last_block:
            return True
        at = opener.parent
    return False
