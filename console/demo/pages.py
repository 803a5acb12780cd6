"""What the demo sites answer with, and the templates that they are written in."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cache
from hashlib import blake2b
from typing import Any

from mako.lookup import TemplateLookup

from console.demo.articles import PLACE

#: when pages that list others were last changed
BUILT = datetime(2025, 6, 12, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """One page as served."""

    body: bytes
    content_type: str = "text/html; charset=UTF-8"
    modified: datetime = BUILT
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def etag(self) -> str:
        """A strong validator of the body."""
        return f'"{blake2b(self.body, digest_size=8).hexdigest()}"'

    @property
    def last_modified(self) -> str:
        """The time of the last change as HTTP prints it."""
        return format_datetime(self.modified.astimezone(UTC), usegmt=True)


@cache
def templates() -> TemplateLookup:
    """The templates under this package; every value is escaped unless a template says otherwise."""
    return TemplateLookup(directories=[str(PLACE)], default_filters=["h"], input_encoding="utf-8")


def render(template: str, **values: Any) -> bytes:
    """A template of this package filled in, as UTF-8."""
    page: str = templates().get_template(template).render_unicode(rfc822=format_datetime, **values)
    return page.lstrip().encode()


def html(template: str, modified: datetime = BUILT, **values: Any) -> Answer:
    """A page of HTML."""
    return Answer(render(template, **values), modified=modified)


def xml(template: str, content_type: str = "application/xml; charset=UTF-8", **values: Any) -> Answer:
    """A feed or sitemap."""
    return Answer(render(template, **values), content_type)


def robots(origin: str, *, closed: list[str], sitemaps: list[str]) -> Answer:
    """A robots.txt that closes some paths and names the sitemaps."""
    return Answer(render("robots.txt", origin=origin, closed=closed, sitemaps=sitemaps), "text/plain; charset=utf-8")


def script(value: Any) -> str:
    """A value as JSON that may stand in a script element."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("</", "<\\/")


def portions(matter: list[Any], size: int) -> list[list[Any]]:
    """The list cut into pieces of at most that size."""
    return [matter[start : start + size] for start in range(0, len(matter), size)]
