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

    from crawler.decide.date_witnesses import Ground
    from crawler.items import Candidate
    from crawler.normalise.dates import When

_HOURS = 6  #: that a clock may be from UTC to be guessed
_FARTHEST = 14  #: hours that a clock may be from UTC
_SEEN = frozenset({"visible", "url"})
_PRINTED = frozenset({"visible:date", "visible:line"})
_DAY = len("2017-04-23")
_UPDATE = 0.3  #: how far the day of a change is believed at most to be that of publication
_ENTRIES = 3  #: days from which a listing has entries of its own
_FIRM = 0.35  #: above that weight a date stands against a dateline


@dataclass(slots=True)
class Decision:
    """A date with its provenance, or None with the issues that say why."""

    moment: Moment | None = None
    provenance: Provenance | None = None
    issues: list[Issue] = field(default_factory=list)


def published(candidates: Sequence[Candidate], changes: Sequence[Witness], ground: Ground, *, listing: bool = False) -> Decision:
    """The date of publication from its candidates; those of the last change (as :func:`witnesses` gives them) only cast doubt.

    The day with the most weight from independent sources wins; on it the most exact value, an instant with an offset
    that falls on the day people see. A ``listing`` that declares none last changed with its newest entry: told as such.
    Abstains with issue ``date_unknown``.
    """
    decision = Decision()
    reads, decision.issues = read_all(candidates, "published_at", ground)
    doubt(reads, [each.when for each in changes])
    days = by_day(reads, ground.captured_at)
    entries = [day for day in days if day.weight >= ENOUGH]
    if listing and len(entries) >= _ENTRIES and all(each.source == "visible" for each in reads):
        _settle(decision, max(entries, key=lambda day: day.key), reads, changes)
        return from_change(decision, [])
    if days and days[0].weight >= ENOUGH:
        _settle(decision, days[0], reads, changes)
    elif coarse := _coarse(reads):
        _settle(decision, coarse, reads, changes)
    if decision.moment is None and not any(issue.cls in {"date_impossible", "date_implausible"} for issue in decision.issues):
        seen = f"too weak: {days[0].reads[0].candidate.rule}" if days else "no date on the page"
        decision.issues.append(Issue("date_unknown", "info", "published_at", seen))
    return decision


def witnesses(candidates: Sequence[Candidate], ground: Ground) -> list[Witness]:
    """What the candidates for the last change say."""
    return read_all(candidates, "modified_at", ground)[0]


def modified(changes: Sequence[Witness], published_at: Moment | None, ground: Ground) -> Decision:
    """The date of the last change; none where all that speak of it lie before the publication."""
    decision = Decision()
    reads = list(changes)
    if published_at is not None:
        first = published_at.value[:10]
        reads = [read for read in reads if (day := read.when.iso()[:10]) >= first[: len(day)]]
    days = by_day(reads, ground.captured_at)
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


def from_change(change: Decision, before: list[Issue]) -> Decision:
    """The day of the last change, where a page names no other day at all: no more than a day, hardly believed, and told as such.

    ``before`` are the issues of the decision that found no date of publication; what they say of impossible dates stays.
    """
    if (
        change.moment is None
        or change.provenance is None
        or change.provenance.rule.startswith("sitemap:")
        or len(change.moment.value) < _DAY
    ):
        return Decision(issues=before)
    printed = change.provenance.printed
    issue = Issue("date_from_update", "info", "published_at", printed[:200])
    told = Provenance(f"update:{change.provenance.rule}", printed, min(change.provenance.confidence, _UPDATE))
    kept = [each for each in before if each.cls != "date_unknown"]
    return Decision(Moment(change.moment.value[:_DAY], "day", change.moment.printed), told, [*kept, issue])


def _coarse(reads: list[Witness]) -> Day | None:
    """A month or year where no day is known, from a trusted source or the address only."""
    coarse = [each for each in reads if each.when.day is None and (each.weight >= 0.5 or each.source == "url")]
    if not coarse:
        return None
    best = max(coarse, key=lambda each: (each.when.month is not None, each.weight))
    return Day((best.when.year, best.when.month or 0, 0), [best], best.weight)


