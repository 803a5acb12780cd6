"""What an event's name says: its series, edition, acronym, and the other names that the same event goes by."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

from crawler.normalise.events.editions import Edition, take

_MOST: Final = 300
_BRACKET = re.compile(r"\s*[(（\[【](?P<inner>[^()（）\[\]【】]{2,120})[)）\]】]\s*")
_PARTS = re.compile(r"\s*(?:\s[|·•–—/]\s|\s-\s|:\s|：|｜|\s{2,})\s*")
_ACRONYM = re.compile(
    r"(?:\d{1,2}[A-Z]\d?|[A-Z][A-Za-z]?[A-Z0-9+&][A-Za-z0-9+&]{0,10}|[A-Z]{2,12}(?:[-+&][A-Z0-9]{1,6})?|[A-Z][a-z]{1,6}[A-Z][A-Za-z]{0,8})"
)
_INITIALS_SKIPPED = frozenset(
    "the a an of on in for and & to at de la le du des et der die das für und y el los las del al da do e van voor".split()  # noqa: SIM905 -- reads as a list of words
)
_SIGNS = re.compile("[™®©\u200b-\u200f\u2060\ufeff]")
_SCRIPT = re.compile(r"[぀-ヿ㐀-鿿가-힣]")
#: words that many events share: a name of such words alone tells no event from another
_COMMON: Final = frozenset(
    """
    the a an of on in for and to at with by annual yearly international world global national european asian african american regional local
    conference congress summit forum symposium workshop seminar webinar meeting meetup convention expo exposition exhibition fair festival show
    gala dinner lunch breakfast reception party concert lecture talk panel keynote session opening closing ceremony remarks welcome registration
    break coffee day days night week weekend month event events course class training awards award prize hackathon camp tour open house open-house
    networking discussion debate roundtable round table plenary tutorial poster posters demo introduction overview part live online virtual hybrid
    spring summer autumn fall winter new year christmas easter general assembly annual-meeting board committee press media tech technology science
    business innovation digital future leadership education health music film food art book design data ai startup startups industry research
    conférence congrès sommet colloque séminaire atelier journée journées salon fête réunion konferenz kongress tagung gipfel messe fest treffen seminar
    tag tage woche abend feier conferencia congreso cumbre foro feria jornada jornadas taller encuentro reunión congresso conferenza fiera convegno
    conferência encontro oficina seminário конференция форум саммит съезд выставка фестиваль семинар встреча
    """.split()  # noqa: SIM905 -- reads as a list of words
)
_HAN_COMMON = re.compile(
    r"\A(?:国际|國際|全国|全國|世界|全球|中国|中國|年度|科技|创新|創新|青年|学术|學術|大会|大會|论坛|論壇|峰会|峰會|会议|會議|研讨会|研討會|年会|年會|交流会|展览会|展覽會|博览会|博覽會|开幕式|闭幕式|讲座|講座)+\Z"
)


class EventName(NamedTuple):
    """A name taken apart. ``edition`` is as the store keeps it: the number in figures, else the year, else None."""

    name: str
    series: str | None = None  #: the recurring name; None where nothing tells that there are several editions
    number: int | None = None
    year: int | None = None
    acronym: str | None = None  #: printed beside the long name: ``NeurIPS``
    others: tuple[str, ...] = ()  #: printed beside it in another language or in long

    @property
    def edition(self) -> str | None:
        if self.number is not None:
            return str(self.number)
        return str(self.year) if self.year is not None and self.series else None


@lru_cache(maxsize=2_048)
def read(name: str) -> EventName:
    """Return what a name of at most 300 characters says; total.

    ``20th Harvard China Forum`` → series Harvard China Forum, number 20; ``CES 2026`` → series CES, year 2026;
    ``XXII Congreso … (CNC)`` → number 22, acronym CNC; ``第十五届中国…大会`` → number 15.
    """
    name = " ".join(_SIGNS.sub("", unicodedata.normalize("NFC", name)[:_MOST]).split())
    outer, inner = _brackets(name)
    edition = take(outer)
    parts = [part for part in _PARTS.split(edition.rest) if part]
    acronym = _acronym([*inner, *parts], edition.rest)
    inside = [take(text) for text in inner]
    number = edition.number if edition.number is not None else next((e.number for e in inside if e.number is not None), None)
    year = edition.year if edition.year is not None else next((e.year for e in inside if e.year is not None), None)
    others = [e.rest for e in inside if e.rest != acronym and _is_name(e.rest)]
    if acronym and len(parts) > 1:
        long = [part for part in parts if take(part).rest != acronym]
        series = long[0] if len(long) == 1 else edition.rest
    elif len(parts) == 2 and bool(_SCRIPT.search(parts[0])) != bool(_SCRIPT.search(parts[1])):
        series, others = parts[0], [parts[1], *others]
    else:
        series = edition.rest
    if number is None and year is None:
        others = [series, *others] if series != edition.rest else others
        return EventName(name, None, None, None, acronym, tuple(dict.fromkeys(others)))
    return EventName(name, series, number, year, acronym, tuple(dict.fromkeys(others)))


def aliases(name: str, year: int | None = None) -> list[str]:
    """Return the names that the same event may be printed under, the given one first, each once.

    The bare series and acronym are among them: they name every edition. ``year`` is that of the event's days; the names
    with it (``CES 2026``) are among them too.
    """
    read_name = read(name)
    year = read_name.year or year
    found = [read_name.name]
    bare = "" if read_name.acronym and read_name.series else take(_brackets(read_name.name)[0]).rest
    for each in (read_name.series, bare, *read_name.others, read_name.acronym):
        if each and each not in found and _is_name(each):
            found.append(each)
    with_year = [each for each in found[1:] if year and str(year) not in each]
    found += [f"{year}{each}" if _SCRIPT.search(each) else f"{each} {year}" for each in with_year]
    return list(dict.fromkeys(found))


def initials(name: str) -> str | None:
    """``Harvard China Forum`` → ``HCF``; None for names of fewer than three words that count or without capitals."""
    words = [word for word in re.findall(r"[^\W\d_]+", take(_brackets(name[:_MOST])[0]).rest) if word.casefold() not in _INITIALS_SKIPPED]
    if not 3 <= len(words) <= 8 or not all(word[0].isupper() for word in words):
        return None
    return "".join(word[0] for word in words)


@lru_cache(maxsize=4_096)
def key(name: str) -> str:
    """Return a name as it is compared: without case, accents, marks, edition, year and leading article.

    Equal for the same series in all its editions, so that the caller compares days or edition as well.
    """
    return fold(take(_brackets(" ".join(_SIGNS.sub("", name[:_MOST]).split()))[0]).rest)


@lru_cache(maxsize=4_096)
def fold(name: str) -> str:
    """Return a name without case, accents and punctuation, white space folded, and without a leading article."""
    text = unicodedata.normalize("NFKD", name[:_MOST]).casefold()
    text = "".join(char if char.isalnum() else "" if unicodedata.combining(char) or char in "'’" else " " for char in text)
    words = unicodedata.normalize("NFC", text).split()
    if len(words) > 1 and words[0] in {"the", "das", "der", "die", "le", "la", "el", "il"}:
        words = words[1:]
    return " ".join(words)


def is_common(name: str) -> bool:
    """Return whether a name is made of words alone that many events share, so that it tells none of them: ``Annual Conference``."""
    rest = take(_brackets(name[:_MOST])[0]).rest
    folded = fold(rest)
    if _SCRIPT.search(folded):
        return _HAN_COMMON.match(folded.replace(" ", "")) is not None
    words = folded.split()
    return all(word in _COMMON_FOLDED or word.isdigit() or len(word) == 1 for word in words)


_COMMON_FOLDED: Final = frozenset(fold(word) for word in _COMMON) | {"the"}


def _brackets(name: str) -> tuple[str, list[str]]:
    inner = [" ".join(match["inner"].split()) for match in _BRACKET.finditer(name)]
    outer = _BRACKET.sub(" ", name).strip() if inner else name
    return (outer, inner) if any(char.isalpha() for char in outer) else (name, [])


def _acronym(beside: list[str], rest: str) -> str | None:
    """A short form printed beside a longer name."""
    for text in beside:
        short = take(text).rest.strip()
        if short != rest and _ACRONYM.fullmatch(short) and len(short) * 2 < len(rest) + 4:
            return short
    return None


def _is_name(text: str) -> bool:
    return sum(char.isalnum() for char in text) >= 2 and any(char.isalpha() for char in text)


__all__ = ["Edition", "EventName", "aliases", "fold", "initials", "is_common", "key", "read"]
