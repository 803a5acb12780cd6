"""Tells under which names a text may speak of an event, and which edition of its series it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crawler.normalise.dates.digits import chinese_number
from crawler.relate.coverage.tokens import fold, is_character, tokens, words_of
from crawler.relate.coverage.words import GENERIC, GENERIC_CHARACTERS, LEGAL, NOUNS, ORDINAL_WORDS, PLACES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.relate.coverage.facts import EventFacts

Kind = Literal["name", "alias", "acronym", "series", "short", "session", "speaker", "organiser"]
MAX_WORDS: Final = 24  #: of a name
_YEAR = re.compile(r"(?<![\d.,:/-])((?:19|20)\d\d)(?:\s?[/–-]\s?(?:\d{4}|\d\d))?(?![\d:]|[.,]\d)(?:\s?年)?|(?<=[^\W\d_])\s?['’‘](\d\d)\b")
GLUED: Final = re.compile(r"([^\W\d_]{3,})(20\d\d|[0-4]\d)\Z")  #: a word that is a name with its year: FairCon26
_GLUED = re.compile(r"(?<![^\W\d_])([^\W\d_]{3,})((?:20)\d\d|[0-4]\d)(?!\w)")
_ORDINAL = re.compile(
    r"(?<![\w.,])(\d{1,3})(?:\s?(?:st|nd|rd|th|er|re|e|ème|eme|ère|º|ª|°|de|ste)\b|[º°ª]|\.(?=\s[^\W\d_]))|第\s?(\d{1,3}|[一二三四五六七八九十廿]{1,4})\s?[届屆回次]",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?:\A|(?<=\s))([IVXL]{1,7})(?=\s|\Z)")
_PARTS = re.compile(r"\s*[:：|•·–—]\s*|\s-\s|\s*[()（）\[\]【】]\s*|,\s")
_SHOUTED = re.compile(r"[A-ZÀ-Þ0-9&]{3,10}")
_CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])")
_COMPOUND = re.compile(
    r"[^\W\d_]{2,}(?:con|conf|fest|camp|expo|days|day|summit|fair|forum|messe|kongress|tagung|gipfel|konferenz|treffen|festival|salon|feria)"
)


class Naming(NamedTuple):
    """A way to name an event: folded words without year and number."""

    words: tuple[str, ...]
    kind: Kind
    surface: str  #: as printed


class Edition(NamedTuple):
    """Which edition of a series an event is, or a text means, as far as it is told."""

    years: frozenset[int]
    numbers: frozenset[int]


def without_edition(name: str) -> tuple[str, set[int], set[int]]:
    """A name without what tells its edition; the years and the ordinal numbers that stood in it."""
    years: set[int] = set()
    numbers: set[int] = set()

    def year(found: re.Match[str]) -> str:
        years.add(int(found[1]) if found[1] else 2000 + int(found[2]))
        return " "

    def glued(found: re.Match[str]) -> str:
        years.add(int(found[2]) if len(found[2]) == 4 else 2000 + int(found[2]))
        return found[1]

    def ordinal(found: re.Match[str]) -> str:
        number = int(found[1]) if found[1] else chinese_number(found[2])
        if number:
            numbers.add(number)
        return " "

    def roman(found: re.Match[str]) -> str:
        number = roman_number(found[1])
        at_start = not name[: found.start()].strip()
        if number is None or (
            len(found[1]) == 1 and not (at_start and fold(name[found.end() :].split()[0] if name[found.end() :].split() else "") in NOUNS)
        ):
            return found[0]
        numbers.add(number)
        return " "

    name = _YEAR.sub(year, name)
    name = _GLUED.sub(glued, name)
    name = _ORDINAL.sub(ordinal, name)
    name = _ROMAN.sub(roman, name)
    words = name.split()
    lead = 1 if words and fold(words[0]) in {"the", "der", "die", "das", "le", "la", "el"} else 0
    if len(words) > lead + 2 and fold(words[lead].strip(",.")) in ORDINAL_WORDS:
        numbers.add(ORDINAL_WORDS[fold(words[lead].strip(",."))])
        del words[lead]
    return " ".join(words), years, numbers


def roman_number(text: str) -> int | None:
    """``XX`` as 20; None where it is no number written as one writes it."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    total = 0
    for char, following in zip(text, [*text[1:], ""], strict=True):
        value = values[char]
        total += -value if following and values[following] > value else value
    rest, written = total, ""
    for value, sign in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while rest >= value:
            written, rest = written + sign, rest - value
    return total if written == text else None


