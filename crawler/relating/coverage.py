"""The step ``coverage``: links articles to the events they cover, and stores the events that only articles tell of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from crawler.relate.coverage import RULES, TOLD_RULES, CoverageIndex, EventFacts, Link, ToldEvent, facts_of, link, told_events
from crawler.relate.coverage.reading import Reading
from crawler.relate.coverage.tokens import tokens
from storage import coverage, coverage_facts, events, relating
from storage.records import CaptureRecord, Outcome
from storage.visits import Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy import Connection

    from storage.coverage_facts import Place
    from storage.database import Database
    from storage.records import Row
    from storage.relating import Pending

BEFORE: Final = timedelta(days=330)  #: an article so long before an event may still concern it
AFTER: Final = timedelta(days=430)
MOST_WORDS: Final = 40  #: words that the database is asked for; with more all texts are read


class Coverage:
    """Links what is new, and again what events that are new or read differently may concern."""

    name = "coverage"
    rules = f"{RULES}.{TOLD_RULES}"
    batch = 200

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._clock = clock
        self._index: CoverageIndex | None = None
        self._fresh: list[EventFacts] = []
        self._told = CoverageIndex(())

    def begin(self, database: Database, *, everything: bool) -> None:
        """Merge events told of with those described since, and let articles be seen again that new or changed events may concern."""
        self._index, self._fresh = None, []
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            changed, gone = coverage_facts.changes(connection)
            if changed or gone:
                if self._merge(connection, changed):
                    self._index = None
                    changed, gone = coverage_facts.changes(connection)
                coverage.follow_merges(connection)
                if not everything:
                    concerned = coverage.linked_articles(connection, [*changed, *gone])
                    if coverage_facts.any_linked(connection):
                        concerned |= self._concerned(connection, changed)
                    relating.forget(connection, self.name, concerned)
                coverage_facts.note(connection, changed, gone)

    def _events(self, connection: Connection) -> CoverageIndex:
        """The events by their names, read when they are first asked for in a run."""
        if self._index is None:
            self._index = CoverageIndex(fact for row in coverage_facts.event_rows(connection) for fact in facts_of(row))
        return self._index

    def run(self, database: Database, batch: Sequence[Pending], progress: Callable[[int], None]) -> None:
        """Link the articles of a batch."""
        with database.reading() as connection:
            index = self._events(connection)
            rows = coverage_facts.article_rows(connection, [row.article_id for row in batch])
        links: dict[int, list[Row]] = {}
        revisions: dict[int, int] = {}
        told: list[tuple[Row, Place, ToldEvent]] = []
        for done, (row, place) in enumerate(rows, 1):
            links[row["id"]] = [_row(each) for each in self._links(row, index)]
            revisions[row["id"]] = place.revision_id
            told += [(row, place, event) for event in told_events(row)]
            if done % 50 == 0:
                progress(done)
        with database.writing() as connection:
            relating.take_turn(connection, self.name)
            before = len(self._fresh)
            self._tell(connection, index, [row["id"] for row, _ in rows], told)
            for row, _ in rows if len(self._fresh) > before else ():
                links[row["id"]] = [_row(each) for each in self._links(row, index)]
            coverage.put(connection, links, revisions, self.rules, self._clock())

    def _links(self, row: Mapping[str, Any], index: CoverageIndex) -> list[Link]:
        """The links of an article with the events that were there, and with those told of since."""
        found = link(row, index)
        if self._fresh:
            there = {each.event for each in found}
            found += [each for each in link(row, self._told) if each.event not in there]
        return found

    def _concerned(self, connection: Connection, changed: Sequence[int]) -> set[int]:
        """The articles that something of these events points to."""
        index = CoverageIndex(fact for row in coverage_facts.event_rows(connection, changed) for fact in facts_of(row))
        days = [fact.starts for fact in index.events.values() if fact.starts is not None]
        whole = len(days) < len(index.events)
        since, until = (None, None) if whole or not days else (min(days) - BEFORE, max(days) + AFTER)
        found: set[int] = set()
        words = [_telling_word(fact, index) for fact in index.events.values()]
        told = all(fact.told for fact in index.events.values()) and all(words) and len(words) <= MOST_WORDS
        for row in coverage_facts.texts(connection, since, until, words if told else ()):
            reading = Reading(row)
            marks = (index.compact.get(tag) for tag, _ in reading.hashtags())
            if (
                reading.find(index)
                or any(marks)
                or any(True for _ in reading.in_tags(index))
                or any(index.linked(url) for url, _ in reading.links)
            ):
                found.add(row["id"])
        return found

    def _merge(self, connection: Connection, changed: Sequence[int]) -> bool:
        """Let described events stand for those told of that they turn out to be; say whether there were any."""
        merged = False
        told = set(coverage_facts.only_told(connection))
        if not told or told.issuperset(changed):
            return False
        index = self._events(connection)
        for number in sorted(told):
            fact = index.events.get(number)
            if fact is None:
                continue
            same = [other for other in index.same(fact) if other not in told]
            if len(same) == 1:
                coverage.merge_told(connection, number, same[0])
                merged = True
        return merged

    def _tell(
        self, connection: Connection, index: CoverageIndex, read: Sequence[int], told: Sequence[tuple[Row, Place, ToldEvent]]
    ) -> None:
        """Store the events told of that are not known yet, and who told of them."""
        now = self._clock()
        noted: dict[int, set[int]] = {}
        for row, place, event in told:
            known = self._known(event, row, index)
            if known is None:
                known = self._store(connection, row, place, event, now)
                if known is None:
                    continue
            elif not (index.events.get(known) or self._told.events[known]).told:
                continue
            noted.setdefault(row["id"], set()).add(known)
            coverage_facts.tell(connection, [_telling(row, event, known, now)])
        for article in read:
            coverage_facts.untell(connection, article, noted.get(article, set()))

    def _known(self, event: ToldEvent, row: Row, index: CoverageIndex) -> int | None:
        """The stored event that is told of."""
        fact = _fact(event, 0)
        published = str(row.get("published_at") or "")[:10]
        for known in (index, self._told):
            same = known.same(fact, near=published)
            if same:
                return int(same[0])
        return None

    def _store(self, connection: Connection, row: Row, place: Place, event: ToldEvent, now: datetime) -> int | None:
        visit = Visit(
            Outcome(
                crawl_id=0, epoch=0, frontier_id=0, url=place.url, url_key=b"", state="done", kind="article", events=(_event_row(event, row, place),),
                capture=CaptureRecord(place.url, place.url, now, 200), extractor_version=self.rules,
            ),
            page_id=place.page_id, site_id=place.site_id, capture_id=place.capture_id,
        )  # fmt: skip
        events.write(connection, [visit], now)
        number = coverage.event_of_source(connection, "text", place.url, event.name)
        if number is None:
            return None
        self._fresh.append(_fact(event, number))
        self._told = CoverageIndex(self._fresh)
        return number


def _telling_word(fact: EventFacts, index: CoverageIndex) -> str:
    """A word of an event's name, as printed, without which no text names it; empty where none is rare enough."""
    cut = tokens(fact.name)
    for run in sorted(index.rare.get(fact.id, ()), key=lambda run: -sum(map(len, run))):
        for at in range(len(cut.words)):
            if tuple(cut.words[at : at + len(run)]) == run:
                return fact.name[cut.starts[at] : cut.ends[at + len(run) - 1]][:40]
    return ""


