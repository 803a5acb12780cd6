"""Keeps the search index: one entry for the current reading of each article, written in the transaction that stores it.

On SQLite the index is an FTS5 table that keeps no copy of the text; its rowid orders entries by publication. On
PostgreSQL it is a table of text search vectors. Both hold the same words and marks: see :mod:`storage.search_entries`.
"""

from __future__ import annotations

import re
from array import array
from typing import TYPE_CHECKING

from sqlalchemy import select, text

from storage.models import article_revisions, articles, pages, revision_authors, revision_tags, sites
from storage.portions import portions
from storage.search_entries import Cut, Entry, Searched, minute, place_marks
from storage.search_words import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from sqlalchemy import Connection

TABLE = "article_search"
REVISION_BITS = 30  # of the rowid on SQLite; above them stands the minute of publication
REVISION_MASK = (1 << REVISION_BITS) - 1
PORTION = 500


def rowid(entry: Entry) -> int:
    """Return the rowid of an entry on SQLite: ordered by publication, then by revision."""
    return minute(entry.published) << REVISION_BITS | entry.revision_id


def add(connection: Connection, entries: Sequence[Entry]) -> None:
    """Index readings that have just become current."""
    if entries:
        (_add_sqlite if connection.dialect.name == "sqlite" else _add_postgresql)(connection, entries)


def has(connection: Connection, entry: Entry) -> bool:
    """Whether a reading is in the index under the site it belongs to."""
    if connection.dialect.name == "sqlite":
        mark = f'"{min(place_marks(*entry.places))}"'
        return connection.exec_driver_sql(_KNOWN_SQLITE, (mark, rowid(entry))).first() is not None
    return connection.execute(_KNOWN, {"revision": entry.revision_id}).first() is not None


def remove(connection: Connection, revisions: Iterable[int]) -> None:
    """Take readings out of the index, those that it knows; their rows must still be there."""
    for piece in portions(revisions, PORTION):
        if connection.dialect.name == "sqlite":
            # an index without a copy of the text is told the words that it is to forget
            known = [entry for entry in read(connection, piece) if has(connection, entry)]
            rows = [("delete", *row) for row in sorted(map(_sqlite_row, known))]
            if rows:
                connection.exec_driver_sql(_FORGET, rows)
        else:
            connection.execute(_DELETE, {"revisions": piece})


_COLUMNS = "rowid, headline, intro, names, text, marks"
_INSERT = f"INSERT INTO {TABLE} ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants of this module
_FORGET = f"INSERT INTO {TABLE} ({TABLE}, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants of this module
_KNOWN_SQLITE = f"SELECT 1 FROM {TABLE} WHERE {TABLE} MATCH ? AND rowid = ?"  # noqa: S608 - constants of this module
_KNOWN = text(f"SELECT 1 FROM {TABLE} WHERE revision_id = :revision")  # noqa: S608 - a constant of this module
_DELETE = text(f"DELETE FROM {TABLE} WHERE revision_id = ANY(:revisions)")  # noqa: S608 - a constant of this module
_UNNEST = text(
    f"INSERT INTO {TABLE} (revision_id, minute, words) "  # noqa: S608 - a constant of this module
    "SELECT revision, minute, CAST(words AS tsvector) FROM "
    "unnest(CAST(:revisions AS bigint[]), CAST(:minutes AS bigint[]), CAST(:words AS text[])) AS new (revision, minute, words) "
    "ON CONFLICT (revision_id) DO UPDATE SET minute = EXCLUDED.minute, words = EXCLUDED.words"
)


def _add_sqlite(connection: Connection, entries: Sequence[Entry]) -> None:
    connection.exec_driver_sql(_INSERT, sorted(map(_sqlite_row, entries)))  # out of order, FTS5 would write a segment for each


def _sqlite_row(entry: Entry) -> tuple[int, str, str, str, str, str]:
    found = entry.cut
    story = f"{found.text} {found.rest}" if found.rest else found.text
    marks = " ".join([found.marks, *entry.filters] if found.marks else entry.filters)
    return rowid(entry), found.headline, found.intro, found.names, story, marks


def _add_postgresql(connection: Connection, entries: Sequence[Entry]) -> None:
    values = {
        "revisions": [entry.revision_id for entry in entries],
        "minutes": [minute(entry.published) for entry in entries],
        "words": [_vector(entry.cut, entry.filters) for entry in entries],
    }
    connection.execute(_UNNEST, values)


