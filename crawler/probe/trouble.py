"""What is in the way of reading a site well, and what can be done about it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.probe import selectors

if TYPE_CHECKING:
    from crawler.probe.asking import Sample
    from crawler.probe.survey import Seen, Survey

#: reason or issue → what to do about it
ADVICE = {
    "challenge": "the site shows a bot check instead of pages: ask its owner to let the crawler in",
    "robots_disallowed": "robots.txt forbids these addresses: they are left alone",
    "robots_unreachable": "robots.txt cannot be had, so nothing may be asked for: try later",
    "crawl_delay_too_long": "robots.txt asks for a longer delay than a crawl waits",
    "noindex": "the pages ask not to be indexed: they are not stored",
    "blocked_address": "the address lies in a private network: name it with --allow-address if it is yours",
    "http_401": "the site wants a log-in for these addresses",
    "http_403": "the site refuses these addresses: ask its owner to let the crawler in",
    "http_429": "the site asks for fewer requests: give a longer delay in the profile",
    "text_empty": "no text was found: give the selector of the story as text in the profile's layout",
    "no_article": "no page looks like an article: give article_patterns in the profile, or probe an article's address",
    "headline_unknown": "give the selector of the headline in the profile's layout",
    "author_unknown": "give the selector of the byline or of authors in the profile's layout",
    "date_unknown": "give the selector of published in the profile's layout",
    "date_weak": "the dates are little more than guesses: give the selector of published in the profile's layout",
    "date_from_dateline": "only the dateline gives a date: give the selector of published in the profile's layout",
    "date_from_update": "only the last change gives a date: give the selector of published in the profile's layout",
    "date_impossible": "a printed date cannot be: check date_order in the profile",
    "date_implausible": "a printed date is not likely: check date_order in the profile",
    "language_unknown": "give language in the profile",
    "time_zone_unknown": "times are printed without an offset: give time_zone in the profile",
    "selector_empty": "a selector of the profile finds nothing: the site may have been redesigned, add a layout",
    "api_unreadable": "the API gives no posts: feeds, sitemaps and listings are used",
    "few_pages": "fewer pages were read than wanted: the site's delay is long, or it links to few",
}
_FIELDS = ("text_empty", "headline_unknown", "author_unknown", "date_unknown", "date_from_dateline", "date_from_update", "date_impossible", "date_implausible", "language_unknown", "selector_empty")  # fmt: skip
_NO_OFFSET = re.compile(r"T[\d:.]+\Z")
#: ends that say nothing against a site
_HARMLESS = frozenset({"http_404", "http_410", "out_of_scope", "unchanged", "not_article", "gone", "budget_pages", "budget_depth"})
_ENOUGH = 3  #: articles from which a site can be judged


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing in the way."""

    cls: str  #: a reason, an issue's class, or ``no_article``, ``time_zone_unknown``, ``few_pages``
    pages: int  #: that have it
    of: int  #: of so many pages
    detail: str = ""  #: what was seen, and what to do about it


def find(survey: Survey, sample: Sample) -> list[Trouble]:
    """Return the trouble, that of the whole site first."""
    found: list[Trouble] = []
    asked = [end for end in sample.ends if end["state"] != "waiting" and end["reason"] != "budget_pages"]
    counts = Counter(str(end["reason"]) for end in asked if end["reason"])
    for reason, count in counts.most_common():
        if reason not in _HARMLESS:
            example = next(str(end["url"]) for end in asked if end["reason"] == reason)
            found.append(Trouble(reason, count, len(asked), f"{ADVICE.get(reason, 'these addresses could not be read')} (e.g. {example})"))
    for api in survey.apis:
        if api["problem"]:
            found.append(Trouble("api_unreadable", 1, 1, f"{ADVICE['api_unreadable']} ({api['problem']})"))
    articles = survey.articles
    if not articles and len(survey.pages) > 1 and not counts["challenge"]:
        found.append(Trouble("no_article", len(survey.pages), len(survey.pages), ADVICE["no_article"]))
    found += _of_fields(articles)
    naive = [seen for seen in articles if _NO_OFFSET.search(seen.row.get("published_at") or "")]
    if naive:
        found.append(Trouble("time_zone_unknown", len(naive), len(articles), ADVICE["time_zone_unknown"]))
    weak = [seen for seen in articles if seen.row.get("published_at") and selectors.is_weak(seen.row)]
    if weak:
        found.append(Trouble("date_weak", len(weak), len(articles), ADVICE["date_weak"]))
    if 0 < len(articles) < _ENOUGH or (len(survey.pages) == 1 and not articles and not counts["challenge"]):
        found.append(Trouble("few_pages", len(articles), len(survey.pages), ADVICE["few_pages"]))
    return found


def _of_fields(articles: list[Seen]) -> list[Trouble]:
    """Issues of the articles' fields, the most frequent first."""
    counts: Counter[str] = Counter()
    details: dict[str, str] = {}
    for seen in articles:
        for cls in {issue["class"] for issue in seen.row["issues"]}.intersection(_FIELDS):
            counts[cls] += 1
            details.setdefault(cls, next(issue["detail"] for issue in seen.row["issues"] if issue["class"] == cls))
    return [
        Trouble(cls, count, len(articles), f"{ADVICE[cls]} ({details[cls]})" if details[cls] else ADVICE[cls])
        for cls, count in counts.most_common()
    ]