def _row(found: Link) -> Row:
    return {
        "event_id": found.event,
        "relation": found.relation,
        "score": found.score,
        "rule": found.rule,
        "evidence": [piece._asdict() for piece in found.evidence],
    }


def _fact(event: ToldEvent, number: int) -> EventFacts:
    return EventFacts(
        id=number,
        name=event.name,
        series=event.series,
        edition=event.edition,
        starts=event.starts,
        ends=event.ends,
        venue=event.venue,
        locality=event.locality,
        told=True,
    )


def _event_row(event: ToldEvent, row: Row, place: Place) -> Row:
    """The event as a contract row."""
    venue = {"name": event.venue, "address": None, "locality": event.locality, "region": None, "country": None}
    return {
        "type": "Event",
        "name": event.name,
        "starts_at": event.starts.isoformat() if event.starts else None,
        "ends_at": event.ends.isoformat() if event.ends else None,
        "precision": "day" if event.starts else None,
        "status": "scheduled",
        "series": event.series,
        "edition": event.edition,
        "venue": venue if event.venue or event.locality else None,
        "language": row.get("language"),
        "people": [],
        "sources": [{"format": "text", "url": place.url}],
        "sessions": [],
    }


def _telling(row: Row, event: ToldEvent, number: int, now: datetime) -> Row:
    return {
        "event_id": number,
        "article_id": row["id"],
        "field": event.field,
        "quote": event.quote,
        "start": event.start,
        "end": event.end,
        "attendees": event.attendees,
        "length_days": event.length,
        "told_at": now,
    }