def namings(event: EventFacts) -> tuple[list[Naming], Edition]:
    """Every way to name an event, each once, and its edition."""
    years: set[int] = set()
    numbers: set[int] = set()
    found: dict[tuple[str, ...], Naming] = {}
    names: list[tuple[str, Kind]] = [(event.name, "session" if event.parent is not None else "name")]
    if event.parent is None:
        names += [(alias, "alias") for alias in event.aliases]
        if event.series:
            names.append((event.series, "series"))
    for printed, kind in names:
        base, its_years, its_numbers = without_edition(printed)
        if kind == "name":
            years |= its_years
            numbers |= its_numbers
        for surface, form in [
            (each, form)
            for first, form in _forms(base, kind, event.locality)
            for each in (first, *(_respelt(first) if kind != "session" else ()))
        ]:
            words = tuple(words_of(surface)[:MAX_WORDS])
            words = words[1:] if len(words) > 1 and words[0] in {"the", "der", "die", "das", "le", "la", "les", "el"} else words
            if words and words not in found and not all(word.isdigit() for word in words):
                found[words] = Naming(words, form, surface)
    if event.edition:
        _, its_years, its_numbers = without_edition(event.edition + " ")
        years |= its_years
        numbers |= its_numbers
        bare = event.edition.strip()
        if bare.isdecimal() and len(bare) < 4:
            numbers.add(int(bare))
    if event.starts and event.ends:
        years |= {event.starts.year, event.ends.year}
    elif event.year:
        years.add(event.year)
    return list(found.values()), Edition(frozenset(years), frozenset(numbers))


def _respelt(surface: str) -> Iterator[str]:
    """``CompileNorth`` for Compile North and the other way round."""
    words = surface.split()
    if 1 < len(words) <= 3 and all(word.isalpha() for word in words) and sum(map(len, words)) >= 8:
        yield "".join(word[:1].upper() + word[1:] for word in words)
    elif len(words) == 1 and len(parts := _CAMEL.sub(" ", surface).split()) > 1 and min(map(len, parts)) > 1:
        yield " ".join(parts)


def _forms(base: str, kind: Kind, locality: str | None) -> Iterator[tuple[str, Kind]]:
    """A name whole, its head and tail, the acronym in brackets, the name without its town."""
    if not base:
        return
    whole = base.strip(" .,:;-–—()")
    yield whole, "acronym" if kind != "session" and _SHOUTED.fullmatch(whole) else kind
    parts = [part for part in _PARTS.split(base) if part and part.strip()]
    if kind == "session":
        for part in parts if len(parts) > 1 else ():
            if len(words_of(part)) >= 3:
                yield part, "session"
        return
    if len(parts) > 1:
        head = words_of(parts[0])
        if len(head) > 1 or (head and (is_character(head[0]) or shaped(parts[0]) or _SHOUTED.fullmatch(parts[0]))):
            yield parts[0], "acronym" if _SHOUTED.fullmatch(parts[0]) else kind
        for part in parts[1:]:
            words = words_of(part)
            if _SHOUTED.fullmatch(part.strip()) and len(part.strip()) >= 3:
                yield part.strip(), "acronym"
            elif len(words) >= 3 and (words[-1] in NOUNS or words[0] in NOUNS):
                yield part, "alias"
    town = words_of(locality or "")
    words = words_of(whole)
    if town and len(words) > len(town) + (0 if len(words) == len(town) + 1 and shaped(whole.split()[0]) else 1):
        if words[-len(town) :] == town:
            yield _cut(whole, len(words) - len(town), first=False), "series"
        elif words[: len(town)] == town and len(words) - len(town) > 2:
            yield _cut(whole, len(town), first=True), "series"


