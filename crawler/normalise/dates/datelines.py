"""Datelines: the place, date and agency at the head of a story's text, where they stay."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.normalise.dates.digits import fold_digits
from crawler.normalise.dates.printed import Order, find
from crawler.normalise.dates.when import When

_HEAD = 160  #: characters within which a dateline ends
_SOON = 40  #: characters within which an East Asian one has its place
_EASTERN = re.compile("[\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")
# what ends a dateline, or cannot stand in one; each alternative begins with a character of its own, which is quick to look for
_SIGN = re.compile(r"—|–|\(|:|;|!|\?|\n|\[|/|-(?<=\s-)|-(?=-)|-(?<=\.-)")

_AGENCIES = (
    r"AP|AFP|dpa(?:[-/][\w]+)?|Reuters|REUTERS|CNN|Xinhua|ANSA|EFE|TASS|ТАСС|РИА Новости|Interfax|Интерфакс|UPI|PTI|ANI|IANS|PA|APA|SDA|sda|ATS|ats|Keystone-SDA|Belga|ANP|TT|NTB|Ritzau|STT|PAP|ČTK|CTK|TASR|SITA|MTI|"
    r"HINA|Hina|Tanjug|Beta|BTA|AGERPRES|Agerpres|Mediafax|ANA-MPA|AA|DHA|İHA|ANKA|KUNA|SPA|WAM|MENA|IRNA|Yonhap|Kyodo|Jiji|Bernama|Antara|VNA|TTXVN|CP|The Canadian Press|"
    r"AAP|Bloomberg|Business Wire|BUSINESS WIRE|PRNewswire|PR Newswire|GLOBE NEWSWIRE|ACCESSWIRE|EINPresswire|Newswire|epd|KNA|kna|idea|ots|afp|ap|rtr|SID|sid|Lusa|LUSA|Europa Press|EUROPA PRESS|Télam|Notimex|Agência Brasil"
)
_DASH = r"(?:\s*[—–]+\s*|\s+-{1,3}\s+|\s*--+\s*|\s*\.\s?-+\s*|:\s+)"
_AGENCY = re.compile(rf"\(?(?:{_AGENCIES})(?:[/,][\w .-]{{2,20}})?\)")
_LATIN = re.compile(
    r"(?P<head>[^\W\d_a-zß-ÿ][^—–(:;!?\n]{1,110}?)"
    rf"(?:\s*[\[(/]\s*(?P<agency>[^()\[\]\n]{{2,45}})[\])/]\s*)?,?(?P<dash>{_DASH})(?=\S)"
)
_AGENCY_ONLY = re.compile(rf"\((?P<agency>{_AGENCIES})\)(?P<dash>\s*[—–-]+\s*)")
_CHINESE = re.compile(
    r"[【\[(（]?(?P<agency>新华社|新華社|中新社|中新网|人民网|央视网|中央社|中国网|环球网|光明网|本报|本報|本社)?(?P<place>[一-鿿]{2,6}?)?(?:\s|，)?"
    r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?:电|電|讯|訊|消息)(?:[（(][^（()）\n]{2,30}[)）])?[】\])）]?"
)
_TAIPEI = re.compile(
    r"[（(【](?P<agency>[一-鿿]{2,6}?)[記记]者[一-鿿]{2,4}?(?P<place>[一-鿿]{2})(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日[^）)】\n]{0,12}[）)】]"
)
_KOREAN = re.compile(r"[\[(【](?P<place>[가-힣]{2,12})\s?=\s?(?P<agency>[^\])】\n]{2,20})[\])】]")
_PLACE = re.compile(r"[^\W\d_][^\W\d_.’' \-/]*(?:[ .’'\-/]{1,2}[^\W\d_]+){0,5}\.?(?:,\s*[^\W\d_][\w .’'\-]{0,29}){0,2}")
_SLASHED = re.compile(rf"(?P<head>[^\W\d_a-zß-ÿ][^—–(:;!?\n/]{{1,60}}?)[.,]?\s*/(?P<agency>{_AGENCIES})/(?P<dash>\.?\s*(?:[—–]|--?)?\s*)")
_ARTICLE = re.compile(r"[,.]?\s+(?:le|el|il|den|am|on|dia|em|de)$")
_NEXT_AGENCY = re.compile(rf"\((?P<agency>{_AGENCIES})\)\s*[—–-]+\s*")
_NEXT_DATE = re.compile(rf"[^—–\n]{{6,24}}?{_DASH}")
_CALL_WORDS = (
    "BREAKING UPDATE UPDATED EXCLUSIVE WATCH OPINION LIVE VIDEO VIDEOS ANALYSIS CORRECTION EXKLUSIV EILMELDUNG REVIEW NEWS PHOTOS WARNING"
)
_CALLS = frozenset(_CALL_WORDS.split())
_LOWER_WORD = re.compile(r"\b[a-zà-ÿа-я]{4,}\b")
_SMALL = frozenset({"upon", "near", "under", "over", "sous", "della", "degli", "delle", "para", "mezi"})


class Dateline(NamedTuple):
    """Place as printed, day where one is printed (with its year), and how many characters of the text it takes."""

    place: str | None
    when: When | None
    end: int
    agency: str | None = None


def dateline(text: str, *, language: str | None = None, order: Order | None = None) -> Dateline | None:
    """The dateline that a story's text begins with; None where it begins otherwise.

    A head counts only with a dash or the like behind it and a place in capitals, an agency in brackets or a date in
    it: "He said – and left" is none. A date without a year gives no day.
    """
    start = len(text) - len(text.lstrip())
    head = text[start : start + _HEAD]
    if not head:
        return None
    eastern = None if head.isascii() or not _EASTERN.search(head, 0, _SOON) else _east_asian(fold_digits(head))
    result = eastern or _western(head, language, order)
    return result and result._replace(end=start + result.end)


def _east_asian(head: str) -> Dateline | None:
    found = _CHINESE.match(head) or _TAIPEI.match(head)
    if found is None:
        korean = _KOREAN.match(head)
        return Dateline(korean["place"], None, korean.end(), korean["agency"]) if korean else None
    groups = found.groupdict()
    when = None
    if groups.get("year"):
        when = When(int(groups["year"]), int(groups["month"]), int(groups["day"]))
    return Dateline(groups["place"], when, found.end(), groups["agency"])


def _western(head: str, language: str | None, order: Order | None) -> Dateline | None:
    only = _AGENCY_ONLY.match(head) if head[0] == "(" else None
    if only:
        return Dateline(None, None, only.end(), only["agency"])
    sign = _SIGN.search(head)
    if sign is None or sign[0] in ";!?\n" or (sign[0] == ":" and not head[sign.end() : sign.end() + 1].isspace()):
        return None  # nothing that ends a dateline comes first
    found = (_SLASHED.match(head) if "/" in head else None) or _LATIN.match(head)
    if found is None:
        return None
    folded = fold_digits(head)
    inside, agency = found["head"].strip(" ,"), found["agency"]
    dates = [
        each
        for each in find(folded[: found.end("agency") if agency else found.end("head")], language=language, order=order)
        if each.possible
    ]
    if agency and any(each.start >= found.start("agency") for each in dates):
        agency = None  # the day stands in the brackets
    known_agency = bool(agency and _AGENCY.match(f"({agency})"))
    when = dates[0].when.on_day() if dates and dates[0].when.day else None
    place = inside[: dates[0].start].strip(" ,–-，、") if dates and dates[0].start < len(inside) else inside
    place = _ARTICLE.sub("", _yearless(place))
    if "," not in place:
        place = place.rstrip(". ")
    end = found.end()
    if not agency and (following := _NEXT_AGENCY.match(folded, end)):  # SAN FRANCISCO--(BUSINESS WIRE)--
        agency, known_agency, end = following["agency"], True, following.end()
    if when is None and (following := _NEXT_DATE.match(folded, end)):  # Seoul, South Korea - May 12, 2024 - …
        later = find(following[0], language=language, order=order)
        if later and later[0].possible and later[0].when.day and later[0].start == 0:
            when, end = later[0].when.on_day(), following.end()
    if not agency:
        bare = _AGENCY.match(f"{place.rpartition(' ')[2].strip('()')})")
        if bare:
            place, agency, known_agency = place.rpartition(" ")[0], place.rpartition(" ")[2], True
    if found["dash"].strip() == ":" and not (when or known_agency):
        return None
    if not (when or known_agency or _is_shouted(place)):
        return None
    if not _is_place(place):
        place = ""
        if not (when or known_agency):
            return None
    return Dateline(place or None, when, end, agency)


_MONTH_DAY = re.compile(r"[,.\s]+(?:\d{1,2}\.?\s*[^\W\d_]{3,12}\.?|[^\W\d_]{3,12}\.?\s*\d{1,2}|\d{1,2}[./]\d{1,2}\.?)$")


def _yearless(place: str) -> str:
    """The place without a day and month behind it, which without a year give no date: ``PARIS, May 3``."""
    return _MONTH_DAY.sub("", place).strip(" ,")


def _is_shouted(place: str) -> bool:
    """Whether the first word is in capitals throughout, as agencies set a place: ``BERLIN``, ``NEW YORK, N.Y.``."""
    words = [word for word in re.findall(r"[^\W\d_]+", place.partition(",")[0]) if len(word) > 1]
    return (
        bool(words)
        and len(words) <= 4
        and words[0] not in _CALLS
        and not any(map(str.isdigit, place))
        and all(word.isupper() for word in words)
        and sum(map(len, words)) > 3
    )


def _is_place(place: str) -> bool:
    """Whether a head reads as a place: few words, capitalised, no verb-like lower-case words."""
    if not 2 <= len(place) <= 60 or not _PLACE.fullmatch(place):
        return False
    return not any(word not in _SMALL for word in _LOWER_WORD.findall(place))
