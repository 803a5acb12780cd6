"""Events that a page only prints: name, days, venue and city of a conference's own page, where the evidence is strong."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.extract.events import programme, speakers
from crawler.extract.events.values import plain
from crawler.items import Event, EventSource, Issue, Venue
from crawler.normalise.events import days, names
from crawler.normalise.urls import join, normalise

if TYPE_CHECKING:
    from datetime import date

    from crawler.document import Document, TextBlock
    from crawler.items import Kind

_AWAY = frozenset({"nav", "footer", "comments", "related", "cookie", "share", "subscribe", "ad", "form", "bio"})
_SENTENCE = re.compile(r"[.!?]\s|[.!?]\Z(?<!\d\.)|[。！？]")
_FEW = 3  #: sessions that make an event of what does not read as one
_BLOCKS = 60  #: read from the top
_EVENT_WORD = re.compile(
    r"\w*(?:kongress|konferenz|tagung|gipfel|messe)\b|\b(?:conference|summit|forum|congress|convention|symposium|expo|festival|fair|meetup|workshop|hackathon|colloquium|seminar|webinar|biennale|days?|week|awards?|camp|con|conf|fest|gala|kongress|konferenz|tagung|messe"
    r"|gipfel|fachtag|congr[eè]s|conférence|colloque|salon|sommet|congreso|conferencia|cumbre|feria|jornadas|convegno|conferenza|fiera|congresso|conferência|cimeira|encontro|конференция|форум|саммит|фестиваль)\b"
    r"|大会|论坛|論壇|峰会|峰會|研讨会|年会|会议|カンファレンス|フォーラム|サミット|컨퍼런스|포럼",
    re.IGNORECASE,
)
_ORGANISER = re.compile(
    r"\A\W*(?:organi[sz](?:ed|er|ers|ation) ?(?:by)?|hosted by|host|veranstalter(?:in)?|veranstaltet von|organis(?:é par|ateur)|organiza(?:do por|dor)?|organizzat(?:o da|ore)|主办(?:方|单位)?|主催)(?:\s*[:：]\s*|\s+)(?P<rest>[A-ZÀ-Ž一-鿿][^\n.!?]{2,150})\Z",
    re.IGNORECASE,
)
#: headings that name a part of an event's site, not the event
_PART = re.compile(
    r"\A\W*(?:the\s+|full\s+|conference\s+|our\s+|final\s+|preliminary\s+)*(?:programm?e?(?: overview)?|schedule|agenda|timetable|sessions|talks|speakers?|keynotes|venue|home|welcome|programa|programma|zeitplan|ablauf|referenten|sprecher|horaires?|intervenants|ponentes|relatori|日程|议程|嘉宾|プログラム|タイムテーブル|登壇者)(?:\s+(?:at a glance|20\d\d))?\W*\Z",
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


def read(document: Document, kind: Kind, language: str | None = None, captured_on: date | None = None) -> tuple[Event | None, list[Issue]]:
    """Return the event that the page is about with the programme and speakers that it prints, and the issues of it.

    None without a name that reads as an event's, with days near it, a programme or a list of speakers. A year that is
    not printed is taken from the name's edition, a weekday or ``captured_on``, and told. Articles are left alone: what
    they say of events is another matter.
    """
    if kind == "article" or document.kind != "html":
        return None, []
    every = [block for block in document.blocks[:4_000] if not block.region.hidden and block.region.zone not in _AWAY]
    blocks = every[:_BLOCKS]
    name, at = _name(document, blocks)
    if name is None:
        return None, []
    named = _EVENT_WORD.search(name) is not None
    said = names.read(name)
    if not named and not (kind == "event" and (_YEAR.search(name) or at is not None)) and not (said.year and said.series):
        return None, []
    event = Event(name, sources=[EventSource("text", document.url)])
    issues: list[Issue] = []
    found = _days(blocks, at, kind, language, captured_on, said.year)
    if found is not None:
        number, span = found
        event.starts_at, event.precision = span.starts.iso(), span.starts.precision
        event.ends_at = span.ends.iso() if span.ends else None
        event.venue = _venue(_WHEN.sub("", blocks[number].text), span, blocks, number)
        event.url = document.url or None
        if span.year_rule != "printed":
            issues.append(
                Issue("date_year_assumed", "info", "starts_at", f"{blocks[number].text[:100]}: {span.starts.year} by {span.year_rule}")
            )
    event.organiser = next(
        (plain(each["rest"], 200) for block in every[:400] if len(block.text) <= 200 and (each := _ORGANISER.match(block.text))), None
    )
    if programme.shows_times(every):
        first = span.starts if found is not None else None
        event.sessions = programme.read(document, every, programme.Day(first, captured_on, language, None))
    event.people = speakers.read(every)
    if found is None and not event.sessions and not event.people:
        return None, []
    if (
        not named
        and kind != "event"
        and len(event.sessions) < _FEW
        and not (found is not None and found[1].ends is not None and found[1].starts.year == said.year)
    ):
        return None, []  # a name with a year is an event's where its days of that year stand beside it
    return event, issues


def _days(
    blocks: list[TextBlock], at: int | None, kind: Kind, language: str | None, captured_on: date | None, year: int | None
) -> tuple[int, days.Span] | None:
    """The first block with days that stand near the name, or behind a label; those with a printed year first."""
    for near in (None, captured_on):
        for number, block in enumerate(blocks):
            if len(block.text) > 300 or (block.link_chars * 2 > len(block.text)):
                continue
            text = _WHEN.sub("", block.text)
            if not any(char.isdigit() for char in text) and not text.isascii() and "月" not in text:
                continue
            span = days.find(text, language, near=near, year=year if near is not None else None)
            if span is None or not span.starts.day:
                continue
            close = at is not None and 0 <= number - at <= 4
            labelled = _WHEN.match(block.text) is not None
            if near is not None and (
                kind == "listing" or span.ends is None or not (close or labelled) or len(text) > 100 or _SENTENCE.search(text)
            ):
                continue  # a single day without its year, or one that a sentence speaks of, is too little
            if (span.ends is not None or kind == "event" or labelled) and (close or labelled or kind == "event"):
                return number, span
    return None


def _name(document: Document, blocks: list[TextBlock]) -> tuple[str | None, int | None]:
    """The printed heading of the first order, else the declared title; with the heading's place.

    A heading that only says what part of a site the page is (``Programme``) leaves the name to the title or site name.
    """
    for number, block in enumerate(blocks):
        if block.region.tag == "h1" and 4 <= len(block.text) <= 150:
            if _PART.match(block.text):
                return _from_title(document), number
            if block.link_chars * 2 > len(block.text) and not _leads_here(document, block):
                return None, None  # the heading of every page of the site, which leads home
            return block.text.replace("\n", " "), number
    title = document.meta("og:title") or document.title
    if title and 4 <= len(title) <= 150:
        first = re.split(r"\s[|·–—-]\s", title)[0].strip()
        return (_from_title(document) if _PART.match(first) else first or None), 0 if blocks else None
    return None, None


def _from_title(document: Document) -> str | None:
    """The part of a page's titles, or the site's name, that reads as an event's name."""
    parts = [
        part.strip()
        for title in (document.title, document.meta("og:title"))
        if title
        for part in re.split(r"\s(?:[|·–—-]|::|»)\s|:\s", title[:300])
    ]
    if site := document.meta("og:site_name"):
        parts.append(site.strip())
    parts = [part for part in parts if 3 <= len(part) <= 150 and not _PART.match(part)]
    return next((part for part in parts if _EVENT_WORD.search(part) or _YEAR.search(part)), parts[-1] if parts else None)


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