def rare_runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """The words of a name that mean something by themselves; of a Chinese name runs of three characters."""
    if is_character(words[0]):
        for at in range(len(words) - 2):
            run = words[at : at + 3]
            if sum(char not in GENERIC_CHARACTERS for char in run) > 1:
                yield run
        return
    for word in words:
        if len(word) >= 5 and word not in GENERIC and word not in PLACES and not word.isdigit():
            yield (word,)


def short_names(names: list[Naming]) -> Iterator[Naming]:
    """The one word of a name that is not generic, where the rest says that it is an event: ``Gridlight`` of ``Gridlight Summit``."""
    for name in names:
        if name.kind in {"name", "series"} and len(name.words) > 1 and not is_character(name.words[0]):
            telling = [word for word in name.words if word not in GENERIC and word not in PLACES and len(word) > 1]
            if len(telling) == 1 and len(telling[0]) >= 5 and telling[0].isalpha():
                yield Naming((telling[0],), "short", telling[0].capitalize())
            elif 2 <= len(telling) <= 3 and len(telling) < len(name.words) and min(map(len, telling)) >= 4:
                at = name.words.index(telling[0])
                if name.words[at : at + len(telling)] == tuple(telling):
                    yield Naming(tuple(telling), "short", " ".join(word.capitalize() for word in telling))


def people_of(event: EventFacts) -> Iterator[tuple[str, ...]]:
    """The names of those on the programme that are more than a single word or two characters."""
    for name in event.people:
        words = tuple(words_of(name)[:8])
        if len(words) >= (3 if words and is_character(words[0]) else 2):
            yield words


def organiser_of(event: EventFacts) -> tuple[str, ...]:
    """The organiser's name without its legal form; empty where a single word is left."""
    words = words_of(event.organiser or "")[:MAX_WORDS]
    while len(words) > 2 and words[-1] in LEGAL:
        words.pop()
    if len(words) == 1 and (len(words[0]) < 6 or words[0] in GENERIC or words[0] in PLACES):
        return ()
    return tuple(words) if len(words) >= (4 if words and is_character(words[0]) else 1) else ()


def _cut(surface: str, count: int, *, first: bool) -> str:
    """A name without its first ``count`` words, or only those."""
    cut = tokens(surface)
    if first:
        return surface[cut.starts[count] :]
    return surface[: cut.ends[count - 1]]


def shaped(surface: str) -> bool:
    """Whether a single word is a name by its looks: capitals or digits inside, or a word for an event at its end."""
    bare = surface.strip(" .,:;")
    if not bare or " " in bare:
        return False
    if len(bare) >= 4 and any(c.isupper() or c.isdigit() for c in bare[1:]) and any(c.isalpha() for c in bare):
        return True
    return len(bare) >= 6 and fold(bare) not in GENERIC and _COMPOUND.fullmatch(bare.casefold()) is not None


def strength(naming: Naming, rarity: dict[str, float]) -> float:
    """How well words tell one event from all others: below 0.95 weak, from 1.9 strong. ``rarity`` is 1 for a rare word, less for others."""
    words = naming.words
    total = 0.0
    for word in words:
        if is_character(word):
            total += 0.1 if word in GENERIC_CHARACTERS else 0.4 * rarity.get(word, 1.0)
        elif word in GENERIC or len(word) == 1:
            total += 0.15
        elif word in PLACES:
            total += 0.4
        elif word.isdigit() or len(word) == 2:
            total += 0.3
        else:
            total += rarity.get(word, 1.0)
    if len(words) == 1 and not is_character(words[0]):
        return 1.4 if shaped(naming.surface) and naming.kind != "acronym" else 0.5
    return total + (0.3 * (min(len(words), 5) - 1) if not is_character(words[0]) else 0.0)
