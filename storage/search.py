"""Finds articles by their words: one function behind the command line and everything else, with the same answer on both databases.

The order of results: articles that have every word looked for in the headline, a tag or an author's name; then those
that have each there, in the intro, or at least three times in the text; where several words are looked for, those that
have one of them in the headline, a tag or a name; then the rest. Within each of these the newest first.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Unpack

from sqlalchemy import bindparam, column, literal_column, select, table, text
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DBAPIError

from storage import filters as conditions
from storage.errors import SearchError
from storage.filters import Filters, Limits
from storage.models import article_revisions, articles, pages, revision_authors
from storage.portions import portions
from storage.search_entries import HIGH, MID, language_mark, site_mark
from storage.search_index import REVISION_BITS, REVISION_MASK, TABLE
from storage.search_query import All, Node, Term, as_fts5, as_loose_tsquery, as_tsquery, is_subject, parse, ranked, terms
from storage.search_query import Any as AnyOf
from storage.search_snippets import highlights, pattern, snippet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection, Select

    from storage.database import Database
    from storage.records import Row

_STEPS = 20_000  # of SQLite, between two looks at the clock
PORTION = 60  # results read at a time
PAGE, SPARE = 200, 20  # results that are asked for at once; more of them, for those that turn out to be duplicates
SECONDS = 1.8  # that a database may take for a portion
KEYS = ("id", "url", "headline", "authors", "published_at", "language", "site", "snippet", "highlights")  #: of a result, in order
_INDEX = table(TABLE, column("rowid"), column("revision_id"), column("minute"), column("words"))


def search(database: Database, query: str, *, limit: int | None = None, **limits: Unpack[Limits]) -> Iterator[Row]:
    """Yield the articles whose current reading holds what the query says, the best first, with a piece of text around it.

    See :mod:`storage.search_query` for what a query may say. ``highlights`` are ``{field, start, end}`` with places in
    ``headline`` and ``snippet``. Duplicates of a stored original are left out. Raises
    :class:`~storage.errors.SearchError` for a query that is malformed, or too broad to be answered in two seconds.
    """
    asked, chosen = parse(query), Filters(**limits, as_of=None)  # refuses a day by keyword: the index holds what is now
    marks = [site_mark(chosen.site)] if chosen.site is not None else []
    marks += [language_mark(chosen.language)] if chosen.language is not None else []
    narrowed = All((asked, *(Term((mark,), mark=True) for mark in marks))) if marks else asked
    return _results(database, asked, narrowed, replace(chosen, site=None, language=None), limit)


def _results(database: Database, asked: Node, narrowed: Node, chosen: Filters, limit: int | None) -> Iterator[Row]:
    patterns = [pattern(term.printed, term.prefix) for term in terms(asked) if term.printed]
    left = limit
    with database.reading() as connection, _in_time(connection) as deadline:
        for piece in portions(_found(connection, narrowed, chosen, limit), PORTION if limit is None else max(1, min(PORTION, limit))):
            rows = _rows(connection, piece, chosen, patterns)[:left]
            yield from rows
            deadline.renew()
            if left is not None:
                left -= len(rows)
                if left <= 0:
                    return


def _found(connection: Connection, asked: Node, chosen: Filters, limit: int | None) -> Iterator[int]:
    """Yield the numbers of readings, rank by rank, none twice."""
    seen: set[int] = set()
    for node in _ranks(asked):
        statement = _statement(connection, node, chosen)
        if limit is not None and limit <= PAGE:  # one question and answer; more only where many of the first do not count
            first = connection.execute(statement.limit(limit + SPARE)).scalars().all()
            fresh = [number for number in first if number not in seen]
            seen.update(fresh)
            yield from fresh
            if len(first) < limit + SPARE:
                continue
        for number in connection.execute(statement, execution_options={"yield_per": PORTION}).scalars():
            if number not in seen:
                seen.add(number)
                yield number


def _ranks(asked: Node) -> Iterator[Node]:
    subjects = [term for term in terms(asked) if is_subject(term)]
    if subjects:
        yield ranked(asked, HIGH)
        yield ranked(asked, MID)
    if len(subjects) > 1:
        yield All((asked, AnyOf(tuple(ranked(term, HIGH) for term in subjects))))
    yield asked


def _statement(connection: Connection, node: Node, chosen: Filters) -> Select[Any]:
    """Return what yields the readings of one rank, the newest first."""
    first, last = _minutes(chosen)
    sqlite = connection.dialect.name == "sqlite"
    index = _INDEX.c
    number = index.rowid.op("&")(REVISION_MASK) if sqlite else index.revision_id
    limits = [number.in_(ids) for ids in conditions.revisions_of(chosen)]
    if sqlite:
        place = index.rowid.between(first << REVISION_BITS, (last << REVISION_BITS) + REVISION_MASK)
        matching = literal_column(TABLE).op("MATCH")(as_fts5(node))
        return select(number).where(matching, place, *limits).order_by(index.rowid.desc())
    place = index.minute.between(first, last)
    loose, exact = as_loose_tsquery(node), as_tsquery(node)
    order = (index.minute.desc(), index.revision_id.desc())
    matching = index.words.op("@@")(bindparam("loose", loose or exact, type_=TSQUERY))
    if loose is None:
        return select(number).where(matching, place, *limits).order_by(*order)
    # the order of words is tested on the newest first, one by one as they are asked for, not on all that have the words
    near = select(index.revision_id, index.minute, index.words).where(matching, place, *limits).order_by(*order).offset(0).subquery()
    return select(near.c.revision_id).where(near.c.words.op("@@")(bindparam("exact", exact, type_=TSQUERY)))


def _minutes(chosen: Filters) -> tuple[int, int]:
    """Return the minutes between which what was published on the chosen days is ordered; what is known by year begins it."""
    since, until = conditions.as_day(chosen.since), conditions.as_day(chosen.until)
    first = date(since.year, 1, 1).toordinal() * 1440 if since else 0
    last = (until.toordinal() + 1) * 1440 if until else date.max.toordinal() * 1440 + 2880
    return first, last


def _rows(connection: Connection, revisions: Sequence[int], chosen: Filters, patterns: Sequence[Any]) -> list[Row]:
    """Return the results among these readings that meet the conditions, in the same order."""
    revision = article_revisions.c
    original = articles.alias()
    duplicate = select(original.c.id).where(original.c.page_id == pages.c.duplicate_of_id).exists()
    query = (
        select(
            revision.id, revision.article_id, pages.c.url, revision.headline, revision.published_value, revision.language, pages.c.host,
            revision.standfirst, revision.description, revision.kicker, revision.text,
        )
        .join(articles, articles.c.id == revision.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
        .where(revision.id.in_(revisions), revision.is_current, ~duplicate)
        .where(*conditions.between(chosen.since, chosen.until, revision.published_on, revision.published_value))
    )  # fmt: skip
    found = {row.id: row for row in connection.execute(query)}
    credit = revision_authors.c
    credited = select(credit.revision_id, credit.name).where(credit.revision_id.in_(found)).order_by(credit.revision_id, credit.position)
    authors: dict[int, list[str]] = {number: [] for number in found}
    for number, name in connection.execute(credited):
        authors[number].append(name)
    return [_row(found[number], authors[number], patterns) for number in revisions if number in found]


def _row(found: Any, authors: list[str], patterns: Sequence[Any]) -> Row:
    headline, in_headline = highlights(found.headline, patterns)
    piece, in_piece = snippet((found.standfirst, found.description, found.kicker, found.text), patterns)
    marked = [{"field": "headline", "start": start, "end": end} for start, end in in_headline]
    marked += [{"field": "snippet", "start": start, "end": end} for start, end in in_piece]
    values = (found.article_id, found.url, headline, authors, found.published_value, found.language, found.host, piece, marked)
    return dict(zip(KEYS, values, strict=True))


class _Deadline:
    """When the database must have given the next portion."""

    def __init__(self) -> None:
        self.at = 0.0
        self.renew()

    def renew(self) -> None:
        """Allow another portion."""
        self.at = time.monotonic() + SECONDS

    def is_over(self) -> bool:
        """Whether it has taken too long."""
        return time.monotonic() > self.at


@contextmanager
def _in_time(connection: Connection) -> Iterator[_Deadline]:
    """Hold every statement to a time; raise SearchError for one that takes longer."""
    deadline = _Deadline()
    sqlite = connection.dialect.name == "sqlite"
    driver: Any = connection.connection.dbapi_connection
    if sqlite:
        driver.set_progress_handler(deadline.is_over, _STEPS)
    else:
        connection.execute(text(f"SET LOCAL statement_timeout = {int(SECONDS * 1000)}"))
    try:
        yield deadline
    except DBAPIError as error:
        if (sqlite and deadline.is_over()) or getattr(error.orig, "sqlstate", None) == "57014":
            raise SearchError("the query is too broad to be answered in two seconds; add a word, or a filter") from error
        raise
    finally:
        if sqlite:
            driver.set_progress_handler(None, 0)
