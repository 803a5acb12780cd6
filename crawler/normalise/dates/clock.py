"""The time of day printed beside a date, and its zone."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

from crawler.normalise.dates.zones import ZONE, offset_of, signed_offset

if TYPE_CHECKING:
    from crawler.normalise.dates.when import When

# between a date and its time: separators, a bracketed weekday, one or two words ("at", "um", "kl.", a weekday) but no "updated"
_BETWEEN = (
    r"[\s,.|·•–—\-/(\[T]*(?:\([^\d()]{1,12}\)\s*)?"
    r"(?:(?!(?i:updat|upd\b|aktual|modif|actuali|mis|edit|更新|수정|обнов|oppdat|uppdat|opdat|päivit|bijgew|gewijz|zmień|aggiorn|atuali))[^\s\d,.:|()]{1,14}[.:]?[\s,|·–—\-/:]+){0,2}"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?P<mark> ?[:.h’] ?)(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,6})?)?(?!\d|[./-]\d)"
    r"(?: ?(?P<half>[ap]\.? ?m\b\.?|[AP]\.? ?M\b\.?|π\.? ?μ\.?|μ\.? ?μ\.?|SA\b|CH\b|ÖÖ\b|ÖS\b|صباح\w*|مساء\w*|ظهر\w*|ب\.?ظ|ق\.?ظ|بعد ?از ?ظهر|قبل ?از ?ظهر|ص\b|م\b|de\.|du\.|পিএম|এএম|PTG\b|petang\b|malam\b|pagi\b|chiều\b|tối\b|sáng\b|d[ea] la (?:tarde|noche|mañana)\b|da (?:tarde|noite|manhã)\b))?(?: ?(?:Uhr|h|hrs|hod|годин|ч|น)\b\.?)?"
)
_AFTER = re.compile(_BETWEEN + _CLOCK)
_HOUR_ONLY = re.compile(_BETWEEN + r"(?P<hour>\d{1,2}) ?(?:(?P<half>[ap]\.?m\b\.?|[AP]\.?M\b\.?)|(?:Uhr|h|hrs)\b)")
# between date and clock, where some languages print the half of the day: "12 मार्च 2024, अपराह्न 2:30 बजे"
_HALF_BEFORE = re.compile(r"(?P<late>अपराह्न|अपराह्ण|दोपहर|शाम|দুপুর|বিকাল|বিকেল|সন্ধ্যা)|(?P<early>पूर्वाह्न|सुबह|সকাল|ভোর)")
_EAST_ASIAN = re.compile(
    r"[\s,.|·(（\-T]*(?:[（(]?[月火水木金土日一二三四五六]?(?:曜日?)?[）)]?\s*)?(?:(?:星期|周|週)[一二三四五六日天])?(?:[월화수목금토일]요일)?\s*"
    r"(?P<half>上午|下午|午前|午後|오전|오후|晚上|晚|凌晨|清晨|早上|早|中午|夜)?\s*(?P<hour>\d{1,2}) ?(?:[:時时点點시] ?(?P<minute>\d{1,2})?(?:[:分분] ?(?P<second>\d{2})?)?)"
)
_HAN = re.compile("[一-鿿가-힣]")
_BEFORE = re.compile(
    r"(?<![\d.,:/-])(?P<hour>\d{1,2})(?P<mark>[:.h])(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?: ?(?P<half>[ap]\.?m\b\.?|[AP]\.?M\b\.?|SA\b|CH\b))?"
    r"(?: ?(?:Uhr|h|hrs|hod|giờ)\b)?(?P<zone>[ ,]{1,2}\(?[A-Z]{2,5}\)?)?[\s,|·•–—\-/(]*(?:(?:on|am|vom|le|el|il|de|den|ngày|thứ|the|,)\b\s*)?(?:[^\W\d]{2,14}\.?,? )?$"
)
_PM = frozenset("pm μμ ch ös م du بظ পিএম ptg petang malam chiều tối delatarde delanoche datarde danoite".split())  # noqa: SIM905 -- reads as a list of words
_AM = frozenset("am πμ sa öö ص de قظ এএম pagi sáng delamañana damanhã".split())  # noqa: SIM905 -- reads as a list of words
_NUMBER = re.compile(r"\d")
_CLOCK_LIKE = re.compile(r"\d[:.h]\d")
_LATE = frozenset("下午 午後 오후 晚上 晚 夜".split())  # noqa: SIM905 -- reads as a list of words
_EARLY = frozenset("凌晨 上午 午前 오전 清晨 早上 早".split())  # noqa: SIM905


def with_time(when: When, before: str, after: str, language: str | None = None) -> tuple[When, int]:
    """The date with the time of day that follows (or goes before) it, and how far into ``after`` the time reaches.

    A number pair that is no time of day is left alone; a time that cannot be (25:61) makes the date impossible.
    """
    if not when.day:
        return when, 0
    east = _EAST_ASIAN.match(after) if not after.isascii() and _HAN.search(after, 0, 24) else None
    found = east or ((_AFTER.match(after) or _HOUR_ONLY.match(after)) if _NUMBER.search(after) else None)
    reach = 0
    if found is not None:
        reach = found.end()
    else:
        found = _BEFORE.search(before) if _CLOCK_LIKE.search(before) else None
        if found is None:
            return when, 0
    named = found.re.groupindex
    if reach and "mark" in named and found["mark"].strip() == "." and int(found["minute"]) > 59:
        return when, 0
    minute = int(found["minute"] or 0) if "minute" in named else 0
    second = int(found["second"] or 0) if "second" in named else 0
    half = found["half"] or ""
    if not half and reach and not after.isascii() and (said := _HALF_BEFORE.search(after, 0, found.start("hour"))):
        half = "pm" if said["late"] else "am"
    result = when._replace(hour=_in_day(int(found["hour"]), half), minute=minute, second=second)
    offset, length = _zone(after[reach:] if reach else f"{found['zone'] or ''} {after[:12]}", result, language)
    return (result if offset is None else result._replace(offset=offset)), reach + (length if reach else 0)


def _in_day(hour: int, half: str) -> int:
    """The hour of 24 for an hour of twelve and its half of the day."""
    mark = half.replace(".", "").replace(" ", "").casefold()
    if mark in _PM or half in _LATE or mark.startswith(("مساء", "بعد", "ظهر")):
        return hour + 12 if hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    if mark in _AM or half in _EARLY or mark.startswith(("صباح", "قبل")):
        return 0 if hour == 12 else hour
    return hour


def _zone(text: str, when: When, language: str | None) -> tuple[int | None, int]:
    """The printed offset at the start of ``text`` and its length; (None, 0) where none is."""
    found = ZONE.match(text)
    if found is None or not found[0].strip(" ,("):
        return None, 0
    if found["hours"]:
        return signed_offset(found["sign"], found["hours"], found["minutes"]), found.end()
    if found["plain"] and not found["name"]:
        plain = found["plain"].replace(":", "")
        return signed_offset(plain[0], plain[1:3], plain[3:]), found.end()
    if found["name"]:
        try:
            local = datetime(when.year, when.month or 1, when.day or 1, when.hour or 0, when.minute)  # noqa: DTZ001 -- a wall clock
        except ValueError:
            local = None
        offset = offset_of(found["name"], local, language)
        return offset, found.end() if offset is not None else 0
    return None, 0
