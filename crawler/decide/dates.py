"""When a page was published and last changed: one decision from all its dates; no date rather than a wrong one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.items import Candidate, Issue, Moment, Provenance, Rival
from crawler.normalise.dates import When, read
from crawler.normalise.dates.when import from_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from crawler.normalise.dates import Order

_ENOUGH = 0.12  #: below that weight a date is a guess
_FIRM = 0.35  #: above that weight a date stands against a dateline
_MAX_CANDIDATES = 60
_SAME_SOURCE = 0.25  #: what a second rule of the same source adds


@dataclass(slots=True)
class Decision:
    """A date with its provenance, or None with the issues that say why."""

    moment: Moment | None = None
    provenance: Provenance | None = None
    issues: list[Issue] = field(default_factory=list)


@dataclass(slots=True)
class _Read:
    """A candidate and what it says."""

    candidate: Candidate
    when: When
    other: When | None
    source: str  #: the witness: rules of one source do not confirm each other
    weight: float


@dataclass(slots=True)
class _Day:
    """All candidates that speak of one day."""

    key: tuple[int, int, int]
    reads: list[_Read] = field(default_factory=list)
    weight: float = 0.0


def published(
    candidates: Sequence[Candidate],
    modified: Sequence[Candidate] = (),
    *,
    captured_at: datetime,
    language: str | None = None,
    order: Order | None = None,
    zone: tzinfo | None = None,
) -> Decision:
    """The date of publication from its candidates; those of ``modified`` only cast doubt, never stand in.

    The day with the most weight from independent sources wins; on it the most exact value, an instant with an offset
    that falls on the day people see. Abstains with issue ``date_unknown``.
    """
    decision = Decision()
    reads = _read_all(candidates, decision, "published_at", captured_at, language, order, zone)
    changes = [read.when for read in _read_all(modified, Decision(), "modified_at", captured_at, language, order, zone)]
    _doubt(reads, changes)
    days = _by_day(reads, captured_at)
    if days and days[0].weight >= _ENOUGH:
        _settle(decision, days[0], reads)
    elif coarse := _coarse(reads):
        _settle(decision, coarse, reads)
    if decision.moment is None and not any(issue.cls in {"date_impossible", "date_implausible"} for issue in decision.issues):
        seen = f"too weak: {days[0].reads[0].candidate.rule}" if days else "no date on the page"
        decision.issues.append(Issue("date_unknown", "info", "published_at", seen))
    return decision


def modified(
    candidates: Sequence[Candidate],
    published_at: Moment | None = None,
    *,
    captured_at: datetime,
    language: str | None = None,
    order: Order | None = None,
    zone: tzinfo | None = None,
) -> Decision:
    """The date of the last change; none where all that speak of it lie before the publication."""
    decision = Decision()
    reads = _read_all(candidates, decision, "modified_at", captured_at, language, order, zone)
    decision.issues = []
    if published_at is not None:
        first = published_at.value[:10]
        reads = [read for read in reads if read.when.iso()[:10] >= first[: len(read.when.iso()[:10])]]
    days = _by_day(reads, captured_at)
    if days and days[0].weight >= _ENOUGH:
        _settle(decision, days[0], reads)
    return decision


def is_better(decision: Decision, dateline: When) -> bool:
    """Whether a decision stands against the day of the dateline: a weak one of another day does not, it may be a comment's."""
    if decision.moment is None or decision.provenance is None:
        return False
    return decision.provenance.confidence >= _FIRM or decision.moment.value[:10] == dateline.on_day().iso()


def from_dateline(when: When, printed: str) -> Decision:
    """The last resort: the day of the dateline, told as such."""
    moment = Moment(when.on_day().iso(), "day", printed[:300])
    issue = Issue("date_from_dateline", "info", "published_at", printed[:200])
    return Decision(moment, Provenance("dateline", printed[:300], 0.4), [issue])


def _read_all(
    candidates: Sequence[Candidate],
    decision: Decision,
    name: str,
    captured_at: datetime,
    language: str | None,
    order: Order | None,
    zone: tzinfo | None,
) -> list[_Read]:
    """The candidates that say a date; what cannot be becomes an issue where nothing better is said."""
    reads: list[_Read] = []
    problems: list[Issue] = []
    for candidate in candidates[:_MAX_CANDIDATES]:
        if not isinstance(candidate.value, str):
            continue
        source = _source(candidate.rule)
        machine = source in _MACHINE or candidate.rule.startswith("time:")
        reading = read(
            candidate.value,
            language=language,
            order=order,
            captured_at=captured_at,
            time_zone=zone,
            epoch=machine,
            rare=not machine and candidate.confidence > 0.3,
        )
        if reading.when is None:
            if reading.problem and candidate.confidence >= _ENOUGH:
                problems.append(Issue(reading.problem, "warning", name, candidate.value[:200]))
            continue
        when = reading.when
        if when.hour is not None and machine and when.hour == when.minute == when.second == 0 and not when.offset:
            when = when.on_day()  # a day that a template printed with its clock at zero
        weight = min(candidate.confidence, _VAGUE) if candidate.rule in _VAGUE_RULES else candidate.confidence
        reads.append(_Read(candidate, when, reading.other, source, weight))
    decision.issues += problems[:2]
    return reads


_MACHINE = frozenset({"json-ld", "microdata", "meta", "feed", "sitemap", "api", "og", "h-entry"})
_VAGUE = 0.5
_VAGUE_RULES = frozenset({"meta:date", "meta:dc.date", "meta:dcterms.date"})  #: which date they hold is anybody's guess
_WITNESS = {"time": "visible", "og": "meta", "h-entry": "microdata"}


