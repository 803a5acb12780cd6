"""What a feed, a sitemap, an API or a robots file gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from crawler.items import Issue, Link

Sort = Literal["urlset", "sitemapindex", "text-sitemap", "rss", "atom", "jsonfeed", "wordpress", "html", "other"]


@dataclass(slots=True)
class Found:
    """The addresses of one body in its order, and what the body says of itself."""

    sort: Sort = "other"  #: ``other`` where the body is none of these: no links then
    links: list[Link] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    title: str | None = None  #: the feed's or site's own title
    language: str | None = None  #: the feed's own language, as printed
