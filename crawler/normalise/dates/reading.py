"""One string in, one point in time out: machine forms first, printed forms next, relative ones, and dateparser for the rest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.normalise.dates.digits import fold_digits
from crawler.normalise.dates.iso import read_epoch, read_iso
from crawler.normalise.dates.printed import Found, Order, find
from crawler.normalise.dates.relative import read_relative
from crawler.normalise.dates.when import IMPLAUSIBLE, IMPOSSIBLE, When, is_plausible, is_possible

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

_MAX_PRINTED = 300
_MAX_RARE = 100  # dateparser takes ten seconds for a kilobyte of digits
_HAS_DIGIT = re.compile(r"\d|[〇一二三四五六七八九十元]年")
_RARE = re.compile(r"(?=.*\d{4})(?=.*[^\W\d_]{3})", re.DOTALL)


class Reading(NamedTuple):
    """What a string says: a value, or the issue class that says why there is none (neither: it is no date)."""

    when: When | None
    problem: str | None = None  #: ``date_impossible`` or ``date_implausible``
    other: When | None = None  #: the value with day and month exchanged, where the string leaves that open
    rule: str = ""  #: ``iso``, ``printed``, ``relative``, ``epoch`` or ``rare``


def read(
    printed: str,
    *,
    language: str | None = None,
    order: Order | None = None,
    captured_at: datetime | None = None,
    time_zone: tzinfo | None = None,
    relative: bool = True,
    epoch: bool = False,
    rare: bool = False,
) -> Reading:
    """Read the first date of a string.

    ``language`` (BCP 47) and ``order`` settle what numbers alone leave open; ``captured_at`` (aware) is what relative
    dates count from and later dates are implausible against; ``time_zone`` is the site's, taken where a time of day
    has no offset printed. Without ``relative`` "3 hours ago" says nothing. ``epoch`` allows seconds since 1970, ``rare`` asks dateparser at the end. Parts that are not
    printed stay open: a date without a year is none.
    """
    text = fold_digits(printed[:_MAX_PRINTED].strip())
    when, rule = read_iso(text, language), "iso"
    other: When | None = None
    possible = when is None or is_possible(when)
    if when is None and epoch:
        when, rule = read_epoch(text), "epoch"
        possible = True
    if when is None and _HAS_DIGIT.search(text):
        found = find(text, language=language, order=order)
        if found:
            when, other, possible, rule = _best(found).when, _best(found).other, _best(found).possible, "printed"
    if when is None and relative and captured_at is not None:
        when, rule = read_relative(text, captured_at, time_zone, language), "relative"
    if when is None and rare and len(text) <= _MAX_RARE and language and _RARE.search(text):
        when, rule = _read_rare(text, language, order), "rare"
    if when is None:
        return Reading(None)
    return _judged(when, other, rule, captured_at, time_zone, possible=possible)


def parse(
    printed: str,
    *,
    language: str | None = None,
    order: Order | None = None,
    captured_at: datetime | None = None,
    time_zone: tzinfo | None = None,
) -> When | None:
    """The first date of a string as :func:`read` gives it, or None where there is none that can be and is likely."""
    return read(printed, language=language, order=order, captured_at=captured_at, time_zone=time_zone).when


def _best(found: list[Found]) -> Found:
    """The first date that can be; the first of all where none can."""
    return next((each for each in found if each.possible), found[0])


def _judged(when: When, other: When | None, rule: str, captured_at: datetime | None, zone: tzinfo | None, *, possible: bool) -> Reading:
    if not possible or not is_possible(when):
        return Reading(None, IMPOSSIBLE, None, rule)
    if other is not None and not (is_possible(other) and is_plausible(other, captured_at)):
        other = None
    if not is_plausible(when, captured_at):
        if other is None:
            return Reading(None, IMPLAUSIBLE, None, rule)
        when, other = other, None
    return Reading(when.in_zone(zone), None, other and other.in_zone(zone), rule)


def _read_rare(text: str, language: str, order: Order | None) -> When | None:
    """What dateparser makes of a short string when told the language; only its day, and only where day, month and year are printed."""
    from dateparser.date import DateDataParser  # its import takes 0.2 s, and few pages need it

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "PARSERS": ["absolute-time"], "STRICT_PARSING": True} | (
        {"DATE_ORDER": order} if order else {}
    )
    try:
        parser = DateDataParser(languages=[language.partition("-")[0]], settings=settings)
        moment = parser.get_date_data(text).date_obj
    except (ValueError, OverflowError, TypeError, IndexError, KeyError, AttributeError):  # unknown language, or a fault inside
        return None
    return None if moment is None else When(moment.year, moment.month, moment.day)
