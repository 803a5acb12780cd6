"""Reads what is exported: articles, events, coverage or captures in order of their numbers, in bounded memory."""

from __future__ import annotations

from array import array
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, func, select

from storage import filters as conditions
from storage.errors import ExportError
from storage.filters import Filters
from storage.listed_articles import KEYS as ARTICLE
from storage.listed_articles import articles_by_id
from storage.listed_coverage import KEYS as LINK
from storage.listed_coverage import numbered
from storage.listed_events import events_by_id
from storage.listing_order import among, article_ids, articles_shown, event_ids, events_shown
from storage.models import article_revisions, captures, coverage, event_revisions, events, pages, sites
from storage.portions import portions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Table

    from storage.records import Row

KINDS: Final = ("articles", "events", "coverage", "captures")
MORE: Final = ("revision", "site", "captured_at", "stored_at")  #: what exports of articles and events tell beyond the contract
EVENT: Final = (
    "id", "type", "name", "starts_at", "ends_at", "precision", "time_zone", "status", "attendance", "url", "uid", "series", "edition",
    "parent", "venue", "organiser", "room", "track", "abstract", "language", "people", "offers", "sources", "sessions",
)  # fmt: skip
CAPTURE: Final = (
    "id", "url", "requested_url", "captured_at", "status", "content_type", "charset", "headers", "etag", "last_modified", "body_digest",
    "body_length", "warc_file", "warc_offset", "warc_length", "page", "crawl", "site",
)  # fmt: skip
KEYS: Final[dict[str, tuple[str, ...]]] = {
    "articles": (*ARTICLE, *MORE),
    "events": (*EVENT, *MORE),
    "coverage": ("id", *LINK, "revision", "linked_at", "verdict_at"),
    "captures": CAPTURE,
}  #: of a row of each kind, in order
PORTION: Final = 500  # rows in memory at a time
CHARACTERS: Final = 4 << 20  # of text in memory at a time, one long article aside
LONGEST: Final = 8 << 20  # characters of a text that an export takes
OVERLAP: Final = timedelta(minutes=10)
FEW: Final = 2_000
LEVELS: Final = 20  # of sessions within sessions


@dataclass(frozen=True, slots=True)
class Choice:
    """What is exported: a kind of rows, the conditions of listings, at most so many, only what is new since a watermark."""

    kind: str
    filters: Filters = field(default_factory=Filters)
    limit: int | None = None
    after: int | datetime | None = None  #: a revision's or capture's number; of coverage a moment
    search: str | None = None  #: the words by which articles were found …
    found: Sequence[int] | None = None  #: … and their numbers, the best first; the conditions are met already

    def told(self) -> Row:
        """Return the conditions that are set, as plain data."""
        chosen: Row = {} if self.search is None else {"search": self.search}
        chosen |= {name: str(value) for name, value in asdict(self.filters).items() if value is not None}
        return chosen | ({} if self.limit is None else {"limit": self.limit})

    @property
    def is_narrow(self) -> bool:
        """Whether any condition but the day of the reading is set."""
        return (
            self.found is not None
            or self.limit is not None
            or any(value is not None for name, value in asdict(self.filters).items() if name != "as_of")
        )


