"""Weighs when an article was published, and the days and months it prints, against the days of an event."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crawler.relate.coverage.candidate import FAR_DAYS, WEIGHTS
from crawler.relate.coverage.words import LAST_MONTH

if TYPE_CHECKING:
    from crawler.relate.coverage.candidate import Candidate
    from crawler.relate.coverage.facts import EventFacts, Place
    from crawler.relate.coverage.reading import Reading


def weigh_days(candidate: Candidate, reading: Reading) -> None:
    """The day of publication against those of the event, and the days that the text prints."""
    event, published = candidate.event, reading.published
    if event.starts is None or event.ends is None:
        return
    if published is not None:
        if published < event.starts:
            candidate.days_after = -(event.starts - published).days
        elif published > event.ends:
            candidate.days_after = (published - event.ends).days
        else:
            candidate.days_after = 0
        weight = _when(candidate.days_after)
        if weight:
            candidate.add("date", weight, None, published.isoformat())
            candidate.affinity += WEIGHTS[weight]
        candidate.affinity -= abs(candidate.days_after) / 10_000
    for mention in reading.days:
        if any(_falls(event, mention.month, day, mention.year, published) for day in {mention.first, mention.last}):
            candidate.add("day", "day", mention.place, reading.fields[mention.place.field][mention.place.start : mention.place.end])
            candidate.affinity += 0.4
            break
    else:
        place = _month_named(event, reading)
        if place is not None:
            candidate.add("day", "month", place, reading.fields[place.field][place.start : place.end])
            candidate.affinity += 0.2


def _when(after: int) -> str | None:
    if after == 0:
        return "date during"
    if after > 0:
        return "date after" if after <= 14 else "date later" if after <= 50 else "date past" if after <= FAR_DAYS else None
    return "date soon" if after >= -45 else "date ahead" if after >= -120 else "date early" if after >= -FAR_DAYS else None


def _falls(event: EventFacts, month: int, day: int, year: int | None, published: date | None) -> bool:
    """Whether a printed day is one of the event's; without a year it is the one nearest to the publication."""
    assert event.starts is not None
    assert event.ends is not None
    for candidate in {event.starts.year, event.ends.year}:
        if year is not None and year != candidate:
            continue
        try:
            meant = date(candidate, month, day)
        except ValueError:
            continue
        if event.starts <= meant <= event.ends:
            return year is not None or published is None or -190 <= (meant - published).days <= 330
    return False


def _month_named(event: EventFacts, reading: Reading) -> Place | None:
    """Where the event's month is named: ``in June``, ``last April``, ``June 2025``, ``last month``."""
    if event.starts is None:
        return None
    if reading.published is None:
        named = [mention for mention in reading.months if mention.month == event.starts.month and mention.year in {None, event.starts.year}]
        return named[0].place if named else None
    back = (reading.published.year - event.starts.year) * 12 + reading.published.month - event.starts.month
    if not -11 <= back <= 11:
        return None
    for mention in reading.months:
        if mention.month != event.starts.month or mention.year not in {None, event.starts.year}:
            continue
        if mention.year is None and not (back >= 0 if mention.past else back < 0 if mention.past is False else -6 <= back <= 6):
            continue
        return mention.place
    if back == 1:
        for phrases in LAST_MONTH.values():
            for phrase in phrases:
                places = reading.places_of(phrase, most=1)
                if places:
                    return places[0]
    return None