def _source(rule: str) -> str:
    """Who speaks: what one template prints in several places is one witness."""
    name = rule.partition(":")[0]
    return _WITNESS.get(name, name)


def _doubt(reads: list[_Read], changes: list[When]) -> None:
    """Lower the weight of what is likely the last change, where people see an earlier date near the headline.

    Some templates print the moment of the last change as the publication, and metas called "date" often hold it.
    """
    seen = min((key for each in reads if each.source == "visible" and each.weight >= 0.2 and (key := each.when.day_key())), default=None)
    strong = min((key for each in reads if each.source == "visible" and each.weight >= 0.35 and (key := each.when.day_key())), default=None)
    days = {change.day_key() for change in changes}
    for each in reads:
        key = each.when.day_key()
        if key is None or key not in days or each.source == "visible":
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


def _by_day(reads: list[_Read], captured_at: datetime) -> list[_Day]:
    """The days that are spoken of, heaviest first."""
    days: dict[tuple[int, int, int], _Day] = {}
    for each in reads:
        key = each.when.day_key()
        if key is not None:
            days.setdefault(key, _Day(key)).reads.append(each)
    today = captured_at.date()
    for day in days.values():
        day.weight = _weight(day, reads)
        if day.key == (today.year, today.month, today.day):
            day.weight *= 0.95  # pages print the day of the visit
    return sorted(days.values(), key=lambda day: (-day.weight, day.key))


def _weight(day: _Day, reads: list[_Read]) -> float:
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
        elif each.when.hour is None and any(_may_be(r.when, key) for r in day.reads):
            by_source.setdefault(each.source, []).append(each.weight * 0.5)  # the same moment seen from another time zone
    missed = 1.0
    for weights in by_source.values():
        weights.sort(reverse=True)
        best = weights[0] + _SAME_SOURCE * sum(weights[1:3]) * (1 - weights[0])
        missed *= 1 - min(best, 0.97)
    return 1 - missed


def _may_be(instant: When, day: tuple[int, int, int]) -> bool:
    """Whether an instant printed in UTC falls on a day somewhere: people see the day of their own clock."""
    if not instant.is_instant or instant.offset != 0 or instant.hour is None:
        return False
    return (instant.hour >= 10 and instant.plus_one_day() == day) or (instant.hour < 12 and instant.minus_one_day() == day)


def _coarse(reads: list[_Read]) -> _Day | None:
    """A month or year where no day is known, from a trusted source or the address only."""
    coarse = [each for each in reads if each.when.day is None and (each.weight >= 0.5 or each.source == "url")]
    if not coarse:
        return None
    best = max(coarse, key=lambda each: (each.when.month is not None, each.weight))
    return _Day((best.when.year, best.when.month or 0, 0), [best], best.weight)


def _settle(decision: Decision, day: _Day, reads: list[_Read]) -> None:
    best = max(
        day.reads,
        key=lambda each: (
            _exactness(each), each.source != "visible", _own_offset(each, day.reads), _local(each.when, reads) is not each.when, each.weight
        ),
    )  # fmt: skip
    when = _local(best.when, reads)
    printed = best.candidate.printed or best.candidate.value
    decision.moment = Moment(when.iso(), when.precision, best.candidate.value[:300], when.offset if when.hour is not None else None)
    decision.issues = []
    ranked = sorted((each for each in reads if each is not best), key=lambda each: (each.when.day_key() == day.key, -each.weight))
    rivals = [Rival(each.candidate.rule, each.candidate.value[:120], each.weight) for each in ranked[:3]]
    decision.provenance = Provenance(best.candidate.rule, printed[:300], round(min(day.weight, 0.99), 2), rivals)


def _local(when: When, reads: list[_Read]) -> When:
    """An instant in UTC as the page's readers see it, where the page prints the same minute on their clock.

    "19.10.2019, 23:38 Uhr" beside ``2019-10-19T21:38Z`` says that the page's clock is two hours ahead. A midnight of
    some whole hour (``23:00Z``) beside the next day's date is that day, printed by a template.
    """
    moment = when.utc()
    if moment is None or when.offset != 0:
        return when
    for each in reads:
        seen = each.when
        if seen.hour is None or (seen.offset not in (None, 0) and seen.utc() != moment) or seen.minute != when.minute or each.weight < 0.2:
            continue
        if seen.offset is not None and seen.offset != 0:
            return seen
        shown = seen._replace(offset=0).utc() if seen.offset is None else None
        if shown is None:
            continue
        ahead = round((shown - moment.replace(second=shown.second)).total_seconds() / 60)
        if ahead and -12 * 60 <= ahead <= 14 * 60:
            return from_datetime(moment + timedelta(minutes=ahead), offset=ahead)
    if when.minute == when.second == 0:
        for each in reads:
            key = each.when.day_key()
            if (
                each.when.hour is None
                and each.source == "visible"
                and each.weight > 0.4
                and key
                and key != when.day_key()
                and _may_be(when, key)
            ):
                return each.when
    return when


def _own_offset(each: _Read, others: list[_Read]) -> bool:
    """Whether an offset may be believed: not "+00:00" behind the same wall clock that another rule prints with a real offset."""
    return each.when.offset != 0 or not any(other.when.offset and other.when[:5] == each.when[:5] for other in others)


def _exactness(each: _Read) -> int:
    """Instants before times of day without an offset before days; a weak witness comes last."""
    when = each.when
    rank = 3 if when.is_instant else 2 if when.hour is not None else 1
    return rank if each.weight >= 0.2 else 0
