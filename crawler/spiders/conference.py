"""The spider `conference`: `site` limited to the pages of an event, its programme and its speakers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlsplit

from crawler.spiders.site import SiteSpider
from crawler.workers.links import ARTICLE_PRIORITY, EVENT_PRIORITY

if TYPE_CHECKING:
    from crawler.items import Page
    from storage.records import FoundUrl, LeasedUrl

# the words under which conferences keep their pages, in the languages that most of them are written in
_WORDS: Final = re.compile(
    r"[/_-](?:schedules?|agendas?|programm?e?s?|programma|programa|speakers|keynotes?|sessions?|talks?|tracks?|workshops?|events?|"
    r"timetables?|venues?|conferences?|symposi(?:um|a)|summits?|zeitplan|referent(?:en|innen)?|sprecher|veranstaltung(?:en)?|tagung(?:en)?|"
    r"intervenants?|orateurs?|horaires?|evenements?|ponentes?|oradores?|eventos?|relatori|eventi|palestrantes?|sprekers?|evenementen|"
    r"schema|talare|call-for-(?:papers|proposals|talks|speakers)|cfp)(?:$|[/.])",
    re.IGNORECASE,
)


class ConferenceSpider(SiteSpider):
    """Follows what looks like a part of an event, and stores events; articles are left to the spider `site`.

    Of a start page every link that does not lead to an article is followed: event pages may be called anything.
    """

    name = "conference"
    ways: ClassVar[tuple[str, ...]] = ("sitemap", "page")

    def take(self, page: Page, lease: LeasedUrl, links: list[FoundUrl]) -> list[FoundUrl]:
        """As the site's, of the links only those of an event; an article ends as out of scope."""
        if page.kind == "article" and page.reason is None:
            page.reason, page.article, page.events = "out_of_scope", None, []
        found = [link for link in links if of_event(link) or (lease.depth == 0 and link.priority < ARTICLE_PRIORITY)]
        return super().take(page, lease, found)


def of_event(link: FoundUrl) -> bool:
    """Whether an address belongs to an event by its words or by what its link says; sitemaps may name some that do."""
    if link.kind != "page":
        return True
    return link.priority == EVENT_PRIORITY or _WORDS.search(urlsplit(link.url).path) is not None