class Rows:
    """The rows of one export, read within one transaction; ``expected`` is how many there are at most, for progress."""

    def __init__(self, connection: Connection, choice: Choice) -> None:
        self._connection, self._choice = connection, choice
        self._sites = {row.id: row.key for row in connection.execute(select(sites.c.id, sites.c.key))}
        self.expected = self._total()

    def __iter__(self) -> Iterator[Row]:
        """Yield rows with the keys of their kind, in order of their numbers.

        Raises :class:`~storage.errors.ExportError` for a text of more than ``LONGEST`` characters.
        """
        if self._choice.kind == "coverage":
            after = self._choice.after
            assert after is None or not isinstance(after, int)
            return islice(numbered(self._connection, self._choice.filters, after), self._choice.limit)
        if self._choice.kind == "captures":
            return self._captures()
        return self._readings(*_KIND[self._choice.kind])

    def places(self) -> Iterator[Row]:
        """Yield the captures behind the rows, each once in the order of the rows: ``{id, url, warc_file, warc_offset, warc_length}``."""
        if self._choice.kind == "captures":
            yield from self._captures()
            return
        table = event_revisions if self._choice.kind == "events" else article_revisions
        seen: set[int] = set()
        columns = [captures.c[name] for name in ("id", "url", "warc_file", "warc_offset", "warc_length")]
        query = select(*columns).join(table, table.c.capture_id == captures.c.id)
        for piece in portions((row["revision"] for row in self), PORTION):
            found = self._connection.execute(query.where(table.c.id.in_(piece)).order_by(captures.c.id)).mappings()
            for row in found:
                if row["id"] not in seen:
                    seen.add(row["id"])
                    yield dict(row)

    def watermark(self) -> int | str | None:
        """Return what the next export goes on from; None where nothing is stored.

        Writers of PostgreSQL commit beside each other, so that a lower number may appear after a higher one: what was
        stored within the last ``OVERLAP`` counts as not seen yet there and comes again.
        """
        connection = self._connection
        if self._choice.kind == "coverage":
            last = [connection.execute(select(func.max(column))).scalar() for column in (coverage.c.linked_at, coverage.c.verdict_at)]
            known = [moment for moment in last if moment is not None]
            return max(known).isoformat() if known else None
        table, moment = {
            "articles": (article_revisions, article_revisions.c.stored_at),
            "events": (event_revisions, event_revisions.c.stored_at),
            "captures": (captures, captures.c.captured_at),
        }[self._choice.kind]
        rows = connection.execute(select(table.c.id, moment.label("at")).order_by(table.c.id.desc()), execution_options={"yield_per": 100})
        newest: datetime | None = None
        for row in rows:
            newest = newest or row.at
            if connection.dialect.name == "sqlite" or row.at < newest - OVERLAP:
                return int(row.id)
        return 0 if newest else None

    def _total(self) -> int:
        choice, table = self._choice, _TABLES[self._choice.kind]
        number = int(self._connection.execute(select(func.count()).select_from(table)).scalar_one())
        return number if choice.limit is None else min(number, choice.limit)

    def _readings(self, table: Table, owner: Any, read: Any, size: Any) -> Iterator[Row]:
        """Yield articles or events: so many at once that neither their number nor their texts fill the memory."""
        as_of = self._choice.filters.as_of
        query = select(
            owner.label("owner"), table.c.id, table.c.captured_at, table.c.stored_at, self._site_of(table).label("site"), size.label("size")
        ).where(conditions.current(table, as_of))
        for piece in portions(self._numbers(table), PORTION):
            about = {row.owner: row for row in self._connection.execute(query.where(among(self._connection, owner, piece))).all()}
            for number, row in about.items():
                if (row.size or 0) > LONGEST:
                    raise ExportError(
                        f"{self._choice.kind[:-1]} {number}: its text has {row.size:,} characters, more than the {LONGEST:,}"
                        f" that an export takes; leave it out by a filter, or remove it with pressrow forget"
                    )
            for part in _by_size([number for number in piece if number in about], about):
                for row in sorted(read(self._connection, part, as_of), key=lambda row: row["id"]):
                    told = about[row["id"]]
                    row["revision"], row["site"] = told.id, self._sites.get(told.site)
                    row["captured_at"], row["stored_at"] = told.captured_at.isoformat(), told.stored_at.isoformat()
                    yield row

    def _site_of(self, table: Table) -> Any:
        if table is article_revisions:
            return table.c.site_id
        return select(events.c.site_id).where(events.c.id == table.c.event_id).scalar_subquery()

    def _numbers(self, table: Table) -> Iterable[int]:
        """Yield the numbers of articles or events in order; with conditions they are sorted in memory, eight bytes each."""
        choice, connection = self._choice, self._connection
        is_article = table is article_revisions
        key = table.c.article_id if is_article else events.c.id
        fresh: set[int] | None = None
        if choice.after is not None:
            assert isinstance(choice.after, int)
            fresh = self._fresh(table, choice.after)
        if not choice.is_narrow:
            if fresh is not None:
                known = set(connection.execute(_shown(table, choice).where(key.in_(fresh))).scalars()) if len(fresh) <= FEW else None
                return sorted(known if known is not None else fresh & set(connection.execute(_shown(table, choice)).scalars()))
            return connection.execute(_shown(table, choice).order_by(key), execution_options={"yield_per": PORTION}).scalars()
        found: Iterable[int] | None = choice.found
        if found is None:
            found = (article_ids if is_article else event_ids)(connection, choice.filters, None if fresh is not None else choice.limit)
        return sorted_numbers(islice((number for number in found if fresh is None or number in fresh), choice.limit))

    def _fresh(self, table: Table, after: int) -> set[int]:
        """Return the articles, or the top-level events, of which a reading is new, or one of a session."""
        if table is article_revisions:
            return set(self._connection.execute(select(table.c.article_id).where(table.c.id > after)).scalars())
        level = set(self._connection.execute(select(table.c.event_id).where(table.c.id > after)).scalars())
        top: set[int] = set()
        for _ in range(LEVELS):
            above: set[int] = set()
            for piece in portions(sorted(level)):
                for number, parent in self._connection.execute(select(events.c.id, events.c.parent_id).where(events.c.id.in_(piece))):
                    (top if parent is None else above).add(number if parent is None else parent)
            level = above
            if not level:
                break
        return top

    def _captures(self) -> Iterator[Row]:
        choice, table = self._choice, captures.c
        chosen = choice.filters
        query = select(captures, pages.c.site_id).join(pages, pages.c.id == table.page_id)
        if chosen.site is not None:
            query = query.where(conditions.of_site(self._connection, chosen.site))
        since, until, then = conditions.begin_of(chosen.since), conditions.end_of(chosen.until), conditions.end_of(chosen.as_of)
        if since is not None:
            query = query.where(table.captured_at >= since)
        for end in (until, then):
            if end is not None:
                query = query.where(table.captured_at < end)
        for readings in conditions.revisions_of(Filters(author=chosen.author, event=chosen.event, tag=chosen.tag)):
            query = query.where(table.id.in_(select(article_revisions.c.capture_id).where(article_revisions.c.id.in_(readings))))
        if chosen.language is not None:
            tags = conditions.languages(self._connection, article_revisions.c.language, chosen.language)
            query = query.where(table.id.in_(select(article_revisions.c.capture_id).where(article_revisions.c.language.in_(tags))))
        if choice.after is not None:
            query = query.where(table.id > choice.after)
        ordered = query.order_by(table.id).limit(choice.limit)
        for row in self._connection.execute(ordered, execution_options={"yield_per": PORTION}).mappings():
            told = dict(row) | {"page": row["page_id"], "crawl": row["crawl_id"], "site": self._sites.get(row["site_id"])}
            told["captured_at"] = row["captured_at"].isoformat()
            told["body_digest"] = row["body_digest"].hex() if row["body_digest"] else None
            yield {key: told[key] for key in CAPTURE}


def sorted_numbers(found: Iterable[int]) -> array[int]:
    """Return numbers in order, eight bytes each."""
    return array("q", sorted(array("q", found)))


def _shown(table: Table, choice: Choice) -> Select[int]:
    return (articles_shown if table is article_revisions else events_shown)(choice.filters.as_of)


def _by_size(numbers: list[int], about: dict[int, Any]) -> Iterator[list[int]]:
    """Yield the numbers in pieces whose texts have at most ``CHARACTERS`` together, a longer one by itself."""
    piece: list[int] = []
    held = 0
    for number in numbers:
        size = about[number].size or 0
        if piece and held + size > CHARACTERS:
            yield piece
            piece, held = [], 0
        piece.append(number)
        held += size
    if piece:
        yield piece


_TABLES: Final = {"articles": article_revisions, "events": event_revisions, "coverage": coverage, "captures": captures}
_KIND: Final[dict[str, tuple[Table, Any, Any, Any]]] = {
    "articles": (article_revisions, article_revisions.c.article_id, articles_by_id, func.length(article_revisions.c.text)),
    "events": (event_revisions, event_revisions.c.event_id, events_by_id, func.length(event_revisions.c.abstract)),
}
