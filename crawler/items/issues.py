"""The closed list of issue classes: what each says of a page, a crawl or a row.

A page that ends otherwise than stored has an issue of its reason's class too: see the reasons in :mod:`crawler.errors`.
"""

from __future__ import annotations

from typing import Final

#: what is told of kept data, and of pages and rows that gave none
ISSUE_CLASSES: Final = {
    "api_unreadable": "an answer of a site's API that is no list of posts",
    "author_unknown": "no credit is believed; the detail names what was read",
    "blocked_address": "links that lead to addresses which may not be asked",
    "canonical_doubtful": "the page names as its address the front page, another site's page or none at all",
    "date_from_dateline": "the day of publication is that of the dateline, for want of a better one",
    "date_from_update": "the page names no day but that of its last change; it stands in for that of publication",
    "date_implausible": "a date that can be, but hardly is meant: years ahead, or a change before the publication",
    "date_impossible": "a date that no calendar has, or that cannot be read",
    "date_year_assumed": "a day printed without its year, which the weekday, the name or the day of the capture tells",
    "date_unknown": "no date of publication is believed",
    "event_vanished": "events that this source named before and names no more; they stay, told as vanished",
    "external_entity": "a feed or sitemap that names entities outside of itself; they were not fetched",
    "field_cut": "a field longer than its limit was cut",
    "field_doubtful": "a field stays empty although something was printed for it; the detail says what",
    "headline_unknown": "no heading or title but the site's name",
    "language_unknown": "too little text to tell the language, and the page declares none",
    "link_cap": "links past the limit of one page, feed or sitemap were left out",
    "loop_stopped": "links that only repeat parts of their own address were left out",
    "paywall": "the page says that it is not free to read, or shows a prompt to pay: the text may end early",
    "recurrence_cut": "an event that recurs more often than is stored, or by a rule that is not followed",
    "redirect_loop": "a page that sends its reader to itself",
    "selector_empty": "a selector of the site's profile finds nothing: the site may have been redesigned",
    "store_rejected": "the database refused the row",
    "text_empty": "no block of the page was kept as the story",
    "text_repaired": "characters were repaired or removed so that the text could be kept",
    "text_short": "a text of fewer than 120 characters",
    "too_deep": "nesting, attributes or elements past the limit were cut",
    "too_large": "a feed or sitemap past its limit was cut",
    "trap_stopped": "links of a pattern that led nowhere time and again were left out",
    "unreadable": "a file that cannot be opened",
    "url_too_long": "links of more than 2,048 characters were left out",
    "zone_unknown": "a time zone that nobody knows: the times are stored without an offset",
}
