"""The pieces of a printed date or span of days: numbers, months, years, weekdays and the words between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from crawler.normalise.dates import find as find_dates
from crawler.normalise.dates.calendars import common_year
from crawler.normalise.dates.digits import chinese_number, fold_digits
from crawler.normalise.dates.months import fold_word, month_of
from crawler.normalise.dates.when import When, is_possible

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["day", "month", "year", "full", "weekday", "clock", "to", "and", "glue", "break"]

MAX_TEXT: Final = 400


class Token(NamedTuple):
    """One piece, its number where it has one, and where it stands."""

    kind: Kind
    number: int
    start: int
    end: int
    when: When | None = None  #: of a date that is printed whole in numbers
    other: When | None = None  #: its other reading, where day and month may be exchanged


_HAN_NUMBER = "[一二三四五六七八九十廿卅]{1,3}"
_TOKEN = re.compile(
    r"(?P<clock>(?<!\d)\d{1,2}(?::\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?|(?:[.:]\d{2})?\s?(?:[ap]\.?m\b\.?|uhr\b|h\d{2}\b|h\b)|\s?[点點时時시]))"
    r"|(?P<year>(?<!\d)(?:19\d\d|20\d\d|25[5-9]\d)(?!\d)(?:\s?[年년])?|['’]\d{2}(?!\d))"
    rf"|(?P<han_month>(?:(?<!\d)\d{{1,2}}|{_HAN_NUMBER})\s?[月월])|(?P<han_day>(?:(?<!\d)\d{{1,2}}|{_HAN_NUMBER})\s?[日일号號])"
    r"|(?P<both>(?<![\d.])\d{1,2}\.\s?\d{1,2}\.(?!\s?\d))"
    r"|(?P<day>(?<![\d.,:/])\d{1,2}(?:st|nd|rd|th|er|re|ère|ème|eme|e|º|ª|°|:e|-?го|ste|de|\.)?(?![\d:%]|[^\W_]|[.,/]\d{3}))"
    r"|(?P<han_weekday>[（(]?(?:(?:星期|周|週|礼拜)[一二三四五六日天]|[月火水木金土日]曜日?|[월화수목금토일]요일|(?<=[（(])[月火水木金土日一二三四五六日월화수목금토일](?=[）)]))[）)]?)"
    r"|(?P<to>[-–—−~〜～/至到]|から|부터|\b(?:t/m|tot en met)\b)|(?P<and>[&+,、])|(?P<noise>[().（）\s]|까지)"
    r"|(?P<word>[぀-ヿ一-鿿가-힣]|[^\W\d_]+)|(?P<break>.)",
    re.IGNORECASE | re.DOTALL,
)
_NUMERIC = re.compile(r"\d{1,4}\s?[./\-]\s?\d{1,2}\s?[./\-]\s?\d{1,4}")
#: a whole date right beside a single day: ``12-14/05/2026``, ``2026/05/12-14``
_BESIDE = re.compile(
    r"(?<=[-–—~])\s?(?P<day>\d{1,2})(?P<sign>[./])(?P<month>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d{2})(?!\d)"
    r"|(?<!\d)(?P<year1>(?:19|20)\d{2})(?P<sign1>[./-])(?P<month1>\d{1,2})(?P=sign1)(?P<day1>\d{1,2})(?=\s?[-–—~]\s?\d{1,2}(?!\d))"
)
_TO = frozenset("to thru through until till bis au al a à a ate até ao tot til till do až az по до az".split())  # noqa: SIM905 -- reads as a list of words
_AND = frozenset("and und et y e og och & i и és en ja oraz".split())  # noqa: SIM905
_GLUE = frozenset(
    "from du de del of the den der dem le les la am vom von il dal dei el los das dos d od с со from le op van em entre between the days día dias días".split()  # noqa: SIM905
)
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            "monday mon montag mo lundi lun lunes lunedi maandag mandag maanantai poniedziałek pondeli понедельник пн понеділок pazartesi segunda",
            "tuesday tue tues dienstag di mardi martes martedi dinsdag tisdag tirsdag tiistai wtorek utery вторник вт вівторок sali terca",
            "wednesday wed mittwoch mi mercredi mer miercoles mie mercoledi woensdag onsdag keskiviikko sroda streda среда ср середа carsamba quarta",
            "thursday thu thur thurs donnerstag jeudi jeu jueves jue giovedi gio donderdag torsdag torstai czwartek ctvrtek четверг чт четвер persembe quinta",
            "friday fri freitag fr vendredi ven viernes vie venerdi vrijdag fredag perjantai piatek patek пятница пт cuma sexta",
            "saturday sat samstag sonnabend sa samedi sam sabado sab sabato zaterdag lordag lördag lørdag lauantai sobota суббота сб субота cumartesi",
            "sunday sun sonntag dimanche dim domingo dom domenica zondag sondag söndag søndag sunnuntai niedziela nedele воскресенье вс неділя pazar",
        )
    )
    for name in names.split()
}
_HAN_WEEKDAYS: Final = {
    char: number for number, chars in enumerate(("一月월", "二火화", "三水수", "四木목", "五金금", "六土토", "日天일")) for char in chars
}


def tokens(text: str, language: str | None = None) -> list[Token]:
    """The pieces of the first 400 characters in their order; what is no part of a date is a ``break``."""
    return list(_tokens(fold_digits(text[:MAX_TEXT]), language))


def _tokens(text: str, language: str | None) -> Iterator[Token]:
    whole = {
        each.start: each
        for each in find_dates(text, language=language)
        if each.when.day and each.possible and _NUMERIC.match(text, each.start)
    }
    at = 0
    while at < len(text):
        if at in whole:
            each = whole[at]
            yield Token("full", 0, at, each.end, each.when, each.other)
            at = each.end
            continue
        beside = _BESIDE.match(text, at)
        if beside is not None and (when := _numbers(beside)) is not None:
            yield Token("full", 0, at, beside.end(), when)
            at = beside.end()
            continue
        found = _TOKEN.match(text, at)
        if found is None:
            return
        at = found.end()
        yield from _token(found, language)


def _numbers(found: re.Match[str]) -> When | None:
    year, month, day = (int(found[name] or found[f"{name}1"]) for name in ("year", "month", "day"))
    when = When(year, month, day)
    return when if is_possible(when) else None


def _token(found: re.Match[str], language: str | None) -> Iterator[Token]:
    kind, printed, start, end = str(found.lastgroup), found[0], found.start(), found.end()
    if kind == "noise":
        return
    if kind == "word":
        yield _word(printed, start, end, language)
    elif kind == "year":
        number = int(re.sub(r"\D", "", printed))
        yield Token("year", common_year(number) if number > 99 else 2000 + number, start, end)
    elif kind in {"han_month", "han_day"}:
        number = chinese_number(re.sub(r"[\s月월日일号號]", "", printed)) or 0
        yield Token("month" if kind == "han_month" else "day", number, start, end)
    elif kind == "both":
        day, month = (int(part) for part in re.findall(r"\d+", printed))
        yield Token("day", day, start, end)
        yield Token("month", month, start, end)
    elif kind == "day":
        yield Token("day", int(re.match(r"\d+", printed)[0]), start, end)  # type: ignore[index]  # it begins with a digit
    elif kind == "han_weekday":
        char = (
            next((c for c in reversed(printed) if c in _HAN_WEEKDAYS and c != "日"), "日")
            if "曜" not in printed
            else printed.strip("（(")[0]
        )
        yield Token("weekday", _HAN_WEEKDAYS.get(char, -1), start, end)
    else:
        yield Token(kind, 0, start, end)  # type: ignore[arg-type]  # clock, to, and, break


def _word(printed: str, start: int, end: int, language: str | None) -> Token:
    lower = printed.casefold()
    folded = fold_word(printed) if len(printed) < 24 else ""
    if lower in _TO:
        return Token("to", 0, start, end)
    if lower in _AND:
        return Token("and", 0, start, end)
    if lower in _GLUE:
        return Token("glue", 0, start, end)
    named = month_of(folded, language) if folded else None
    if named is not None and not named[1] and not (len(printed) < 3 and printed.isascii()):
        return Token("month", named[0], start, end)
    weekday = _WEEKDAYS.get(folded)
    return Token("weekday", weekday, start, end) if weekday is not None else Token("break", 0, start, end)