def _vector(found: Cut, filters: Sequence[str]) -> str:
    """Return the words with their places as PostgreSQL writes a text search vector; a gap keeps phrases within one field."""
    places: dict[str, list[str]] = {}
    start = 1
    for part, label in ((found.headline, "A"), (found.intro, "B"), (found.names, "C"), (found.text, "")):
        words = part.split()
        for place, word in enumerate(words, start):
            if word in places:
                places[word].append(f"{place}{label}")
            else:
                places[word] = [f"{place}{label}"]
        start += len(words) + 2
    vector = [f"'{word}':{','.join(at)}" for word, at in places.items()]
    vector += [f"'{word}':16383" for word in found.rest.split() if word not in places]
    vector += [f"'{mark}'" for mark in (*found.marks.split(), *filters)]
    return " ".join(vector)


def read(connection: Connection, revisions: Sequence[int]) -> list[Entry]:
    """Return the entries of stored readings, in no order."""
    revision = article_revisions.c
    query = (
        select(
            revision.id, revision.published_value, revision.headline, revision.kicker, revision.standfirst, revision.description,
            revision.text, revision.language, pages.c.host, sites.c.key,
        )
        .join(articles, articles.c.id == revision.article_id)
        .join(pages, pages.c.id == articles.c.page_id)
        .join(sites, sites.c.id == pages.c.site_id)
        .where(revision.id.in_(revisions))
    )  # fmt: skip
    credit, tag = revision_authors.c, revision_tags.c
    names: dict[int, list[str]] = {number: [] for number in revisions}
    tags: dict[int, list[str]] = {number: [] for number in revisions}
    for number, name in connection.execute(
        select(credit.revision_id, credit.name).where(credit.revision_id.in_(revisions)).order_by(credit.revision_id, credit.position)
    ):
        names[number].append(name)
    for number, word in connection.execute(
        select(tag.revision_id, tag.tag).where(tag.revision_id.in_(revisions)).order_by(tag.revision_id, tag.position)
    ):
        tags[number].append(word)
    return [
        Entry(
            row.id, row.published_value,
            Searched(row.headline, (row.kicker, row.standfirst, row.description), names[row.id], tags[row.id], row.text),
            row.language, (row.key, row.host),
        )
        for row in connection.execute(query)
    ]  # fmt: skip


def rules(connection: Connection) -> int:
    """Return by which rules the index was made; 0 when it was never filled."""
    if connection.dialect.name == "sqlite":
        return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    comment = connection.execute(text(f"SELECT obj_description(to_regclass('{TABLE}'), 'pg_class')")).scalar()
    found = re.search(r"rules (\d+)$", comment or "")
    return int(found[1]) if found else 0


def rebuild(connection: Connection, progress: Callable[[int, int], None] | None = None) -> int:
    """Make the index anew from the current readings and return how many there are; ``progress`` is told after every portion."""
    order = array("q", sorted(_rowids(connection)))
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        for command, number in (("delete-all", 0), ("automerge", 0), ("hashsize", 64 << 20)):
            connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (?, ?)", (command, number))  # noqa: S608 - a constant
    else:
        connection.execute(text(f"TRUNCATE {TABLE}"))
        connection.execute(text(f"DROP INDEX IF EXISTS {INDEX}"))
    done = 0
    for piece in portions(order, PORTION):
        add(connection, read(connection, [number & REVISION_MASK for number in piece]))
        done += len(piece)
        if progress is not None:
            progress(done, len(order))
    if sqlite:
        for command, number in (("optimize", 0), ("automerge", 4), ("hashsize", 1 << 20)):
            connection.exec_driver_sql(f"INSERT INTO {TABLE} ({TABLE}, rank) VALUES (?, ?)", (command, number))  # noqa: S608 - a constant
        connection.exec_driver_sql(f"PRAGMA user_version = {RULES}")
    else:
        connection.execute(text(CREATE_INDEX))
        connection.execute(text(f"COMMENT ON TABLE {TABLE} IS 'words of current readings, for search; rules {RULES}'"))
    return done


def _rowids(connection: Connection) -> Iterable[int]:
    revision = article_revisions.c
    query = select(revision.id, revision.published_value).where(revision.is_current)
    for number, published in connection.execute(query, execution_options={"yield_per": 2_000}):
        yield minute(published) << REVISION_BITS | number


INDEX = f"ix_{TABLE}_words"
CREATE_INDEX = f"CREATE INDEX {INDEX} ON {TABLE} USING gin (words)"
