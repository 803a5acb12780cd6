"""What each candidate for a date says, how far it is believed, and which day the witnesses agree on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from crawler.items import Issue
from crawler.normalise.dates import When, read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from crawler.items import Candidate
    from crawler.normalise.dates import Order

ENOUGH = 0.12  #: below that weight a date is a guess
_MAX_CANDIDATES = 60
_SAME_SOURCE = 0.25  #: what a second rule of the same source adds


class Ground(NamedTuple):
    """What a page's dates are read against."""

    captured_at: datetime  #: aware
    language: str | None = None  #: BCP 47
    order: Order | None = None  #: of the site's all-number dates
    zone: tzinfo | None = None  #: of the site, for clocks printed without an offset
    dated: bool = True  #: False where ``captured_at`` is only the clock of the reading


@dataclass(slots=True)
class Witness:
    """A candidate and what it says."""

    candidate: Candidate
    when: When
    other: When | None
    source: str  #: the witness: rules of one source do not confirm each other
    weight: float


@dataclass(slots=True)
class Day:
    """All candidates that speak of one day."""

    key: tuple[int, int, int]
    reads: list[Witness] = field(default_factory=list)
    weight: float = 0.0


def read_all(candidates: Sequence[Candidate], name: str, ground: Ground) -> tuple[list[Witness], list[Issue]]:
    """The candidates that say a date, and issues of the field ``name`` for at most two that cannot be or are not likely."""
    reads: list[Witness] = []
    problems: list[Issue] = []
    for candidate in candidates[:_MAX_CANDIDATES]:
        if not isinstance(candidate.value, str):
            continue
        source = _source(candidate.rule)
        machine = source in _MACHINE or candidate.rule.startswith("time:")
        reading = read(
            candidate.value,
            language=ground.language,
            order=ground.order,
            captured_at=ground.captured_at,
            time_zone=ground.zone,
            relative=ground.dated,
            epoch=machine,
            rare=not machine and candidate.confidence > 0.3,
        )
        if reading.when is None:
            unreadable = "date_impossible" if machine and candidate.value.strip() else None
            if (problem := reading.problem or unreadable) and candidate.confidence >= ENOUGH:
                problems.append(Issue(problem, "warning", name, candidate.value[:200]))
            continue
        when = reading.when
        if when.hour is not None and machine and when.hour == when.minute == when.second == 0 and not when.offset:
            when = when.on_day()  # a day that a template printed with its clock at zero
        weight = min(candidate.confidence, _VAGUE) if candidate.rule in _VAGUE_RULES else candidate.confidence
        reads.append(Witness(candidate, when, reading.other, source, weight))
    return reads, problems[:2]


_MACHINE = frozenset({"json-ld", "microdata", "meta", "feed", "sitemap", "api", "og", "h-entry"})
_VAGUE = 0.5
_VAGUE_RULES = frozenset({"meta:date", "meta:dc.date", "meta:dcterms.date"})  #: which date they hold is anybody's guess
_WITNESS = {"time": "visible", "og": "meta", "h-entry": "microdata"}


def _source(rule: str) -> str:
    """Who speaks: what one template prints in several places is one witness."""
    name = rule.partition(":")[0]
    return _WITNESS.get(name, name)


def doubt(reads: list[Witness], changes: list[When]) -> None:
    """Lower the weight of what is likely the last change, where people see an earlier date near the headline.

    Some templates print the moment of the last change as the publication, and metas called "date" often hold it.
    """
    seen = min((key for each in reads if each.source == "visible" and each.weight >= 0.2 and (key := each.when.day_key())), default=None)
    strong = min((key for each in reads if each.source == "visible" and each.weight >= 0.35 and (key := each.when.day_key())), default=None)
    days = {change.day_key() for change in changes}
    for each in reads:
        key = each.when.day_key()
        if key is None or key not in days or each.source in {"visible", "url"}:  # an address is given once
            continue
        if strong is not None and strong < key and any(_same_moment(each.when, change) for change in changes):
            each.weight *= 0.55
        elif seen is not None and seen < key and each.weight < 0.75:
            each.weight *= 0.4


def _same_moment(one: When, other: When) -> bool:
    """Whether two values are within ten minutes, or the same day where neither has a time of day."""
    left, right = one.utc(), other.utc()
    if left is not None and right is not None:
        return abs(left - right) <= timedelta(minutes=10)
    return one == other


def by_day(reads: list[Witness], captured_at: datetime) -> list[Day]:
    """The days that are spoken of, heaviest first."""
    days: dict[tuple[int, int, int], Day] = {}
    for each in reads:
        key = each.when.day_key()
        if key is not None:
            days.setdefault(key, Day(key)).reads.append(each)
    today = captured_at.date()
    for day in days.values():
        day.weight = _weight(day, reads)
        if day.key == (today.year, today.month, today.day):
            day.weight *= 0.95  # pages print the day of the visit
    return sorted(days.values(), key=lambda day: (-day.weight, day.key))


def _weight(day: Day, reads: list[Witness]) -> float:
    """Weights of independent sources joined as chances that not all of them err."""
    by_source: dict[str, list[float]] = {}
    for each in day.reads:
        by_source.setdefault(each.source, []).append(each.weight)
    for each in reads:
        key = each.when.day_key()
        if key == day.key:
            continue
        if each.other is not None and each.other.day_key() == day.key:  # 03/05 may be this day too
            by_source.setdefault(each.source, []).append(each.weight * 0.8)
        elif key is None:
            if (each.when.year, each.when.month) == day.key[:2]:
                by_source.setdefault(each.source, []).append(each.weight)
        elif each.when.hour is None and any(may_be(r.when, key) for r in day.reads):
            by_source.setdefault(each.source, []).append(each.weight * 0.5)  # the same moment seen from another time zone
    missed = 1.0
    for weights in by_source.values():
        weights.sort(reverse=True)
        best = weights[0] + _SAME_SOURCE * sum(weights[1:3]) * (1 - weights[0])
        missed *= 1 - min(best, 0.97)
    return 1 - missed


def may_be(instant: When, day: tuple[int, int, int]) -> bool:
    """Whether an instant printed in UTC falls on a day somewhere: people see the day of their own clock."""
    if not instant.is_instant or instant.offset != 0 or instant.hour is None:
        return False
    return (instant.hour >= 10 and instant.plus_one_day() == day) or (instant.hour < 12 and instant.minus_one_day() == day)