def _settle(decision: Decision, day: Day, reads: list[Witness], changes: Sequence[Witness] = ()) -> None:
    best = day.reads[0] if len(day.reads) == 1 else max(
        day.reads,
        key=lambda each: (
            _exactness(each), each.source != "visible", _own_offset(each, day.reads), _local(each.when, reads) is not each.when, each.weight
        ),
    )  # fmt: skip
    best = _printed_instant(best, reads) or best
    when = _local(best.when, reads)
    if when is best.when:
        when = _on_day_seen(when, reads, changes)
    printed = best.candidate.printed or best.candidate.value
    decision.moment = Moment(when.iso(), when.precision, best.candidate.value[:300], when.offset if when.hour is not None else None)
    decision.issues = []
    ranked = sorted((each for each in reads if each is not best), key=lambda each: (each.when.day_key() == day.key, -each.weight))
    rivals = [Rival(each.candidate.rule, each.candidate.value[:120], each.weight) for each in ranked[:3]]
    decision.provenance = Provenance(best.candidate.rule, printed[:300], round(min(day.weight, 0.99), 2), rivals)


def _printed_instant(best: Witness, reads: list[Witness]) -> Witness | None:
    """The visible witness that prints a clock and its zone some whole hours beside an instant in UTC.

    Templates that write the clock of the newsroom with a "Z" behind it are frequent; no page prints "10:34 AM PDT" by mistake.
    """
    moment = best.when.utc() if best.when.offset == 0 else None
    if moment is None:
        return None
    for each in reads:
        if each.candidate.rule in _PRINTED and each.when.offset and each.weight >= _FIRM and (seen := each.when.utc()) is not None:
            apart = round((seen - moment).total_seconds()) // 60
            if abs(apart) > 1 and min(apart % 60, -apart % 60) <= 1 and abs(apart) <= _FARTHEST * 60 + 1:
                return each
    return None


def _local(when: When, reads: list[Witness]) -> When:
    """An instant in UTC as the page's readers see it, where the page prints the same minute on their clock.

    "19.10.2019, 23:38 Uhr" beside ``2019-10-19T21:38Z`` says that the page's clock is two hours ahead. A midnight of
    some whole hour (``23:00Z``) beside the next day's date is that day, printed by a template. Where only the day that
    people see is another, the instant is told on the nearest clock of whole hours that shows that day.
    """
    moment = when.utc() if when.offset == 0 else None
    if moment is None:
        return when
    for each in reads:
        seen = each.when
        if seen.hour is None or (seen.offset not in (None, 0) and seen.utc() != moment) or seen.minute != when.minute or each.weight < 0.2:
            continue
        if seen.offset is not None and seen.offset != 0:
            return seen
        shown = seen._replace(offset=0).utc() if seen.offset is None and each.source == "visible" else None
        if shown is None:
            continue
        ahead = round((shown - moment.replace(second=shown.second)).total_seconds() / 60)
        if ahead and -11 * 60 <= ahead <= _FARTHEST * 60:
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
    return when


def _on_day_seen(when: When, reads: list[Witness], changes: Sequence[Witness]) -> When:
    """An instant in UTC on the day that the page and its address print, where none of both prints the day it has in UTC.

    The clock is that of a zone which the page prints elsewhere ("Updated 1:24 PM EST"), else the nearest of whole hours.
    """
    moment = when.utc() if when.offset == 0 else None
    if moment is None:
        return when
    # a visible clock that does not show the instant speaks of another moment
    seen = (each for each in reads if each.when.hour is None)
    days = {each.when.day_key() for each in seen if each.weight > (_FIRM if each.source == "visible" else 0.5) and each.source in _SEEN}
    days.discard(None)
    day = days.pop() if len(days) == 1 else None
    told = any(each.source in _SEEN and each.when.day_key() == when.day_key() for each in reads)
    if day is None or told or not may_be(when, day):
        return when
    for each in (*reads, *changes):
        if each.candidate.rule in _PRINTED and (offset := each.when.offset):
            there = from_datetime(moment + timedelta(minutes=offset), offset=offset)
            if there.day_key() == day:
                return there
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
