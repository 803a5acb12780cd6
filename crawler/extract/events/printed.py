"""Events that a page only prints: name, days, venue and city of a conference's own page, where the evidence is strong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.items import Event, EventSource, Venue
from crawler.normalise.events import days
from crawler.normalise.urls import join, normalise

if TYPE_CHECKING:
    from crawler.document import Document, TextBlock
    from crawler.items import Kind

_AWAY = frozenset({"nav", "footer", "comments", "related", "cookie", "share", "subscribe", "ad", "form", "bio"})
_BLOCKS = 60  #: read from the top
_EVENT_WORD = re.compile(
    r"\w*(?:kongress|konferenz|tagung|gipfel|messe)\b|\b(?:conference|summit|forum|congress|convention|symposium|expo|festival|fair|meetup|workshop|hackathon|colloquium|seminar|webinar|biennale|days?|week|awards?|camp|con|conf|fest|gala|kongress|konferenz|tagung|messe"
    r"|gipfel|fachtag|congr[eè]s|conférence|colloque|salon|sommet|congreso|conferencia|cumbre|feria|jornadas|convegno|conferenza|fiera|congresso|conferência|cimeira|encontro|конференция|форум|саммит|фестиваль)\b"
    r"|大会|论坛|論壇|峰会|峰會|研讨会|年会|会议|カンファレンス|フォーラム|サミット|컨퍼런스|포럼",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19[89]|20[0-4])\d\b|(?:19[89]|20[0-4])\d年|['’]\d\d\b")
_WHEN = re.compile(
    r"\A\W*(?:dates?|when|date (?:and|&) time|datum|termin|wann|dates?|quand|fecha|cuándo|data|quando|日期|时间|時間|日時|когда)\s*[:：]?\s*",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r"\A\W*(?:venue|where|location|place|ort|veranstaltungsort|wo|lieu|où|lugar|dónde|sede|luogo|dove|local|地点|地點|会场|会場|場所|место)\s*[:：]\s*(?P<rest>.{2,200})",
    re.IGNORECASE,
)
_LABEL = re.compile(r"\A\W*(?:venue|where|location|veranstaltungsort|ort|lieu|lugar|luogo|地点|地點|会場)\W*\Z", re.IGNORECASE)
_HOUSE = re.compile(
    r"\b(?:hotel|cent(?:er|re|ro)|hall|university|arena|convention|palace|palais|museum|house|haus|halle|messe\w*|auditorium|theat(?:er|re)|campus|college|school|library|stadium|club|ballroom|pavilion|institute|church|academy"
    r"|palacio|palazzo|teatro|universi\w+|kongress\w+|stadthalle|forum|exhibition|expo|plaza|tower|building|room|works|factory|studio)\b|中心|酒店|大学|大學|会展|會展|礼堂|ホール|会館|센터",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[|·•‧∙/@]|\s[-–—]\s|[;\n]|,|\bat\b|\bin\b)\s*", re.IGNORECASE)
_PLACE = re.compile(r"[A-ZÀ-ÞŁŚŻČŠŽĀ-ſΑ-ΩА-ЯＡ-Ｚ぀-鿿가-힣א-ت][^\n!?:;]{1,79}")


def read(document: Document, kind: Kind, language: str | None = None) -> Event | None:
    """Return the event that the page is about, None without a name that reads as an event's and days printed near it.

    Articles are left alone: what they say of events is another matter.
    """
    if kind == "article" or document.kind != "html":
        return None
    blocks = [block for block in document.blocks[:400] if not block.region.hidden and block.region.zone not in _AWAY][:_BLOCKS]
    name, at = _name(document, blocks)
    if name is None:
        return None
    named = _EVENT_WORD.search(name) is not None
    if not named and not (kind == "event" and (_YEAR.search(name) or at is not None)):
        return None
    for number, block in enumerate(blocks):
        if len(block.text) > 300 or (block.link_chars * 2 > len(block.text)):
            continue
        span = days.find(_WHEN.sub("", block.text), language)
        if span is None or not span.starts.day:
            continue
        near = at is not None and 0 <= number - at <= 4
        if not (span.ends is not None or kind == "event" or _WHEN.match(block.text)) or not (
            near or _WHEN.match(block.text) or kind == "event"
        ):
            continue
        event = Event(name, starts_at=span.starts.iso(), ends_at=span.ends.iso() if span.ends else None, precision=span.starts.precision)
        event.venue = _venue(_WHEN.sub("", block.text), span, blocks, number)
        event.url = document.url or None
        event.sources = [EventSource("text", document.url)]
        return event
    return None


def _name(document: Document, blocks: list[TextBlock]) -> tuple[str | None, int | None]:
    """The printed heading of the first order, else the declared title; with the heading's place."""
    for number, block in enumerate(blocks):
        if block.region.tag == "h1" and 4 <= len(block.text) <= 150:
            if block.link_chars * 2 > len(block.text) and not _leads_here(document, block):
                return None, None  # the heading of every page of the site, which leads home
            return block.text.replace("\n", " "), number
    title = document.meta("og:title") or document.title
    if title and 4 <= len(title) <= 150:
        return re.split(r"\s[|·–—-]\s", title)[0].strip() or None, 0 if blocks else None
    return None, None


def _leads_here(document: Document, block: TextBlock) -> bool:
    """Whether the link of a heading leads to the page itself."""
    own = normalise(document.url)
    hrefs = [anchor.href for anchor in document.anchors if anchor.block == block.index][:3]
    return any(normalise(join(document.base_url, href) or "") == own for href in hrefs)


def _venue(text: str, span: days.Span, blocks: list[TextBlock], number: int) -> Venue | None:
    """The place printed with the days, or in a labelled line near them."""
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        match = _WHERE.match(block.text)
        if match:
            return _place(match["rest"])
        if _LABEL.match(block.text) and following is not None and len(following.text) <= 150:
            return _place(following.text)
    beside = f"{text[: span.start]} | {text[span.end :]}"
    venue = _place(
        re.sub(
            r"\b\d{1,2}[:.]\d{2}\S*(?:\s?[ap]\.?m\.?)?|\b(?:mon|tues?|wednes|thurs?|fri|satur|sun)day\b", " ", beside, flags=re.IGNORECASE
        )
    )
    if (
        venue is None
        and number + 1 < len(blocks)
        and len(blocks[number + 1].text) <= 90
        and blocks[number + 1].text.count(",") in (1, 2, 3)
    ):
        following = blocks[number + 1]
        venue = _place(following.text) if _HOUSE.search(following.text) and not re.search(r"[.!?]\s", following.text) else None
    return venue


def _place(text: str) -> Venue | None:
    """``Charles Hotel, Cambridge, USA`` → name, locality, country; a single part is a house or a town by its words."""
    parts = [part.strip(" .()[]") for part in _SEPARATOR.split(text[:200])]
    parts = [part for part in parts if _PLACE.fullmatch(part) and len(part.split()) <= 8][:4]
    if not parts:
        return None
    house = next((part for part in parts if _HOUSE.search(part)), None)
    rest = [part for part in parts if part != house and not _EVENT_WORD.fullmatch(part)]
    venue = Venue(name=house)
    if rest:
        venue.locality = rest[0] if not any(c.isdigit() for c in rest[0]) else None
        venue.address = rest[0] if any(c.isdigit() for c in rest[0]) else None
        if venue.address and len(rest) > 1:
            venue.locality = rest[1]
        if len(rest) > 1 and rest[-1] != venue.locality:
            venue.country = rest[-1]
    return venue
