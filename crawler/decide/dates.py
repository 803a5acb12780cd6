"""When a page was published and last changed: one decision from all its dates; no date rather than a wrong one."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.decide.date_witnesses import ENOUGH, Day, Witness, by_day, doubt, may_be, read_all
from crawler.items import Issue, Moment, Provenance, Rival
from crawler.normalise.dates.when import from_datetime

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from crawler.items import Candidate
    from crawler.normalise.dates import Order, When

_HOURS = 6  #: that a clock may be from UTC to be guessed
_SEEN = frozenset({"visible", "url"})
_FIRM = 0.35  #: above that weight a date stands against a dateline


@dataclass(slots=True)
class Decision:
    """A date with its provenance, or None with the issues that say why."""

    moment: Moment | None = None
    provenance: Provenance | None = None
    issues: list[Issue] = field(default_factory=list)


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
    reads, decision.issues = read_all(candidates, "published_at", captured_at, language, order, zone)
    changes = [each.when for each in read_all(modified, "modified_at", captured_at, language, order, zone)[0]]
    doubt(reads, changes)
    days = by_day(reads, captured_at)
    if days and days[0].weight >= ENOUGH:
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
    reads, _ = read_all(candidates, "modified_at", captured_at, language, order, zone)
    if published_at is not None:
        first = published_at.value[:10]
        reads = [read for read in reads if read.when.iso()[:10] >= first[: len(read.when.iso()[:10])]]
    days = by_day(reads, captured_at)
    if days and days[0].weight >= ENOUGH:
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


def _coarse(reads: list[Witness]) -> Day | None:
    """A month or year where no day is known, from a trusted source or the address only."""
    coarse = [each for each in reads if each.when.day is None and (each.weight >= 0.5 or each.source == "url")]
    if not coarse:
        return None
    best = max(coarse, key=lambda each: (each.when.month is not None, each.weight))
    return Day((best.when.year, best.when.month or 0, 0), [best], best.weight)


def _settle(decision: Decision, day: Day, reads: list[Witness]) -> None:
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


def _local(when: When, reads: list[Witness]) -> When:
    """An instant in UTC as the page's readers see it, where the page prints the same minute on their clock.

    "19.10.2019, 23:38 Uhr" beside ``2019-10-19T21:38Z`` says that the page's clock is two hours ahead. A midnight of
    some whole hour (``23:00Z``) beside the next day's date is that day, printed by a template. Where only the day that
    people see is another, the instant is told on the nearest clock of whole hours that shows that day.
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
                and may_be(when, key)
            ):
                return each.when
    return _on_day_seen(when, reads)


def _on_day_seen(when: When, reads: list[Witness]) -> When:
    """An instant in UTC on the day that the page and its address print, where none of both prints the day it has in UTC."""
    moment = when.utc()
    # a visible clock that does not show the instant speaks of another moment
    seen = (each for each in reads if each.when.hour is None)
    days = {each.when.day_key() for each in seen if each.weight > (_FIRM if each.source == "visible" else 0.5) and each.source in _SEEN}
    days.discard(None)
    day = days.pop() if len(days) == 1 else None
    told = any(each.source in _SEEN and each.when.day_key() == when.day_key() for each in reads)
    if moment is None or day is None or told or not may_be(when, day):
        return when
    minutes = moment.hour * 60 + moment.minute
    ahead = -(-(1_440 - minutes) // 60) if day > (moment.year, moment.month, moment.day) else -(minutes // 60 + 1)
    return from_datetime(moment + timedelta(hours=ahead), offset=ahead * 60) if abs(ahead) <= _HOURS else when


def _own_offset(each: Witness, others: list[Witness]) -> bool:
    """Whether an offset may be believed: not "+00:00" behind the same wall clock that another rule prints with a real offset."""
    return each.when.offset != 0 or not any(other.when.offset and other.when[:5] == each.when[:5] for other in others)


def _exactness(each: Witness) -> int:
    """Instants before times of day without an offset before days; a weak witness comes last."""
    when = each.when
    rank = 3 if when.is_instant else 2 if when.hour is not None else 1
    return rank if each.weight >= 0.2 else 0
