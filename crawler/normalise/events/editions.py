"""Which edition of a series a name speaks of: ordinals in figures, words, Roman and Chinese numerals, and years."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from crawler.normalise.dates.digits import chinese_number

#: words for ordinals that names of events begin with, masculine, feminine and neuter alike
_WORDS: Final = {
    word: number
    for number, words in enumerate(
        (
            "first 1re première premier erste erster erstes primer primera primero primo prima primeiro primeira eerste första første первый первая первое",
            "second deuxième seconde zweite zweiter zweites segundo segunda secondo seconda tweede andra anden второй вторая второе",
            "third troisième dritte dritter drittes tercer tercera tercero terzo terza terceiro terceira derde tredje третий третья третье",
            "fourth quatrième vierte vierter viertes cuarto cuarta quarto quarta vierde fjärde fjerde четвертый четвёртый четвертая четвёртая",
            "fifth cinquième fünfte fünfter fünftes quinto quinta vijfde femte пятый пятая",
            "sixth sixième sechste sechster sechstes sexto sexta sesto sesta zesde sjätte шестой шестая",
            "seventh septième siebte siebter siebtes séptimo séptima settimo settima sétimo sétima zevende sjunde седьмой седьмая",
            "eighth huitième achte achter achtes octavo octava ottavo ottava oitavo oitava achtste восьмой восьмая",
            "ninth neuvième neunte neunter neuntes noveno novena nono nona negende девятый девятая",
            "tenth dixième zehnte zehnter zehntes décimo décima decimo decima tiende десятый десятая",
            "eleventh onzième elfte elfter undécimo undécima undicesimo elfde",
            "twelfth douzième zwölfte zwölfter duodécimo duodécima dodicesimo twaalfde",
            "thirteenth treizième dreizehnte",
            "fourteenth quatorzième vierzehnte",
            "fifteenth quinzième fünfzehnte",
            "sixteenth seizième sechzehnte",
            "seventeenth dix-septième siebzehnte",
            "eighteenth dix-huitième achtzehnte",
            "nineteenth dix-neuvième neunzehnte",
            "twentieth vingtième zwanzigste zwanzigster vigésimo vigésima ventesimo twintigste tjugonde двадцатый двадцатая",
        ),
        1,
    )
    for word in words.split()
} | {"twenty-first": 21, "twenty-second": 22, "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}  # fmt: skip
_EDITION_WORD = r"(?:annual|yearly|edition|édition|edición|edizione|edição|ausgabe|auflage|editie|издание)"
_ORDINAL = re.compile(
    r"(?<![\w.#-])(?P<number>\d{1,3})(?:st|nd|rd|th|er|ère|re|e|ème|eme|ième|ste|de|nde|:[ea]|[.]?[ºª°]|\.|-?(?:й|я|е|ый|ая|ое|ий))"
    r"(?![\w.])(?=\s+[^\W\d_])",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?<![\w.-])(?P<roman>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?P<mark>[°ºª.]|e|ème|-й|-я|th)?(?![\w-])")
_HAN = re.compile(
    r"(?P<open>[(（])?\s*(?:第\s*(?P<number>\d{1,3}|[一二三四五六七八九十]{1,4}|[一二三]?百[〇零一二三四五六七八九十]{0,4})\s*[届屆回次期]|제\s*(?P<korean>\d{1,3})\s*[회차])\s*(?(open)[)）])"
)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?")
_COUNTED = re.compile(
    rf"(?:(?<=\s)|(?<=\()|\A)(?:#\s?(?P<hash>\d{{1,4}})|(?:no|nr|n°|№|vol|{_EDITION_WORD}|lần thứ)\.?\s?(?P<counted>\d{{1,4}}))(?!\w)",
    re.IGNORECASE,
)
_ANNUAL = re.compile(rf"\A[\s,.]*{_EDITION_WORD}\b(?:\s+(?:of|de|der|du|della|van)\b(?:\s+the\b)?)?[\s:–—-]*", re.IGNORECASE)
_ARTICLE = re.compile(r"\A(?:the|das|der|die|le|la|el|il|o|a)\s+", re.IGNORECASE)
_OF = re.compile(r"\A\s*(?:of|de|du|des|der|della|van)\b(?:\s+the\b)?", re.IGNORECASE)
_GLUED = re.compile(r"(?P<name>[A-Z][A-Za-z]{2,20})(?P<number>\d{1,2})")
#: what stands behind a single letter that is a numeral; ``X Games`` and ``V Festival`` are names
_GATHERING = re.compile(
    r"\s+(?:congr|jornada|encontro|encuentro|simp|semin|confer|convegn|foro|reuni|semana|feria|curso|taller|кон|форум|съезд)", re.IGNORECASE
)
_LAST_EDITION = re.compile(rf"[\s,(–—-]+{_EDITION_WORD}\s*[)]?\s*\Z", re.IGNORECASE)
_YEAR = re.compile(
    r"[\s,–—(（:/@'’-]*(?<!\d)(?P<year>(?:19[5-9]|20[0-9])\d)(?:\s?[-/–]\s?(?P<second>(?:20)?\d\d))?(?!\d)\s?(?:[年년]度?)?[)）]?"
    r"|[\s(]*['’](?P<short>\d{2})(?!\w)[)]?"
)


class Edition(NamedTuple):
    """A name without its edition and year, and what these are."""

    rest: str
    number: int | None = None
    year: int | None = None


def take(name: str) -> Edition:
    """Return the name of at most 300 characters without the ordinal and year that make it one edition of a series.

    A name that would be nothing without them keeps them.
    """
    name = " ".join(name[:300].split())
    rest, year = _year(name)
    rest, number = _number(rest)
    if number is None and year is None:
        return Edition(name)
    rest = " ".join(rest.split()).strip(" ,;:–—-|/·")
    if not any(char.isalpha() for char in rest):
        return Edition(name, number, year)
    return Edition(rest, number, year)


def _year(name: str) -> tuple[str, int | None]:
    """The year of an edition, in front, at the end or within; a name with several plain years keeps all but the last."""
    found = None
    for found in _YEAR.finditer(name):  # noqa: B007 -- the last one counts
        pass
    if found is None:
        return name, None
    year = int(found["year"]) if found["year"] else 2000 + int(found["short"])
    if found["short"] and year > 2060:
        return name, None
    return f"{name[: found.start()]} {name[found.end() :]}", year


def _number(name: str) -> tuple[str, int | None]:
    if found := _HAN.search(name):
        number = chinese_hundreds(found["number"]) if found["number"] else int(found["korean"])
        if number:
            return f"{name[: found.start()]} {name[found.end() :]}", number
    if found := _ORDINAL.search(name):
        # "20th Century Film Festival" and "3. Oktober" are no editions
        after = name[found.end() :]
        if not re.match(
            r"\s+(?:century|siècle|jahrhundert|siglo|secolo|anniversary|anniversaire|jahrestag|birthday|floor|grade|street|avenue)\b",
            after,
            re.IGNORECASE,
        ):
            return name[: found.start()] + " " + _ANNUAL.sub("", after), int(found["number"])
    article = _ARTICLE.match(name)
    if found := _WORD.match(name, article.end() if article else 0):
        number = _WORDS.get(found[0].casefold())
        annual = _ANNUAL.match(name[found.end() :])
        # "First Friday", "Second Life Conference" are names; "First Annual …" and "Twentieth Harvard China Forum" count
        if number and (annual or number > 3 or name[: found.end()].casefold() not in {"first", "second", "third", "prima", "primo"}):
            return name[annual.end() + found.end() if annual else found.end() :], number
    if found := _COUNTED.search(name):
        return f"{name[: found.start()]} {_OF.sub('', name[found.end() :])}", int(found["hash"] or found["counted"])
    if found := _GLUED.fullmatch(name):
        return found["name"], int(found["number"])
    for found in _ROMAN.finditer(name):
        number = roman(found["roman"])
        if not number or (
            len(found["roman"]) == 1 and not found["mark"] and not (found.start() == 0 and _GATHERING.match(name, found.end()))
        ):
            continue
        at_edge = found.start() == 0 or found.end() == len(name) or _ANNUAL.match(name[found.end() :]) or found["mark"]
        if at_edge:
            rest = f"{name[: found.start()]} {_ANNUAL.sub('', name[found.end() :])}"
            return _LAST_EDITION.sub("", rest), number
    return name, None


def roman(text: str) -> int | None:
    """``XXII`` → 22; None for what is no Roman numeral up to 89."""
    values = {"I": 1, "V": 5, "X": 10, "L": 50}
    digits = [values.get(char, 0) for char in text]
    if not digits or not all(digits):
        return None
    return sum(-digit if digit < max(digits[place:]) else digit for place, digit in enumerate(digits))


def chinese_hundreds(text: str) -> int | None:
    """``十五``, ``一百二十`` or figures as a number."""
    hundreds, mark, rest = text.partition("百")
    if not mark:
        return chinese_number(text)
    hundred = chinese_number(hundreds) if hundreds else 1
    below = chinese_number(rest.lstrip("零〇")) if rest else 0
    return None if hundred is None or below is None else hundred * 100 + below
