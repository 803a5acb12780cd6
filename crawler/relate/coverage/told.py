"""Finds in an article the events that it speaks of, for those that no source describes.

A name is believed where the article is about it and the sentences around it tell at least two of these: its edition, that
it takes place, its days, its place, how many came.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from crawler.normalise.events import days as event_days
from crawler.normalise.events.names import read as read_name
from crawler.relate.coverage.deciding import says_in
from crawler.relate.coverage.reading import LEAD, Reading
from crawler.relate.coverage.tokens import words_of
from crawler.relate.coverage.told_names import Named, names_in
from crawler.relate.coverage.words import ENDS, HAPPENS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TOLD_RULES: Final = "1"
MOST: Final = 5  #: events that one article may tell of
LOOKED_AT: Final = 20_000  #: characters of a text that may tell of one
_STOP = re.compile(r"[.!?]+(?=\s)|[。！？\n]")
_NO_STOP = re.compile(r"(?:\b[A-ZÀ-Þ][a-z]{0,3}|(?<!\d)\d{1,3})\Z")  # before a full stop that ends no sentence: Mass., St., 7.
_DATELINE = re.compile(r"\A[^—–]{3,60}[—–]\s")
_COUNT = re.compile(
    r"(?:\b(?P<number>\d{1,3}(?:[,.\u00a0 ]\d{3})+|\d{2,7})|\b(?P<thousands>\d{1,3}(?:\.\d)?) thousand)(?:\s[\w-]{3,14}){0,1}\s(?:attendees|participants?|visitors|delegates|guests|people|students|visiteurs|participants|personnes|besucher(?:innen)?|teilnehmer(?:innen)?|gäste|menschen|asistentes|visitantes|participantes|personas|spectators|developers|entrepreneurs)\b"
    r"|(?P<han>\d{2,7}|\d{1,3}万)(?:多|余)?(?:名|位|人次)",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?P<number>\d{1,2}|two|three|four|five|six|seven|ten|zwei|drei|vier|fünf|deux|trois|quatre|cinq|dos|tres|cuatro|cinco)[\s-](?:full\s)?(?:day|days|tägig\w*|tage|tagen|jours|journées|días)\b|\b(?P<german>zwei|drei|vier|fünf)tägig\w*|为期(?P<han>[一二两三四五六七]|\d{1,2})天",
    re.IGNORECASE,
)
_DAY_OF = re.compile(
    r"\b(?P<number>second|third|fourth|fifth|zweiten|dritten|deuxième|troisième|segundo|tercer)\s(?:and (?:last|final) )?(?:day|tag|jour|día)\b",
    re.IGNORECASE,
)
_NUMBERS: Final = {
    word: number
    for number, words in enumerate(
        (
            "一",
            "two zwei deux dos 两 二 second zweiten deuxième segundo",
            "three drei trois tres 三 third dritten troisième tercer",
            "four vier quatre cuatro 四 fourth",
            "five fünf cinq cinco 五 fifth",
            "six 六",
            "seven 七",
            "",
            "",
            "ten",
        ),
        1,
    )
    for word in words.split()
}
_HOUSE = r"Hotel|Cent(?:er|re)|Hall|Halle|University|Universit\w+|Arena|Palace|Palais|Palacio|Palazzo|Museum|House|Haus|Auditorium|Theat(?:er|re)|Campus|College|School|Library|Stadium|Club|Ballroom|Pavilion|Institute|Church|Messe\w*|Messehallen|Kongress\w+|Stadthalle|Dock|Works|Centro|Teatro|Casa|Grand|Halles?"
_WORD = r"[A-ZÀ-ÞŁŚŽ][\w'’.-]*"
_AT = re.compile(
    rf"\b(?:at|in|im|auf|à|au|aux|en)\s(?:the\s|der\s|den\s|la\s|le\s|el\s)?(?P<place>{_WORD}(?:\s(?:(?:of|de|du|des|der|la|del)\s)?{_WORD}){{0,5}})(?:,?\s(?:in|im|à|en|,)\s?(?:the\s)?(?P<town>{_WORD}(?:\s{_WORD}){{0,2}}))?"
)
_HAN_AT = re.compile(r"在(?P<place>[\u4e00-\u9fff]{2,14}?)(?:隆重|正式|盛大)?(?:举行|召开|开幕|闭幕|举办|落幕|启幕)")
_IS_HOUSE = re.compile(rf"\b(?:{_HOUSE})\b")
_BEFORE_DAYS = re.compile(r"\b(?:yesterday|gestern|hier|ayer)\b|昨[天日]", re.IGNORECASE)


class ToldEvent(NamedTuple):
    """An event as an article tells of it; what is not told is None."""

    name: str
    series: str | None
    edition: str | None
    starts: date | None
    ends: date | None
    venue: str | None
    locality: str | None
    attendees: int | None
    length: int | None  #: days that it lasts, as far as told: at least so many
    field: str
    quote: str
    start: int
    end: int
    score: float


def told_events(article: Mapping[str, Any]) -> list[ToldEvent]:
    """Return the events that an article (a contract row) speaks of by name, the best told first, each name once."""
    reading = Reading(article)
    found: dict[tuple[str, ...], ToldEvent] = {}
    mentions: dict[tuple[str, ...], int] = {}
    for field in ("text", "standfirst"):
        cut = reading.tokens.get(field)
        if cut is None:
            continue
        text = reading.fields[field][:LOOKED_AT]
        for named in names_in(reading.fields[field], cut):  # the whole of it, which the words were cut from
            if named.end > len(text):
                break
            key = tuple(words_of(read_name(named.name).series or named.name))
            mentions[key] = mentions.get(key, 0) + 1
            told = _told(named, field, text, reading)
            if told is not None and (key not in found or told.score > found[key].score):
                found[key] = told
    headline = words_of(reading.fields.get("headline", ""))
    kept = [
        told
        for key, told in found.items()
        if told.field == "standfirst" or told.start < LEAD or mentions[key] > 1 or set(key) <= set(headline)
    ]
    return sorted(kept, key=lambda told: (-told.score, told.start))[:MOST]


def _told(named: Named, field: str, text: str, reading: Reading) -> ToldEvent | None:
    """What the sentences around a name tell; None where that is too little."""
    sentence, after = _sentences(text, named)
    name = read_name(named.name.replace(": ", " ") if named.place else named.name)
    near = f"{sentence} {after}"
    words = words_of(sentence)
    happens = says_in(HAPPENS, words)
    printed = _DATELINE.sub("", sentence.replace(text[named.start : named.end], "…"))  # neither its number nor the dateline is its day
    span = next((each for each in event_days.find_all(printed[:400], reading.language, near=reading.published) if each.starts.day), None)
    starts, ends = _of_span(span)
    length = _length(near)
    dated = starts is not None
    if not dated and reading.published is not None and reading.exact and happens:
        starts, ends = _by_publication(sentence, words, length, reading.published)
    venue, locality = _place(sentence, text, named)
    locality = named.place or locality
    attendees = _attendees(near)
    told = (
        2.0 * named.edition
        + happens
        + 2.0 * dated
        + (venue is not None or locality is not None)
        + (attendees is not None)
        + (length is not None)
    )
    enough = 3.0 if named.telling else 4.0
    if told < enough or (not happens and not dated) or (not named.edition and not named.place and not dated):
        return None
    if locality is None and reading.dateline_place and (happens or dated):
        locality = (
            re.split(r",\s", reading.dateline_place)[0].title()
            if reading.dateline_place.isupper()
            else re.split(r",\s", reading.dateline_place)[0]
        )
    series = named.name.split(":")[0].strip() if named.place else name.series or (name.name if name.edition else None)
    return ToldEvent(
        name=named.name,
        series=series,
        edition=name.edition or (str(name.year) if name.year else None) or named.place,
        starts=starts,
        ends=ends,
        venue=venue,
        locality=locality,
        attendees=attendees,
        length=length,
        field=field,
        quote=text[named.start : named.end],
        start=named.start,
        end=named.end,
        score=round(min(1.0, told / 7), 3),
    )


def _sentences(text: str, named: Named) -> tuple[str, str]:
    """The sentence that a name stands in, and the next two."""
    start = max(text.rfind("\n", 0, named.start), 0)
    ends: list[int] = []
    for stop in _STOP.finditer(text, start):
        if stop[0] == "." and _NO_STOP.search(text, max(0, stop.start() - 6), stop.start()):
            continue
        if stop.start() < named.start:
            start = stop.end()
            continue
        if stop.start() >= named.end:
            ends.append(stop.end())
        if len(ends) == 3:
            break
    first = ends[0] if ends else len(text)
    return text[start : min(first, start + 600)].strip(), text[first : min(ends[2] if len(ends) == 3 else len(text), first + 600)].strip()


def _of_span(span: event_days.Span | None) -> tuple[date | None, date | None]:
    if span is None:
        return None, None
    starts = _date(span.starts)
    ends = _date(span.ends) if span.ends is not None else starts
    return starts, ends


def _date(when: Any) -> date | None:
    try:
        return date(when.year, when.month, when.day)
    except (TypeError, ValueError):
        return None


def _by_publication(sentence: str, words: list[str], length: int | None, published: date) -> tuple[date | None, date | None]:
    """``came to a close`` and ``opened its second day`` count from the day of the article."""
    day = published - timedelta(days=1) if _BEFORE_DAYS.search(sentence) else published
    running = _DAY_OF.search(sentence)
    if running is not None:
        number = _NUMBERS.get(running["number"].lower(), 2)
        starts = day - timedelta(days=number - 1)
        return starts, starts + timedelta(days=max(number, length or 0) - 1)
    if says_in(ENDS, words):
        return day - timedelta(days=(length or 1) - 1), day
    return None, None


def _length(text: str) -> int | None:
    found = _LENGTH.search(text)
    if found is not None:
        printed = (found["number"] or found["german"] or found["han"] or "").lower()
        number = int(printed) if printed.isdecimal() else _NUMBERS.get(printed)
        return number if number is not None and 1 < number <= 31 else None
    running = _DAY_OF.search(text)
    return _NUMBERS.get(running["number"].lower()) if running is not None else None


def _attendees(text: str) -> int | None:
    for found in _COUNT.finditer(text):
        if found["thousands"]:
            return int(float(found["thousands"]) * 1000)
        printed = found["number"] or found["han"] or ""
        number = int(printed[:-1]) * 10_000 if printed.endswith("万") else int(re.sub(r"\D", "", printed) or 0)
        if 20 <= number <= 5_000_000:
            return number
    return None


def _place(sentence: str, text: str, named: Named) -> tuple[str | None, str | None]:
    """House and town as the sentence gives them behind the name."""
    at = sentence.find(text[named.start : named.end])
    behind = sentence[at + (named.end - named.start) :] if at >= 0 else sentence
    han = _HAN_AT.search(sentence)
    if han is not None:
        return None, han["place"]
    venue = locality = None
    for found in _places(behind):
        place, town = found["place"].rstrip(".,’'"), found["town"]
        if _IS_HOUSE.search(place):
            venue = venue or place
            locality = locality or (town.rstrip(".,") if town else None)
        elif any(word in PLACES for word in words_of(place)[:2]):
            locality = locality or place
    return venue, locality


def _places(text: str) -> Iterator[re.Match[str]]:
    yield from list(_AT.finditer(text[:400]))[:6]
